package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/edit"
	"pizhu/annotate/session"
	"pizhu/ui/dialog"
)

// openLater opens an article again: the ids of new claims are others.
func openLater(t *testing.T, article string) *desk {
	t.Helper()
	d := open(t, article)
	options := d.app.options()
	options.Author.NewID = edit.NewID
	s, err := session.Open(d.app.article.Session.Article(), options)
	if err != nil {
		t.Fatal(err)
	}
	d.app.enter(0, s)
	d.run(d.app.askPutBack())
	return d
}

// older is an article whose sidecar was put back to what it was before its newest claim.
func older(t *testing.T) (article, sidecar string) {
	t.Helper()
	d := open(t, write(t, "a.txt", "春眠不覺曉，處處聞啼鳥。\n"))
	article = d.app.article.Session.Article().Path
	sidecar = d.app.article.Session.Article().SidecarPath("chen", "")
	leave := func() {
		if _, err := d.app.Close(filepath.Join(t.TempDir(), "rescued")); err != nil {
			t.Fatal(err)
		}
	}
	d.keys("c 6")
	leave()
	raw, err := os.ReadFile(sidecar)
	if err != nil {
		t.Fatal(err)
	}
	d = openLater(t, article)
	d.keys("G c 7")
	leave()
	if err := os.WriteFile(sidecar, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return article, sidecar
}

// TestASidecarThatWasPutBackIsAskedAbout holds that nothing but y and n answers the question, and that no key labels before.
func TestASidecarThatWasPutBackIsAskedAbout(t *testing.T) {
	const question = "1 change was made after this sidecar: y brings it, n leaves the sidecar"
	for keys, want := range map[string]int{"y": 2, "n": 1} {
		article, sidecar := older(t)
		before, err := os.ReadFile(sidecar)
		if err != nil {
			t.Fatal(err)
		}
		d := open(t, article)
		d.keys("enter esc c 6 d u Y ctrl+s enter")
		if d.question() != question || len(d.app.article.Session.Set().Claims) != 1 || d.quit {
			t.Fatalf("it asks %q, with %d claims", d.question(), len(d.app.article.Session.Set().Claims))
		}
		d.fits("the question")
		d.keys("q")
		if !d.quit {
			t.Error("q does not leave")
		}
		if _, err := d.app.Close(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(sidecar); err != nil || string(after) != string(before) {
			t.Errorf("leaving changed the sidecar: %v", err)
		}
		d = openLater(t, article)
		d.keys(keys)
		if d.question() != "" || len(d.app.article.Session.Set().Claims) != want || d.app.message == "" {
			t.Errorf("after %s it asks %q, with %d claims: %q", keys, d.question(), len(d.app.article.Session.Set().Claims), d.app.message)
		}
		if saved := d.app.saved().Text; !strings.Contains(saved, "✓") {
			t.Errorf("the answer is not on disk: %q", saved)
		}
		again := openLater(t, article)
		if again.question() != "" || len(again.app.article.Session.Set().Claims) != want {
			t.Errorf("after %s a new start asks %q, with %d claims", keys, again.question(), len(again.app.article.Session.Set().Claims))
		}
		d.keys("G c 7")
		if d.question() != "" {
			t.Errorf("it asks again: %q", d.question())
		}
	}
}

// TestASidecarIsPutBackWhileItIsOpen holds that the question waits until a note is typed.
func TestASidecarIsPutBackWhileItIsOpen(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉，處處聞啼鳥。\n"))
	d.keys("c 6 ctrl+s")
	sidecar := d.app.article.Session.Article().SidecarPath("chen", "")
	raw, err := os.ReadFile(sidecar)
	if err != nil {
		t.Fatal(err)
	}
	d.keys("G c 7 ctrl+s i")
	if err := os.WriteFile(sidecar, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	d.run(d.app.poll())
	if !shows[*dialog.Prompt](d) {
		t.Fatal(d.mode())
	}
	d.keys("y esc")
	if d.question() == "" || len(d.app.article.Session.Set().Claims) != 1 {
		t.Fatalf("it asks %q, with %d claims", d.question(), len(d.app.article.Session.Set().Claims))
	}
	d.keys("y")
	if d.question() != "" || len(d.app.article.Session.Set().Claims) != 2 {
		t.Errorf("it asks %q, with %d claims", d.question(), len(d.app.article.Session.Set().Claims))
	}
	d.keys("u")
	if len(d.app.article.Session.Set().Claims) != 1 {
		t.Errorf("%d claims after it was undone", len(d.app.article.Session.Set().Claims))
	}
}

// TestKeysTypedAheadDoNotAnswer types into an article, before it is open, whose sidecar was put back.
func TestKeysTypedAheadDoNotAnswer(t *testing.T) {
	article, _ := older(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(article), "0.txt"), []byte("夜來風雨聲。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := openSlow(t, filepath.Dir(article))
	d.keysAhead("ctrl+n y n y")
	d.wake()
	if d.question() == "" || len(d.app.article.Session.Set().Claims) != 1 || d.app.typed.Len() != 3 {
		t.Fatalf("it asks %q, with %d claims, and %d keys wait", d.question(), len(d.app.article.Session.Set().Claims), d.app.typed.Len())
	}
	d.keysAhead("y")
	d.wake()
	if d.question() != "" || len(d.app.article.Session.Set().Claims) != 2 {
		t.Errorf("it asks %q, with %d claims", d.question(), len(d.app.article.Session.Set().Claims))
	}
}
