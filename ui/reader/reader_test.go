package reader

import (
	"strings"
	"testing"

	"pizhu/model/layout"
	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/model/words"
)

// open makes a reader of a picture, in rows of columns and a window of height rows: «…|» is a selection with its head at
// |, a | alone the cursor.
func open(t *testing.T, picture string, columns, height int) *Reader {
	t.Helper()
	var b strings.Builder
	var start, end, head text.Offset = -1, -1, -1
	n := text.Offset(0)
	for _, r := range picture {
		switch r {
		case '«':
			start = n
		case '»':
			end = n
		case '|':
			head = n
		default:
			b.WriteRune(r)
			n++
		}
	}
	r := New(text.New(b.String()), words.New(), text.NewMeasure(text.Narrow))
	r.Resize(columns, height, layout.Style{})
	switch {
	case head < 0:
		t.Fatalf("%q has no head", picture)
	case start < 0:
		r.Place(head)
	case head == start:
		r.Select(text.Span{Start: start, End: end}, "")
		r.Swap()
	default:
		r.Select(text.Span{Start: start, End: end}, "")
	}
	return r
}

// draw returns the picture of a reader. A * follows a selection whose anchor is held.
func draw(r *Reader) string {
	all := []rune(r.Text().String())
	held := ""
	if r.Held() {
		held = "*"
	}
	s, selected := r.Selected()
	if !selected {
		return string(all[:s.Start]) + "|" + held + string(all[s.Start:])
	}
	inner := string(all[s.Start:s.End]) + "|"
	if r.sel.Head < r.sel.Anchor {
		inner = "|" + string(all[s.Start:s.End])
	}
	return string(all[:s.Start]) + "«" + inner + "»" + held + string(all[s.End:])
}

// steps are the methods of a reader by the names that the tables give them.
var steps = map[string]func(*Reader){
	"hold":           (*Reader).Hold,
	"swap":           (*Reader).Swap,
	"grow":           (*Reader).Grow,
	"shrink":         (*Reader).Shrink,
	"let-go":         func(r *Reader) { r.LetGo() },
	"left":           func(r *Reader) { r.Move(motion.Left) },
	"right":          func(r *Reader) { r.Move(motion.Right) },
	"up":             func(r *Reader) { r.Move(motion.Up) },
	"down":           func(r *Reader) { r.Move(motion.Down) },
	"extend-right":   func(r *Reader) { r.Extend(motion.Right) },
	"extend-left":    func(r *Reader) { r.Extend(motion.Left) },
	"extend-down":    func(r *Reader) { r.Extend(motion.Down) },
	"clause":         func(r *Reader) { r.SelectUnit(motion.Clause, false) },
	"clause-less":    func(r *Reader) { r.SelectUnit(motion.Clause, true) },
	"sentence":       func(r *Reader) { r.SelectUnit(motion.Sentence, false) },
	"to-clause":      func(r *Reader) { r.MoveUnit(motion.Clause, false) },
	"to-clause-back": func(r *Reader) { r.MoveUnit(motion.Clause, true) },
	"wider":          func(r *Reader) { r.Resize(20, r.height, r.lines) },
	"scroll":         func(r *Reader) { r.Scroll(1) },
	"press":          func(r *Reader) { r.Press(0, 2, 1) },
	"press-sentence": func(r *Reader) { r.Press(0, 2, 3) },
	"drag-right":     func(r *Reader) { r.Drag(0, 6) },
	"drag-left":      func(r *Reader) { r.Drag(0, 0) },
	"drag-below":     func(r *Reader) { r.Drag(r.height, 0) },
	"new-text-before": func(r *Reader) {
		r.Follow(text.New("序："+r.Text().String()), func(o text.Offset) text.Offset { return o + 2 })
	},
}

// A journey is a start, the steps from there, and where they lead.
type journey struct{ from, steps, want string }

func check(t *testing.T, columns, height int, journeys []journey) {
	t.Helper()
	for _, j := range journeys {
		r := open(t, j.from, columns, height)
		for name := range strings.FieldsSeq(j.steps) {
			step, ok := steps[name]
			if !ok {
				t.Fatalf("no step %q", name)
			}
			step(r)
		}
		if got := draw(r); got != j.want {
			t.Errorf("%s: %s leads to %s, want %s", j.from, j.steps, got, j.want)
		}
	}
}

