package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
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
		Cancelled bool           `json:"was_cancelled"`
		Rest      jsontext.Value `json:",embed"`
	}
)

// errTasks says that a file holds no tasks.
var errTasks = errors.New("neither a task nor a list of tasks")

// readStudio reads a list of tasks, one at a time, or a single one. A problem's
// line is the number of the task.
func readStudio(m *Import, files []Source) error {
	for _, s := range files {
		f, err := m.open(s)
		if err != nil {
			return err
		}
		err = m.studioTasks(s.Name, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("import %q: %w", s.Name, err)
		}
	}
	return nil
}

func (m *Import) studioTasks(file string, r io.Reader) error {
	d := jsontext.NewDecoder(r, lenient, anyNames)
	list := d.PeekKind() == '['
	if list {
		if _, err := d.ReadToken(); err != nil {
			return err
		}
	}
	for n := 1; d.PeekKind() == '{'; n++ {
		raw, err := d.ReadValue()
		if err != nil {
			return fmt.Errorf("task %d: %w", n, err)
		}
		if !m.decoded(file, n, string(raw)) {
			continue
		}
		var task studioImport
		if err := json.Unmarshal(raw, &task, lenient); err != nil {
			m.problem(file, n, badSyntax, "%s", notJSON(err))
			continue
		}
		if err := m.studioTask(file, n, task); err != nil || !list {
			return err
		}
	}
	if !list || d.PeekKind() != ']' {
		return errTasks
	}
	return nil
}

func (m *Import) studioTask(file string, n int, task studioImport) error {
	body, ok := studioBody(task.Data)
	if !ok {
		m.problem(file, n, badSyntax, "its data has no text")
		return nil
	}
	s := &studioReader{m: m, draft: draft{name: lineName(file, n), file: file, line: n, text: text.New(body)}}
	var article string
	if raw, ok := task.Data["article"]; ok && json.Unmarshal(raw, &article) == nil {
		s.draft.name = cmp.Or(article, s.draft.name)
	}
	m.passOver(file, n, "", task.Rest)
	for i, a := range slices.Concat(task.Annotations, task.Completions) {
		m.passOver(file, n, "annotations.", a.Rest)
		if a.Cancelled {
			m.problem(file, n, badFeature, "answer %d was cancelled: it is not read", i+1)
			continue
		}
		if len(a.Result) == 0 && !m.Suggestions {
			s.draft.read(a.who(i))
		}
		s.answer(a.studioAnswer, mark{annotator: a.who(i)})
	}
	for _, a := range task.Predictions {
		m.passOver(file, n, "predictions.", a.Rest)
		s.answer(a.studioAnswer, mark{made: model.Provenance{By: a.Version, Method: model.Model}})
	}
	return m.take(s.draft)
}

// who is the annotator of an answer: an address, a number, or one who has them.
// The first of several that do not say is whoever imports them.
func (a studioSaid) who(i int) string {
	by := a.By
	if by.Kind() == '{' {
		var user struct {
			Email jsontext.Value `json:"email"`
			ID    jsontext.Value `json:"id"`
		}
		_ = json.Unmarshal(by, &user, lenient) // what is neither says nothing
		by = user.ID
		if user.Email.Kind() == '"' {
			by = user.Email
		}
	}
	switch by.Kind() {
	case '"':
		name, _, _ := strings.Cut(unquoted(by), "@")
		return name
	case '0':
		return "user-" + string(by)
	}
	if i > 0 {
		return fmt.Sprintf("answer-%d", i+1)
	}
	return ""
}

// studioBody is the text of a task: the field text, else the only string.
func studioBody(data map[string]jsontext.Value) (string, bool) {
	if raw := data["text"]; raw.Kind() == '"' {
		return unquoted(raw), true
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if data[name].Kind() == '"' {
			found = append(found, unquoted(data[name]))
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// unquoted is what a JSON string stands for; what is not UTF-8 is replaced.
func unquoted(raw jsontext.Value) string {
	s, _ := jsontext.AppendUnquote(nil, raw)
	return string(s)
}

// A studioReader reads the answers of one task.
type studioReader struct {
	m     *Import
	draft draft
}

// answer reads results; those of one id are of one region. Regions come before
// what is said of them and relations, wherever they stand.
func (s *studioReader) answer(a studioAnswer, as mark) {
	places := map[string]int{}
	for _, r := range a.Result {
		s.m.passOver(s.draft.file, s.draft.line, "result.", r.Rest)
		if strings.HasSuffix(r.Type, "labels") {
			s.region(r, as, places)
		}
	}
	for _, r := range a.Result {
		switch i, known := places[r.ID]; {
		case strings.HasSuffix(r.Type, "labels"):
		case r.Type == "relation":
			s.relation(r, places)
		case !known:
			s.m.problem(s.draft.file, s.draft.line, badFeature, "%q %q is about no region", r.Type, r.From)
		default:
			s.about(r, &s.draft.marks[i])
		}
	}
}

func (s *studioReader) region(r studioResult, as mark, places map[string]int) {
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
	read("start", &value.Start)
	read("end", &value.End)
	read("text", &value.Text)
	read(r.Type, &value.Labels)
	if err != nil || value.Start == nil || value.End == nil {
		s.m.problem(s.draft.file, s.draft.line, badSyntax, "the region %q has no place", r.ID)
		return
	}
	if i, again := places[r.ID]; again && r.ID != "" {
		s.draft.marks[i].labels = append(s.draft.marks[i].labels, value.Labels...)
		return
	}
	as.line, as.labels, as.attributes = s.draft.line, value.Labels, map[string]any{}
	as.spans = [][2]int{{*value.Start, *value.End}}
	if value.Text != nil {
		as.quote = []string{*value.Text}
	}
	if r.Meta != nil {
		var lines []string
		if text := r.Meta.Text; text.Kind() == '"' {
			lines = []string{unquoted(text)}
		} else if text != nil && json.Unmarshal(text, &lines, lenient) != nil {
			s.m.problem(s.draft.file, s.draft.line, badFeature, "the note %q of the region %q is no text", text, r.ID)
		}
		as.note = strings.Join(lines, "\n")
	}
	if r.Meta != nil && r.Meta.Made != (madeMembers{}) {
		as.made = jsonlMade(r.Meta.Made).read(s.m, s.draft.file, s.draft.line)
	}
	places[r.ID] = s.m.add(&s.draft, as)
}

func (s *studioReader) relation(r studioResult, places map[string]int) {
	l := link{line: s.draft.line, from: -1, to: -1}
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
		r.Labels = []string{"related"} // drawn without saying how
	}
	if r.Meta != nil {
		l.made = jsonlMade(r.Meta.Made).read(s.m, s.draft.file, s.draft.line)
	}
	for _, l.kind = range r.Labels {
		s.m.link(&s.draft, l)
	}
}

// about reads an attribute or the note of a region.
func (s *studioReader) about(r studioResult, k *mark) {
	var fields map[string]jsontext.Value
	if err := json.Unmarshal(r.Value, &fields); err != nil {
		s.m.problem(s.draft.file, s.draft.line, badSyntax, "%q: %v", r.From, err)
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
		k.note = join(k.note, strings.Join(list, "\n"))
	case r.Type == "textarea" && len(list) > 0:
		k.attributes[name] = strings.Join(list, "\n")
	default:
		s.m.problem(s.draft.file, s.draft.line, badFeature, "%q %q has no place in a claim", r.Type, r.From)
	}
}
