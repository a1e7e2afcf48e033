package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/schemefile"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
)

func schemeCommand(s System, f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "scheme [PATH]",
		Short: "Print the scheme in use: what may be said of a text",
		Long: "scheme prints the scheme of the corpus that PATH is in (else of the working folder): the labels with their keys and\n" +
			"guidelines, attributes, relations, document labels and statuses. It is that of --scheme, else of pizhu.yaml in the\n" +
			"folder or one above it, else the built-in one.",
		Example: "  pizhu scheme\n  pizhu scheme --lang en articles/\n  pizhu scheme --json | jq .groups",
		Args:    upTo(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := cmp.Or(slices.Concat(args, []string{"."})...)
			if _, err := corpus.Stat(path); err != nil {
				return err
			}
			found, err := f.readScheme([]string{path})
			if err != nil {
				return err
			}
			if asJSON {
				return PrintJSON(cmd.OutOrStdout(), viewOf(found))
			}
			return printScheme(cmd.OutOrStdout(), f.words, found, f.lang)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON, with the names of the file's fields")
	c.AddCommand(schemeCheck(f), schemeDiff(s, f), schemeInit(f), schemeMigrate(s, f))
	return c
}

// upTo allows so many arguments.
func upTo(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("unexpected argument %q", args[n])
		}
		return nil
	}
}

// faultRow is what scheme check reports of one fault.
type faultRow struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"` // in code points, from 1
	Fault  string `json:"fault"`
	Hint   string `json:"hint"`
}

func schemeCheck(f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "check [FILE]",
		Short:   "Say all that is wrong with a scheme",
		Long:    "check reads a scheme (FILE, else the one in use here) and lists all that is wrong with it, with line and column.\nThe exit code is 3 where anything is.",
		Example: "  pizhu scheme check\n  pizhu scheme check --json pizhu.yaml",
		Args:    upTo(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := f.scheme
			if len(args) > 0 {
				path = args[0]
			} else if path == "" {
				path, _ = corpusScheme(".")
			}
			return checkScheme(cmd.OutOrStdout(), f.words, path, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {file, line, column, fault, hint} for each fault")
	return c
}

// checkScheme reports the faults of a scheme file; an empty path is the built-in
// scheme.
func checkScheme(w io.Writer, words *message.Words, path string, asJSON bool) error {
	_, err := loadScheme(path)
	var faults schemefile.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	if asJSON {
		words = message.New("") // for programs
	}
	rows := []faultRow{}
	for _, at := range slices.SortedStableFunc(slices.Values(faults), byPlace) {
		hint := ""
		if at.Hint != nil {
			hint = words.Error(at.Hint)
		}
		rows = append(rows, faultRow{path, at.Line, at.Column, words.Error(at.Err), hint})
	}
	if asJSON {
		err = PrintJSON(w, rows)
	} else {
		err = printFaults(w, words, path, rows)
	}
	if err == nil && len(rows) > 0 {
		err = foundError{fmt.Errorf("%q: %w: %d", path, errFaults, len(rows))}
	}
	return err
}

var errFaults = errors.New("the scheme has faults")

func byPlace(a, b *schemefile.SyntaxError) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func printFaults(w io.Writer, words *message.Words, path string, rows []faultRow) error {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s:%d:%d: %s\n", text.SafeLine(r.File), r.Line, r.Column, text.SafeLine(r.Fault))
		if r.Hint != "" {
			fmt.Fprintf(&b, "  %s\n", text.SafeLine(words.Text("report.check.hint", r.Hint)))
		}
	}
	if len(rows) == 0 {
		fmt.Fprintf(&b, "%s\n", text.SafeLine(words.Text("report.check.schemeRight", cmp.Or(path, words.Text("report.check.builtIn")))))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func schemeInit(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:     "init [FILE]",
		Short:   "Start a scheme: a copy of the built-in one, with comments",
		Long:    "init writes the built-in scheme, with comments, to FILE (else pizhu.yaml here), to be changed with any editor. It writes over\nnothing.",
		Example: "  pizhu scheme init\n  pizhu scheme init articles/pizhu.yaml",
		Args:    upTo(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := cmp.Or(slices.Concat(args, []string{schemeName})...)
			if err := f.checkOutputs([]output{{flag: "the scheme", path: path}}, nil); err != nil {
				return err
			}
			switch _, err := store.Replace(path, "", schemefile.Starter()); {
			case errors.Is(err, store.ErrChanged):
				return fault.Errorf("start a scheme in %q: %w", path, fs.ErrExist)
			case err != nil:
				return err
			}
			say(cmd.OutOrStdout(), f.words, "report.scheme.written", path)
			return nil
		},
	}
}

// loadScheme reads a scheme file; an empty path is the built-in scheme.
func loadScheme(path string) (foundScheme, error) {
	found := foundScheme{Path: path}
	raw := schemefile.Builtin()
	var err error
	if path != "" {
		if raw, err = store.Read(path, schemefile.MaxSize); err != nil {
			return foundScheme{}, err
		}
	}
	if found.Scheme, err = schemefile.ParseFor(raw, keymap.Taken()); err != nil {
		return foundScheme{}, fault.Errorf("read scheme %q: %w", path, err)
	}
	found.File = path
	return found, nil
}