// TestHeldAnchor checks which steps extend the selection while the anchor is held, and which drop it.
func TestHeldAnchor(t *testing.T) {
	check(t, 80, 10, []journey{
		{"春|眠不覺曉", "hold", "春«眠|»*不覺曉"},
		{"春|眠不覺曉", "hold right right left", "春«眠不|»*覺曉"},
		{"春«眠不|»覺曉", "hold", "春«眠不|»*覺曉"},
		{"春|眠不覺曉", "hold hold", "春«眠|»不覺曉"},
		{"春|眠不覺曉", "hold hold right", "春眠|不覺曉"},
		{"春眠|不覺曉", "hold swap left", "春«|眠不»*覺曉"},
		{"春眠|不覺曉", "hold swap left swap right", "春«眠不覺|»*曉"},
		{"|春眠不覺曉，處處聞啼鳥。", "hold to-clause", "«春眠不覺曉|»*，處處聞啼鳥。"},
		{"|春眠不覺曉，處處聞啼鳥。", "hold to-clause to-clause", "«春眠不覺曉，處處聞啼鳥|»*。"},
		{"|春眠不覺曉，處處聞啼鳥。", "hold to-clause to-clause to-clause-back", "«春眠不覺曉|»*，處處聞啼鳥。"},
		{"|春眠不覺曉，處處聞啼鳥。", "hold clause", "«春眠不覺曉|»*，處處聞啼鳥。"},
		{"春眠|不覺曉", "hold right let-go", "春眠不|覺曉"},
		{"«春眠|»不覺曉", "let-go", "春|眠不覺曉"},
		{"«|春眠»不覺曉", "let-go", "|春眠不覺曉"},
		{"«春眠|»不覺曉", "right", "春眠|不覺曉"},
		{"春|眠不覺曉", "extend-right extend-right", "春«眠不|»覺曉"},
		{"春眠不|覺曉", "extend-left", "春眠«|不»覺曉"},
		{"春|眠不覺曉", "extend-right left", "|春眠不覺曉"},
	})
	if r := open(t, "春|眠", 80, 10); r.LetGo() {
		t.Error("there was something to let go of")
	}
}

