// Command pizhu (批注, notes in the margin) reads articles in a terminal and lets
// a person mark the claims in them.
package main

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"pizhu/annotate/edit"
	"pizhu/annotate/store"
	"pizhu/model/fault"
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui"
	"pizhu/ui/cli"
	"pizhu/ui/message"
	"pizhu/ui/trace"
)

func main() {
	host, _ := os.Hostname() // without a name a journal is taken to be in use for good
	os.Exit(cli.Run(os.Args[1:], cli.System{
		Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: time.Now, Host: host, PID: os.Getpid(),
		Version: version(), Read: read, Doctor: doctor,
	}))
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}

// read shows articles on the terminal. Whatever ends it, what was done is
// written before it returns.
func read(r cli.Reading) error {
	keyboard, err := keyboard(os.Stdout)
	if err != nil {
		return err
	}
	state, _ := store.StateDir(os.Getenv) // without one nothing is remembered, which saving the places says
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	log, closeLog, err := debugLog(os.Getenv)
	if err != nil {
		return err
	}
	defer closeLog()
	app, err := ui.Open(ui.Options{
		Articles: r.Articles, Notice: r.Notice, Scheme: r.Scheme, Annotator: r.Annotator, Sidecars: r.Sidecars, Encoding: r.Encoding,
		Lang: r.Lang, Words: r.Words, Ambiguous: text.Ambiguous(r.Ambiguous), Style: layout.Style{Hang: !r.NoHang, KeepAll: r.KeepAll},
		State: state, Host: host, PID: os.Getpid(), Now: time.Now, Hangup: hangup(), Trace: log,
	})
	if err != nil {
		return err
	}
	ran := ui.Run(app, ui.Terminal{In: keyboard, Out: os.Stdout, Env: os.Environ()})
	places, closed := app.Close(rescueFolders(state)...)
	if err := places.Save(); err != nil {
		r.Warn(fault.Errorf("where you were is not remembered: %w", err))
	}
	return errors.Join(ran, closed)
}

// debugLog opens the file that PIZHU_DEBUG names, to which the screen writes its keys, messages and frames; with PIZHU_DEBUG_TEXT
// also the text that is typed. Without it the log is nil.
func debugLog(env func(string) string) (log *trace.Log, closeLog func(), err error) {
	path := env("PIZHU_DEBUG")
	if path == "" {
		return nil, func() {}, nil
	}
	file, err := store.OpenLog(path, trace.Begin)
	if err != nil {
		return nil, nil, fault.Errorf("PIZHU_DEBUG: %w", err)
	}
	log = trace.New(file, time.Now, env("PIZHU_DEBUG_TEXT") != "")
	log.Start(version(), os.Getpid())
	return log, func() { _ = file.Close() }, nil
}

// rescueFolders are those for work that can be written neither to its place nor to a journal: one among what the program
// remembers, and a new one where the system has its temporary files.
func rescueFolders(state string) []string {
	temporary := filepath.Join(os.TempDir(), "pizhu-rescued-"+edit.NewID())
	if state == "" {
		return []string{temporary}
	}
	return []string{filepath.Join(state, "rescued"), temporary}
}

// hangup gives a value when the terminal is gone. Bubble Tea itself takes
// SIGINT and SIGTERM.
func hangup() <-chan os.Signal {
	gone := make(chan os.Signal, 1)
	signal.Notify(gone, syscall.SIGHUP)
	return gone
}

// keyboard is where keys come from when the screen is on a terminal: standard
// input, or, where that holds an article, the terminal that controls the process.
func keyboard(screen *os.File) (*os.File, error) {
	if !term.IsTerminal(int(screen.Fd())) {
		return nil, cli.ErrNoTerminal
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return os.Stdin, nil
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return nil, cli.ErrNoTerminal
	}
	return tty, nil
}

// doctor asks the terminal what it does. The report goes to standard output,
// which may be a file: then the terminal is that of standard error.
func doctor(words *message.Words, asJSON bool) error {
	out := os.Stdout
	if !term.IsTerminal(int(out.Fd())) {
		out = os.Stderr
	}
	keyboard, err := keyboard(out)
	if err != nil {
		return err
	}
	findings, err := ui.Examine(keyboard, out, os.Environ())
	if err != nil {
		return err
	}
	if asJSON {
		return cli.PrintJSON(os.Stdout, findings)
	}
	return ui.PrintFindings(os.Stdout, words, findings)
}
