package message

import (
	"embed"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed en/*.json zh/*.json
var files embed.FS

// load reads the catalogue of a part in a language, a JSON object of messages by id.
func load(lang, part string) ([]*i18n.Message, error) {
	name := lang + "/" + part + ".json"
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var entries map[string]jsontext.Value
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	list := make([]*i18n.Message, 0, len(entries))
	for id, entry := range entries {
		m := &i18n.Message{ID: id}
		if err := read(entry, m); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, id, err)
		}
		list = append(list, m)
	}
	return list, nil
}

// read reads one message: a string, a list of lines, or an object with a form for one
// thing and one for others.
func read(entry jsontext.Value, m *i18n.Message) error {
	switch entry.Kind() {
	case '[':
		var lines []string
		err := json.Unmarshal(entry, &lines)
		m.Other = strings.Join(lines, "\n")
		return err
	case '{':
		var forms struct {
			One   string `json:"one"`
			Other string `json:"other"`
		}
		err := json.Unmarshal(entry, &forms, json.RejectUnknownMembers(true))
		m.One, m.Other = forms.One, forms.Other
		return err
	}
	return json.Unmarshal(entry, &m.Other)
}
