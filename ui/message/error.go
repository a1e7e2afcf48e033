package message

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"pizhu/model/fault"
)

// Error returns what an error says, in the language of the words. Each link of a chain of
// errors is said by its format or its text; a link without words of its own, such as
// "a.txt: ...", keeps what it adds. What no catalogue has stays English.
func (w *Words) Error(err error) string {
	if err == nil {
		return ""
	}
	if w == nil || w.keys == nil && w.IsEnglish() {
		return err.Error()
	}
	if e, ok := err.(*fault.Error); ok {
		format, ok := w.find(errorPart, e.Format, nil)
		if !ok {
			format = e.Format // "%q: %w"
		}
		return w.fill(format, e.Args)
	}
	if e, ok := err.(fault.Worded); ok {
		return w.Error(e.Fault())
	}
	if text, ok := w.systemError(err); ok && !w.IsEnglish() {
		return text
	}
	text := err.Error()
	for _, part := range []string{errorPart, systemPart} {
		if translated, ok := w.find(part, text, nil); ok {
			return w.fillKeys(translated)
		}
	}
	return w.inside(text, err)
}

// The catalogues of errors, by the English format or text: those of the program, and those of the system and of Go.
const (
	errorPart  = "error"
	systemPart = "system"
)

// systemError says the errors of package os: what was done, to which file, and the reason.
func (w *Words) systemError(err error) (string, bool) {
	switch e := err.(type) {
	case *fs.PathError:
		return w.operation(e.Op) + " " + e.Path + "：" + w.Error(e.Err), true
	case *os.LinkError:
		return w.operation(e.Op) + " " + e.Old + " " + e.New + "：" + w.Error(e.Err), true
	case *os.SyscallError:
		return w.operation(e.Syscall) + "：" + w.Error(e.Err), true
	case syscall.Errno:
		format, ok := w.find(systemPart, e.Error(), nil)
		return format, ok
	}
	return "", false
}

// operation says what the system was asked to do.
func (w *Words) operation(op string) string {
	if said, ok := w.find(systemPart, "os "+op, nil); ok {
		return said
	}
	return op
}

// inside replaces the text of the errors that err wraps, in the text of err.
func (w *Words) inside(text string, err error) string {
	var wrapped []error
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		wrapped = e.Unwrap()
	default:
		if inner := errors.Unwrap(err); inner != nil {
			wrapped = []error{inner}
		}
	}
	if len(wrapped) == 0 {
		return w.fillKeys(text)
	}
	for _, inner := range wrapped {
		english := inner.Error()
		if at := strings.LastIndex(text, english); at >= 0 && english != "" {
			text = text[:at] + w.Error(inner) + text[at+len(english):]
		}
	}
	return text
}
