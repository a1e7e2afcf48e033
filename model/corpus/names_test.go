package corpus

import (
	"path/filepath"
	"testing"
)

func TestSplitSidecar(t *testing.T) {
	for path, want := range map[string]struct {
		home, annotator string
		ok              bool
	}{
		"a.txt.chen.pizhu.json":                 {"a.txt", "chen", true},
		"x.y/b.jsonl.pizhu/7.chen.pizhu.json":   {"x.y/b.jsonl.pizhu/7", "chen", true},
		"x.y/a.pizhu.json":                      {"x.y/a", "", false},
		"a..pizhu.json":                         {"a.", "", false},
		"a.txt":                                 {"a.txt", "", false},
		"a.txt.chen.pizhu.json.unreadable-0a1b": {"a.txt.chen.pizhu.json.unreadable-0a1b", "", false},
	} {
		home, annotator, ok := SplitSidecar(path)
		if home != want.home || annotator != want.annotator || ok != want.ok {
			t.Errorf("%q: %q, %q, %v, want %v", path, home, annotator, ok, want)
		}
		if ok && SidecarOf(home, annotator) != path {
			t.Errorf("%q is made %q again", path, SidecarOf(home, annotator))
		}
	}
}

func TestJournalNames(t *testing.T) {
	for name, want := range map[string]struct {
		annotator, session string
		ok                 bool
	}{
		JournalName("chen", "abc", 1):              {"chen", "abc", true},
		JournalName("chen", "abc", 2):              {"chen", "abc", true},
		JoinedPath(JournalName("chen", "abc", 2)):  {"chen", "abc", true},
		JoinedPath(JoinedPath("chen.abc.journal")): {"chen", "abc", true},
		LogName("chen"):                            {"chen", "log", false},
		"abc.journal":                              {"abc", "", false},
		"places.json":                              {"places", "json", false},
	} {
		if annotator, session, ok := SplitJournal(name); annotator != want.annotator || session != want.session || ok != want.ok {
			t.Errorf("%q: %q, %q, %v, want %v", name, annotator, session, ok, want)
		}
	}
	for name, want := range map[string]string{"chen.log": "chen", "chen.abc-2.journal": "chen", ".journal": "", "chen.txt": "", "log": ""} {
		if annotator, ok := HistoryOwner(name); ok != (want != "") || ok && annotator != want {
			t.Errorf("%q: %q, %v, want %q", name, annotator, ok, want)
		}
	}
}

// TestCopiesOfSidecars checks that each name is of one kind only.
func TestCopiesOfSidecars(t *testing.T) {
	sidecar := SidecarOf("a.txt", "chen")
	for path, want := range map[string][3]bool{
		sidecar:                               {true, false, false},
		UnreadablePath(sidecar, "0123456789"): {false, true, false},
		RescuedPath("tmp", sidecar, "abc"):    {false, false, true},
		"a.txt":                               {},
	} {
		if got := [3]bool{IsSidecar(path), IsUnreadable(path), IsRescued(path)}; got != want {
			t.Errorf("%q is a sidecar, unreadable, rescued: %v, want %v", path, got, want)
		}
		if HasSidecarName(path) != (want != [3]bool{}) {
			t.Errorf("%q: HasSidecarName is %v", path, HasSidecarName(path))
		}
	}
}

func TestFoldersOfNames(t *testing.T) {
	folders := Article{Path: filepath.Join("c", "a.txt"), Name: "a.txt"}.JournalFolders("", "")
	if len(folders) != 1 || folders[0] != filepath.Join("c", ".a.txt.pizhu") {
		t.Errorf("%q", folders)
	}
	if name, ok := SplitJournalFolder(folders[0]); name != "a.txt" || !ok {
		t.Errorf("%q, %v", name, ok)
	}
	if file, ok := SplitLayerFolder(LayerFolder("b.jsonl")); file != "b.jsonl" || !ok {
		t.Errorf("%q, %v", file, ok)
	}
	for _, name := range []string{filepath.Base(folders[0]), LayerFolder("b.jsonl")} {
		if !holdsNoArticles(name) {
			t.Errorf("articles are looked for in %q", name)
		}
		if holdsNoArticles(WithoutFolderEnd(LayerFolder("b.jsonl"))) {
			t.Error("a text would not be found again")
		}
	}
}
