package ui

import (
	"cmp"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
)

// readKey does what a key does while reading. After the first key of a chord it waits for the second.
func (a *App) readKey(msg tea.KeyPressMsg) tea.Cmd {
	typed, first := keyName(msg), a.chord
	a.chord = ""
	action, more := a.Keys.Resolve(keymap.Read, first, typed)
	switch {
	case more:
		a.chord = typed
		return nil
	case first != "" && action == "":
		return nil // any other key ends a chord without effect
	case action == "":
		a.notify("screen.noKey", typed)
		return nil
	}
	return a.do(action)
}

// keyName returns the key's name in the keymap.
func keyName(msg tea.KeyPressMsg) string { return keymap.Normalize(msg.String()) }

// splitAlt returns the two keys that may have been typed where a terminal sent one: alt with a letter is Esc and the letter.
// Terminals send the same for both, and on a slow line, or when a person types fast, they cannot be told apart.
func splitAlt(msg tea.KeyPressMsg) (esc, letter tea.KeyPressMsg, ok bool) {
	if msg.Mod&^tea.ModShift != tea.ModAlt || !unicode.IsPrint(msg.Code) {
		return esc, letter, false
	}
	code := msg.Code
	if msg.Mod&tea.ModShift != 0 {
		code = cmp.Or(msg.ShiftedCode, unicode.ToUpper(code))
	}
	return tea.KeyPressMsg{Code: tea.KeyEscape}, tea.KeyPressMsg{Code: code, Text: string(code)}, true
}
