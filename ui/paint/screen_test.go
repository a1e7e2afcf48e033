package paint

import (
	"testing"

	"pizhu/ui/face"
	"pizhu/ui/term"
)

var _ term.Painter = (*Screen)(nil)

func TestScreen(t *testing.T) {
	first, second := *page(row("春")), *page(row("眠"))
	const (
		whole = clearScreen + "\x1b[H眠" + hideCursor
		part  = "\x1b[H眠"
	)
	s := NewScreen(Options{SGR: testSGR})
	paint := func(name string, full bool, want string) {
		t.Helper()
		if got := string(s.Paint(full)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	paint("no frame yet", true, "")
	s.Set(first)
	paint("the first", false, clearScreen+"\x1b[H春"+hideCursor)
	paint("again", false, "")
	s.Set(second)
	paint("a change", false, part)
	paint("unknown state", true, whole)
	s.Set(first)
	s.Set(second) // frames that nobody saw cost nothing
	paint("skipped", false, "")
	s.Recolour(func(face.Face) string { return "" })
	paint("other colours", false, whole)
	s.Synchronize(true)
	paint("mode 2026", true, beginUpdate+whole+endUpdate)
}
