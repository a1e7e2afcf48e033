package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// cloned is an article of two claims in a folder of its own, as somebody has it who copied the sidecars without journals.
func cloned(t *testing.T) (corpus.Article, layer.Options) {
	t.Helper()
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "corpus", "a.txt"), Name: "a.txt"}
	if err := os.Mkdir(filepath.Dir(a.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	rewrite(t, a, article)
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author, State: filepath.Join(t.TempDir(), "state")}
	s := reopen(t, a, o)
	do(t, s, "未来产业是代表未来科技和产业", "cluster", "health")
	do(t, s, "市场潜力大", "goal", "2030")
	finish(t, s)
	if err := os.RemoveAll(filepath.Join(filepath.Dir(a.Path), ".a.txt.pizhu")); err != nil {
		t.Fatal(err)
	}
	o.Author.NewID = ids("n")
	return a, o
}

// ids makes ids that begin with a letter.
func ids(letter string) func() string {
	return func() string { letter += "x"; return letter }
}

// readFile reads a sidecar.
func readFile(path string) (sidecar.File, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return sidecar.File{}, err
	}
	return sidecar.Parse(raw)
}

// said has a session look at its files twice, and gives what it says.
func said(t *testing.T, s *Session) string {
	t.Helper()
	for range 2 {
		if job := s.Poll(); job != nil {
			job().Settle()
		}
	}
	return strings.Join(notices(s), "; ")
}

// spoiled are the ways in which a sidecar is taken away from an open session.
var spoiled = map[string]struct {
	spoil func(path string) error
	want  string // how what is said of it begins
}{
	"deleted": {os.Remove, "the sidecar was deleted: it is written again"},
	"emptied": {func(path string) error { return os.Truncate(path, 0) }, "the sidecar was emptied: it is written again"},
	"garbage": {func(path string) error { return os.WriteFile(path, []byte("{"), 0o644) }, "the sidecar cannot be read any more: line 1"},
	"a folder": {func(path string) error {
		return errors.Join(os.Remove(path), os.Mkdir(path, 0o755))
	}, "the sidecar cannot be used any more: not a regular file but a directory"},
	"a pipe": {func(path string) error {
		return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o644))
	}, "the sidecar cannot be used any more: not a regular file but a pipe"},
	"a link to itself": {func(path string) error {
		return errors.Join(os.Remove(path), os.Symlink(filepath.Base(path), path))
	}, "the sidecar cannot be used any more: "},
	"a later version": {func(path string) error {
		return os.WriteFile(path, []byte(`{"format": "pizhu.sidecar", "version": 2}`), 0o644)
	}, "the sidecar cannot be used any more: "},
	"70 MB": {func(path string) error { return os.Truncate(path, sidecar.MaxSize+1) }, "the sidecar cannot be used any more: "},
}

