package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// studioMin reads a task of the export JSON-MIN, in which fields of the data stand
// beside the answers of each control.
func (m *Importer) studioMin(file string, n int, task *studioImport) {
	var members map[string]jsontext.Value
	if json.Unmarshal(task.Rest, &members, lenient) != nil {
		return
	}
	task.Data, task.Rest = map[string]jsontext.Value{}, nil
	said := studioSaid{By: members["annotator"]}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		var regions []map[string]jsontext.Value
		switch v := members[name]; {
		case slices.Contains(studioMinKnown, name):
		case v.Kind() == '"':
			task.Data[name] = v
		case v.Kind() == '[' && json.Unmarshal(v, &regions, lenient) == nil:
			for i, region := range regions {
				said.Result = append(said.Result, studioRegion(fmt.Sprintf("%s-%d", name, i), name, region))
			}
		case !isEmptyValue(v):
			m.noteUnread(file, n, name)
		}
	}
	task.Annotations = []studioSaid{said}
}

// studioMinKnown are the members of a task of JSON-MIN that are neither data nor answers.
var studioMinKnown = []string{"annotator", "annotation_id", "created_at", "updated_at", "lead_time", "id"}

// studioRegion is a region of JSON-MIN as a result.
func studioRegion(id, control string, value map[string]jsontext.Value) studioResult {
	r := studioResult{ID: id, From: control, Type: "labels"}
	for name := range value {
		if strings.HasSuffix(name, "labels") {
			r.Type = name
		}
	}
	r.Value, _ = json.Marshal(value, lenient) // it was JSON
	return r
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
