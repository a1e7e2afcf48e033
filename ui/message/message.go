// Package message has the words of the interface in English and Chinese: what the screen,
// the command line and the errors say. It finds them by id in catalogues, JSON files in the
// folders en and zh, a file a part: the id "notice.emptied" is in notice.json.
//
// The places of a message are the verbs of fmt.Sprintf; where a language wants them in
// another order it says %[2]s. {key:undo} stands for the keys of an action.
//
// Some parts have their English elsewhere, where it is written once, and only a file in zh:
// error.json, by the English format of the error (see model/fault); system.json, by the text
// of an error of the system or of Go; term.json, by the words of a table of the program; and
// help.json, by the command and flag that have the text.
package message

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Language returns the language of the interface and of the labels' names: that of the flag
// --lang, else of the locale that LC_ALL, LC_MESSAGES or LANG names. It is a lower-case code
// such as "zh", and empty in the locales C and POSIX and where nothing is set.
func Language(flag string, getenv func(string) string) string {
	for _, locale := range []string{flag, getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")} {
		if locale == "" {
			continue
		}
		code := locale
		if end := strings.IndexAny(locale, "_-.@"); end >= 0 {
			code = locale[:end]
		}
		if code == "C" || code == "POSIX" {
			return ""
		}
		return strings.ToLower(code)
	}
	return ""
}

// Words are the words of one language. A catalogue is read when its first word is asked for. A nil *Words is English, and
// slow: it is for tests.
type Words struct {
	tag  language.Tag
	keys func(action string) string

	mu         sync.Mutex // an error may be said on any goroutine
	catalogues map[string]*i18n.Localizer
}

// New returns the words of a language, as Language gives it: Chinese for "zh", else English.
func New(lang string) *Words {
	w := &Words{tag: language.English, catalogues: map[string]*i18n.Localizer{}}
	if lang == "zh" {
		w.tag = language.Chinese
	}
	return w
}

// WithKeys returns the words with the keys of actions, as a person reads them.
func (w *Words) WithKeys(keys func(action string) string) *Words {
	return &Words{tag: w.tag, keys: keys, catalogues: map[string]*i18n.Localizer{}}
}

// IsEnglish reports whether the words are English.
func (w *Words) IsEnglish() bool { return w == nil || w.tag == language.English }

// Text returns a message with its places filled. Errors among the arguments are said in the
// language of the words. A message that has a form for one thing takes it where the first
// argument is the number 1.
func (w *Words) Text(id string, args ...any) string {
	format, ok := w.find(part(id), id, args)
	if !ok {
		return id // TestUsed does not let it come to this
	}
	return w.fill(format, args)
}

// Count returns a number of things: Count(2, "claim") is "2 claims". The id is count.claim.
func (w *Words) Count(n int, thing string) string { return w.Text("count."+thing, n) }

// part is the catalogue that has an id.
func part(id string) string {
	name, _, _ := strings.Cut(id, ".")
	return name
}

// fill puts arguments and keys into their places.
func (w *Words) fill(format string, args []any) string {
	format = w.fillKeys(format)
	if len(args) == 0 {
		return format
	}
	said := make([]any, len(args))
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			arg = w.Error(err)
		}
		said[i] = arg
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%w", "%v"), said...)
}

// fillKeys puts the keys of actions in for {key:ACTION}.
func (w *Words) fillKeys(format string) string {
	for {
		before, rest, ok := strings.Cut(format, "{key:")
		action, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return format
		}
		keys := action
		if w != nil && w.keys != nil {
			keys = w.keys(action)
		}
		format = before + strings.ReplaceAll(keys, "%", "%%") + after
	}
}

// find returns the format of a message; false where the catalogue has none.
func (w *Words) find(part, id string, args []any) (string, bool) {
	if w == nil {
		w = New("")
	}
	l := w.catalogue(part)
	if l == nil {
		return "", false
	}
	config := &i18n.LocalizeConfig{MessageID: id, TemplateParser: template.IdentityParser{}}
	if len(args) > 0 {
		if n, ok := args[0].(int); ok {
			config.PluralCount = n
		}
	}
	format, err := l.Localize(config)
	if notFound := (*i18n.MessageNotFoundErr)(nil); errors.As(err, &notFound) {
		return "", false
	}
	return format, true // also where the message has no form for one thing, which go-i18n reports
}

// catalogue returns the messages of a part; nil where the language has no such part.
func (w *Words) catalogue(part string) *i18n.Localizer {
	w.mu.Lock()
	defer w.mu.Unlock()
	l, ok := w.catalogues[part]
	if ok {
		return l
	}
	if messages, err := load(w.tag.String(), part); err == nil {
		bundle := i18n.NewBundle(w.tag)
		if bundle.AddMessages(w.tag, messages...) == nil {
			l = i18n.NewLocalizer(bundle)
		}
	}
	w.catalogues[part] = l
	return l
}

// Help returns the text of a command or flag, by "COMMAND short", "COMMAND long", "COMMAND
// --FLAG" or "--FLAG"; false in English, which stands where the command is defined.
func (w *Words) Help(id string) (string, bool) { return w.find("help", id, nil) }

// HelpDefault returns the text of a flag with its default.
func (w *Words) HelpDefault(usage, value string) string {
	format, _ := w.Help("default")
	return fmt.Sprintf(format, usage, value)
}

// Term returns a word or phrase that is part of the data of a report, by its English; what
// no catalogue has stays English.
func (w *Words) Term(english string) string {
	if w.IsEnglish() {
		return english
	}
	if term, ok := w.find("term", english, nil); ok {
		return term
	}
	return english
}

// HelpIDs returns the ids that Help knows.
func (w *Words) HelpIDs() []string {
	list, _ := load(w.tag.String(), "help")
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	return ids
}
