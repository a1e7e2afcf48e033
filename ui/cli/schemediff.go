package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/layer"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/ui/message"
)

// changeRow is what scheme diff reports of one part of a scheme.
type changeRow struct {
	What   string         `json:"what"` // added, removed, renamed or changed
	Kind   model.PartKind `json:"kind"`
	Old    string         `json:"old"`
	New    string         `json:"new"`
	Fields []string       `json:"fields"`
	Breaks bool           `json:"breaks"` // what was said with the old scheme may not fit
	Used   int            `json:"used"`   // claims, relations and articles that have it, in the sidecars that were read
}

// usesRow is what scheme diff reports of one sidecar.
type usesRow struct {
	Article   string `json:"article"`
	Annotator string `json:"annotator"`
	Claims    int    `json:"claims"`   // that have what breaks
	Document  bool   `json:"document"` // whether the article as a whole has
	Error     string `json:"error"`    // why the sidecar could not be read
}

func schemeDiff(s System, f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "diff OLD NEW [PATH...]",
		Short: "Say what one scheme makes of another, and whose work that touches",
		Long: "diff lists what NEW adds to OLD, removes, renames (another id, but the same key or a name of the same) and changes. With PATHs it\n" +
			"also says which sidecars have something that NEW removes, renames or narrows, and in how many claims. - stands for the built-in scheme.",
		Example: "  pizhu scheme diff old.yaml pizhu.yaml\n  pizhu scheme diff - pizhu.yaml articles/",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("diff takes two schemes, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var schemes [2]foundScheme
			for i, path := range args[:2] {
				var err error
				if schemes[i], err = loadScheme(strings.TrimPrefix(path, "-")); err != nil {
					return err
				}
			}
			d := comparison{changes: schemes[0].Diff(schemes[1].Scheme), used: map[int]int{}}
			if err := d.read(s, f, cmd.InOrStdin(), args[2:], schemes[1]); err != nil {
				return err
			}
			sayRecovered(cmd.ErrOrStderr(), f.words, d.recovered)
			return d.report(cmd.OutOrStdout(), f.words, len(args) > 2, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: {changes: rows {what, kind, old, new, fields, breaks, used}, sidecars: rows {article, annotator, claims, document, error}}")
	return c
}

// A comparison is of two schemes, over a corpus.
type comparison struct {
	changes []model.PartChange
	used    map[int]int // how often, by the index in changes
	rows    []usesRow
	failed  int

	recovered int // edits that only journals had
}

// read goes through the sidecars of articles. One that cannot be read stops
// nothing.
func (d *comparison) read(s System, f *flags, in io.Reader, paths []string, scheme foundScheme) error {
	if len(paths) == 0 {
		return nil
	}
	articles, err := f.find(in, paths, scheme)
	if err != nil {
		return err
	}
	loader := layer.NewLoader(s.layerOptions(f))
	return f.eachLayer(loader, articles, func(a corpus.Article, annotator string) error {
		row := usesRow{Article: a.Name, Annotator: annotator}
		layer, err := loader.ReadLayer(a, annotator)
		if err != nil {
			d.failed++
			row.Error = err.Error()
		}
		d.recovered += layer.Recovered
		if d.count(layer.Set, &row); row.Claims > 0 || row.Document || err != nil {
			d.rows = append(d.rows, row)
		}
		return nil
	})
}

// count notes what of a set the changes touch.
func (d *comparison) count(set model.Set, row *usesRow) {
	touched := map[*model.Claim]bool{}
	for i, c := range d.changes {
		d.used[i] += c.Old.Uses(set)
		if !c.Breaks() {
			continue
		}
		for _, claim := range set.All() {
			if c.Old.Uses(model.Set{Claims: []*model.Claim{claim}}) > 0 {
				touched[claim] = true
			}
		}
		row.Document = row.Document || c.Old.Uses(model.Set{Document: set.Document}) > 0
	}
	row.Claims = len(touched)
}

// eachLayer calls a function for each layer of each article, in their order. It passes over articles whose layers cannot
// be listed.
func (f *flags) eachLayer(loader *layer.Loader, articles []corpus.Article, do func(a corpus.Article, annotator string) error) error {
	for _, a := range articles {
		names, err := loader.Annotators(a)
		if err != nil {
			f.passed.article(a, err)
			continue
		}
		for _, name := range names {
			if err := do(a, name); err != nil {
				return err
			}
		}
	}
	return nil
}

var errUnread = errors.New("some sidecars could not be read")

func (d *comparison) report(w io.Writer, words *message.Words, read, asJSON bool) error {
	rows := make([]changeRow, len(d.changes))
	for i, c := range d.changes {
		rows[i] = changeRow{c.What(), max(c.Old.Kind, c.New.Kind), c.Old.Path(), c.New.Path(), c.Fields, c.Breaks(), d.used[i]}
	}
	var err error
	if asJSON {
		err = PrintJSON(w, struct {
			Changes  []changeRow `json:"changes"`
			Sidecars []usesRow   `json:"sidecars"`
		}{rows, d.rows})
	} else {
		err = d.print(w, words, rows, read)
	}
	if err == nil && d.failed > 0 {
		err = foundError{fmt.Errorf("%w: %d", errUnread, d.failed)}
	}
	return err
}

func (d *comparison) print(w io.Writer, words *message.Words, rows []changeRow, read bool) error {
	s := &sheet{words: words}
	for _, r := range rows {
		used := ""
		if read && r.Old != "" {
			used = words.Text("report.uses", words.Count(r.Used, "use"))
		}
		switch r.What {
		case "added":
			s.say("report.diff.added", words.Term(string(r.Kind)), r.New)
		case "renamed":
			s.say("report.diff.renamed", words.Term(string(r.Kind)), r.Old, r.New, s.part("report.diff.changedFields", strings.Join(r.Fields, ", ")), used)
		default:
			s.say("report.diff."+r.What, words.Term(string(r.Kind)), r.Old, s.part("report.diff.fields", strings.Join(r.Fields, ", ")), used)
		}
	}
	if len(rows) == 0 {
		s.say("report.diff.same")
	}
	for _, r := range d.rows {
		switch {
		case r.Error != "":
			s.say("report.diff.sidecarError", r.Article, r.Annotator, r.Error)
		default:
			s.say("report.diff.sidecar", r.Article, r.Annotator, words.Count(r.Claims, "claim"), s.when(r.Document, "report.diff.document"))
		}
	}
	if read && len(d.rows) == 0 {
		s.say("report.diff.untouched")
	}
	_, err := io.WriteString(w, s.String())
	return err
}
