package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"pizhu/annotate/schemefile"
	"pizhu/annotate/sidecar"
	"pizhu/ui/keymap"
)

var update = flag.Bool("update", false, "write the README's tables anew")

const readme = "../../README.md"

// TestReadmeTables compares the README's tables with the program's own.
func TestReadmeTables(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for name, want := range map[string]string{"keys": keysTable(t), "commands": commandsTable(), "codes": codesTable(), "formats": formatsTable()} {
		begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->\n"
		before, rest, ok := strings.Cut(text, begin)
		got, after, closed := strings.Cut(rest, end)
		switch {
		case !ok || !closed:
			t.Errorf("the README has no table of %s", name)
		case *update:
			text = before + begin + want + end + after
		case got != want:
			t.Errorf("the README's table of %s is not the program's; go test ./ui/cli -run Readme -update writes it anew", name)
		}
	}
	if *update {
		if err := os.WriteFile(readme, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func keysTable(t *testing.T) string {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := printKeys(&b, keys.Bindings()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func commandsTable() string {
	var b strings.Builder
	root := System{}.root(&flags{})
	b.WriteString("| command | what it does |\n|---|---|\n")
	fmt.Fprintf(&b, "| `%s` | %s |\n", root.Use, root.Short)
	for _, c := range root.Commands() {
		fmt.Fprintf(&b, "| `pizhu %s` | %s |\n", strings.ReplaceAll(c.Use, "|", "\\|"), c.Short)
		for _, sub := range c.Commands() {
			fmt.Fprintf(&b, "| `pizhu %s %s` | %s |\n", c.Name(), sub.Use, sub.Short)
		}
	}
	return b.String()
}

func codesTable() string {
	var b strings.Builder
	b.WriteString("| code | meaning |\n|---|---|\n")
	for _, c := range exitCodes {
		fmt.Fprintf(&b, "| %d | %s |\n", c.Code, c.Meaning)
	}
	return b.String()
}

// TestReadmeSidecar holds that the README's example is one.
func TestReadmeSidecar(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "```json\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the README has no example")
	}
	file, err := sidecar.Parse([]byte(example))
	if err != nil || len(file.Set.Claims) != 1 {
		t.Fatalf("%+v, %v", file.Set, err)
	}
}

// TestReadmeScheme holds that the README's scheme is one.
func TestReadmeScheme(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "```yaml\nformat:")
	example, _, ok := strings.Cut("format:"+rest, "```")
	scheme, err := schemefile.ParseFor([]byte(example), keymap.Taken())
	if err != nil || !ok || scheme.ID != "prices" {
		t.Fatal(err)
	}
}

// TestKeysAsJSON holds the form that other programs read.
func TestKeysAsJSON(t *testing.T) {
	var out, errs bytes.Buffer
	code := Run([]string{"keys", "--json"}, System{Out: &out, Err: &errs, Env: func(string) string { return "" }})
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var rows []struct {
		Mode, Action, Help, Group string
		Keys                      []string
	}
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		id := r.Mode + " " + r.Action
		if r.Mode == "" || r.Action == "" || r.Help == "" || r.Group == "" || len(r.Keys) == 0 || seen[id] {
			t.Errorf("row %+v", r)
		}
		seen[id] = true
	}
	if !seen["read label:goal/2030-parks"] || !seen["read move-clause"] {
		t.Errorf("rows are missing from %d", len(rows))
	}
}
