package exchange

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/fault"
)

// An Importer reads documents of one format: Run reads all files, and OnDocument takes each document. It verifies the offsets
// of each claim against the text; a claim that does not fit is refused and listed as a Problem.
type Importer struct {
	ImportSettings
	ImportResult
	importState
}

// ImportSettings say how files are read. Run does not change them.
type ImportSettings struct {
	Format          Format
	Scheme          *model.Scheme
	Labels          map[string]string            // labels of the files to labels of the scheme, as group/label
	Unit            OffsetUnit                   // of the offsets; empty: the first unit in which a document's quotes match
	Annotator       string                       // of claims whose annotator the file does not name
	SingleAnnotator bool                         // Annotator made all claims, whoever the file names
	Suggestions     bool                         // claims become suggestions, for a person to decide
	LayerName       func(string) (string, error) // makes the name of an annotator's layer; nil: the annotator's name
	Now             time.Time
	NewID           func() string
	Library         Library              // the articles, for formats that are Textless
	Encoding        string               // of all files; empty: detected for each file
	Force           bool                 // bytes that cannot be decoded become U+FFFD
	MaxClaims       int                  // of a document, and as many relations; 0: no limit
	MaxLine         int                  // in bytes; 0: 64 MiB
	MaxString       int                  // in bytes, of a label, a note and so on; 0: no limit
	OnDocument      func(Document) error // takes each document, or returns a RefusedError
}

// An ImportResult counts what Run read, and lists its problems.
type ImportResult struct {
	Documents, Claims int
	Refused           int                // documents that were not taken
	FirstRefusal      error              // the first RefusedError of OnDocument
	KeptLines         int                // lines that are no claims, kept in the sidecars for an export
	Replaced          int                // byte sequences that could not be decoded
	Encodings         map[string]int     // files by their encoding, without those in UTF-8
	Units             map[OffsetUnit]int // documents by their unit
	Problems          []Problem
	Unknown           []string // labels that the scheme does not have, as group/label
}

// An importState is what Run remembers from one document to the next.
type importState struct {
	unknown      map[string]bool           // labels that are in Unknown
	labelIDs     map[string]string         // ids of unknown labels, by their names
	labelNames   map[string]string         // names of unknown labels, by group/id
	layers       map[string]string         // names of layers, by annotator
	unreadFields map[string]*unreadMembers // by file
	buffers      []*bufio.Reader           // free for the next file
}

// A Library holds the articles that the files of a Textless format refer to.
type Library interface {
	// Find gives the name of the article that a file calls so. The hash, if it is
	// known, tells it from others that might be called so.
	Find(called, sha256 string) (name string, err error)
	// Read reads the article of a name that Find gave. Its layers may be left out.
	Read(name string) (Document, error)
}

// A RefusedError is returned by OnDocument for a document that cannot be taken. The document is listed and the import
// continues.
type RefusedError struct{ Err error }

// Error returns the reason.
func (r *RefusedError) Error() string { return r.Err.Error() }

// Unwrap returns the reason.
func (r *RefusedError) Unwrap() error { return r.Err }

// Run reads all files. It returns an error if it has to stop; Problems lists what was skipped.
func (m *Importer) Run(files []Source) error {
	if m.Format.read == nil {
		return fault.Errorf("%w to import: %q", ErrNoFormat, m.Format.Name)
	}
	if m.Format.Textless && m.Library == nil {
		return fmt.Errorf("%w: %q", ErrNoTexts, m.Format.Name)
	}
	m.Units, m.unknown, m.layers, m.unreadFields, m.Encodings = map[OffsetUnit]int{}, map[string]bool{}, map[string]string{}, map[string]*unreadMembers{}, map[string]int{}
	err := m.Format.read(m, files)
	m.reportUnread()
	m.sortProblems(files)
	return err
}

// sortProblems sorts the problems by file, in the order of the files, and line.
func (m *Importer) sortProblems(files []Source) {
	place := map[string]int{}
	for i, f := range files {
		place[f.Name] = i
	}
	slices.SortStableFunc(m.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(place[a.File], place[b.File]), cmp.Compare(a.Line, b.Line))
	})
}

func (m *Importer) addProblem(file string, line int, kind, format string, args ...any) {
	said := fault.Errorf(format, args...)
	m.Problems = append(m.Problems, Problem{file, line, kind, said.Error(), said})
}

// refuseDocument lists a document that is not taken.
func (m *Importer) refuseDocument(file string, line int, kind, format string, args ...any) {
	m.Refused++
	m.addProblem(file, line, kind, format, args...)
}

// noteAnnotator records that an annotator has read the text, even if no claim follows.
func (d *importDoc) noteAnnotator(annotator string) {
	if d.articleFields == nil {
		d.articleFields = map[string]model.Document{}
	}
	if _, ok := d.articleFields[annotator]; !ok {
		d.articleFields[annotator] = model.Document{}
	}
}

