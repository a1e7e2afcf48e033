package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
	"pizhu/ui/dialog"
)

// readableMsg says that a person had the time to read what was shown.
type readableMsg struct{ number int }

// block shows that an article cannot be opened. Keys that ask for articles count from it, so it walls off none.
func (a *App) block(err error) {
	a.asked.pending, a.asked.slow, a.asked.failed = false, false, true
	name := a.Articles[a.asked.index].Name
	cause := &dialog.Cause{Article: name, Err: err}
	if unusable := (*session.UnusableError)(nil); errors.As(err, &unusable) && unusable.Edits > 0 {
		cause.Advice = a.Words.Text("screen.blockedAdvice")
	}
	a.showBlocked(a.Words.Text("screen.cannotOpen", name, reason(err)), cause)
}

// refuse says that there is no article to go to. What was typed before that can be read was typed for that article.
func (a *App) refuse(why string) tea.Cmd {
	if a.asked.failed {
		a.message = why
		return nil
	}
	a.asked.number++
	a.showBlocked(why, nil)
	a.top().brief, a.top().number = true, a.asked.number
	return a.timeToRead()
}

// showBlocked drops what was typed ahead, and says why.
func (a *App) showBlocked(why string, cause *dialog.Cause) {
	b := dialog.NewBlocked(why, a.typed.Drop(), cause)
	b.Words = a.Words
	a.message = b.Notice()
	a.setDialog(&openDialog{Dialog: b, done: func(o dialog.Outcome) tea.Cmd { return a.do(o.Action) }})
}

// letRead gives a person the time to read a question that came up by itself.
func (a *App) letRead() tea.Cmd {
	d := a.top()
	if d == nil || !d.unprompted {
		return nil
	}
	a.asked.number++
	d.unread, d.number = true, a.asked.number
	return a.timeToRead()
}

// timeToRead is the command that ends when a person can have read what is shown from now on.
func (a *App) timeToRead() tea.Cmd {
	number := a.asked.number
	return tea.Tick(a.Reaction, func(time.Time) tea.Msg { return readableMsg{number} })
}

// seen lets keys act again.
func (a *App) seen(msg readableMsg) {
	d := a.top()
	switch {
	case d == nil || d.number != msg.number:
	case d.brief:
		a.closeDialogs()
	default:
		d.unread = false
	}
}
