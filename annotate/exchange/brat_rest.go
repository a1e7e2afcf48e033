package exchange

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"

	"pizhu/model"
)

// A bratRest is what a brat file says that is no claim's and no relation's:
// events, normalizations, equivalences, what is said of these, notes of types that
// the program does not know, and lines that are none of brat's. It stands in the sidecar, as the field "brat", and brat gets
// it back. Lines are as they were read; what T1 is in them, claims says.
type bratRest struct {
	Lines  []string          `json:"lines"`
	Claims map[string]string `json:"claims"` // T1 to the id of a claim, R1 to that of a relation
}

// bratField names the field of the sidecar.
const bratField = `"brat": `

// members is the rest as a member of a JSON object.
func (r bratRest) members() (string, error) {
	raw, err := json.Marshal(r, json.Deterministic(true))
	return bratField + string(raw), err
}

// bratRestOf is what a layer has for brat.
func bratRestOf(l Layer) bratRest {
	var fields struct {
		Brat bratRest `json:"brat"`
	}
	if strings.Contains(l.Unknown, `"brat"`) {
		if json.Unmarshal([]byte("{"+l.Unknown+"}"), &fields, lenient) != nil {
			return bratRest{} // a later version's, which is not ours to read
		}
	}
	return fields.Brat
}

// bratParts parts a line: its id, the words after it, and what follows them, with
// the tab before that. A line without an id has none of them.
func bratParts(line string) (id string, words []string, rest string) {
	fields := strings.SplitN(line, "\t", 3)
	if len(fields) < 2 || fields[0] == "" {
		return "", nil, ""
	}
	if len(fields) == 3 {
		rest = "\t" + fields[2]
	}
	return fields[0], strings.Fields(fields[1]), rest
}

// bratName is an id in a file: of a claim, an event, an attribute and so on.
var bratName = regexp.MustCompile(`^[TERAMN]\d+$`)

// bratRefs are the words of a line that name others, by their places.
func bratRefs(id string, words []string) (at []int) {
	first, last := 1, len(words)
	switch id[0] {
	case 'E':
		first = 0 // the event's own word has the type, and the claim that says so
	case 'R', '*':
	case 'A', 'M', 'N', '#':
		last = min(last, 2)
	default:
		last = 0
	}
	for i := first; i < last; i++ {
		if bratName.MatchString(words[i][strings.LastIndexByte(words[i], ':')+1:]) {
			at = append(at, i)
		}
	}
	return at
}

// maxNesting is how deep events may name one another.
const maxNesting = 20

// rest writes the lines again, with the ids that are theirs now. One that names
// what is not written is lost.
func (w *bratLines) rest(r bratRest, ids map[string]string, report *Report) {
	names := map[string]string{}
	for t, claim := range r.Claims {
		if id := ids[claim]; id != "" {
			names[t] = id
		}
	}
	left := r.Lines
	for range maxNesting {
		var waiting []string
		for _, line := range left {
			if !w.restLine(line, names) {
				waiting = append(waiting, line)
			}
		}
		if len(waiting) == 0 || len(waiting) == len(left) {
			left = waiting
			break
		}
		left = waiting
	}
	report.addLoss(BratLines, len(left))
}

// restLine writes a line, unless it names what has no id yet.
func (w *bratLines) restLine(line string, names map[string]string) bool {
	id, words, rest := bratParts(line)
	if id == "" {
		w.WriteString(line + "\n")
		return true
	}
	for _, i := range bratRefs(id, words) {
		at := strings.LastIndexByte(words[i], ':') + 1
		name := names[words[i][at:]]
		if name == "" {
			return false
		}
		words[i] = words[i][:at] + name
	}
	now := w.number(id)
	names[id] = now
	fmt.Fprintf(w, "%s\t%s%s\n", now, strings.Join(words, " "), rest)
	return true
}

// number is the next id of the kind of one.
func (w *bratLines) number(id string) string {
	counts := map[byte]*int{'A': &w.attributes, 'R': &w.relations, '#': &w.notes, 'E': &w.events, 'N': &w.norms, 'M': &w.marks}
	n := counts[id[0]]
	if n == nil {
		return id
	}
	*n++
	return fmt.Sprintf("%c%d", id[0], *n)
}

// keep keeps a line that is no claim's.
func (b *bratReader) keep(line string) {
	b.rest.Lines = append(b.rest.Lines, line)
	b.m.KeptLines++
}

// unknown is what is kept, as fields of the sidecar. The claims that it names
// get their ids now.
func (b *bratReader) unknown() (string, error) {
	if len(b.rest.Lines) == 0 {
		return "", nil
	}
	b.rest.Claims = map[string]string{}
	for _, line := range b.rest.Lines {
		id, words, _ := bratParts(line)
		if id == "" {
			continue
		}
		for _, i := range bratRefs(id, words) {
			t := words[i][strings.LastIndexByte(words[i], ':')+1:]
			if at, ok := b.places[t]; ok {
				if b.doc.claims[at].id == "" {
					b.doc.claims[at].id = b.m.NewID()
				}
				b.rest.Claims[t] = b.doc.claims[at].id
			}
			if at, ok := b.related[t]; ok {
				b.doc.relations[at].id = cmp.Or(b.doc.relations[at].id, b.m.NewID())
				b.rest.Claims[t] = b.doc.relations[at].id
			}
		}
	}
	return b.rest.members()
}

// relationNote reads a note of a relation.
func (b *bratReader) relationNote(l bratLine) bool {
	if len(l.words) == 0 {
		return false
	}
	i, ok := b.related[l.words[0]]
	if !ok || l.kind != bratNote && l.kind != bratEscaped {
		return false
	}
	b.doc.relations[i].note = joinNotes(b.doc.relations[i].note, l.said())
	return true
}

// said writes a note, in one line.
func (w *bratLines) said(target, note string) {
	switch escaped := bratEscape.Replace(note); {
	case note == "":
	case escaped == note:
		w.note(bratNote, target, note)
	default:
		w.note(bratEscaped, target, escaped)
	}
}

// relation writes a relation between claims that have ids, and returns its own.
func (w *bratLines) relation(r *model.Relation, from, to string) (id string) {
	w.relations++
	id = fmt.Sprintf("R%d", w.relations)
	fmt.Fprintf(w, "%s\t%s Arg1:%s Arg2:%s\n", id, dotted(r.Type), from, to)
	w.said(id, r.Note)
	return id
}
