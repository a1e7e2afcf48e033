package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pizhu/annotate/exchange"
	"pizhu/ui/cli"
)

// TestNamesThatAreNotUTF8 holds that one article with such a name stops no command over its folder, that all of JSON has
// its name escaped, and that it is said.
func TestNamesThatAreNotUTF8(t *testing.T) {
	c := newCrash(t)
	c.label(t, "半导体产值破1万亿元", "2030")
	if err := c.session.Close(); err != nil {
		t.Fatal(err)
	}
	side, err := os.ReadFile(filepath.Join(c.folder, "a.txt.chen.pizhu.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.folder, "\xd0\xc2.txt"), []byte(crashed), 0o644); err != nil {
		t.Skipf("the file system takes no such name: %v", err)
	}
	write(t, c.folder, "\xd0\xc2.txt.chen.pizhu.json", string(side))
	const escaped = "%D0%C2.txt"
	for _, x := range exchange.Formats() {
		if !x.Exports() {
			continue
		}
		out := filepath.Join(t.TempDir(), "out")
		code, _, errs := c.run("export", "--format", x.Name, "--output", out, c.folder)
		if code != 0 || !strings.Contains(errs, "not UTF-8") || !strings.Contains(errs, "wrote 2 documents with 2 claims") {
			t.Errorf("%s: exit code %d: %s", x.Name, code, errs)
		}
	}
	for want, args := range map[string][]string{
		`"` + escaped + `"`:                                           {"export", "--format", "jsonl"},
		`"` + c.folder + `/` + escaped + `"`:                          {"check", "--json"},
		"sidecars and exports have it as " + c.folder + "/" + escaped: {"check"},
	} {
		_, out, errs := c.run(append(args, c.folder)...)
		if !strings.Contains(out, want) || !utf8.ValidString(out) {
			t.Errorf("%q: %q is not in %s%s", args, want, out, errs)
		}
	}
	var out bytes.Buffer
	if err := cli.PrintJSON(&out, map[string]any{"\xff": []string{"a\xffb"}, "n": time.Time{}}); err != nil || !strings.Contains(out.String(), `"a%FFb"`) {
		t.Errorf("%s%v", out.String(), err)
	}
}