// importDocument verifies a document, builds its layers and passes it on. A document that cannot be decoded or exceeds
// a limit is refused.
func (m *Importer) importDocument(d importDoc) error {
	d.name = strings.ToValidUTF8(d.name, "\ufffd")
	if n := d.text.Undecodable(); n > 0 && !m.Format.Textless {
		m.refuseDocument(d.file, d.line, badEncoding, "%s is not taken, in %d places: %s", legible(d.name), n, notDecoded)
		return nil
	}
	if m.checkTexts(&d); d.limitLine > 0 {
		m.refuseDocument(d.file, d.limitLine, badLimit, "%q is not taken: %s", d.name, d.limitText)
		return nil
	}
	converter := m.detectUnit(&d)
	sets := map[string]*model.Set{}
	set := func(annotator string) *model.Set {
		annotator = m.layerFor(d, annotator)
		if sets[annotator] == nil {
			sets[annotator] = &model.Set{Document: model.Document{Labels: map[string][]string{}}}
		}
		return sets[annotator]
	}
	for _, name := range slices.Sorted(maps.Keys(d.articleFields)) {
		m.mergeArticleFields(d, set(name), d.articleFields[name])
	}
	m.relateAll(d, m.claimAll(d, converter, set), set)
	if d.unknown != "" || len(d.claims)+len(d.articleFields) == 0 && m.Format.Training && !m.Suggestions {
		set("") // in a training format a text without claims says that there are none
	}
	return m.yieldDocument(d, sets)
}

// claimAll makes the claims of a draft's marks, puts them into the sets of their annotators and returns them in the order of the marks:
// nil for a mark that is refused.
func (m *Importer) claimAll(d importDoc, converter offsetConverter, set func(annotator string) *model.Set) []*model.Claim {
	claims := make([]*model.Claim, len(d.claims))
	seen := map[string]bool{}
	for i, k := range d.claims {
		if claims[i] = m.makeClaim(d, k, converter); claims[i] == nil {
			continue
		}
		if seen[claims[i].ID] {
			m.addProblem(d.file, k.line, badID, "%q stands twice; the second has a new one", claims[i].ID)
			claims[i].ID = m.NewID()
		}
		seen[claims[i].ID] = true
		s := set(k.annotator)
		s.Claims = append(s.Claims, claims[i])
	}
	return claims
}

// relateAll makes the relations of a draft's links between the claims of its marks.
func (m *Importer) relateAll(d importDoc, claims []*model.Claim, set func(annotator string) *model.Set) {
	seen := map[string]bool{}
	for _, l := range d.relations {
		if seen[l.id] {
			m.addProblem(d.file, l.line, badID, "%q stands twice; the second has a new one", l.id)
			l.id = ""
		}
		m.makeRelation(d, l, claims, set)
		seen[l.id] = l.id != ""
	}
}

// legible returns the quoted name of a document, or "the document" if nobody can read its name.
func legible(name string) string {
	if strings.ContainsRune(name, utf8.RuneError) {
		return "the document"
	}
	return strconv.Quote(name)
}

// layerFor returns the name of the layer of an annotator whom a file names.
func (m *Importer) layerFor(d importDoc, annotator string) string {
	if annotator == "" || m.SingleAnnotator {
		return m.Annotator
	}
	if name, ok := m.layers[annotator]; ok {
		return name
	}
	name, err := annotator, error(nil)
	if m.LayerName != nil {
		name, err = m.LayerName(annotator)
	}
	switch {
	case err != nil:
		name = m.Annotator
		m.addProblem(d.file, d.line, badName, "%v: what %q made goes to %q", err, annotator, name)
	case name != annotator:
		m.addProblem(d.file, d.line, badName, "what %q made goes to %q", annotator, name)
	}
	m.layers[annotator] = name
	return name
}

// mergeArticleFields adds what is said of the article to a layer. Of two statuses the first stays.
func (m *Importer) mergeArticleFields(d importDoc, set *model.Set, about model.Document) {
	if old := set.Document.Status; old != "" && about.Status != "" && old != about.Status {
		m.addProblem(d.file, d.line, badArticle, "its status is %q and %q; it is %q now", old, about.Status, old)
	} else if old == "" {
		set.Document.Status = about.Status
	}
	if about.Note != "" {
		set.Document.Note = joinNotes(set.Document.Note, about.Note)
	}
	for group, list := range about.Labels {
		for _, l := range list {
			if !slices.Contains(set.Document.Labels[group], l) {
				set.Document.Labels[group] = append(set.Document.Labels[group], l)
			}
		}
	}
}

