//go:build ignore

// This program makes licences.bin: the licences and notices of all modules that are linked into the program on some
// system, of Go itself, and of the data in the program, packed. It reads the modules where go has them. CI does not run
// it; a test fails where a module is missing or of another version. Run it with:
//
//	go generate ./ui/cli
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const head = `pizhu comes with the work of others. Below, each licence or notice stands under the names of what it is for.
`

// rule stands between the licences.
var rule = strings.Repeat("=", 80) + "\n"

// own are the licences of what is in no module, by what they are for.
var own = []struct{ what, file string }{
	{"pizhu", "../../LICENSE"},
	{"jieba 0.42.1 and OpenCC 1.1.6, in the dictionary of words", "../../model/words/dict_LICENSE"},
	{"Unicode Character Database 17.0, in the tables of line breaks", "../../model/layout/unicode_LICENSE"},
}

// systems are those that modules are looked for on.
var systems = []string{"linux", "darwin", "freebsd", "windows"}

// named matches the names of files that hold licences.
var named = regexp.MustCompile(`(?i)^(licen[cs]e|notice|copying|copyright|patents|icu-license)[^/]*$`)

func main() {
	log.SetFlags(0)
	l := licences{of: map[string][]string{}}
	for _, o := range own {
		l.add(o.what, o.file)
	}
	root := strings.TrimSpace(output(nil, "go", "env", "GOROOT"))
	for _, file := range licencesIn(root) {
		l.add("Go, its library and its runtime", file)
	}
	for _, system := range systems {
		for line := range strings.Lines(output([]string{"GOOS=" + system}, "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "pizhu")) {
			if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 {
				l.addPackage(fields[0], fields[1], fields[2])
			}
		}
	}
	if err := os.WriteFile("licences.bin", pack(l.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// licences are texts, and what each is for.
type licences struct {
	texts []string
	of    map[string][]string
}

// addPackage adds the licences of a package: those in its folder, and in those above it up to its module.
func (l *licences) addPackage(module, top, folder string) {
	found := false
	for dir := folder; len(dir) >= len(top); dir = filepath.Dir(dir) {
		for _, file := range licencesIn(dir) {
			l.add(module, file)
			found = true
		}
	}
	if !found {
		log.Fatalf("%s has no licence", module)
	}
}

func licencesIn(dir string) (files []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() && named.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	return files
}

// tag matches what is no text in a licence that is a page.
var tag = regexp.MustCompile(`(?s)<title>.*?</title>|<[^<>]*>`)

func (l *licences) add(what, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	if filepath.Ext(file) == ".html" {
		text = tag.ReplaceAllString(text, "")
	}
	text = strings.Trim(text, "\n") + "\n"
	if strings.Contains(text, rule) {
		log.Fatalf("%s has the line that stands between licences", file)
	}
	if l.of[text] == nil {
		l.texts = append(l.texts, text)
	}
	if !slices.Contains(l.of[text], what) {
		l.of[text] = append(l.of[text], what)
	}
}

func (l *licences) String() string {
	var b strings.Builder
	b.WriteString(head)
	for _, text := range l.texts {
		fmt.Fprintf(&b, "\n%s%s\n%s\n%s", rule, strings.Join(l.of[text], "\n"), rule, text)
	}
	return b.String()
}

func output(env []string, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		log.Fatal(err)
	}
	return string(out)
}

func pack(text string) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	w.Comment = "Licences of the modules in go.mod and of embedded data, each under its own terms. Made by gen.go of pizhu."
	if _, err := w.Write([]byte(text)); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}
