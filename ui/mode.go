package ui

import (
	"cmp"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// A mode says what a key does. It is a small value that is replaced, not a set
// of flags.
type mode interface {
	key(a *App, msg tea.KeyPressMsg) tea.Cmd
	paste(a *App, s string)
}

// name is the key's name in the keymap.
func name(msg tea.KeyPressMsg) string { return keymap.Normalize(msg.String()) }

// apart gives the two keys that may have been typed where a terminal sent one: alt with a letter is Esc and the letter.
// Terminals send the same for both, and on a slow line, or when a person types fast, they cannot be told apart.
func apart(msg tea.KeyPressMsg) (esc, letter tea.KeyPressMsg, ok bool) {
	if msg.Mod&^tea.ModShift != tea.ModAlt || !unicode.IsPrint(msg.Code) {
		return esc, letter, false
	}
	code := msg.Code
	if msg.Mod&tea.ModShift != 0 {
		code = cmp.Or(msg.ShiftedCode, unicode.ToUpper(code))
	}
	return tea.KeyPressMsg{Code: tea.KeyEscape}, tea.KeyPressMsg{Code: code, Text: string(code)}, true
}

// noPaste is for the modes that take no text.
type noPaste struct{}

func (noPaste) paste(*App, string) {}

// read is the mode of reading and labelling. After the first key of a chord it
// waits for the second.
type read struct {
	noPaste
	first string
}

func (m read) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	typed := name(msg)
	a.mode = read{}
	action, more := a.Keys.Resolve(keymap.Read, m.first, typed)
	switch {
	case more:
		a.mode = read{first: typed}
		return nil
	case m.first != "" && action == "":
		return nil // any other key ends a chord without effect
	case action == "":
		a.message = typed + " does nothing here; ? shows the keys"
		return nil
	}
	return a.do(action)
}

// hints waits for the letters of a hint.
type hints struct {
	noPaste
	unit  string
	list  []hint
	typed string
}

type hint struct {
	letters string
	span    text.Span
}

func (m hints) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	m.typed += name(msg)
	a.mode = read{}
	for _, h := range m.list {
		if h.letters == m.typed {
			a.reader.Select(h.span, m.unit)
			return nil
		}
		if strings.HasPrefix(h.letters, m.typed) {
			a.mode = m
		}
	}
	return nil
}

// typing edits a line of text, and hands it on when it is done.
type typing struct {
	prompt *dialog.Prompt
	done   func(a *App, s string) tea.Cmd
	over   mode // what it is shown over, and goes back to; nil for reading
}

func (m typing) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	switch action, _ := a.Keys.Resolve(keymap.Input, "", msg.String()); {
	case action == keymap.Cancel:
		a.mode = m.under()
	case action == keymap.Accept:
		a.mode = m.under()
		return m.done(a, m.prompt.String())
	case action != "":
		m.prompt.Edit(action)
	case msg.Text != "":
		m.prompt.Insert(msg.Text)
	}
	return nil
}

func (m typing) under() mode {
	if m.over == nil {
		return read{}
	}
	return m.over
}

func (m typing) paste(_ *App, s string) { m.prompt.Insert(s) }

// listing looks through a list.
type listing struct{ list *dialog.List }

// scrolls is how far each action moves in a list, in parts of a page and lines.
var scrolls = map[keymap.Action]struct{ pages, lines int }{
	keymap.ListUp: {0, -1}, keymap.ListDown: {0, 1}, keymap.ListPageUp: {-1, 0}, keymap.ListPageDown: {1, 0},
	keymap.ListHome: {0, -1 << 20}, keymap.ListEnd: {0, 1 << 20},
}

func (m listing) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	action, _ := a.Keys.Resolve(keymap.List, "", name(msg))
	switch by, ok := scrolls[action]; {
	case action == keymap.Cancel:
		a.mode = read{}
	case ok:
		m.list.Scroll(by.pages*(a.height-4)+by.lines, a.height-2)
	case msg.String() == "backspace":
		m.list.Widen()
	case msg.Text != "":
		m.list.Narrow(msg.Text)
	}
	return nil
}

func (m listing) paste(_ *App, s string) { m.list.Narrow(s) }

// asking shows a question and waits for its answer.
type asking struct {
	noPaste
	question string
	yes, no  func(*App) tea.Cmd // what each answer does besides ending the mode; nil for nothing
	isMoot   func(*App) bool    // reports that nothing is left to ask; nil for a question that only an answer ends
	passes   []keymap.Action    // of reading, which leave the question unanswered; nil where every "no" is an answer

	unprompted bool // it came up by itself: what was typed before it could be read waits until it is answered
	prose      bool // text may have been typed for what it asks about: n may be a letter of it, and only esc declines
	unread     bool // an unprompted question that nobody can have read yet
	number     int  // of the time for which it is unread
}

func (m asking) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	if m.prose && name(msg) == "n" {
		return nil
	}
	if !m.isAnswer(msg) {
		return m.pass(a, msg)
	}
	answer := m.no
	switch action, _ := a.Keys.Resolve(keymap.Ask, "", name(msg)); action {
	case keymap.Yes:
		answer = m.yes
	case keymap.No:
	default:
		return nil
	}
	a.mode = read{}
	if answer == nil {
		return nil
	}
	return answer(a)
}
