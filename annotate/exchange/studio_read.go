package exchange

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A studioImport is a task as any version of Label Studio has it.
type (
	studioImport struct {
		ID          jsontext.Value            `json:"id"`
		Data        map[string]jsontext.Value `json:"data"`
		Annotations []studioSaid              `json:"annotations"`
		Completions []studioSaid              `json:"completions"`
		Predictions []studioSaid              `json:"predictions"`
		Rest        jsontext.Value            `json:",embed"`
	}
	// A studioSaid is what one person, or one model, said of a task.
	studioSaid struct {
		studioAnswer
		ID        jsontext.Value `json:"id"`
		By        jsontext.Value `json:"completed_by"`
		Score     *float64       `json:"score"`
		Cancelled bool           `json:"was_cancelled"`
		Rest      jsontext.Value `json:",embed"`
	}
)

// errTasks says that a file holds no tasks.
var errTasks = errors.New("neither a task nor a list of tasks")

// readStudio reads a list of tasks, one at a time, or a single one. A problem's
// line is the number of the task.
func readStudio(m *Importer, files []Source) error {
	for _, s := range files {
		f, err := m.openSource(s)
		if err != nil {
			return err
		}
		if f.list() {
			err = eachItemOf(m, f, m.studioTask)
		} else {
			err = m.studioAlone(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// studioAlone reads tasks that stand in no list: one, or several one after another.
func (m *Importer) studioAlone(f *decodedFile) error {
	r := &watched{Reader: f}
	d := jsontext.NewDecoder(r, lenient, anyNames)
	var err, taken error
	n := 1
	for ; err == nil && taken == nil && d.PeekKind() == '{'; n++ {
		var raw jsontext.Value
		if raw, err = d.ReadValue(); err == nil {
			taken = oneValue(m, f.name, n, raw, m.studioTask)
		}
	}
	if err == nil && taken == nil && r.err == nil {
		if _, err = d.ReadToken(); err == nil || n == 1 {
			err = errTasks
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil && r.err == nil {
		m.addProblem(f.name, n, badSyntax, "%s", notJSON(err))
	}
	if err := errors.Join(taken, r.err, f.Close()); err != nil {
		return fault.Errorf("import %q: %w", f.name, err)
	}
	return nil
}

func (m *Importer) studioTask(file string, n int, task studioImport) error {
	if task.Data == nil {
		m.studioMin(file, n, &task)
	}
	m.noteUnreadMembers(file, n, "", task.Rest)
	fields := studioFields(task.Data, task.regions())
	if len(fields) == 0 {
		m.addProblem(file, n, badSyntax, "its data has no text")
		return nil
	}
	name := lineName(file, n)
	var article string
	if raw, ok := task.Data["article"]; ok && json.Unmarshal(raw, &article) == nil {
		name = cmp.Or(article, name)
	}
	for i, field := range fields {
		s := &studioReader{m: m, field: field, others: slices.Delete(slices.Clone(fields), i, i+1), first: i == 0}
		s.doc = importDoc{name: name, file: file, line: n, text: text.New(unquoted(task.Data[field]))}
		if i > 0 {
			s.doc.name += "-" + cleanID(field)
		}
		for r := range task.regions() {
			s.doc.isPage = s.doc.isPage || r.Type == "hypertextlabels"
		}
		s.answers(task)
		if err := m.importDocument(s.doc); err != nil {
			return err
		}
	}
	return nil
}

// regions yields the regions of all answers.
func (t studioImport) regions() func(func(studioResult) bool) {
	return func(yield func(studioResult) bool) {
		for _, a := range slices.Concat(t.Annotations, t.Completions, t.Predictions) {
			for _, r := range a.Result {
				if r.isRegion() && !yield(r) {
					return
				}
			}
		}
	}
}

// isRegion reports whether a result is a span with labels.
func (r studioResult) isRegion() bool { return strings.HasSuffix(r.Type, "labels") }

// answers reads what people and models said of the text.
func (s *studioReader) answers(task studioImport) {
	for i, a := range slices.Concat(task.Annotations, task.Completions) {
		if s.first {
			s.m.noteUnreadMembers(s.doc.file, s.doc.line, "annotations.", a.Rest)
		}
		if a.Cancelled {
			if s.first {
				s.m.addProblem(s.doc.file, s.doc.line, badFeature, "answer %d was cancelled: it is not read", i+1)
			}
			continue
		}
		if len(a.Result) == 0 && !s.m.Suggestions {
			s.doc.noteAnnotator(a.who(i))
		}
		s.answer(a.studioAnswer, importClaim{annotator: a.who(i)})
	}
	for _, a := range task.Predictions {
		if s.first {
			s.m.noteUnreadMembers(s.doc.file, s.doc.line, "predictions.", a.Rest)
		}
		s.answer(a.studioAnswer, importClaim{made: model.Provenance{By: a.Version, Method: model.Model, Confidence: confidence(a.Score)}})
	}
}

// confidence is a score that is one.
func confidence(score *float64) *float64 {
	if score == nil || *score < 0 || *score > 1 {
		return nil
	}
	return score
}

// studioFields are the texts of a task that regions are about: the field text, else
// the only string, and those whose names regions say that they are about.
func studioFields(data map[string]jsontext.Value, regions func(func(studioResult) bool)) (fields []string) {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if data[name].Kind() == '"' {
			all = append(all, name)
		}
	}
	switch {
	case slices.Contains(all, studioText):
		fields = []string{studioText}
	case len(all) == 1:
		return all
	}
	for r := range regions {
		if slices.Contains(all, r.To) && !slices.Contains(fields, r.To) {
			fields = append(fields, r.To)
		}
	}
	return fields
}

// unquoted is what a JSON string stands for; what is not UTF-8 is replaced.
func unquoted(raw jsontext.Value) string {
	s, _ := jsontext.AppendUnquote(nil, raw)
	return string(s)
}

// A studioReader reads the answers of one task.
type studioReader struct {
	m      *Importer
	doc    importDoc
	field  string   // the one of the text
	others []string // the fields of the task's other texts
	first  bool     // of the task's texts
}

// answer reads results; those of one id are of one region. Regions come before
// what is said of them and relations, wherever they stand.
func (s *studioReader) answer(a studioAnswer, as importClaim) {
	places, elsewhere := map[string]int{}, map[string]bool{}
	for _, r := range a.Result {
		if r.isRegion() && slices.Contains(s.others, r.To) {
			elsewhere[r.ID] = true
		}
		if s.first {
			s.m.noteUnreadMembers(s.doc.file, s.doc.line, "result.", r.Rest)
		}
		if r.isRegion() && !slices.Contains(s.others, r.To) {
			s.region(r, as, places)
		}
	}
	for _, r := range a.Result {
		if !r.isRegion() && !slices.Contains(s.others, r.To) {
			s.rest(r, places, elsewhere)
		}
	}
}

// rest reads a result that is no region: a relation, or something about a region. The places are those of the regions in the draft;
// elsewhere are the regions in another text.
func (s *studioReader) rest(r studioResult, places map[string]int, elsewhere map[string]bool) {
	switch i, known := places[r.ID]; {
	case r.Type == "relation" && elsewhere[r.FromID] && elsewhere[r.ToID]:
	case r.Type == "relation":
		s.relation(r, places)
	case !known && !s.first:
	case !known:
		s.m.addProblem(s.doc.file, s.doc.line, badFeature, "%q %q is about no region", r.Type, r.From)
	default:
		s.about(r, &s.doc.claims[i])
	}
}

func (s *studioReader) region(r studioResult, as importClaim, places map[string]int) {
	value := struct {
		Start, End *int
		Text       *string
		Labels     []string
	}{}
	var fields map[string]jsontext.Value
	err := json.Unmarshal(r.Value, &fields)
	read := func(name string, to any) {
		if raw, ok := fields[name]; ok && err == nil {
			err = json.Unmarshal(raw, to, jsontext.AllowInvalidUTF8(true))
		}
	}
	if fields["globalOffsets"] == nil {
		read("start", &value.Start)
		read("end", &value.End)
	}
	read("text", &value.Text)
	if raw := fields["globalOffsets"]; raw != nil { // start and end are paths in a page
		var global struct {
			Start *int `json:"start"`
			End   *int `json:"end"`
		}
		err = cmp.Or(err, json.Unmarshal(raw, &global, lenient))
		value.Start, value.End = global.Start, global.End
	}
	read(r.Type, &value.Labels)
	if err != nil || value.Start == nil || value.End == nil {
		s.m.addProblem(s.doc.file, s.doc.line, badSyntax, "the region %q has no place", r.ID)
		return
	}
	if i, again := places[r.ID]; again && r.ID != "" {
		s.doc.claims[i].labels = append(s.doc.claims[i].labels, value.Labels...)
		return
	}
	as.line, as.labels, as.attributes = s.doc.line, value.Labels, map[string]any{}
	as.spans = [][2]int{{*value.Start, *value.End}}
	if value.Text != nil {
		as.quote = []string{*value.Text}
	}
	if of := confidence(r.Score); of != nil {
		as.made.Confidence = of
	}
	if r.Meta != nil {
		s.meta(r, &as)
	}
	places[r.ID] = s.m.addClaim(&s.doc, as)
}

// meta reads the note of a region, and who made it.
func (s *studioReader) meta(r studioResult, to *importClaim) {
	var lines []string
	if text := r.Meta.Text; text.Kind() == '"' {
		lines = []string{unquoted(text)}
	} else if text != nil && json.Unmarshal(text, &lines, lenient) != nil {
		s.m.addProblem(s.doc.file, s.doc.line, badFeature, "the note %q of the region %q is no text", text, r.ID)
	}
	to.note = strings.Join(lines, "\n")
	if r.Meta.Made != (madeMembers{}) {
		to.made = jsonlMade(r.Meta.Made).read(s.m, s.doc.file, s.doc.line)
	}
}

// isSymmetric reports whether relations of a type say the same in both directions.
func (m *Importer) isSymmetric(kind string) bool {
	return slices.ContainsFunc(m.Scheme.Relations, func(r model.RelationType) bool { return r.ID == kind && r.Symmetric })
}

func (s *studioReader) relation(r studioResult, places map[string]int) {
	l := importRelation{line: s.doc.line, from: -1, to: -1}
	if i, ok := places[r.FromID]; ok {
		l.from = i
	}
	if i, ok := places[r.ToID]; ok {
		l.to = i
	}
	if r.Direction == "left" {
		l.from, l.to = l.to, l.from
	}
	if len(r.Labels) == 0 {
		r.Labels = []string{"related"}
		s.m.addProblem(s.doc.file, s.doc.line, badRelation, "a relation has no label: it is kept as %q", r.Labels[0])
	}
	if r.Meta != nil {
		l.made = jsonlMade(r.Meta.Made).read(s.m, s.doc.file, s.doc.line)
	}
	for _, l.kind = range r.Labels {
		s.m.addRelation(&s.doc, l)
		if back := l; r.Direction == "bi" && !s.m.isSymmetric(l.kind) {
			back.from, back.to = l.to, l.from
			s.m.addRelation(&s.doc, back)
		}
	}
}

// about reads an attribute or the note of a region.
func (s *studioReader) about(r studioResult, k *importClaim) {
	var fields map[string]jsontext.Value
	if err := json.Unmarshal(r.Value, &fields); err != nil {
		s.m.addProblem(s.doc.file, s.doc.line, badSyntax, "%q: %v", r.From, err)
		return
	}
	var list []string
	var number float64
	name := strings.TrimPrefix(r.From, studioAttribute)
	switch {
	case r.Type == "number" && json.Unmarshal(fields["number"], &number) == nil:
		k.attributes[name] = number
	case r.Type == "choices" && json.Unmarshal(fields["choices"], &list) == nil && len(list) > 0:
		k.attributes[name] = strings.Join(list, " ")
	case r.Type == "textarea" && json.Unmarshal(fields["text"], &list) == nil && len(list) > 0 && r.From == studioNote:
		k.note = joinNotes(k.note, strings.Join(list, "\n"))
	case r.Type == "textarea" && len(list) > 0:
		k.attributes[name] = strings.Join(list, "\n")
	default:
		s.m.addProblem(s.doc.file, s.doc.line, badFeature, "%q %q has no place in a claim", r.Type, r.From)
	}
}
