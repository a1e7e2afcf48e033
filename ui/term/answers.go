package term

import (
	"bytes"
	"slices"
	"sync"
	"time"
)

// A question is a kind of question that a program asks its terminal. The answer
// comes the way of the keys.
type question uint8

const (
	cursorPosition question = iota // DSR 6, CPR
	modeState                      // DECRQM, DECRPM
	deviceAttributes
	keyboardState // of the kitty protocol
	windowState   // XTWINOPS, colour scheme
	colourValue   // OSC 4, 10, 11, 12
	description   // XTVERSION, XTGETTCAP
	questions     // the number of kinds
)

const (
	// patience is how long an answer is expected after the question, or after
	// the answer before it.
	patience = 10 * time.Second

	// muteWait and slowWait are how long the end of the program waits for the
	// next answer: from a terminal that never gave one, and from one that did.
	// longestDrain is the limit of the whole.
	muteWait     = 500 * time.Millisecond
	slowWait     = 2 * time.Second
	longestDrain = 3 * time.Second
)

// answers knows which answers may still come. A Stream adds the questions that
// it sends, and an Input takes off the answers that it reads. It is safe for
// use by several goroutines.
//
// Terminals answer in order, and all of them give their device attributes: what
// was asked before these and has no answer when they come will have none.
type answers struct {
	now func() time.Time

	mu       sync.Mutex
	expected []question      // in the order that they were asked
	late     [questions]bool // an answer did not come in time or in order, and may come yet
	last     time.Time       // when the last question was sent, or the last answer came
	any      bool            // the terminal has answered once
}

func newAnswers(now func() time.Time) *answers { return &answers{now: now} }

// ask adds the question of a sequence that is about to be sent. It reports
// whether that is one.
func (a *answers) ask(sequence []byte) bool {
	kind, ok := asks(sequence)
	if !ok {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.expected = append(a.expected, kind)
	a.last = a.now()
	return true
}

// take removes the answer of a sequence that came, if it is one.
func (a *answers) take(sequence []byte) {
	kind, ok := answersTo(sequence)
	if !ok {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	i := slices.Index(a.expected, kind)
	if i < 0 {
		return
	}
	a.any, a.last = true, a.now()
	if kind == deviceAttributes {
		a.miss(i)
		i = 0
	}
	a.expected = slices.Delete(a.expected, i, i+1)
}

// linger says that a sequence came in pieces: on such a line answers take longer.
func (a *answers) linger() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = a.now()
}

// miss counts the first n expected answers as late.
func (a *answers) miss(n int) {
	for _, kind := range a.expected[:n] {
		a.late[kind] = true
	}
	a.expected = slices.Delete(a.expected, 0, n)
}

// open reports whether an answer is expected.
func (a *answers) open() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.expected) > 0 && a.now().Sub(a.last) >= patience {
		a.miss(len(a.expected))
	}
	return len(a.expected) > 0
}

// owes reports whether the terminal has not given all the answers that it was
// asked for.
func (a *answers) owes() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.expected) > 0 || a.late != [questions]bool{}
}

// owed reports whether a sequence is an answer that is expected or late.
func (a *answers) owed(sequence []byte) bool {
	kind, ok := answersTo(sequence)
	if !ok {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.late[kind] || slices.Contains(a.expected, kind)
}

// silence is how long the end of the program waits for the next answer.
func (a *answers) silence() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.any {
		return slowWait
	}
	return muteWait
}

// asks is the question of a sequence that a program sends, if it is one.
func asks(sequence []byte) (question, bool) {
	switch {
	case len(sequence) < 3:
		return 0, false
	case sequence[1] == ']':
		return colourValue, bytes.Contains(sequence, []byte(";?"))
	case sequence[1] == 'P':
		return description, bytes.HasPrefix(sequence[2:], []byte("+q"))
	case sequence[1] != '[':
		return 0, false
	}
	parameters, final := sequence[2:len(sequence)-1], sequence[len(sequence)-1]
	switch final {
	case 'n':
		if p := string(parameters); p == "6" || p == "?6" {
			return cursorPosition, true
		}
		return windowState, true
	case 'p':
		return modeState, bytes.HasSuffix(parameters, []byte("$"))
	case 'c':
		return deviceAttributes, true
	case 'u':
		return keyboardState, string(parameters) == "?"
	case 't':
		return windowState, bytes.HasPrefix(parameters, []byte("1")) || bytes.HasPrefix(parameters, []byte("2"))
	case 'q':
		return description, bytes.HasPrefix(parameters, []byte(">"))
	}
	return 0, false
}

// answersTo is the question that a sequence from the terminal answers, if it
// answers one.
func answersTo(sequence []byte) (question, bool) {
	switch {
	case len(sequence) < 3:
		return 0, false
	case sequence[1] == ']':
		return colourValue, true
	case sequence[1] == 'P':
		return description, true
	case sequence[1] != '[':
		return 0, false
	}
	private := sequence[2] == '?' || sequence[2] == '>'
	switch final := sequence[len(sequence)-1]; {
	case final == 'R':
		return cursorPosition, bytes.IndexByte(sequence, ';') >= 0
	case final == 'y':
		return modeState, true
	case final == 'c':
		return deviceAttributes, true
	case final == 'u':
		return keyboardState, private
	case final == 'n' || final == 't':
		return windowState, true
	}
	return 0, false
}
