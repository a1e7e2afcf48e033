package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRoot(t *testing.T) {
	t.Chdir(t.TempDir())
	for path, content := range map[string]string{
		"c/sub/a.txt":      "春眠",
		"c/sub/d.jsonl":    `{"id": "x", "text": "春眠"}`,
		"c/sub/p.html":     "<p>春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。</p>",
		"c/deep/er/sub.md": "夜來",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("c", "link"); err != nil {
		t.Skipf("no links here: %v", err)
	}
	for _, tt := range []struct {
		path     string
		root     string
		articles int
	}{
		{"c", "c", 4},
		{"c/", "c", 4},
		{"./c/sub", "c/sub", 3},
		{".", ".", 4},
		{"link", "link", 4},
		{"link/", "link", 4},
		{"link/sub/a.txt", "link/sub", 1},
		{"c/sub/a.txt", "c/sub", 1},
		{"c/sub/d.jsonl", "c/sub", 1},
		{"c/sub/p.html", "c/sub", 1},
		{"c/deep/er/sub.md", "c/deep/er", 1},
	} {
		found, err := Find([]string{tt.path})
		if err != nil || len(found) != tt.articles {
			t.Errorf("%s: %d articles, %v", tt.path, len(found), err)
		}
		for _, a := range found {
			if got := a.Root(); filepath.ToSlash(got) != tt.root {
				t.Errorf("%s: the root of %s is %q, want %q", tt.path, a.Name, got, tt.root)
			}
		}
	}
	found, err := Finder{Input: strings.NewReader("春眠"), SaveAs: filepath.Join("c", "new.txt")}.Find([]string{"-"})
	if err != nil || found[0].Root() != "c" {
		t.Errorf("of standard input that is kept: %v, %v", found, err)
	}
	if found, err = (Finder{Input: strings.NewReader("春眠")}).Find([]string{"-"}); err != nil || found[0].Root() != "" {
		t.Errorf("of standard input: %v, %v", found, err)
	}
	if got := (Article{Path: "c/sub/a.txt"}).Root(); got != filepath.Join("c", "sub") {
		t.Errorf("of an article without a name: %q", got)
	}
}