// TestAVanishedSidecarIsSaidAndNothingIsLost spoils the sidecar of a session that changed nothing, and of one that did. What
// happened is said once, and not as a merge; what is gone has no ✓; and all claims are on disk when the session is closed:
// in the sidecar, or, where that cannot be, where the error says.
func TestAVanishedSidecarIsSaidAndNothingIsLost(t *testing.T) {
	for name, tt := range spoiled {
		for _, changed := range []bool{false, true} {
			for _, looks := range []bool{true, false} {
				a, o := cloned(t)
				s := reopen(t, a, o)
				claims := 2
				if changed {
					do(t, s, "潜力", "goal", "2035")
					flush(t, s)
					claims++
				}
				path := a.SidecarPath("chen", "")
				if err := tt.spoil(path); err != nil {
					t.Fatal(err)
				}
				if looks {
					if news := said(t, s); !strings.HasPrefix(news, tt.want) || strings.Contains(news, "another program") {
						t.Errorf("%s: it says %q", name, news)
					}
					if state, _ := s.State(); state == Durable {
						t.Errorf("%s: what is gone is shown as saved", name)
					}
					if news := said(t, s); news != "" {
						t.Errorf("%s: it also says %q", name, news)
					}
				}
				err := s.CloseOrRescue(filepath.Join(o.State, "rescued"))
				if rescued := (*RescuedError)(nil); errors.As(err, &rescued) {
					path = rescued.Path
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				f, err := readFile(path)
				if err != nil || len(f.Set.Claims) != claims {
					t.Errorf("%s, changed %v, looked %v: %d claims in %s, %v", name, changed, looks, len(f.Set.Claims), path, err)
				}
				if left, _ := filepath.Glob(filepath.Join(filepath.Dir(a.Path), "*e3b0c442")); len(left) > 0 {
					t.Errorf("%s: %q is left", name, left)
				}
			}
		}
	}
}

// TestADeletedSidecarIsWrittenAgain holds that a save brings the claims back and then shows them as saved, but not while
// the article is gone too: then somebody clears the folder.
func TestADeletedSidecarIsWrittenAgain(t *testing.T) {
	a, o := cloned(t)
	s := reopen(t, a, o)
	if err := os.Remove(a.SidecarPath("chen", "")); err != nil {
		t.Fatal(err)
	}
	said(t, s)
	tick(s)
	if state, _ := s.State(); state != Durable || len(onDisk(t, a).Set.Claims) != 2 {
		t.Errorf("state %v", state)
	}
	if err := os.Remove(a.Path); err != nil {
		t.Fatal(err)
	}
	said(t, s)
	if err := os.Remove(a.SidecarPath("chen", "")); err != nil {
		t.Fatal(err)
	}
	said(t, s)
	if s.Save() != nil {
		t.Error("a folder that is being cleared gets a sidecar")
	}
	finish(t, s)
	if len(onDisk(t, a).Set.Claims) != 2 {
		t.Error("the claims are lost")
	}
}

// TestAVanishedArticleIsSaid deletes, renames and brings back an open article.
func TestAVanishedArticleIsSaid(t *testing.T) {
	a, o := cloned(t)
	s := reopen(t, a, o)
	for range 2 {
		if err := os.Rename(a.Path, a.Path+".bak"); err != nil {
			t.Fatal(err)
		}
		if news := said(t, s); news != "the article is gone: it was deleted, renamed or moved; its claims are kept where it was" {
			t.Errorf("it says %q", news)
		}
		if news := said(t, s); news != "" {
			t.Errorf("it also says %q", news)
		}
		if err := os.Rename(a.Path+".bak", a.Path); err != nil {
			t.Fatal(err)
		}
		if news := said(t, s); news != "the article is there again" {
			t.Errorf("back again: %q", news)
		}
	}
	if state, _ := s.State(); state != Durable || len(s.Set().Claims) != 2 {
		t.Errorf("state %v", state)
	}
	rewrite(t, a, "")
	if news := said(t, s); news != "the article was emptied; the article was changed: 2 to look at" {
		t.Errorf("emptied: %q", news)
	}
	rewrite(t, a, article)
	if said(t, s); s.UnresolvedCount() > 0 {
		t.Errorf("%d claims are lost with the text that came back", s.UnresolvedCount())
	}
}

// TestAMovedFolderIsNotMadeAgain moves the folder away before the first edit, after it, and removes it. It is said, the old
// folder stays away, and the work is where the error says; a folder that comes back has it.
func TestAMovedFolderIsNotMadeAgain(t *testing.T) {
	for _, early := range []bool{true, false} {
		for _, back := range []bool{true, false} {
			for _, looks := range []bool{true, false} {
				a, o := cloned(t)
				s := reopen(t, a, o)
				folder := filepath.Dir(a.Path)
				if early {
					do(t, s, "潜力", "goal", "2035")
					flush(t, s)
				}
				if err := os.Rename(folder, folder+".moved"); err != nil {
					t.Fatal(err)
				}
				if looks {
					if news := said(t, s); !strings.Contains(news, journal.ErrFolderGone.Error()) || strings.Contains(news, "another program") {
						t.Errorf("it says %q", news)
					}
				}
				do(t, s, "市场", "goal", "2035")
				s.Flush()().Settle()
				tick(s)
				if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
					t.Fatalf("the folder is made again: %v", err)
				}
				if state, _ := s.State(); state == Durable || s.durable != len(s.edits) {
					t.Errorf("%d of %d edits are in a journal, and the state is %v", s.durable, len(s.edits), state)
				}
				if back {
					if err := os.Rename(folder+".moved", folder); err != nil {
						t.Fatal(err)
					}
					if news := said(t, s); looks && !strings.Contains(news, "the folder is there again") {
						t.Errorf("back again: %q", news)
					}
				}
				claims := 3
				if early {
					claims++
				}
				path := a.SidecarPath("chen", "")
				err := s.CloseOrRescue(filepath.Join(o.State, "rescued"))
				if rescued := (*RescuedError)(nil); errors.As(err, &rescued) && !back {
					path = rescued.Path
				} else if err != nil || !back {
					t.Fatalf("early %v, back %v: %v", early, back, err)
				}
				if f, err := readFile(path); err != nil || len(f.Set.Claims) != claims {
					t.Errorf("early %v, back %v: %d claims in %s, %v", early, back, len(f.Set.Claims), path, err)
				}
			}
		}
	}
}

