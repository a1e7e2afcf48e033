package cli

import (
	"bytes"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// heading matches what stands above each licence: the names of what it is for, between two lines.
var heading = regexp.MustCompile(`(?m)^={80}\n((?:[^=\n].*\n)+)={80}\n\n(.*\n)`)

// licensed returns the names that have a licence.
func licensed(t *testing.T) []string {
	t.Helper()
	var b bytes.Buffer
	if err := writeLicences(&b); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range heading.FindAllStringSubmatch(b.String(), -1) {
		if strings.TrimSpace(m[2]) == "" {
			t.Errorf("%q has no text", m[1])
		}
		names = append(names, strings.Split(strings.TrimSpace(m[1]), "\n")...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// listModules asks go for modules, one a line.
func listModules(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	list := strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
	slices.Sort(list)
	return slices.Compact(list)
}

// TestLicences compares the licences with the modules that are linked into the program.
func TestLicences(t *testing.T) {
	const format = "{{if not .Main}}{{.Path}} {{.Version}}{{end}}"
	have := licensed(t)
	for _, module := range listModules(t, "-deps", "-f", "{{with .Module}}"+format+"{{end}}", "pizhu") {
		if !slices.Contains(have, module) {
			t.Errorf("%s is linked and has no licence; go generate ./ui/cli makes them anew", module)
		}
	}
	known := listModules(t, "-m", "-f", format, "all")
	for _, name := range have {
		if strings.Contains(name, "/") && !slices.Contains(known, name) {
			t.Errorf("%s has a licence and is not in go.mod; go generate ./ui/cli makes them anew", name)
		}
	}
	for _, name := range []string{"pizhu", "Go, its library and its runtime", "jieba 0.42.1 and OpenCC 1.1.6, in the dictionary of words"} {
		if !slices.Contains(have, name) {
			t.Errorf("%s has no licence", name)
		}
	}
	if len(packedLicences) > 64<<10 {
		t.Errorf("licences.bin has %d bytes, over 64 KiB", len(packedLicences))
	}
}
