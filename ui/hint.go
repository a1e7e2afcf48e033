package ui

import (
	"slices"

	"pizhu/model/motion"
	"pizhu/model/text"
)

// hintLetters are the letters of hints, the ones under the fingers first.
const hintLetters = "fjdkslaghrueiwoqptyvbncmxz"

// hint puts a letter on every unit of a kind in view, nearest to the cursor
// first.
func (a *App) hint(u motion.Unit) {
	spans := a.reader.UnitsInView(u)
	cursor := a.reader.Cursor()
	slices.SortStableFunc(spans, func(x, y text.Span) int { return distance(x, cursor) - distance(y, cursor) })
	m := hints{unit: u.Name}
	for i, s := range spans {
		letters, ok := hintName(i)
		if !ok {
			break
		}
		m.list = append(m.list, hint{letters, s})
	}
	if len(m.list) == 0 {
		a.message = "no " + u.Name + " in view"
		return
	}
	a.mode = m
}

func distance(s text.Span, o text.Offset) int {
	if s.Contains(o) {
		return 0
	}
	return max(int(s.Start-o), int(o-s.End)+1)
}

// hintName is the name of the i-th hint: a letter for the first 26; after them
// two, the first of which is a capital, so that no name begins another.
func hintName(i int) (string, bool) {
	n := len(hintLetters)
	if i < n {
		return hintLetters[i : i+1], true
	}
	i -= n
	if i >= n*n {
		return "", false
	}
	return string(hintLetters[i/n]-'a'+'A') + hintLetters[i%n:i%n+1], true
}