// yieldDocument sorts the layers of a document and gives it to OnDocument.
func (m *Importer) yieldDocument(d importDoc, sets map[string]*model.Set) error {
	out := Document{Name: d.name, SHA256: d.sha256, Text: d.text}
	claims := 0
	for name, s := range sets {
		s.Normalize()
		claims += len(s.Claims)
		l := Layer{Annotator: name, Set: *s}
		if name == m.Annotator {
			l.Unknown = d.unknown
		}
		out.Layers = append(out.Layers, l)
	}
	slices.SortFunc(out.Layers, func(a, b Layer) int { return strings.Compare(a.Annotator, b.Annotator) })
	err := m.OnDocument(out)
	if refusal := (*RefusedError)(nil); errors.As(err, &refusal) {
		m.FirstRefusal = cmp.Or(m.FirstRefusal, refusal.Err)
		m.refuseDocument(d.file, d.line, badDocument, "%q is not taken: %v", d.name, refusal.Err)
		return nil
	}
	if err == nil {
		m.Documents, m.Claims = m.Documents+1, m.Claims+claims
	}
	return err
}

// makeClaim makes the claim that a file describes. It lists why, and returns nil, if there is none.
func (m *Importer) makeClaim(d importDoc, k importClaim, r offsetConverter) *model.Claim {
	if !k.isDecoded() {
		m.addProblem(d.file, k.line, badEncoding, "%s", notDecoded)
		return nil
	}
	spans, kind, what := locateClaim(d.text, k, r)
	if kind != "" {
		m.addProblem(d.file, k.line, kind, "%s", what)
		return nil
	}
	c := &model.Claim{ID: k.id, Note: k.note, Labels: map[string][]string{}, Attributes: map[string]any{}, Provenance: m.completeProvenance(k.made)}
	if c.ID == "" {
		c.ID = m.NewID()
	}
	for _, s := range spans {
		whole := d.text.Snap(s)
		if n := len(c.Fragments); n > 0 {
			whole.Start = max(whole.Start, c.Fragments[n-1].Span.End)
		}
		if whole != s {
			m.addProblem(d.file, k.line, badCluster, "%q ends within a character: it is %q now", d.text.Slice(s), d.text.Slice(whole))
		}
		if !whole.Empty() {
			c.Fragments = append(c.Fragments, model.Describe(d.text, whole))
		}
	}
	for _, name := range k.labels {
		m.addLabel(d, k, c, name)
	}
	for id, v := range k.attributes {
		if id == "" {
			m.addProblem(d.file, k.line, badFeature, "an attribute has no name: %q", v)
			continue
		}
		c.Attributes[id] = m.attributeValue(id, v)
	}
	return c
}

// completeProvenance fills in who made an imported claim. Unless claims become suggestions, the import is the decision
// if the file names none.
func (m *Importer) completeProvenance(made model.Provenance) model.Provenance {
	p := made
	p.By = cmp.Or(p.By, m.Annotator)
	if p.Created.IsZero() {
		p.Created = m.Now
	}
	if m.Suggestions {
		return model.Provenance{By: p.By, Method: model.Import, Created: m.Now, Version: p.Version, Confidence: p.Confidence}
	}
	if p.Method == "" {
		p.Method, p.Verdict = model.Import, model.Accepted
	}
	if p.Verdict != "" && p.DecidedBy == "" {
		p.DecidedBy, p.Decided = m.Annotator, m.Now
	}
	return p
}

// makeRelation makes a relation between two claims of one annotator, or lists why there is none.
func (m *Importer) makeRelation(d importDoc, l importRelation, claims []*model.Claim, set func(string) *model.Set) {
	end := func(i int) *model.Claim {
		if i < 0 || i >= len(claims) {
			return nil
		}
		return claims[i]
	}
	from, to := end(l.from), end(l.to)
	switch {
	case from == nil || to == nil:
		m.addProblem(d.file, l.line, badRelation, "%q has an end that is no claim", l.kind)
		return
	case set(d.claims[l.from].annotator) != set(d.claims[l.to].annotator):
		m.addProblem(d.file, l.line, badRelation, "%q leads from one annotator's claim to another's", l.kind)
		return
	case l.kind == "":
		m.addProblem(d.file, l.line, badRelation, "it has no type")
		return
	case !utf8.ValidString(l.kind + l.note + l.id):
		m.addProblem(d.file, l.line, badEncoding, "%s", notDecoded)
		return
	}
	id := l.id
	if id == "" {
		id = m.NewID()
	}
	made := l.made
	if of := d.claims[l.from].made; made.Method == "" {
		made = model.Provenance{By: of.By}
		if of.Method == model.Model || of.Method == model.Rule { // which made both
			made = model.Provenance{By: of.By, Method: of.Method, Version: of.Version}
		}
	}
	s := set(d.claims[l.from].annotator)
	s.Relations = append(s.Relations, &model.Relation{
		ID: id, Type: l.kind, From: from.ID, To: to.ID, Note: l.note,
		Provenance: m.completeProvenance(made),
	})
}
