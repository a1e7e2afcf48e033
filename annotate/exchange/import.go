package exchange

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pizhu/model"
	"pizhu/model/text"
)

// An Import reads documents. Where a file says of a claim what its text does not
// bear out, the claim is refused and the fault listed.
type Import struct {
	Format      Format
	Scheme      *model.Scheme
	Labels      map[string]string // what labels of the file are in the scheme: group/label
	Unit        Unit              // of the offsets; empty: whichever fits each document
	Annotator   string            // of what names none
	One         bool              // all is the Annotator's, whoever the file names
	Suggestions bool              // claims come as suggestions, for a person to decide
	Now         time.Time
	NewID       func() string
	Yield       func(Document) error // takes each document

	Documents, Claims int
	Units             map[Unit]int // in how many documents each was used
	Problems          []Problem
	Unknown           []string // labels that the scheme does not know, as group/label

	unknown map[string]bool
}

// A Problem is what an import could not take as it stands.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Kind string `json:"kind"`
	What string `json:"what"`
}

// The kinds of problems.
const (
	badSyntax   = "syntax"   // the line is not the format's
	badPlace    = "place"    // the offsets lead out of the text, or back
	badQuote    = "quote"    // another text stands at the offsets
	badCluster  = "cluster"  // an end lies within a character; it was moved outwards
	badLabel    = "label"    // the scheme does not know it
	badRelation = "relation" // one of its ends is not there
	badFeature  = "unknown"  // it has no place in a claim
	badUnit     = "unit"     // nothing says what the offsets count
	badID       = "id"       // it stands twice
)

// Run reads all files.
func (m *Import) Run(files []Source) error {
	if m.Format.read == nil {
		return fmt.Errorf("%w to import: %q", ErrNoFormat, m.Format.Name)
	}
	m.Units, m.unknown = map[Unit]int{}, map[string]bool{}
	return m.Format.read(m, files)
}

func (m *Import) problem(file string, line int, kind, format string, args ...any) {
	m.Problems = append(m.Problems, Problem{file, line, kind, fmt.Sprintf(format, args...)})
}

// A mark is a claim as a file has it: nothing of it is certain.
type mark struct {
	line       int
	id         string // empty: a new one
	annotator  string // empty: the import's
	spans      [][2]int
	quote      []string // the text of each span, or of all of them joined; nil where the file has none
	quoted     [][2]int // the places of the quote, where they are others than the spans
	labels     []string
	attributes map[string]any
	note       string
	by         string
	method     model.Method
	verdict    model.Verdict
}

// A link is a relation as a file has it, between marks by their places in a
// list.
type link struct {
	line     int
	id       string
	kind     string
	from, to int
	note     string
}

// A draft is a document as a file has it.
type draft struct {
	name, file string
	line       int
	text       *text.Text
	marks      []mark
	links      []link
	abouts     map[string]model.Document // by annotator
}

// take checks a draft and passes the document on.
func (m *Import) take(d draft) error {
	ruler := m.fit(d)
	sets := map[string]*model.Set{}
	set := func(annotator string) *model.Set {
		if annotator == "" || m.One {
			annotator = m.Annotator
		}
		if sets[annotator] == nil {
			sets[annotator] = &model.Set{Document: model.Document{Labels: map[string][]string{}}}
		}
		return sets[annotator]
	}
	for name, about := range d.abouts {
		set(name).Document = about
	}
	claims := make([]*model.Claim, len(d.marks))
	seen := map[string]bool{}
	for i, k := range d.marks {
		if claims[i] = m.claim(d, k, ruler); claims[i] == nil {
			continue
		}
		if seen[claims[i].ID] {
			m.problem(d.file, k.line, badID, "%q stands twice; the second has a new one", claims[i].ID)
			claims[i].ID = m.NewID()
		}
		seen[claims[i].ID] = true
		s := set(k.annotator)
		s.Claims = append(s.Claims, claims[i])
		m.Claims++
	}
	for _, l := range d.links {
		m.relate(d, l, claims, set)
	}
	return m.pass(d, sets)
}

func (m *Import) pass(d draft, sets map[string]*model.Set) error {
	out := Document{Name: d.name, Text: d.text}
	for name, s := range sets {
		s.Normalize()
		out.Layers = append(out.Layers, Layer{name, *s})
	}
	slices.SortFunc(out.Layers, func(a, b Layer) int { return strings.Compare(a.Annotator, b.Annotator) })
	m.Documents++
	return m.Yield(out)
}

// claim makes the claim of a mark, or lists why there is none.
func (m *Import) claim(d draft, k mark, r ruler) *model.Claim {
	spans, kind, what := locate(d.text, k, r)
	if kind != "" {
		m.problem(d.file, k.line, kind, "%s", what)
		return nil
	}
	c := &model.Claim{ID: k.id, Note: k.note, Labels: map[string][]string{}, Attributes: map[string]any{}, Provenance: m.provenance(k)}
	if c.ID == "" {
		c.ID = m.NewID()
	}
	for _, s := range spans {
		whole := d.text.Snap(s)
		if n := len(c.Fragments); n > 0 {
			whole.Start = max(whole.Start, c.Fragments[n-1].Span.End)
		}
		if whole != s {
			m.problem(d.file, k.line, badCluster, "%q ends within a character: it is %q now", d.text.Slice(s), d.text.Slice(whole))
		}
		if !whole.Empty() {
			c.Fragments = append(c.Fragments, model.Describe(d.text, whole))
		}
	}
	for _, name := range k.labels {
		m.label(d, k, c, name)
	}
	for id, v := range k.attributes {
		c.Attributes[id] = m.typed(id, v)
	}
	return c
}

// provenance says who made an imported claim. Unless it comes as a suggestion,
// the import is a decision.
func (m *Import) provenance(k mark) model.Provenance {
	p := model.Provenance{By: k.by, Method: k.method, Created: m.Now, Verdict: k.verdict}
	if p.By == "" {
		p.By = m.Annotator
	}
	if m.Suggestions {
		p.Method, p.Verdict = model.Import, model.Undecided
		return p
	}
	if p.Method == "" {
		p.Method, p.Verdict = model.Import, model.Accepted
	}
	if p.Verdict != "" {
		p.DecidedBy, p.Decided = m.Annotator, m.Now
	}
	return p
}

func (m *Import) relate(d draft, l link, claims []*model.Claim, set func(string) *model.Set) {
	end := func(i int) *model.Claim {
		if i < 0 || i >= len(claims) {
			return nil
		}
		return claims[i]
	}
	from, to := end(l.from), end(l.to)
	switch {
	case from == nil || to == nil:
		m.problem(d.file, l.line, badRelation, "%q has an end that is no claim", l.kind)
		return
	case set(d.marks[l.from].annotator) != set(d.marks[l.to].annotator):
		m.problem(d.file, l.line, badRelation, "%q leads from one annotator's claim to another's", l.kind)
		return
	case l.kind == "":
		m.problem(d.file, l.line, badRelation, "it has no type")
		return
	}
	id := l.id
	if id == "" {
		id = m.NewID()
	}
	s := set(d.marks[l.from].annotator)
	s.Relations = append(s.Relations, &model.Relation{
		ID: id, Type: l.kind, From: from.ID, To: to.ID, Note: l.note,
		Provenance: m.provenance(mark{by: d.marks[l.from].by, method: model.Person}),
	})
}
