package session

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// begin opens a session on the article in a folder of its own.
func begin(t *testing.T) (*Session, corpus.Article, layer.Options) {
	t.Helper()
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.txt"), Name: "a.txt"}
	if err := os.WriteFile(a.Path, []byte(article), 0o644); err != nil {
		t.Fatal(err)
	}
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	return reopen(t, a, o), a, o
}

func reopen(t *testing.T, a corpus.Article, o layer.Options) *Session {
	t.Helper()
	s, err := Open(a, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// do labels a piece of the article in a session.
func do(t *testing.T, s *Session, piece, group, label string) {
	t.Helper()
	e, _, err := s.Editor().LabelSpan(span(t, piece), group, label)
	if err == nil {
		err = s.Do(e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func onDisk(t *testing.T, a corpus.Article) sidecar.File {
	t.Helper()
	raw, err := os.ReadFile(a.SidecarPath("chen", ""))
	if err != nil {
		t.Fatal(err)
	}
	file, err := sidecar.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSessionFindsItsWorkAgain(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场潜力大", "goal", "2030")
	do(t, s, "未来产业", "cluster", "health")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := short(reopen(t, a, o)), short(s); got != want || strings.Count(got, "\n") != 2 {
		t.Errorf("found\n%swant\n%s", got, want)
	}
	if f := onDisk(t, a); f.Document.Path != "a.txt" || f.Document.Encoding != "utf-8" || f.Set.Document.Status != "in-progress" {
		t.Errorf("%+v", f)
	}
}

func TestOpeningWritesNothing(t *testing.T) {
	s, a, _ := begin(t)
	if job := s.Flush(); job != nil {
		t.Error("there is something to write")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(a.Path)); len(entries) != 1 {
		t.Errorf("%d files", len(entries))
	}
}

// TestOneWriteInFlight holds house rule 13: a job takes all that was done
// before it, and what is done meanwhile waits for the next.
func TestOneWriteInFlight(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	job := s.Flush()
	do(t, s, "潜力", "goal", "2030")
	if s.Flush() != nil {
		t.Fatal("a second job while the first is at work")
	}
	job().Settle()
	if state, _ := s.State(); state != Pending {
		t.Errorf("state %v while one edit is not on disk", state)
	}
	if n := len(reopen(t, a, o).Set().Claims); n != 1 {
		t.Errorf("%d claims in the journal, want 1", n)
	}
	s.Flush()().Settle()
	if state, _ := s.State(); state != Durable || len(reopen(t, a, o).Set().Claims) != 2 {
		t.Errorf("state %v", state)
	}
	save := s.Save()
	if s.Save() != nil {
		t.Fatal("a second save while the first is at work")
	}
	save().Settle()
	if behind, err := s.Unsaved(); behind || err != nil || len(onDisk(t, a).Set.Claims) != 2 {
		t.Errorf("the sidecar is behind: %v, %v", behind, err)
	}
}

// TestCloseAfterAJobThatWasNotSettled is what happens when the program is left
// while a job is at work: neither write may take the other's for a stranger's.
func TestCloseAfterAJobThatWasNotSettled(t *testing.T) {
	s, a, _ := begin(t)
	do(t, s, "市场", "goal", "2030")
	job := s.Flush()
	do(t, s, "潜力", "goal", "2030")
	done := make(chan JobResult, 1)
	go func() { done <- job() }()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	(<-done).Settle()
	if state, err := s.State(); state != Durable {
		t.Errorf("the job: %v", err)
	}
	if n := len(onDisk(t, a).Set.Claims); n != 2 {
		t.Errorf("%d claims on disk, want 2", n)
	}
}

// TestAFlushOvertakesASave is what happens when somebody labels while a large
// sidecar is being made: the save knows fewer edits than the journal has.
func TestAFlushOvertakesASave(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	save := s.Save()
	do(t, s, "潜力", "goal", "2030")
	flush(t, s)
	save().Settle()
	if n := len(onDisk(t, a).Set.Claims); n != 1 {
		t.Errorf("%d claims in the sidecar, want the one that was there when it was to be saved", n)
	}
	if n := len(reopen(t, a, o).Set().Claims); n != 2 {
		t.Errorf("a new session finds %d claims, want 2", n)
	}
	tick(s)
	if behind, err := s.Unsaved(); behind || err != nil || len(onDisk(t, a).Set.Claims) != 2 {
		t.Errorf("the sidecar is behind: %v, %v", behind, err)
	}
}

func TestUndoAndRedoWithoutLimit(t *testing.T) {
	s, _, _ := begin(t)
	start := short(s)
	for range 200 {
		do(t, s, "市场", "goal", "2030") // on and off
	}
	do(t, s, "潜力", "goal", "2030")
	end := short(s)
	for {
		_, ok, err := s.Undo()
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
	}
	if got := short(s); got != start {
		t.Errorf("undone: %s", got)
	}
	for ok := true; ok; {
		_, ok, _ = s.Redo()
	}
	if got := short(s); got != end {
		t.Errorf("redone: %s", got)
	}
	_, _, _ = s.Undo()
	do(t, s, "市场", "goal", "2030")
	if _, ok, _ := s.Redo(); ok {
		t.Error("redo after another edit")
	}
}

// TestTwoSessionsKeepBoth: what the other wrote meanwhile is merged, and each
// finds the other's work.
func TestTwoSessionsKeepBoth(t *testing.T) {
	s, a, o := begin(t)
	other := reopen(t, a, o)
	do(t, other, "市场", "goal", "2030")
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	do(t, s, "潜力", "goal", "2035")
	s.Flush()().Settle()
	s.Save()().Settle()
	if _, err := s.Unsaved(); err != nil || !s.stale {
		t.Errorf("%v, stale %v", err, s.stale)
	}
	s.Save()().Settle() // reads
	s.Save()().Settle() // writes
	if n := len(onDisk(t, a).Set.Claims); n != 2 || len(s.Set().Claims) != 2 || len(s.Conflicts()) != 0 {
		t.Errorf("%d claims on disk; %v", n, notices(s))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := reopen(t, a, o).Set().Claims; len(got) != 2 {
		t.Errorf("%d claims", len(got))
	}
}

// TestABrokenSidecarIsKept: the work goes on in a new one, and what the journals
// know is in it. There is nothing to keep of an empty one.
func TestABrokenSidecarIsKept(t *testing.T) {
	for name, content := range map[string]string{"no JSON": "{", "other format": `{"format": "x"}`, "empty": ""} {
		s, a, o := begin(t)
		do(t, s, "市场", "goal", "2030")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		path := a.SidecarPath("chen", "")
		put(t, path, content)
		s = reopen(t, a, o)
		if raw, _ := os.ReadFile(path); string(raw) != content || len(notices(s)) != 1 || len(s.Set().Claims) != 1 {
			t.Errorf("%s: the sidecar is now %q", name, raw)
		}
		do(t, s, "潜力", "goal", "2035")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(corpus.UnreadablePath(path, store.Hash([]byte(content))))
		if (err == nil) != (content != "") || string(raw) != content || len(onDisk(t, a).Set.Claims) != 2 {
			t.Errorf("%s: kept %q, %v", name, raw, err)
		}
	}
}

// TestALaterVersionIsNotOpened: this one would not understand what it writes
// over.
func TestALaterVersionIsNotOpened(t *testing.T) {
	_, a, o := begin(t)
	put(t, a.SidecarPath("chen", ""), `{"format": "pizhu.sidecar", "version": 2}`)
	if s, err := Open(a, o); !errors.Is(err, sidecar.ErrVersion) || s != nil {
		t.Errorf("%v, %v", s, err)
	}
}

func TestSidecarsInAFolderOfTheirOwn(t *testing.T) {
	_, a, o := begin(t)
	o.Sidecars = filepath.Join(t.TempDir(), "layers")
	a.Name = "sub/a.txt"
	s := reopen(t, a, o)
	do(t, s, "市场", "goal", "2030")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(o.Sidecars, "sub", "a.txt.chen.pizhu.json")); err != nil {
		t.Error(err)
	}
	d, err := layer.Load(a, o)
	if err != nil || len(d.Layers) != 1 || d.Layers[0].Annotator != "chen" || len(d.Layers[0].Set.Claims) != 1 {
		t.Errorf("%+v, %v", d.Layers, err)
	}
	if got := short(reopen(t, a, o)); got != short(s) {
		t.Errorf("found %s", got)
	}
}

// TestRelationsGoWithTheirClaims holds that a sidecar's relations are kept, and
// go when a claim that they hang on is deleted.
func TestRelationsGoWithTheirClaims(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	claims := s.Set().Claims
	r := &model.Relation{ID: "r1", Type: "supports", From: claims[0].ID, To: claims[1].ID, Provenance: claims[0].Provenance}
	if err := s.Do(model.Edit{Action: "relate", Changes: []model.Change{{After: r}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := reopen(t, a, o)
	if n := len(again.Set().Relations); n != 1 {
		t.Fatalf("%d relations", n)
	}
	if err := again.Do(again.Editor().Delete(again.Set().Claims[0])); err != nil {
		t.Fatal(err)
	}
	if set := again.Set(); len(set.Relations) != 0 || len(set.Claims) != 1 {
		t.Errorf("%+v", set)
	}
	if _, ok, err := again.Undo(); !ok || err != nil || len(again.Set().Relations) != 1 {
		t.Error("undo does not bring the relation back")
	}
}

// TestEncodings labels an article in each encoding and finds the claim again,
// at the same code points.
func TestEncodings(t *testing.T) {
	const content = "半導体の生産額は二〇三〇年までに一兆円を超える見通しだ。政府は未来の産業を支援すると発表した。"
	for name, raw := range map[string][]byte{
		"utf-8-sig": []byte("\ufeff" + content),
		"cp932":     encoded(t, japanese.ShiftJIS, content),
		"euc_jp":    encoded(t, japanese.EUCJP, content),
		"gb18030":   encoded(t, simplifiedchinese.GB18030, content),
		"utf-16":    encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), content),
		"utf-16-be": encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), content),
	} {
		a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.txt"), Name: "a.txt"}
		if err := os.WriteFile(a.Path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		d := newEditor(t)
		o := layer.Options{Scheme: d.Scheme, Author: d.Author}
		s := reopen(t, a, o)
		e, _, err := s.Editor().LabelSpan(text.Span{Start: 4, End: 7}, "goal", "2030")
		if err == nil {
			err = s.Do(e)
		}
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		if f := onDisk(t, a); f.Document.Encoding != name || f.Set.Claims[0].Fragments[0].Text != "生産額" {
			t.Errorf("%s: %+v holds %q", name, f.Document, f.Set.Claims[0].Fragments[0].Text)
		}
		if got, want := short(reopen(t, a, o)), short(s); got != want {
			t.Errorf("%s: found\n%swant\n%s", name, got, want)
		}
	}
}

func encoded(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	raw, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestWhatCannotBeSavedIsRefused holds that an edit that no sidecar could hold is not made, and does not keep what is made
// after it from being saved.
func TestWhatCannotBeSavedIsRefused(t *testing.T) {
	s, a, _ := begin(t)
	do(t, s, "市场潜力大", "cluster", "electronics")
	before := short(s)
	c := s.Set().Claims[0]
	long := c.Clone()
	long.Fragments[0].Text = strings.Repeat("夜", sidecar.MaxString/3+1)
	swap := model.Change{Before: c, After: long}
	for name, e := range map[string]model.Edit{
		"a note":             s.Editor().Note(c, strings.Repeat("夜", sidecar.MaxString/3+1)),
		"a note of controls": s.Editor().Note(c, strings.Repeat("\x01", sidecar.MaxString/6+1)),
		"ill-formed UTF-8":   s.Editor().Note(c, "\xff"),
		"a claim":            {Action: "cut", Changes: []model.Change{swap}},
	} {
		if err := s.Do(e); !errors.Is(err, sidecar.ErrUnwritable) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if got := short(s); got != before {
		t.Errorf("the set became\n%s", got)
	}
	if err := s.Do(s.Editor().Note(c, strings.Repeat("夜", sidecar.MaxString/3-1))); err != nil {
		t.Errorf("the longest note: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(onDisk(t, a).Set.Claims[0].Note); n != (sidecar.MaxString/3-1)*len("夜") {
		t.Errorf("the sidecar has a note of %d bytes", n)
	}
}
