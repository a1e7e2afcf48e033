package dialog

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
	"pizhu/ui/paint"
)

// Blocked stands where a key asked for an article that cannot be shown. What is typed was typed for that article, so only keys
// that lead elsewhere work; all others are dropped and counted. Esc is dropped too, for it may have been typed ahead as well.
type Blocked struct {
	Words *message.Words // nil for English

	base
	why     string
	cause   *Cause
	dropped int
}

// A Cause is shown in place of an article that cannot be opened.
type Cause struct {
	Article string
	Err     error
	Advice  string // may be empty
}

// NewBlocked makes a dialog that says why, after so many keys were dropped. Without a cause the text stays in view.
func NewBlocked(why string, dropped int, cause *Cause) *Blocked {
	return &Blocked{why: why, dropped: dropped, cause: cause}
}

// waysOut are the actions that work.
var waysOut = map[keymap.Action]bool{
	keymap.NextArticle: true, keymap.PreviousArticle: true, keymap.Save: true, keymap.Redraw: true, keymap.Suspend: true, keymap.Quit: true,
}

// Key implements Dialog.
func (b *Blocked) Key(c Context, msg tea.KeyPressMsg) Outcome {
	if action := c.resolve(keymap.Read, msg); waysOut[action] {
		return Outcome{Action: action, Notice: b.why}
	}
	return b.drop()
}

// Paste implements Dialog.
func (b *Blocked) Paste(Context, string) Outcome { return b.drop() }

func (b *Blocked) drop() Outcome {
	b.dropped++
	return Outcome{Notice: b.Notice()}
}

// Notice returns why nothing is shown, after how many keys were dropped: the end of a long message may not fit its row.
func (b *Blocked) Notice() string {
	if b.dropped == 0 {
		return b.why
	}
	return Dropped(b.Words, b.dropped) + b.Words.Text("report.joiner") + b.why
}

// Dropped returns a message that says how many keys were dropped; empty for none.
func Dropped(w *message.Words, n int) string {
	if n == 0 {
		return ""
	}
	return w.Count(n, "droppedKey")
}

// Draw implements Dialog.
func (b *Blocked) Draw(c Context, below func() Picture) Picture {
	if b.cause == nil {
		return below()
	}
	n := notice{title: b.cause.Article, runs: []paint.Run{{Text: c.Words.Error(b.cause.Err), Face: face.Face{FG: face.Vermilion}}}}
	if b.cause.Advice != "" {
		n.runs = append(n.runs, paint.Run{Text: b.cause.Advice})
	}
	for _, binding := range c.Keys.Of(keymap.Read) {
		switch binding.Action {
		case keymap.NextArticle, keymap.PreviousArticle, keymap.Quit:
			n.help = append(n.help, binding.Keys[len(binding.Keys)-1]+" "+c.Words.Term(binding.Help))
		}
	}
	return Picture{n.rows(c.Columns, c.Rows, c.Measure), true}
}
