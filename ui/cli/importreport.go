package cli

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/model/fault"
	"pizhu/ui/message"
)

// readAs tells in which units and encodings an import was read, and what it kept or replaced, each with a semicolon after it.
func readAs(w *message.Words, m *exchange.Importer) string {
	var b strings.Builder
	var units []string
	for _, u := range slices.Sorted(maps.Keys(m.Units)) {
		unit := string(u)
		if unit == "" {
			unit = w.Text("report.characters")
		}
		units = append(units, w.Text("report.unit", unit, m.Units[u]))
	}
	if len(units) > 0 {
		b.WriteString(w.Text("report.units", strings.Join(units, w.Text("report.comma"))))
	}
	for _, encoding := range slices.Sorted(maps.Keys(m.Encodings)) {
		b.WriteString(w.Text("report.encoding", w.Count(m.Encodings[encoding], "file"), encoding))
	}
	if m.KeptLines > 0 {
		b.WriteString(w.Text("report.kept", w.Count(m.KeptLines, "line"), m.Format.Name))
	}
	if m.Force && m.Replaced > 0 {
		b.WriteString(w.Text("report.replaced", w.Count(m.Replaced, "sequence")))
	}
	return b.String()
}

// documentCount is a number of documents in an error.
func documentCount(n int) error {
	if n == 1 {
		return errors.New("1 document")
	}
	return fault.Errorf("%d documents", n)
}
