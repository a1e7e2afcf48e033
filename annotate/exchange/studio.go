package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

func studioFormats() []Format {
	return []Format{{
		Name: "label-studio", About: "Label Studio tasks as JSON, suggestions as predictions; a file gets its labelling configuration beside it, as FILE.config.xml",
		Extension: ".json", Unit: Codepoint, Units: []OffsetUnit{Codepoint, UTF16},
		Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Overlaps, Places, ManyLabels, Attributes, Notes, Relations, Provenance, Suggestions, Negatives, EmptyLayers},
		write:   func(e *Exporter) codec { return &studio{e: e} },
		read:    readStudio,
		beside:  studioConfig, end: ".config.xml",
	}}
}

// The names of the controls in the configuration.
const (
	studioLabels    = "label"
	studioText      = "text"
	studioNote      = "note"
	studioAttribute = "attribute-"
)

// A studio writes a list of tasks, one a line. Each fragment of a claim is a
// region; its attributes and its note are results with the region's id.
type studio struct {
	e     *Exporter
	tasks int
}

// The fields of a task.
type (
	// A studioMeta is what a region has beside: Label Studio keeps it and does not
	// look at it.
	studioMeta struct {
		Text jsontext.Value `json:"text,omitzero"` // what people note in it
		Made madeMembers    `json:"provenance,omitzero"`
	}
	studioTask struct {
		ID          int            `json:"id"`
		Data        studioData     `json:"data"`
		Annotations []studioAnswer `json:"annotations"`
		Predictions []studioAnswer `json:"predictions"`
	}
	studioData struct {
		Text    string `json:"text"`
		Article string `json:"article"`
	}
	studioAnswer struct {
		Version string         `json:"model_version,omitzero"`
		Result  []studioResult `json:"result"`
	}
	studioResult struct {
		ID        string         `json:"id,omitzero"`
		From      string         `json:"from_name,omitzero"`
		To        string         `json:"to_name,omitzero"`
		Type      string         `json:"type"`
		Value     jsontext.Value `json:"value,omitzero"`
		FromID    string         `json:"from_id,omitzero"`
		ToID      string         `json:"to_id,omitzero"`
		Direction string         `json:"direction,omitzero"`
		Labels    []string       `json:"labels,omitzero"`
		Meta      *studioMeta    `json:"meta,omitzero"`
		Score     *float64       `json:"score,omitzero"`
		Rest      jsontext.Value `json:",embed"`
	}
)

func (s *studio) write(d Document) error {
	s.tasks++
	task := studioTask{ID: s.tasks, Data: studioData{d.Text.String(), d.Name}, Annotations: []studioAnswer{}, Predictions: []studioAnswer{}}
	converter := newOffsetConverter(d.Text, s.e.Unit)
	for _, l := range d.Layers {
		said := studioAnswer{Result: []studioResult{}}
		guessed := map[string]*studioAnswer{}
		for _, c := range l.Set.Claims {
			answer := &said
			if by := c.Provenance.By; c.Suggested() {
				if guessed[by] == nil {
					guessed[by] = &studioAnswer{Version: by}
				}
				answer = guessed[by]
			}
			if err := s.claim(answer, c, converter); err != nil {
				return err
			}
		}
		s.relations(&said, l.Set)
		if len(said.Result) > 0 || (Filter{}).isAnnotated(l.Set, s.e.Scheme) { // an answer without results says that there is nothing
			task.Annotations = append(task.Annotations, said)
		} else {
			s.e.Report.addLoss(EmptyLayers, boolCount(len(l.Set.Claims) == 0))
		}
		for _, by := range slices.Sorted(maps.Keys(guessed)) {
			task.Predictions = append(task.Predictions, *guessed[by])
		}
	}
	raw, err := json.Marshal(task)
	if err != nil {
		return err
	}
	before := ",\n"
	if s.tasks == 1 {
		before = "[\n"
	}
	_, err = s.e.Writer.Write(append([]byte(before), text.EscapeJSON(raw)...))
	return err
}

func (s *studio) close() error {
	end := "\n]\n"
	if s.tasks == 0 {
		end = "[]\n"
	}
	_, err := s.e.Writer.Write([]byte(end))
	return err
}

