package help

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

func page(columns int, styled bool) Page {
	return Page{Columns: columns, Styled: styled, Measure: text.NewMeasure(text.Narrow)}
}

// TestTopics holds that each language has each topic, with a title, and nothing else.
func TestTopics(t *testing.T) {
	for _, lang := range languages {
		entries, err := files.ReadDir(lang)
		if err != nil {
			t.Fatal(err)
		}
		var there []string
		for _, e := range entries {
			there = append(there, strings.TrimSuffix(e.Name(), ".md"))
		}
		if want := slices.Sorted(slices.Values(names)); !slices.Equal(there, want) {
			t.Errorf("%s has the topics %q, want %q", lang, there, want)
		}
		for _, topic := range Topics(lang) {
			if topic.Title == "" || page(80, false).Measure.Width(topic.Title) > 65 {
				t.Errorf("%s/%s: the title is %q", lang, topic.Name, topic.Title)
			}
		}
	}
	if _, ok := Text("en", "../en/keys"); ok {
		t.Error("a path is a topic")
	}
	if got, _ := Text("ja", "keys"); !strings.HasPrefix(got, "# Keys") {
		t.Error("a language that the manual does not have is not replaced by English")
	}
}

// TestTranslations holds that a topic has the same headings, code and tables in each language.
func TestTranslations(t *testing.T) {
	shape := func(lang, name string) string {
		markdown, _ := Text(lang, name)
		var b strings.Builder
		for _, block := range parse(markdown) {
			switch block.kind {
			case heading:
				b.WriteString(strings.Repeat("#", block.level) + "\n")
			case code:
				fmt.Fprintf(&b, "code of %d lines\n", len(block.lines))
			case table:
				fmt.Fprintf(&b, "table of %d rows\n", len(block.rows))
			}
		}
		return b.String()
	}
	for _, name := range names {
		for _, lang := range languages[1:] {
			if got, want := shape(lang, name), shape(languages[0], name); got != want {
				t.Errorf("%s/%s is\n%swant, as in %s,\n%s", lang, name, got, languages[0], want)
			}
		}
	}
	if shape("en", "keys") == shape("en", "formats") {
		t.Error("control: two topics have one shape")
	}
}

// foreign matches Markdown that parse does not know: nested and continued items, quotes, links, pictures, other rules and marks.
var foreign = regexp.MustCompile(`^( {1,3}\S|> |\* |\+ |---|~~~|={3,}$)|\]\(|__|<[a-z]+>`)

// TestManualSubset holds that the manual uses no Markdown that parse does not know.
func TestManualSubset(t *testing.T) {
	for _, line := range []string{"  - nested", "  continued", "> quote", "* item", "a [link](b)", "<br>"} {
		if !foreign.MatchString(line) {
			t.Errorf("control: %q is let through", line)
		}
	}
	for _, lang := range languages {
		for _, name := range names {
			markdown, _ := Text(lang, name)
			for _, b := range parse(markdown) {
				texts := []string{b.text}
				for _, row := range b.rows {
					texts = append(texts, row...)
					if len(row) != len(b.rows[0]) {
						t.Errorf("%s/%s: %d cells, want %d, in %q", lang, name, len(row), len(b.rows[0]), row)
					}
				}
				for _, s := range texts {
					plain := string(inline(s, plain, false).runes)
					if foreign.MatchString(outsideCode(s)) || strings.Count(s, "`")%2 != 0 || strings.Contains(plain, "**") {
						t.Errorf("%s/%s: %q", lang, name, s)
					}
				}
			}
		}
	}
}

var codeSpan = regexp.MustCompile("`[^`]*`")

func outsideCode(s string) string { return codeSpan.ReplaceAllString(s, "code") }

// TestRenderWidth holds that no line is wider than the page, except code.
func TestRenderWidth(t *testing.T) {
	for _, lang := range languages {
		for _, name := range names {
			markdown, _ := Text(lang, name)
			for _, columns := range []int{60, 80, 120, 200} {
				p := page(columns, false)
				for line := range strings.Lines(p.Render(markdown)) {
					line = strings.TrimSuffix(line, "\n")
					if p.Measure.Width(line) > columns && !strings.HasPrefix(line, codeIndent) {
						t.Errorf("%s/%s: %d columns, over %d: %q", lang, name, p.Measure.Width(line), columns, line)
					}
				}
			}
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9]*m")

// TestRenderStyles holds that styles are ended on each line, and change nothing but the marks of plain text.
func TestRenderStyles(t *testing.T) {
	for _, name := range names {
		markdown, _ := Text("en", name)
		for line := range strings.Lines(page(80, true).Render(markdown)) {
			if strings.Count(line, "\x1b[m")*2 != len(escapes.FindAllString(line, -1)) {
				t.Errorf("%s: a style goes on after %q", name, line)
			}
		}
		if out := page(80, false).Render(markdown); strings.Contains(out, "\x1b") {
			t.Errorf("%s has escape codes without styles", name)
		}
	}
}

// TestRender compares pages with golden files: blocks in a narrow and a wide page, plain and with styles, shown as ⟨1⟩.
func TestRender(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "page.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file string
		page Page
	}{
		{"wide.txt", page(60, false)},
		{"narrow.txt", page(32, false)},
		{"styled.txt", page(60, true)},
	} {
		path := filepath.Join("testdata", test.file)
		got := strings.NewReplacer("\x1b[m", "⟨⟩", "\x1b[1m", "⟨bold⟩", "\x1b[2m", "⟨dim⟩", "\x1b[4m", "⟨line⟩").Replace(test.page.Render(string(raw)))
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not\n%s", path, got)
		}
	}
}