// TestAnUnmountedFolder puts an empty folder into the place of the one that was opened, as unmounting does.
func TestAnUnmountedFolder(t *testing.T) {
	a, o := cloned(t)
	s := reopen(t, a, o)
	folder := filepath.Dir(a.Path)
	if err := errors.Join(os.Rename(folder, folder+".disk"), os.Mkdir(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	if news := said(t, s); !strings.Contains(news, journal.ErrFolderGone.Error()) {
		t.Errorf("it says %q", news)
	}
	do(t, s, "市场", "goal", "2035")
	s.Flush()().Settle()
	tick(s)
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%d files are made where nothing is mounted, %v", len(left), err)
	}
	if err := errors.Join(os.Remove(folder), os.Rename(folder+".disk", folder)); err != nil {
		t.Fatal(err)
	}
	said(t, s)
	finish(t, s)
	if f := onDisk(t, a); len(f.Set.Claims) != 3 {
		t.Errorf("%d claims", len(f.Set.Claims))
	}
}

// TestTheWayToTheJournals holds that the error of an article whose sidecar cannot be used says what the journals have, and
// that moving the sidecar away brings it back.
func TestTheWayToTheJournals(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2035")
	finish(t, s)
	path := a.SidecarPath("chen", "")
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(a, o)
	if !errors.Is(err, ErrUnusable) || !strings.HasSuffix(err.Error(), "; the journals have 2 edits") {
		t.Errorf("%v", err)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if got := reopen(t, a, o).Set().Claims; len(got) != 2 {
		t.Errorf("%d claims", len(got))
	}
}

// TestMessagesAreApart holds that two things that went wrong are not run together.
func TestMessagesAreApart(t *testing.T) {
	s, a, _ := begin(t)
	do(t, s, "市场", "goal", "2030")
	s.backend.Folders = []string{filepath.Join(a.Path, "x")}
	err := s.CloseOrRescue(filepath.Join(a.Path, "y"))
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "; and the work cannot be kept elsewhere: ") {
		t.Errorf("%v", err)
	}
}

// TestAHiddenSidecarIsNotGone holds that a sidecar which this account may not read any more is said, but not taken for lost.
func TestAHiddenSidecarIsNotGone(t *testing.T) {
	a, o := cloned(t)
	s := reopen(t, a, o)
	hidden := fmt.Errorf("read %q: %w", "a.txt.chen.pizhu.json", syscall.EACCES)
	s.settlePoll(journal.Contents{}, false, hidden)
	s.settlePoll(journal.Contents{}, false, hidden)
	news := notices(s)
	if state, _ := s.State(); state != Durable || len(news) != 1 || news[0] != "the sidecar cannot be used any more: permission denied; what you do is kept in the journal" {
		t.Errorf("state %v, %q", state, news)
	}
	finish(t, s)
}

// TestLabelsOfAnArticleAreWork deletes a sidecar that has no claim, but a status.
func TestLabelsOfAnArticleAreWork(t *testing.T) {
	s, a, o := begin(t)
	status := o.Scheme.Statuses[len(o.Scheme.Statuses)-1].ID
	if err := s.Do(s.Editor().SetStatus(status)); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	if err := os.RemoveAll(filepath.Join(filepath.Dir(a.Path), ".a.txt.pizhu")); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, a, o)
	if err := os.Remove(a.SidecarPath("chen", "")); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	if f := onDisk(t, a); f.Set.Document.Status != status {
		t.Errorf("the status is %q", f.Set.Document.Status)
	}
}