// relations adds those between claims of people: an answer is one of them all or
// of a model, and the ids of another's are not known in it.
func (s *studio) relations(to *studioAnswer, set model.Set) {
	claims := relatedIn(set).claims
	for _, r := range set.Relations {
		from, end := claims[r.From], claims[r.To]
		if from.Suggested() || end.Suggested() {
			s.e.Report.addLoss(Relations, 1)
			continue
		}
		to.Result = append(to.Result, studioResult{Type: "relation", FromID: r.From, ToID: r.To, Direction: "right", Labels: []string{r.Type}, Meta: studioMade(r.Provenance)})
	}
}

func (s *studio) claim(to *studioAnswer, c *model.Claim, converter offsetConverter) error {
	labels := model.LabelPaths(s.e.Scheme.Groups, c.Labels)
	for i := range labels {
		labels[i] = s.e.exportedLabel(labels[i])
	}
	for i, f := range c.Fragments {
		id := c.ID
		if i > 0 {
			id = fmt.Sprintf("%s-%d", c.ID, i+1)
		}
		start, end := converter.convertSpan(f.Span, &s.e.Report)
		add := func(name, kind, field string, value any) error {
			v := map[string]any{"start": start, "end": end, "text": f.Text, field: value}
			raw, err := json.Marshal(v, json.Deterministic(true))
			to.Result = append(to.Result, studioResult{ID: id, From: name, To: studioText, Type: kind, Value: raw})
			return err
		}
		if err := add(studioLabels, "labels", "labels", labels); err != nil {
			return err
		}
		to.Result[len(to.Result)-1].Meta = studioMade(c.Provenance)
		if err := s.tell(c, add); err != nil {
			return err
		}
	}
	return nil
}

func studioMade(p model.Provenance) *studioMeta { return &studioMeta{Made: madeMembers(newMade(p))} }

// tell adds what is said of a region beside its labels.
func (s *studio) tell(c *model.Claim, add func(name, kind, field string, value any) error) error {
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		kind, field, value := studioValue(s.e.Scheme, id, c.Attributes[id])
		if err := add(studioAttribute+id, kind, field, value); err != nil {
			return err
		}
	}
	if c.Note == "" {
		return nil
	}
	return add(studioNote, "textarea", "text", []string{c.Note})
}

// studioValue says by which control an attribute is set.
func studioValue(s *model.Scheme, id string, v any) (kind, field string, value any) {
	if n, ok := v.(float64); ok {
		return "number", "number", n
	}
	if a := s.Attribute(id); a != nil && a.Values() != nil {
		return "choices", "choices", []string{model.FormatValue(v)}
	}
	return "textarea", "text", []string{model.FormatValue(v)}
}

// studioConfig is the labelling configuration of a scheme.
func studioConfig(s *model.Scheme) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) {
		for i, a := range args {
			var escaped bytes.Buffer
			_ = xml.EscapeText(&escaped, []byte(fmt.Sprint(a))) // a buffer takes all
			args[i] = escaped.String()
		}
		fmt.Fprintf(&b, format+"\n", args...)
	}
	b.WriteString("<View>\n  <Labels name=\"label\" toName=\"text\" choice=\"multiple\">\n")
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			line(`    <Label value="%s" hint="%s"/>`, g.ID+"/"+l.ID, l.Names.All())
		}
	}
	b.WriteString("  </Labels>\n  <Text name=\"text\" value=\"$text\"/>\n")
	for _, a := range s.Attributes {
		name := studioAttribute + a.ID
		switch values := a.Values(); {
		case a.Type.Kind == model.NumberValue:
			line(`  <Number name="%s" toName="text" perRegion="true"/>`, name)
		case values != nil:
			line(`  <Choices name="%s" toName="text" perRegion="true">`, name)
			for _, v := range values {
				line(`    <Choice value="%s"/>`, v.ID)
			}
			b.WriteString("  </Choices>\n")
		default:
			line(`  <TextArea name="%s" toName="text" perRegion="true" maxSubmissions="1"/>`, name)
		}
	}
	b.WriteString("  <TextArea name=\"note\" toName=\"text\" perRegion=\"true\" maxSubmissions=\"1\"/>\n  <Relations>\n")
	for _, r := range s.Relations {
		line(`    <Relation value="%s"/>`, r.ID)
	}
	b.WriteString("  </Relations>\n</View>\n")
	return b.Bytes()
}
