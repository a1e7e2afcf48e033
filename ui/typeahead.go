package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// A typeAhead is a queue of keys, pastes and mouse messages that were typed for an article which is not open yet. They act
// in their order, each in the article that it was typed for. Typed in one burst in article 1:
//
//	ctrl+n  ctrl+n   ;   5   ctrl+n   ;   6
//	  │       │      └─┬─┘     │      └─┬─┘
//	  │       │        │       │        └ wait, act in article 4
//	  │       │        │       └ waits, asks for article 4 in its turn
//	  │       │        └ wait, act in article 3
//	  │       └ nothing waits before it: asks for article 3 at once
//	  └ asks for article 2
//
// The zero value is an empty queue.
type typeAhead struct {
	waiting []tea.Msg
}

// Len is the number of messages that wait.
func (q *typeAhead) Len() int { return len(q.waiting) }

// Add puts a message at the end. Of the places that a mouse was dragged over one after another only the last is kept.
func (q *typeAhead) Add(msg tea.Msg) {
	_, drags := msg.(tea.MouseMotionMsg)
	if n := len(q.waiting); drags && n > 0 {
		if _, dragged := q.waiting[n-1].(tea.MouseMotionMsg); dragged {
			q.waiting[n-1] = msg
			return
		}
	}
	q.waiting = append(q.waiting, msg)
}

// Peek returns the first message without removing it, and whether there is one.
func (q *typeAhead) Peek() (tea.Msg, bool) {
	if len(q.waiting) == 0 {
		return nil, false
	}
	return q.waiting[0], true
}

// Pop removes the first message. The queue must not be empty.
func (q *typeAhead) Pop() {
	q.waiting = q.waiting[1:]
	if len(q.waiting) == 0 {
		q.waiting = nil
	}
}

// Drop empties the queue and returns how many messages it held.
func (q *typeAhead) Drop() int {
	n := len(q.waiting)
	q.waiting = nil
	return n
}

// input takes a key, a paste or a mouse message.
func (a *App) input(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if esc, letter, ok := splitAlt(key); ok {
			return tea.Batch(a.receive(esc), a.receive(letter))
		}
	}
	return a.receive(msg)
}

// receive lets what was typed act, or wait: where the article or the match that it is for is not on the screen yet, and where
// a question has come up by itself that nobody can have read when it was typed.
func (a *App) receive(msg tea.Msg) tea.Cmd {
	d := a.top()
	switch {
	case a.quitting:
		return nil
	case a.isPending():
		return a.receivePending(msg)
	case d != nil && d.unread:
		a.typed.Add(msg)
		return nil
	}
	asked := a.asked.index
	cmd := a.act(msg)
	if a.asked.index != asked && a.typed.Len() > 0 { // a question was passed over that the others waited for
		a.message = dialog.Dropped(a.Words, a.typed.Drop())
	}
	return cmd
}

// isPending reports whether what is typed is for an article, a match, a history or a place that is not on the screen yet.
func (a *App) isPending() bool {
	return a.asked.pending || a.search.pending || a.historyOf != "" || a.onWhole != nil
}

// act does what a key, a paste or a mouse message asks for.
func (a *App) act(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if msg.Text == "" && !a.isIdle() && a.readAction(msg) == keymap.Redraw {
			return a.do(keymap.Redraw) // it ends no mode
		}
		a.message = ""
		if d := a.top(); d != nil {
			return a.carryOut(d.Key(a.context(), msg))
		}
		return a.readKey(msg)
	case tea.PasteMsg:
		if d := a.top(); d != nil {
			return a.carryOut(d.Paste(a.context(), msg.Content))
		}
	case tea.MouseMsg:
		return a.actMouse(msg)
	}
	return nil
}

// actMouse does what the mouse asks for: in the top dialog, or in the text.
func (a *App) actMouse(msg tea.MouseMsg) tea.Cmd {
	if d := a.top(); d != nil {
		if o := d.Mouse(a.context(), msg); !o.Pass {
			return a.carryOut(o)
		}
	}
	return a.mouse(msg)
}

// receivePending takes what is typed while an article is opened, a match is looked for, a history is read, or the rest of a large
// article. These do not wait: ctrl+c, the key that paints the screen again, esc, which drops what waits and gives up the history or
// the place in the rest, and the keys that ask for another article, unless something
// waits before them.
func (a *App) receivePending(msg tea.Msg) tea.Cmd {
	key, _ := msg.(tea.KeyPressMsg)
	switch action := a.readAction(msg); {
	case key.String() == "ctrl+c":
		a.typed.Drop()
		a.stay()
		return a.quit()
	case action == keymap.Redraw:
		return a.do(action)
	case action == keymap.Cancel:
		a.message, a.historyOf, a.onWhole = dialog.Dropped(a.Words, a.typed.Drop()), "", nil
		return nil
	case a.typed.Len() == 0 && a.retargets(msg):
		return a.goArticle(a.articleStep(msg))
	}
	a.typed.Add(msg)
	return nil
}

// replay lets what waited act, up to where it has to wait again. What was said before it stays on the screen.
func (a *App) replay() tea.Cmd {
	session, said := a.article.Session, a.message
	var cmds []tea.Cmd
	for msg, ok := a.typed.Peek(); ok && a.mayAct(msg); msg, ok = a.typed.Peek() {
		a.typed.Pop()
		if a.isPending() {
			cmds = append(cmds, a.goArticle(a.articleStep(msg)))
		} else {
			cmds = append(cmds, a.act(msg))
		}
		cmds = append(cmds, a.askPutBack())
	}
	switch {
	case a.article.Session != session || said == "" || a.message == said:
	case a.message == "":
		a.message = said
	default:
		a.message = said + "; " + a.message
	}
	return tea.Batch(append(cmds, a.flush())...)
}

// mayAct reports whether the first message that waited may act now. Nothing that was typed before a question came up by
// itself may answer it.
func (a *App) mayAct(msg tea.Msg) bool {
	d := a.top()
	return !a.quitting && (d == nil || !d.unprompted) && (!a.isPending() || a.retargets(msg))
}

// readAction is what a key does while reading.
func (a *App) readAction(msg tea.Msg) keymap.Action {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return ""
	}
	action, _ := a.Keys.Resolve(keymap.Read, "", keyName(key))
	return action
}

// articleStep is how many articles a key goes on, or back where it is negative; 0 for what is no such key.
func (a *App) articleStep(msg tea.Msg) int {
	switch a.readAction(msg) {
	case keymap.NextArticle:
		return 1
	case keymap.PreviousArticle:
		return -1
	}
	return 0
}

// retargets reports whether a key asks for another article, counted from the one that was asked for, that there is.
func (a *App) retargets(msg tea.Msg) bool {
	n := a.articleStep(msg)
	return n != 0 && a.asked.index+n >= 0 && a.asked.index+n < len(a.Articles)
}
