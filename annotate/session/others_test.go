package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/store"
)

// looked settles a look at what others do, and gives what it says.
func looked(t *testing.T, s *Session) string {
	t.Helper()
	s.Poll()().Settle()
	return strings.Join(notices(s), "\n")
}

// TestWhoHasItOpenIsTold: each of two sessions hears of the other once, and a
// third hears nothing of those that ended.
func TestWhoHasItOpenIsTold(t *testing.T) {
	_, a, o := begin(t)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	o.State, o.Host, o.PID = t.TempDir(), host, os.Getpid()
	one, two := reopen(t, a, o), reopen(t, a, o)
	if news := looked(t, one); news != "" {
		t.Errorf("the only one is told %q", news)
	}
	want := "chen has this open too: on " + host + ", process "
	for i, s := range []*Session{two, one} {
		if news := looked(t, s); !strings.HasPrefix(news, want) || strings.Contains(news, "\n") {
			t.Errorf("%d is told %q", i, news)
		}
		if news := looked(t, s); news != "" {
			t.Errorf("%d is told again %q", i, news)
		}
	}
	other := o
	other.Author.Name = "li"
	if news := looked(t, reopen(t, a, other)); news != "" {
		t.Errorf("another annotator is told %q", news)
	}
	for _, s := range []*Session{one, two} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if news := looked(t, reopen(t, a, o)); news != "" {
		t.Errorf("after they ended one is told %q", news)
	}
	if err := os.RemoveAll(a.JournalFolders("", "")[0]); err != nil {
		t.Fatal(err)
	}
}

// TestWhoChangedSomethingIsToldElsewhere: sessions that share no folder for what
// they remember know of each other by their journals.
func TestWhoChangedSomethingIsToldElsewhere(t *testing.T) {
	one, a, o := begin(t)
	do(t, one, "市场", "goal", "2030")
	flush(t, one)
	two := reopen(t, a, o)
	if news := looked(t, two); !strings.Contains(news, "chen has this open too") {
		t.Errorf("told %q", news)
	}
	if news := looked(t, one); news != "" {
		t.Errorf("who changed something is told %q of one who did not", news)
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	if news := looked(t, two); news != "another program wrote the sidecar: what it says is merged" {
		t.Errorf("told %q", news)
	}
}

// TestWhatWasLeftOpenIsRemoved: a process that is no more has nothing open, and
// where no file can be made nothing is said.
func TestWhatWasLeftOpenIsRemoved(t *testing.T) {
	_, a, o := begin(t)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	o.State, o.Host, o.PID = t.TempDir(), host, 1<<30 // no process has this number
	one := reopen(t, a, o)
	looked(t, one)
	names, _ := filepath.Glob(filepath.Join(o.State, "open", "*"))
	if len(names) != 1 {
		t.Fatalf("open are %q", names)
	}
	raw, _ := os.ReadFile(names[0])
	one.Close()
	put(t, names[0], string(raw))
	two := reopen(t, a, o)
	if news := looked(t, two); news != "" {
		t.Errorf("told %q", news)
	}
	if _, err := os.Stat(names[0]); err == nil {
		t.Error("the file that was left is there")
	}
	two.Close()
	put(t, filepath.Join(o.State, "file"), "")
	o.State = filepath.Join(o.State, "file")
	if news := looked(t, reopen(t, a, o)); news != "" {
		t.Errorf("without a folder one is told %q", news)
	}
	if _, held := store.On(nil).Held(names[0]); held {
		t.Error("what is not there is held")
	}
}
