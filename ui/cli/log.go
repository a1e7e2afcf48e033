package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// logRow is what log reports of one edit.
type logRow struct {
	Article   string      `json:"article"`
	Time      time.Time   `json:"time"`
	Annotator string      `json:"annotator"`
	Session   string      `json:"session"`
	Seq       int         `json:"seq"`    // in the session
	Again     string      `json:"again"`  // undo or redo, where it is one
	Action    string      `json:"action"` // of an undo and a redo, what was taken back or made again
	Changes   []logChange `json:"changes"`
}

type logChange struct {
	Kind   model.Kind `json:"kind"`
	ID     string     `json:"id"`
	Did    []string   `json:"did"`
	Labels []string   `json:"labels"` // that it has then
	Quote  string     `json:"quote"`
}

var errDamaged = errors.New("records that cannot be read")

// A choice says which edits are listed.
type choice struct {
	annotator, since, until, claim string
	newest                         int
	asJSON                         bool
}

func logCommand(s System, f *flags) *cobra.Command {
	var ch choice
	c := &cobra.Command{
		Use:   "log PATH...",
		Short: "Say who did what to articles, and when",
		Long: "log lists the edits of articles, the newest last, from the journals that stand beside the sidecars: when, in which of\n" +
			"several articles, who, the action (with undo and redo before it), what changed, and the text of the claim. Of an import and\n" +
			"of what another program wrote into a sidecar no journal knows. Times are local; with --json they are UTC.\n\n" +
			"A record that is torn or damaged is said with its place on standard error, and the exit code is 3.",
		Example: "  pizhu log article.txt\n  pizhu log --annotator chen --since 7d articles/\n  pizhu log --since 2026-11-01 --json articles/ | jq -r '.[].annotator' | sort | uniq -c",
		Args:    some("no article was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, articles, err := f.open(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			return s.log(f, articles, ch)
		},
	}
	ch.define(c.Flags())
	return c
}

func (ch *choice) define(set *pflag.FlagSet) {
	set.StringVar(&ch.annotator, "annotator", "", "what `NAME` did only")
	set.StringVar(&ch.claim, "claim", "", "what was done to the claim or relation with this `ID` only")
	set.StringVar(&ch.since, "since", "", "what was done from a `TIME` on: 2026-11-23, \"2026-11-23 09:00\", RFC 3339, or so long ago: 90m 36h 7d 2w")
	set.StringVar(&ch.until, "until", "", "what was done before a `TIME`")
	set.IntVarP(&ch.newest, "max-count", "n", 0, "the newest `N` only")
	set.BoolVar(&ch.asJSON, "json", false, "as JSON: a row {article, time, annotator, session, seq, again, action, changes} for each edit, with changes {kind, id, did, labels, quote}")
}

func (s System) log(f *flags, articles []corpus.Article, ch choice) error {
	wanted, err := ch.filter(s.Now)
	if err != nil {
		return err
	}
	var deeds []journal.Entry
	var damaged []error
	for _, a := range articles {
		done, bad, err := layer.ReadLog(a, ch.annotator, layer.Options{Sidecars: f.sidecars, State: s.state()})
		if err != nil {
			return err
		}
		deeds = append(deeds, slices.DeleteFunc(done, func(d journal.Entry) bool { return !wanted(d) })...)
		damaged = append(damaged, bad...)
	}
	layer.SortEntries(deeds)
	if ch.newest > 0 {
		deeds = deeds[max(0, len(deeds)-ch.newest):]
	}
	if err := printDeeds(s.Out, deeds, len(articles) > 1, ch.asJSON); err != nil {
		return err
	}
	for _, err := range damaged {
		say(s.Err, f.words, "report.damaged", err)
	}
	if len(damaged) > 0 {
		return foundError{fmt.Errorf("%w: %d", errDamaged, len(damaged))}
	}
	return nil
}

