package corpus

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		pattern, place string
		folder, want   bool
	}{
		{"README.md", "README.md", false, true},
		{"README.md", "a/b/README.md", false, true},
		{"*.md", "a/b.md", false, true},
		{"*.md", "a/b.txt", false, false},
		{"drafts/", "a/drafts", true, true},
		{"drafts/", "a/drafts", false, false},
		{"/a.txt", "a.txt", false, true},
		{"/a.txt", "b/a.txt", false, false},
		{"old/*.txt", "old/a.txt", false, true},
		{"old/*.txt", "old/b/a.txt", false, false},
		{"old/**/*.txt", "old/b/c/a.txt", false, true},
		{"old/**/*.txt", "old/a.txt", false, true},
		{"第?章.txt", "书/第三章.txt", false, true},
		{"第*章*.txt", "第三章第四章五.txt", false, true},
		{"a*b*c", "abcbd", false, false},
		{"*", "a/b.txt", false, true},
		{"old/**", "old/a/b.txt", false, true},
		{"old/**", "new/a/b.txt", false, false},
		{"**/old/**/a.txt", "x/old/y/old/z/a.txt", false, true},
		{"**/old/*/a.txt", "x/old/y/z/a.txt", false, false},
		{"a**b.txt", "aaa/b.txt", false, false},
		{"a**b.txt", "c/axb.txt", false, true},
		{"[a-c第]?.txt", "b1.txt", false, true},
		{"[a-c第]?.txt", "第1.txt", false, true},
		{"[a-c第]?.txt", "d1.txt", false, false},
		{"[!a-c].txt", "b.txt", false, false},
		{"[^a-c].txt", "d.txt", false, true},
		{"[-x].txt", "-.txt", false, true},
		{"[x-].txt", "-.txt", false, true},
		{"[*].txt", "*.txt", false, true},
		{"[*].txt", "a.txt", false, false},
		{"{a,b}.txt", "b.txt", false, false}, // braces are no list
		{"{a,b}.txt", "{a,b}.txt", false, true},
		{"[{]a[}]", "{a}", false, true},
		{"[", "[", false, true},
		{"a/?/b", "a/b", false, false},
		{"../a.txt", "../a.txt", false, true},
	} {
		if got := matchPath(tt.pattern, tt.place, tt.folder); got != tt.want {
			t.Errorf("%q is that of %q: %v, want %v", tt.pattern, tt.place, got, tt.want)
		}
	}
}

func TestValidPattern(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*.log": true, "第[一二]章": true, "[!a]": true, "[{]": true, "[-]": true, "a]": true,
		"[a": false, "[]": false, "[!]": false, "{a,b}": false, "a}": false, `a\b`: false,
	} {
		if ValidPattern(pattern) != want {
			t.Errorf("%q: %v", pattern, !want)
		}
	}
}

func TestIgnore(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.txt", "README.md", "drafts/b.txt", "news/c.txt", "news/drafts/d.txt", "news/old/e.txt", "news/README.md"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("春眠"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ignore := Ignore{Patterns: []string{"README.md", "drafts/", "news/old"}}
	anchored := ignore
	anchored.Root = root
	for name, tt := range map[string]struct {
		ignore Ignore
		path   string
		want   []string
	}{
		"all":                            {Ignore{}, root, []string{"a.txt", "drafts/b.txt", "news/c.txt", "news/drafts/d.txt", "news/old/e.txt", "news/README.md", "README.md"}},
		"from the root":                  {ignore, root, []string{"a.txt", "news/c.txt"}},
		"from a folder of it":            {anchored, filepath.Join(root, "news"), []string{"c.txt"}},
		"a folder that is named":         {anchored, filepath.Join(root, "news", "old"), []string{"e.txt"}},
		"a file that is named":           {anchored, filepath.Join(root, "README.md"), []string{"README.md"}},
		"a folder as another folder has": {ignore, filepath.Join(root, "news"), []string{"c.txt", "old/e.txt"}},
	} {
		found, err := Finder{Ignore: tt.ignore}.Find([]string{tt.path})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, a := range found {
			got = append(got, filepath.ToSlash(a.Name))
		}
		slices.Sort(got)
		slices.Sort(tt.want)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
