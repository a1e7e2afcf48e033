// Package ui is the full-screen program: App holds what a person sees and does,
// and routes; the panes below it draw. All that must not be lost is the
// Session's.
package ui

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/noise"
	"pizhu/annotate/session"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/article"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
	"pizhu/ui/trace"
)

// Config is what an App is made of.
type Config struct {
	Articles []corpus.Article
	Notice   string // a message to start with; may be empty
	Scheme   *model.Scheme
	Keys     keymap.Map
	Measure  text.Measure
	Lines    layout.Style
	Lang     string // of the labels' names
	Words    *message.Words
	Author   edit.Author
	Sidecars string
	Encoding string // of the articles; empty to find it out
	Places   store.Places
	State    string // a folder for journals that cannot be beside the sidecars
	Host     string // where the program runs, and as which process
	PID      int
	SaveIn   time.Duration    // how long after a change the sidecar is written
	Reaction time.Duration    // in which nobody can have read what is shown: a longer wait is said
	Hangup   <-chan os.Signal // gives a value when the terminal is gone
	Watcher  *store.Watcher   // of files; nil where the system has none
	Trace    *trace.Log       // of keys, messages and frames, for those who develop the program; nil for none
}

// App is the state of the screen. Its Update takes Bubble Tea's messages. Frame draws the state, and is the same for the same
// state; it keeps what it drew (drawn here, rows in the Reader), so that the next frame costs less.
type App struct {
	Config
	index    int // of the article that is shown
	asked    request
	article  *article.Article // that is shown
	typed    typeAhead
	closing  []*session.Session  // sessions of articles that were left, until all of their work is in its sidecar
	due      bool                // whether the sidecars are to be written in a moment
	quitting bool                // the program is being left: no key acts any more
	repeats  *noise.CorpusCounts // what stands in many of the articles; nil until that is known

	historyOf string     // the claim whose history is being read; empty if none: what is typed meanwhile is for its list
	onWhole   func(*App) // goes to a place that is not read yet, once it is; nil if none: what is typed meanwhile is for that place

	width, height int
	dialogs       []*openDialog // the last takes what is typed; with none the text does
	actions       map[keymap.Action]func(*App) tea.Cmd
	chord         string              // the first key of a chord, while the second is waited for
	labels        map[string][]string // of the claim that was labelled last
	search        searching
	message       string
	press         press
	drawn         drawn

	openArticle func(corpus.Article, layer.Options) (*session.Session, error)
}

// New makes an App and opens the article that was left last, else the first that can be opened.
func New(c Config) (*App, error) {
	c.Words = cmp.Or(c.Words, message.New("")).WithKeys(keysOf(c.Keys))
	a := &App{Config: c, width: 80, height: 24, actions: readActions(), openArticle: session.Open}
	var first error
	begin := a.lastArticle()
	for i := range beginningWith(begin, len(a.Articles)) {
		session, err := session.Open(a.Articles[i], a.options())
		if err != nil {
			first = cmp.Or(first, err)
			continue
		}
		a.enter(i, session)
		a.stay()
		a.showPutBack()
		if first != nil {
			a.notify("screen.cannotOpen", a.Articles[begin].Name, reason(first))
		}
		if a.Notice != "" && a.message != "" {
			a.message = a.Words.Text("report.joiner") + a.message
		}
		a.message = a.Notice + a.message
		return a, nil
	}
	return nil, first
}

// keysOf returns the keys of actions for messages: the first of each.
func keysOf(keys keymap.Map) func(action string) string {
	return func(action string) string {
		for _, b := range keys.Of(keymap.Read) {
			if string(b.Action) == action {
				return b.Keys[0]
			}
		}
		return action
	}
}

func (a *App) options() layer.Options {
	return layer.Options{
		Scheme: a.Scheme, Author: a.Author, Sidecars: a.Sidecars, Encoding: a.Encoding,
		State: a.State, Host: a.Host, PID: a.PID,
	}
}

// labelNames returns the names and faces of the scheme's labels.
func (a *App) labelNames() article.Labels {
	return article.Labels{Scheme: a.Scheme, Lang: a.Lang, Words: a.Words}
}

// notify shows a message of the screen.
func (a *App) notify(id string, args ...any) { a.message = a.Words.Text(id, args...) }

// showNotices shows what a session has to say.
func (a *App) showNotices(s *session.Session) {
	if news := s.Notices(); len(news) > 0 {
		said := make([]string, len(news))
		for i, n := range news {
			said[i] = a.Words.Error(n)
		}
		a.message = strings.Join(said, a.Words.Text("report.joiner"))
	}
}

// Measured takes a new measure of the terminal. The layout is made again, and
// the place on the screen is kept.
func (a *App) Measured(m text.Measure) {
	a.Measure, a.drawn = m, drawn{}
	a.article.Remeasure(m)
}

// Sessions are all whose work may not be on disk yet.
func (a *App) Sessions() []*session.Session {
	return append(slices.Clip(a.closing), a.article.Session)
}

// Close writes what is not on disk yet, and says where one was in its articles.
// What cannot be written where it belongs goes into the first of the folders that can be written.
func (a *App) Close(rescue ...string) (store.Places, error) {
	a.notePlace()
	a.noteLast()
	var failed []error
	for _, s := range a.Sessions() {
		failed = append(failed, s.CloseOrRescue(rescue...))
	}
	if a.Watcher != nil {
		a.Watcher.Close()
	}
	return a.Places, errors.Join(failed...)
}

// Update takes one message, and gives the command that it calls for.
func (a *App) Update(msg tea.Msg) tea.Cmd {
	cmd := tea.Batch(a.route(msg), a.askPutBack())
	if a.typed.Len() > 0 {
		cmd = tea.Batch(cmd, a.replay())
	}
	return tea.Batch(cmd, a.detect())
}

func (a *App) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return tea.Batch(a.input(msg), a.flush())
	case flushedMsg:
		return a.flushed(msg)
	case retryMsg:
		return tea.Batch(a.flush(), a.write())
	case saveDueMsg:
		a.due = false
		return a.write()
	case pollDueMsg:
		return tea.Batch(a.poll(), a.watch())
	case touchedMsg:
		return a.touched(msg)
	case hungUpMsg:
		return tea.Quit
	default:
		return a.routeAnswer(msg)
	}
	return nil
}

// routeAnswer takes what a command has read or found.
func (a *App) routeAnswer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		a.asked.fetching = false
		return a.opened(msg)
	case restReadMsg:
		return a.arrived(msg)
	case stillOpeningMsg:
		a.stillOpening(msg)
	case readableMsg:
		a.seen(msg)
	case detectedMsg:
		a.article.Adopt(msg.Detected, a.repeats)
	case repeatsMsg:
		a.learnt(msg)
	case matchedMsg:
		a.matched(msg)
	case historyMsg:
		a.remembered(msg)
	}
	return nil
}

// Init reads the rest of a large article, looks for noise and for what repeats over the articles, and waits for the
// terminal to be gone.
func (a *App) Init() tea.Cmd {
	return tea.Batch(a.letRead(), a.poll(), a.rest(), a.detect(), a.learn(), a.watch(), a.listen(), func() tea.Msg {
		<-a.Hangup
		return hungUpMsg{}
	})
}

// The messages of commands.
type (
	restReadMsg struct{ session.RestRead }
	flushedMsg  struct{ session.JobResult }
	retryMsg    struct{}
	saveDueMsg  struct{}
	pollDueMsg  struct{}
	touchedMsg  struct{ paths []string } // none where it is not known which
	hungUpMsg   struct{}
)