// TestSelectUnitAgain checks that a unit is extended by the next one only while it is the last thing that was selected.
func TestSelectUnitAgain(t *testing.T) {
	check(t, 80, 10, []journey{
		{"春|眠不覺曉，處處聞啼鳥。", "clause", "«春眠不覺曉|»，處處聞啼鳥。"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause clause", "«春眠不覺曉，處處聞啼鳥|»。"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause clause clause-less", "«春眠不覺曉|»，處處聞啼鳥。"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause sentence", "«春眠不覺曉，處處聞啼鳥。|»"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause swap clause", "«春眠不覺曉，處處聞啼鳥|»。"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause right right clause", "春眠不覺曉，«處處聞啼鳥|»。"},
		{"春|眠不覺曉，處處聞啼鳥。", "clause extend-left clause", "«春眠不覺曉|»，處處聞啼鳥。"},
		{"春|眠不覺曉，處處聞啼鳥。", "to-clause", "春眠不覺曉，«處處聞啼鳥|»。"},
		{"春|眠不覺曉，處處聞啼鳥。", "to-clause to-clause-back", "«春眠不覺曉|»，處處聞啼鳥。"},
		{"春|眠不覺曉，處處聞啼鳥。", "to-clause clause", "春眠不覺曉，«處處聞啼鳥|»。"},
	})
}

// TestShrinkUndoesGrow checks that Shrink returns to the selections before Grow, unless another step came between.
func TestShrinkUndoesGrow(t *testing.T) {
	const sentence = "「春«眠|»不覺曉，處處聞啼鳥」，他說。夜來風雨聲。"
	check(t, 80, 10, []journey{
		{sentence, "grow shrink", sentence},
		{sentence, "grow grow shrink shrink", sentence},
		{sentence, "grow grow grow grow grow grow shrink shrink shrink shrink shrink shrink", sentence},
		{"春|眠不覺曉。", "grow grow grow shrink shrink shrink", "春|眠不覺曉。"},
		{"«春眠不覺曉，處處聞啼鳥|»。夜來風雨聲。", "shrink", "春眠不覺曉，«處處聞啼鳥|»。夜來風雨聲。"},
		{"«|春眠不覺曉，處處聞啼鳥。»夜來風雨聲。", "shrink", "«春眠不覺曉|»，處處聞啼鳥。夜來風雨聲。"},
		{"春眠不覺曉，«處處聞啼鳥|»。夜來風雨聲。", "grow swap shrink", "«春眠不覺曉|»，處處聞啼鳥。夜來風雨聲。"},
	})
}

// TestColumnIsKept checks that motions by rows keep the column that the cursor had before the first of them.
func TestColumnIsKept(t *testing.T) {
	check(t, 10, 10, []journey{
		{"一二三|四五\n六\n七八九十百", "down", "一二三四五\n|六\n七八九十百"},
		{"一二三|四五\n六\n七八九十百", "down down", "一二三四五\n六\n七八九|十百"},
		{"一二三|四五\n六\n七八九十百", "down down up up", "一二三|四五\n六\n七八九十百"},
		{"一二三|四五\n六\n七八九十百", "down right down", "一二三四五\n六\n七|八九十百"},
		{"一二三|四五\n六\n七八九十百", "extend-down extend-down", "一二三«四五\n六\n七八九|»十百"},
		{"一二三|四五\n六\n七八九十百", "hold down down", "一二三«四五\n六\n七八九十|»*百"},
		{"一二|三四五六七八九十百千", "down", "一二三四五六七|八九十百千"},
		{"一二|三四五六七八九十百千", "wider down", "一二三四五六七八九十百|千"},
	})
}

// TestCursorStaysInView checks what scrolls, and that scrolling takes the cursor along but never a selection.
func TestCursorStaysInView(t *testing.T) {
	const rows = "|一\n二\n三\n四\n五\n六\n七\n八\n"
	check(t, 10, 3, []journey{
		{rows, "scroll", "一\n二\n|三\n四\n五\n六\n七\n八\n"},
		{"«一|»\n二\n三\n四\n五\n六\n七\n八\n", "scroll scroll", "«一|»\n二\n三\n四\n五\n六\n七\n八\n"},
	})
	r := open(t, rows, 10, 3)
	for range 4 {
		steps["down"](r)
	}
	if row, _, ok := r.CursorAt(); !ok || row != 1 || r.Top() != 6 {
		t.Errorf("after four rows down the cursor is on row %d, %v, below offset %d", row, ok, r.Top())
	}
}

// TestMouse checks the selections that the mouse makes.
func TestMouse(t *testing.T) {
	check(t, 80, 2, []journey{
		{"|春眠不覺曉，處處聞啼鳥。夜來風雨聲。", "press", "春|眠不覺曉，處處聞啼鳥。夜來風雨聲。"},
		{"|春眠不覺曉，處處聞啼鳥。夜來風雨聲。", "press drag-right", "春«眠不覺|»曉，處處聞啼鳥。夜來風雨聲。"},
		{"|春眠不覺曉，處處聞啼鳥。夜來風雨聲。", "press drag-right drag-left", "«|春眠»不覺曉，處處聞啼鳥。夜來風雨聲。"},
		{"|春眠不覺曉，處處聞啼鳥。夜來風雨聲。", "press-sentence", "«春眠不覺曉，處處聞啼鳥。|»夜來風雨聲。"},
		{"|春眠不覺曉，處處聞啼鳥。夜來風雨聲。", "press-sentence drag-left", "«春眠不覺曉，處處聞啼鳥。|»夜來風雨聲。"},
		{"|春眠\n不覺曉\n處處聞\n啼鳥", "press drag-below", "春«眠\n不覺曉\n處|»處聞\n啼鳥"},
	})
}

// TestFollow checks that cursor and selection keep their characters in a changed text.
func TestFollow(t *testing.T) {
	check(t, 80, 10, []journey{
		{"春|眠不覺曉", "new-text-before", "序：春|眠不覺曉"},
		{"春«眠不|»覺曉", "new-text-before", "序：春«眠不|»覺曉"},
		{"春眠|不覺曉", "hold new-text-before right", "序：春眠«不覺|»*曉"},
	})
}
