package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/corpus"
)

// migrationRow is what scheme migrate reports of one sidecar.
type migrationRow struct {
	Article   string   `json:"article"`
	Annotator string   `json:"annotator"`
	Claims    int      `json:"claims"`   // whose labels are renamed
	Document  bool     `json:"document"` // whether a label of the article itself is
	TooMany   []string `json:"too_many"` // claims that have several labels of a group that chooses one
	Error     string   `json:"error"`    // why nothing was renamed
}

func schemeMigrate(s System, f *flags) *cobra.Command {
	var asJSON, dry bool
	var renamings []string
	c := &cobra.Command{
		Use:   "migrate --map OLD=NEW PATH...",
		Short: "Rename labels and groups in the sidecars of a corpus",
		Long: "migrate renames labels (goal/2030=aim/by-2030) and whole groups (goal=aim) in the sidecars of all annotators. The scheme in use\n" +
			"must have the new names: change it first. Each sidecar is written whole or not at all, as an edit of its own that the reader can\n" +
			"undo. One that cannot be read, or that was made for another text, is listed and stops nothing; the exit code is then 3.",
		Example: "  pizhu scheme migrate --dry-run --map goal=aim articles/\n  pizhu scheme migrate --map goal/2030=aim/by-2030 --map role/firm=role/company articles/",
		Args:    some("no article was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			m := migrator{flags: f, options: s.layerOptions(f), now: s.Now, dry: dry}
			if err := m.prepare(s, renamings, args); err != nil {
				return err
			}
			articles, err := f.find(cmd.InOrStdin(), args, m.scheme)
			if err != nil {
				return err
			}
			if err := f.eachLayer(layer.NewLoader(m.options), articles, m.one); err != nil {
				return err
			}
			return m.report(cmd.OutOrStdout(), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {article, annotator, claims, document, too_many, error} for each sidecar")
	c.Flags().BoolVar(&dry, "dry-run", false, "write nothing, say what would be renamed")
	c.Flags().StringArrayVar(&renamings, "map", nil, "rename `OLD=NEW`, as group/label or group; may be given again")
	return c
}

// A migrator renames over a corpus.
type migrator struct {
	*flags
	options   layer.Options // but for who works with what
	now       func() time.Time
	dry       bool
	scheme    foundScheme
	migration edit.Migration
	rows      []migrationRow
	failed    int
}

func (m *migrator) prepare(s System, renamings, paths []string) error {
	if len(renamings) == 0 {
		return usage("--map names nothing to rename")
	}
	var err error
	if m.scheme, err = m.readScheme(paths); err != nil {
		return err
	}
	by, err := m.annotator(s.Env)
	if err != nil {
		return err
	}
	m.migration = edit.Migration{Scheme: m.scheme.Scheme, By: by, Now: s.Now().UTC().Truncate(time.Second)}
	for _, said := range renamings {
		r, err := renaming(said)
		if err != nil {
			return err
		}
		if err := known(m.scheme.Scheme, r); err != nil {
			return err
		}
		m.migration.Renamings = append(m.migration.Renamings, r)
	}
	return nil
}

// renaming takes OLD=NEW apart.
func renaming(said string) (edit.Renaming, error) {
	before, after, ok := strings.Cut(said, "=")
	var r edit.Renaming
	var of, to bool
	r.Group, r.Label, of = strings.Cut(before, "/")
	r.ToGroup, r.ToLabel, to = strings.Cut(after, "/")
	if !ok || of != to || r.Group == "" || r.ToGroup == "" || of && (r.Label == "" || r.ToLabel == "") {
		return edit.Renaming{}, usage("--map is %q, where group=group or group/label=group/label is wanted", said)
	}
	return r, nil
}

var errNotInScheme = errors.New("the scheme in use has no such name")

// known makes sure that a scheme has what a renaming leads to.
func known(scheme *model.Scheme, r edit.Renaming) error {
	for _, g := range slices.Concat(scheme.Groups, scheme.Documents) {
		if g.ID == r.ToGroup && (r.ToLabel == "" || g.Label(r.ToLabel) != nil) {
			return nil
		}
	}
	return usageError{fmt.Errorf("%q: %w", r.ToGroup+prefixed("/", r.ToLabel), errNotInScheme)}
}

// one renames in one layer.
func (m *migrator) one(a corpus.Article, annotator string) error {
	row := migrationRow{Article: a.Name, Annotator: annotator}
	if err := m.rename(a, annotator, &row); err != nil {
		m.failed++
		row.Error = err.Error()
	}
	if row.Claims > 0 || row.Document || row.Error != "" {
		m.rows = append(m.rows, row)
	}
	return nil
}

func (m *migrator) rename(a corpus.Article, annotator string, row *migrationRow) error {
	// A session would set a sidecar aside that cannot be read, and begin anew.
	if _, err := layer.ReadLayer(a, annotator, m.options); err != nil {
		return err
	}
	options := m.options
	options.Scheme = m.scheme.Scheme
	options.Author = edit.Author{Name: annotator, Now: m.now, NewID: edit.NewID}
	session, err := session.Open(a, options)
	if err != nil {
		return err
	}
	e, claims := m.migration.Edit(session.Set())
	if len(e.Changes) == 0 {
		return nil
	}
	if err := session.Do(e); err != nil {
		return err
	}
	if !m.dry {
		if err := closeOrUndo(session); err != nil {
			return err
		}
	}
	row.Claims, row.Document = claims, len(e.Changes) > claims
	for _, c := range edit.WithTooManyLabels(session.Set(), m.scheme.Scheme) {
		row.TooMany = append(row.TooMany, c.ID)
	}
	return nil
}

// closeOrUndo writes what a session did to the sidecar. Where that cannot be written the
// session's edit is taken back, for its journal would bring it there some other day.
func closeOrUndo(s *session.Session) error {
	err := s.Close()
	if unsaved, _ := s.Unsaved(); err == nil || !unsaved {
		return err
	}
	if _, _, undone := s.Undo(); undone != nil {
		return errors.Join(err, undone)
	}
	if job := s.Flush(); job != nil {
		job().Settle()
	}
	if state, failed := s.State(); state != session.Durable {
		return errors.Join(err, failed)
	}
	return err
}

var errNotRenamed = errors.New("some sidecars were left as they were")

func (m *migrator) report(w io.Writer, asJSON bool) error {
	var err error
	if asJSON {
		err = PrintJSON(w, append([]migrationRow{}, m.rows...))
	} else {
		err = m.print(w)
	}
	if err == nil && m.failed > 0 {
		err = foundError{fmt.Errorf("%w: %d", errNotRenamed, m.failed)}
	}
	return err
}

func (m *migrator) print(w io.Writer) error {
	done := ""
	if m.dry {
		done = "Dry"
	}
	s := &sheet{words: m.words}
	claims := 0
	for _, r := range m.rows {
		if r.Error != "" {
			s.say("report.migrate.left", r.Article, r.Annotator, r.Error)
			continue
		}
		claims += r.Claims
		s.say("report.migrate.sidecar"+done, r.Article, r.Annotator, m.words.Count(r.Claims, "claim"), s.when(r.Document, "report.migrate.document"))
		if len(r.TooMany) > 0 {
			s.say("report.migrate.tooMany", strings.Join(r.TooMany, ", "))
		}
	}
	s.say("report.migrate.done"+done, m.words.Count(claims, "claim"), m.words.Count(len(m.rows)-m.failed, "sidecar"))
	_, err := io.WriteString(w, s.String())
	return err
}
