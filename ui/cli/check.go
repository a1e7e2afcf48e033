package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/check"
	"pizhu/annotate/layer"
	"pizhu/model/text"
	"pizhu/ui/message"
)

// problemRow is what check reports of one thing that is wrong.
type problemRow struct {
	File   string     `json:"file"`
	Line   int        `json:"line"`   // from 1; 0 where there is none
	Column int        `json:"column"` // in code points, from 1; 0 where there is none
	ID     string     `json:"id"`     // of the claim or relation
	Kind   check.Kind `json:"kind"`
	What   string     `json:"what"`
	Hint   string     `json:"hint"`
}

var errProblems = errors.New("problems were found")

func checkCommand(s System, f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check PATH...",
		Short: "Say all that is wrong with the annotations of articles",
		Long: "check reads all layers of articles and holds them against the text and the scheme: sidecars that cannot be read, claims\n" +
			"whose text was moved, changed or taken out of the article, quotes and spans that never stood in it, what the scheme does not\n" +
			"know or wants and misses, relations that lead nowhere, what is said twice; journals with records that cannot be read, and work\n" +
			"that is in a journal alone. Below folders it also finds sidecars without an\n" +
			"article and files that were left. It changes nothing. The exit code is 3 where anything is wrong.",
		Example: "  pizhu check articles/\n  pizhu check --json articles/ | jq -r '.[] | select(.kind == \"orphan\") | .id'",
		Args:    some("no article was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			scheme, articles, err := f.open(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			o := layer.Options{Scheme: scheme, Sidecars: f.sidecars, Encoding: f.encoding, State: s.state()}
			faults := check.Inspect(articles, args, o)
			if err := reportFaults(cmd.OutOrStdout(), f.words, faults, asJSON); err != nil {
				return err
			}
			if len(faults) > 0 {
				return foundError{fmt.Errorf("%w: %d", errProblems, len(faults))}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {file, line, column, id, kind, what, hint} for each problem")
	return c
}

func reportFaults(w io.Writer, words *message.Words, faults []check.Fault, asJSON bool) error {
	rows := make([]problemRow, len(faults))
	for i, f := range faults {
		rows[i] = problemRow{f.File, f.Line, f.Column, f.ID, f.Kind, f.What, f.Hint}
	}
	if asJSON {
		return PrintJSON(w, rows)
	}
	var b strings.Builder
	for i, r := range rows {
		b.WriteString(text.SafeLine(r.File))
		for _, n := range []int{r.Line, r.Column} {
			if n > 0 {
				fmt.Fprintf(&b, ":%d", n)
			}
		}
		what := words.Error(faults[i].Said)
		if r.ID != "" {
			what = r.ID + ": " + what
		}
		fmt.Fprintf(&b, ": %s: %s\n", r.Kind, text.SafeLine(what))
		if i+1 == len(rows) || rows[i+1].Hint != r.Hint || rows[i+1].File != r.File {
			fmt.Fprintf(&b, "  %s\n", text.SafeLine(words.Text("report.check.hint", words.Term(r.Hint))))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
