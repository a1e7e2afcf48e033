package ui

import (
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
)

// blocked is the mode after a key that asked for an article and did not get it. Whoever typed ahead means that article, and
// more may still come, so only keys that lead elsewhere work; all others are dropped and counted. Esc is none of them, for it
// may have been typed ahead as well.
type blocked struct {
	why     string
	dropped int
	err     error // why the article cannot be opened; nil where there is none to open
	number  int   // of the time after which the mode ends by itself, where there is none to open
}

// seen says that a person had the time to read what was shown.
type seen struct{ number int }

// waysOut are the actions that work in a blocked App.
var waysOut = map[keymap.Action]bool{
	keymap.NextArticle: true, keymap.PreviousArticle: true, keymap.Save: true, keymap.Redraw: true, keymap.Suspend: true, keymap.Quit: true,
}

func (m blocked) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	if action := a.readAction(msg); waysOut[action] {
		a.message = m.why
		return a.do(action)
	}
	m.drop(a, 1)
	return nil
}

func (m blocked) paste(a *App, _ string) { m.drop(a, 1) }

// drop counts what was dropped, and says it first: the end of a long message may not fit the row.
func (m blocked) drop(a *App, n int) {
	m.dropped += n
	a.mode, a.message = m, m.why
	if m.dropped > 0 {
		a.message = dropped(m.dropped) + "; " + m.why
	}
}

// dropped says how many keys were dropped; nothing where none were.
func dropped(n int) string {
	if n == 0 {
		return ""
	}
	return count(n, "key") + " dropped"
}

// block stands where an article cannot be opened. Keys that ask for articles count from it, so it walls off none.
func (a *App) block(err error) {
	a.asked.pending, a.asked.slow = false, false
	why := fmt.Sprintf("%s cannot be opened: %s", a.Articles[a.asked.index].Name, reason(err))
	blocked{why: why, err: err}.drop(a, a.typed.Drop())
}

// refuse says that there is no article to go to. What was typed before that can be read was typed for that article.
func (a *App) refuse(why string) tea.Cmd {
	if m, is := a.mode.(blocked); is && m.err != nil {
		a.message = why
		return nil
	}
	a.asked.number++
	blocked{why: why, number: a.asked.number}.drop(a, a.typed.Drop())
	return a.timeToRead()
}

// letRead gives a person the time to read a question that came up by itself.
func (a *App) letRead() tea.Cmd {
	m, asks := a.mode.(asking)
	if !asks || !m.unprompted {
		return nil
	}
	a.asked.number++
	m.unread, m.number = true, a.asked.number
	a.mode = m
	return a.timeToRead()
}

// timeToRead is the command that ends when a person can have read what is shown from now on.
func (a *App) timeToRead() tea.Cmd {
	number := a.asked.number
	return tea.Tick(a.Reaction, func(time.Time) tea.Msg { return seen{number} })
}

// seen lets keys act again.
func (a *App) seen(msg seen) {
	switch m := a.mode.(type) {
	case blocked:
		if m.err == nil && m.number == msg.number {
			a.mode = read{}
		}
	case asking:
		if m.number == msg.number {
			m.unread = false
			a.mode = m
		}
	}
}

// notice is what is shown in the place of an article that cannot be opened.
func (a *App) notice(m blocked) dialog.Notice {
	n := dialog.Notice{
		Title: a.Articles[a.asked.index].Name,
		Runs:  []dialog.Run{{Text: m.err.Error(), Face: face.Face{FG: face.Vermilion}}},
	}
	if unusable := (*annotate.UnusableError)(nil); errors.As(m.err, &unusable) && unusable.Edits > 0 {
		n.Runs = append(n.Runs, dialog.Run{Text: ". Move it away, and the next start makes a new one of them; pizhu log lists them."})
	}
	for _, b := range a.Keys.Of(keymap.Read) {
		if b.Action == keymap.NextArticle || b.Action == keymap.PreviousArticle || b.Action == keymap.Quit {
			n.Help = append(n.Help, b.Keys[len(b.Keys)-1]+" "+b.Help)
		}
	}
	return n
}
