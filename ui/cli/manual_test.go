package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"pizhu/annotate/exchange"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/sidecar"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
)

var update = flag.Bool("update", false, "write the tables of the README and of the manual anew")

const (
	readme = "../../README.md"
	manual = "help/" // a folder for each language
)

// TestManualTables compares the tables in the README and in the manual with the program's own.
func TestManualTables(t *testing.T) {
	english, chinese := message.New("en"), message.New("zh")
	for _, table := range []struct{ file, name, want string }{
		{readme, "commands", commandsTable()},
		{readme, "codes", codesTable()},
		{readme, "formats", formatNames()},
		{manual + "en/keys.md", "keys", keysTable(t, english, "| keys | what they do | action |")},
		{manual + "zh/keys.md", "keys", keysTable(t, chinese, "| 键 | 作用 | 动作 |")},
		{manual + "en/formats.md", "formats", formatsTable(english)},
		{manual + "zh/formats.md", "formats", formatsTable(chinese)},
	} {
		got := between(t, table.file, table.name)
		switch {
		case got == table.want:
		case *update:
			replaceBetween(t, table.file, table.name, table.want)
		default:
			t.Errorf("%s: the table of %s is not the program's; go test ./ui/cli -run Manual -update writes it anew", table.file, table.name)
		}
	}
}

// TestReadmeSize holds the README to what a newcomer reads.
func TestReadmeSize(t *testing.T) {
	const most = 14_000 // bytes
	if n := len(readFile(t, readme)); n > most {
		t.Errorf("README.md has %d bytes, over %d: move details to a topic of the manual, in ui/cli/help", n, most)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// between returns the part of a file between the comments <!-- name --> and <!-- /name -->.
func between(t *testing.T, path, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(readFile(t, path), "<!-- "+name+" -->\n")
	part, _, closed := strings.Cut(rest, "<!-- /"+name+" -->\n")
	if !ok || !closed {
		t.Fatalf("%s has no part %s", path, name)
	}
	return part
}

// replaceBetween writes a file with another part between these comments.
func replaceBetween(t *testing.T, path, name, part string) {
	t.Helper()
	old := "<!-- " + name + " -->\n" + between(t, path, name) + "<!-- /" + name + " -->\n"
	text := strings.Replace(readFile(t, path), old, "<!-- "+name+" -->\n"+part+"<!-- /"+name+" -->\n", 1)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// keysTable returns the keys with the built-in scheme as the manual shows them: a table for each mode and group.
func keysTable(t *testing.T, words *message.Words, header string) string {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var heading string
	for _, row := range keys.Bindings() {
		title := words.Term(string(row.Mode))
		if row.Group != string(row.Mode) {
			title += words.Term(": ") + words.Term(row.Group)
		}
		if title != heading {
			heading = title
			fmt.Fprintf(&b, "\n### %s\n\n%s\n|---|---|---|\n", title, header)
		}
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", strings.Join(row.Keys, "` `"), words.Term(row.Help), row.Action)
	}
	return b.String() + "\n"
}

// formatNames returns the names of the formats as the README lists them.
func formatNames() string {
	var exported, imported []string
	for _, x := range exchange.Formats() {
		if x.Exports() {
			exported = append(exported, "`"+x.Name+"`")
		}
		if x.Imports() {
			imported = append(imported, "`"+x.Name+"`")
		}
	}
	return "- Export: " + strings.Join(exported, ", ") + ".\n- Import: " + strings.Join(imported, ", ") + ".\n"
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
		fmt.Fprintf(&b, "| %d | %s |\n", c.Code, message.New("").Text(c.Meaning))
	}
	return b.String()
}

// TestManualSidecar holds that the manual's example of a sidecar is one.
func TestManualSidecar(t *testing.T) {
	for _, lang := range []string{"en/", "zh/"} {
		_, rest, _ := strings.Cut(readFile(t, manual+lang+"sidecar.md"), "```json\n")
		example, _, ok := strings.Cut(rest, "```")
		if !ok {
			t.Fatal("the manual has no example")
		}
		file, err := sidecar.Parse([]byte(example))
		if err != nil || len(file.Set.Claims) != 1 {
			t.Fatalf("%+v, %v", file.Set, err)
		}
	}
}

// TestManualScheme holds that the manual's example of a scheme is one.
func TestManualScheme(t *testing.T) {
	for _, lang := range []string{"en/", "zh/"} {
		_, rest, _ := strings.Cut(readFile(t, manual+lang+"scheme.md"), "```yaml\nformat:")
		example, _, ok := strings.Cut("format:"+rest, "```")
		scheme, err := schemefile.ParseFor([]byte(example), keymap.Taken())
		if err != nil || !ok || scheme.ID != "prices" {
			t.Fatal(err)
		}
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
