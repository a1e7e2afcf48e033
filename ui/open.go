package ui

import (
	"os"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
	"pizhu/ui/trace"
)

// Options say what is read, by whom and how.
type Options struct {
	Articles  []corpus.Article
	Notice    string // a message to start with; may be empty
	Scheme    *model.Scheme
	Annotator string
	Sidecars  string         // the folder of the sidecars; empty for beside the articles
	Encoding  string         // of the articles; empty to find it out
	Lang      string         // of the labels' names
	Words     *message.Words // of messages; nil for English
	Ambiguous text.Ambiguous
	Style     layout.Style
	State     string           // the folder of what is remembered, and of journals that cannot be beside the sidecars
	Host      string           // where the program runs, and as which process
	PID       int              // of that process
	Now       func() time.Time // the clock
	Hangup    <-chan os.Signal // gives a value when the terminal is gone
	Trace     *trace.Log       // of keys, messages and frames; nil for none
}

// How long the program waits, and how long nobody can have read what is shown.
const (
	saveDelay = 300 * time.Millisecond
	reaction  = 100 * time.Millisecond
)

// Open makes an App of options and opens the article that was left last, else the first that can be opened. The system watches
// its files, where it can; else the App looks at them every few seconds.
func Open(o Options) (*App, error) {
	keys, err := keymap.New(o.Scheme)
	if err != nil {
		return nil, err
	}
	watcher, _ := store.NewWatcher()
	a, err := New(Config{
		Articles: o.Articles, Notice: o.Notice, Scheme: o.Scheme, Keys: keys, Lang: o.Lang, Words: o.Words, Sidecars: o.Sidecars, Encoding: o.Encoding,
		Measure: text.NewMeasure(o.Ambiguous), Lines: o.Style,
		Author: edit.Author{Name: o.Annotator, Now: o.Now, NewID: edit.NewID},
		Places: store.LoadPlaces(o.State),
		State:  o.State, Host: o.Host, PID: o.PID, SaveIn: saveDelay, Reaction: reaction,
		Hangup: o.Hangup, Watcher: watcher, Trace: o.Trace,
	})
	if err != nil && watcher != nil {
		watcher.Close()
	}
	return a, err
}