// state is the folder of what the program remembers; empty where there is none,
// and so no journal in it.
func (s System) state() string {
	dir, _ := store.StateDir(s.Env)
	return dir
}

// filter says whether an edit is wanted.
func (ch choice) filter(now func() time.Time) (func(journal.Entry) bool, error) {
	since, err := moment("--since", ch.since, now)
	if err != nil {
		return nil, err
	}
	until, err := moment("--until", ch.until, now)
	if err != nil {
		return nil, err
	}
	if ch.newest < 0 {
		return nil, usage("--max-count is %d", ch.newest)
	}
	return func(d journal.Entry) bool {
		about := func(t journal.ChangeSummary) bool { return t.ID == ch.claim }
		return !d.Time.Before(since) && (until.IsZero() || d.Time.Before(until)) &&
			(ch.claim == "" || slices.ContainsFunc(d.Changes, about))
	}, nil
}

// moments are the forms in which a time may be typed. One that names no zone is
// local.
var moments = []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339}

// moment reads a time, or how long ago it was; the zero time where none is typed.
func moment(flag, typed string, now func() time.Time) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	for _, form := range moments {
		if t, err := time.ParseInLocation(form, typed, time.Local); err == nil {
			return t, nil
		}
	}
	if ago, ok := days(typed); ok {
		return now().Add(-ago), nil
	}
	if ago, err := time.ParseDuration(typed); err == nil && ago >= 0 {
		return now().Add(-ago), nil
	}
	return time.Time{}, usage("%s is %q, which is no time such as 2026-11-23 or 7d", flag, typed)
}

// days reads a number of days or weeks.
func days(typed string) (time.Duration, bool) {
	const day = 24 * time.Hour
	for unit, length := range map[string]time.Duration{"d": day, "w": 7 * day} {
		number, ok := strings.CutSuffix(typed, unit)
		if n, err := strconv.ParseUint(number, 10, 14); ok && err == nil {
			return time.Duration(n) * length, true
		}
	}
	return 0, false
}

func printDeeds(w io.Writer, deeds []journal.Entry, named, asJSON bool) error {
	if asJSON {
		rows := make([]logRow, len(deeds))
		for i, d := range deeds {
			rows[i] = logRow{d.Article, d.Time, d.Annotator, d.Session, d.Seq, string(d.UndoOrRedo), string(d.Action), make([]logChange, len(d.Changes))}
			for j, t := range d.Changes {
				rows[i].Changes[j] = logChange{t.Kind, t.ID, t.Parts, t.Labels, t.Quote}
			}
		}
		return PrintJSON(w, rows)
	}
	var b strings.Builder
	for _, d := range deeds {
		for _, t := range d.Changes {
			cells := []string{d.Time.Local().Format("2006-01-02 15:04:05 -0700")}
			if named {
				cells = append(cells, d.Article)
			}
			cells = append(cells, d.Annotator, strings.TrimSpace(string(d.UndoOrRedo+" "+d.Action)), about(t))
			if t.Quote != "" {
				cells = append(cells, text.Excerpt(t.Quote, quoteLength))
			}
			for i := range cells {
				cells[i] = text.SafeLine(cells[i])
			}
			b.WriteString(strings.Join(cells, "\t") + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// about says what a change did to what. The labels that a claim had already
// stand in parentheses.
func about(t journal.ChangeSummary) string {
	if t.Kind != model.KindClaim {
		return string(t.Kind) + " " + strings.Join(t.Parts, " ")
	}
	parts := append([]string{t.ID}, t.Parts...)
	had := slices.DeleteFunc(slices.Clone(t.Labels), func(l string) bool { return slices.Contains(t.Parts, "+"+l) })
	if len(had) > 0 {
		parts = append(parts, "("+strings.Join(had, " ")+")")
	}
	return strings.Join(parts, " ")
}

// quoteLength is how much of a claim's text is shown, in clusters.
const quoteLength = 40
