// Package cli is the command line: the table of commands, their flags, and what
// they print. A command with a screen calls a function that is passed in.
package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/ui/message"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitFound  = 3
)

// exitCodes is the table of the exit codes.
var exitCodes = []struct {
	Code    int
	Meaning string // the id of the message
}{
	{exitOK, "report.exit.0"},
	{exitFailed, "report.exit.1"},
	{exitUsage, "report.exit.2"},
	{exitFound, "report.exit.3"},
}

// System is what the command line has of the system it runs on.
type System struct {
	Out, Err io.Writer
	Env      func(string) string
	Now      func() time.Time
	Host     string // where the program runs, and as which process: for the journals
	PID      int
	Version  string
	Read     func(Reading) error // shows articles on the terminal
	Doctor   func(words *message.Words, asJSON bool) error
}

// Reading is what the reader is asked to show.
type Reading struct {
	Articles  []corpus.Article
	Notice    string // what is said at the start; may be empty
	Scheme    *model.Scheme
	Annotator string
	Sidecars  string
	Encoding  string
	Lang      string         // of the labels' names
	Words     *message.Words // of the screen
	Ambiguous string
	NoHang    bool        // no stop stands right of its row
	KeepAll   bool        // rows end between words only
	Warn      func(error) // says what went wrong where no work is lost
}

// usageError is an error of the person who typed the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// foundError says that the work is done, and that it found problems.
type foundError struct{ error }

func (e foundError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fault.Errorf(format, args...)} }

// Run runs a command line and returns its exit code.
func Run(args []string, s System) int {
	w := message.New(message.Language(languageFlag(args), s.Env))
	f := &flags{words: w, passed: passedOver{w: s.Err, words: w}}
	s.Out = toTerminal(s.Out)
	root := s.root(f)
	localize(root, w)
	root.SetArgs(args)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	cmd, err := root.ExecuteC()
	if err != nil {
		err = mistyped(cmd, err)
	}
	if t, ok := s.Out.(*terminalWriter); ok {
		err = cmp.Or(err, t.Flush())
	}
	if err == nil {
		err = f.passed.end()
	}
	if err == nil {
		return exitOK
	}
	said := strings.ReplaceAll(w.Error(groupFault(err)), "\n", w.Text("report.joiner")) // as several errors are joined
	say(s.Err, w, "report.error", said)
	if hint := hintFor(w, cmd.CommandPath(), err); hint != "" {
		say(s.Err, w, "report.hint", hint)
	}
	switch {
	case errors.As(err, &usageError{}):
		return exitUsage
	case errors.As(err, &foundError{}):
		return exitFound
	}
	return exitFailed
}

// root is the command pizhu itself with all the others.
func (s System) root(f *flags) *cobra.Command {
	f.words = cmp.Or(f.words, message.New(""))
	root := &cobra.Command{
		Use:   "pizhu [flags] PATH...",
		Short: "Read articles and mark the claims in them",
		Long: "pizhu reads articles in a terminal and lets a person mark the claims in them and label each one.\n" +
			"An article is a text file, a web page (whose article the first claim saves as PAGE.html.txt), a line of a JSONL file,\nor - for standard input.\n" +
			"The annotations are kept as JSON beside each article. ? shows the keys.\n\n" + codes(f.words),
		Example: "  pizhu article.txt\n  pizhu --as chen articles/\n  pizhu --text-field body news.jsonl page.html\n  fetch | pizhu --save-as article.txt -\n  pizhu export --format jsonl articles/ >claims.jsonl",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("no article was named")
			}
			return nil
		},
		RunE:             func(cmd *cobra.Command, args []string) error { return s.read(f, cmd.InOrStdin(), args) },
		PersistentPreRun: func(*cobra.Command, []string) { f.state = s.state() },
		Version:          s.Version,
		SilenceErrors:    true,
		SilenceUsage:     true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{flagFault(err)} })
	f.define(root.PersistentFlags())
	root.Flags().StringVar(&f.saveAs, "save-as", "", "keep the text of standard input in a new `FILE`, from the first claim on, with the claims beside it")
	root.Flags().BoolVar(&f.noHang, "no-hang", false, "let no 。 or ， stand in the margin right of its row")
	root.Flags().BoolVar(&f.keepAll, "keep-all", false, "break rows between words only, as some Korean is set")
	for _, c := range commands {
		root.AddCommand(c(s, f))
	}
	manual := helpCommand(s, f)
	root.AddCommand(manual)
	root.SetHelpCommand(manual)
	usual := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		usual(c, args)
		if c == root {
			fmt.Fprint(c.OutOrStdout(), topicList(f.words, message.Language(f.lang, s.Env)))
		}
	})
	return root
}

// commands is the table of the commands.
var commands = []func(System, *flags) *cobra.Command{
	exportCommand, importCommand, convertCommand,
	checkCommand,
	cleanCommand,
	doctorCommand,
	keysCommand,
	licencesCommand,
	logCommand,
	mergeCommand,
	schemaCommand,
	schemeCommand,
}

// codes returns the list of the exit codes.
func codes(w *message.Words) string {
	var b strings.Builder
	b.WriteString(w.Text("report.exit.codes") + "\n")
	for _, c := range exitCodes {
		fmt.Fprintf(&b, "  %d  %s\n", c.Code, w.Text(c.Meaning))
	}
	return b.String()
}
