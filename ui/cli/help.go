package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/ui/cli/help"
	"pizhu/ui/message"
)

// errNoTopic means that neither a command nor a topic of the manual has a name.
var errNoTopic = errors.New("neither a command nor a topic of the manual")

func helpCommand(s System, f *flags) *cobra.Command {
	var man string
	var force bool
	c := &cobra.Command{
		Use:   "help [COMMAND|TOPIC]",
		Short: "Explain a command, or a topic of the manual",
		Long: "help TOPIC prints a topic of the manual, help COMMAND the help of a command. Without a name it lists both.\n" +
			"The manual is in English and Chinese; --lang or the locale chooses. In a pipe it is plain text, $COLUMNS wide, else 80.\n" +
			"With --man a man page of each command and each topic is written to DIR/man1 and DIR/man7.",
		Example:           "  pizhu help\n  pizhu help keys | less\n  pizhu help export\n  pizhu help --lang zh safety\n  pizhu help --man ~/.local/share/man && man pizhu-keys",
		ValidArgsFunction: completeHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case man != "" && len(args) > 0:
				return usage("--man writes all pages; %q is too much", args[0])
			case man != "":
				return s.writeMan(cmd.Root(), man, message.Language(f.lang, s.Env), force)
			case force:
				return usage("--force goes with --man")
			}
			return s.help(cmd.Root(), f, args)
		},
	}
	c.Flags().StringVar(&man, "man", "", "write man pages below `DIR`")
	c.Flags().BoolVar(&force, "force", false, "with --man: replace files that pizhu did not write")
	return c
}

// completeHelp returns what the shell offers after pizhu help.
func completeHelp(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := help.Names()
	for _, c := range cmd.Root().Commands() {
		names = append(names, c.Name()+"\t"+c.Short)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// help prints the topic or the help of the command that args name. A topic goes first: --help has the command's.
func (s System) help(root *cobra.Command, f *flags, args []string) error {
	if len(args) == 1 {
		if markdown, ok := help.Text(message.Language(f.lang, s.Env), args[0]); ok {
			page, out := s.page(f)
			_, err := io.WriteString(out, page.Render(markdown))
			return err
		}
	}
	found, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 {
		return usageError{fault.Errorf("%q is %w", strings.Join(args, " "), errNoTopic)}
	}
	found.InitDefaultHelpFlag()
	return found.Help()
}

const (
	pipeColumns   = 80
	fewestColumns = 20 // smaller sizes are ignored
)

// page returns what the manual is laid out for, and where it is written.
func (s System) page(f *flags) (help.Page, io.Writer) {
	ambiguous := text.Narrow
	if f.ambiguous == string(text.Wide) {
		ambiguous = text.Wide
	}
	page := help.Page{Columns: pipeColumns, Measure: text.NewMeasure(ambiguous)}
	if n, err := strconv.Atoi(s.Env("COLUMNS")); err == nil && n >= fewestColumns {
		page.Columns = n
	}
	t, ok := s.Out.(*terminalWriter)
	if !ok {
		return page, s.Out
	}
	page.Styled = s.Env("TERM") != "dumb"
	if n, _, err := term.GetSize(int(t.terminal().Fd())); err == nil && n >= fewestColumns {
		page.Columns = n
	}
	return page, t.terminal() // past the writer that replaces escape codes
}

// topicList returns the list of the topics, as the help of pizhu shows it.
func topicList(words *message.Words, lang string) string {
	var b strings.Builder
	b.WriteString("\n" + words.Text("report.topics") + "\n")
	for _, t := range help.Topics(lang) {
		fmt.Fprintf(&b, "  %-12s %s\n", t.Name, t.Title)
	}
	return b.String()
}
