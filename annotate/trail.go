package annotate

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
)

// A trail is what is kept of the edits of a layer, beside its sidecar: the
// journals of the sessions that are at work or were cut off, and the log, into
// which the journals of those that ended are joined.
type trail struct {
	path   string              // of the log
	lines  []sidecar.Line      // of the log, then of the journals; no record twice
	logged int                 // how many of them are the log's
	log    int                 // bytes of it
	torn   bool                // whether the log ends in the middle of a line
	live   map[string][]string // the journals of each session, by its id
	begun  map[string]sidecar.Begin
	faults []error // in the journals
	old    []error // in the log: they were said when they were in a journal
}

// A cover says which edits are in a set: those within the first bytes of the
// log, and of each session those up to a number.
type cover struct {
	log     int
	through map[string]int
}

// has reports whether a line of a trail is in the set. Lines of the log are the
// first ones.
func (c cover) has(l sidecar.Line, logged bool) bool {
	return logged && l.At < c.log || l.Seq <= c.through[l.Session]
}

const (
	journalEnd = ".journal"
	logEnd     = ".log"
)

// readTrail reads the journals in folders, and the log in the first. The log
// comes last: a journal that is gone by then is in it.
func readTrail(d store.Disk, folders []string, annotator string) (trail, error) {
	t := trail{path: filepath.Join(folders[0], annotator+logEnd), live: map[string][]string{}, begun: map[string]sidecar.Begin{}}
	var journals []sidecar.Line
	for _, folder := range folders {
		names, err := d.Names(folder)
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return trail{}, err
		}
		slices.Sort(names)
		for _, name := range names {
			lines, err := t.journal(d, folder, name, annotator)
			if err != nil {
				return trail{}, err
			}
			journals = append(journals, lines...)
		}
	}
	raw, err := d.Read(t.path, sidecar.MaxJournal)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return trail{}, err
	}
	t.torn = len(raw) > 0 && raw[len(raw)-1] != '\n'
	lines, faults := sidecar.Scan(raw, "")
	t.old = placed(t.path, faults)
	// Whose a line is after damage nobody may know. It must not be taken for another session's, whose own is then left out.
	lines = slices.DeleteFunc(lines, func(l sidecar.Line) bool { return l.Session == "" })
	seen := map[ref]bool{}
	t.add(lines, seen)
	t.logged, t.log = len(t.lines), len(raw)
	t.add(journals, seen)
	return t, nil
}

// journal reads one file of a folder, if it is a journal of the annotator.
func (t *trail) journal(d store.Disk, folder, name, annotator string) ([]sidecar.Line, error) {
	middle, ok := strings.CutSuffix(name, journalEnd)
	whose, part, found := strings.Cut(middle, ".")
	if !ok || !found || whose != annotator {
		return nil, nil
	}
	path := filepath.Join(folder, name)
	raw, err := d.Read(path, sidecar.MaxJournal)
	if errors.Is(err, fs.ErrNotExist) {
		path = joined(path)
		raw, err = d.Read(path, sidecar.MaxJournal)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	session, _, _ := strings.Cut(part, partMark)
	t.live[session] = append(t.live[session], path)
	lines, faults := sidecar.Scan(raw, session)
	t.faults = append(t.faults, placed(path, faults)...)
	if len(lines) > 0 && lines[0].Op == sidecar.OpBegin {
		if r, err := lines[0].Record(); err == nil {
			t.begun[session] = r.Begin
		}
	}
	return lines, nil
}

// placed says of faults in which file they are.
func placed(path string, faults []error) []error {
	for i, err := range faults {
		faults[i] = &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return faults
}

// partMark parts the id of a session from the number of its journal, where it
// has several: after a write that failed it goes on in a new one.
const partMark = "-"

// A ref names a record.
type ref struct {
	session string
	seq     int
}

func (t *trail) add(lines []sidecar.Line, seen map[ref]bool) {
	for _, l := range lines {
		at := ref{l.Session, l.Seq}
		if l.Op == sidecar.OpBegin || seen[at] {
			continue
		}
		seen[at] = true
		t.lines = append(t.lines, l)
	}
}

// all covers all that is in the trail. Snapshots do not count: one may stand
// before an edit of a lower number, but edits stand in their order.
func (t trail) all() cover {
	c := cover{log: t.log, through: map[string]int{}}
	for _, l := range t.lines[t.logged:] {
		if l.Op == sidecar.OpEdit {
			c.through[l.Session] = max(c.through[l.Session], l.Seq)
		}
	}
	return c
}

// article is the hash of the article that the newest of the journals is about;
// empty where there are none.
func (t trail) article() string {
	hash, newest := "", ""
	for _, l := range t.lines[t.logged:] {
		if begin, ok := t.begun[l.Session]; ok && moment(l) > newest {
			hash, newest = begin.SHA256, moment(l)
		}
	}
	return hash
}

// noted reports whether the trail knows of any sidecar.
func (t trail) noted() bool {
	return slices.ContainsFunc(t.lines, func(l sidecar.Line) bool { return l.Op == sidecar.OpSnapshot })
}

// covered says which edits are in a sidecar, from the snapshots that were noted
// before it was written. Of a sidecar that another program wrote nobody noted
// any: known is false.
func (t trail) covered(v store.Version) (c cover, known bool) {
	c.through = map[string]int{}
	if v == "" {
		return c, true
	}
	for _, l := range t.lines {
		if l.Op != sidecar.OpSnapshot || !l.Mentions(string(v)) {
			continue
		}
		r, err := l.Record()
		if err != nil || r.Sidecar != string(v) {
			continue
		}
		known = true
		c.log = max(c.log, r.Log)
		c.through[l.Session] = max(c.through[l.Session], r.Through)
		for session, seq := range r.Also {
			c.through[session] = max(c.through[session], seq)
		}
	}
	return c, known
}

// beyond gives the edits that a cover has not, but for those of one session, in
// the order of their times. What cannot be read is reported.
func (t trail) beyond(c cover, but string) (edits []sidecar.Record, faults []error) {
	for i, l := range t.lines {
		if l.Op != sidecar.OpEdit || l.Session == but || c.has(l, i < t.logged) {
			continue
		}
		r, err := l.Record()
		if err != nil {
			faults = append(faults, err)
			continue
		}
		r.Session = l.Session
		edits = append(edits, r)
	}
	slices.SortStableFunc(edits, func(a, b sidecar.Record) int { return a.Time.Compare(b.Time) })
	return edits, faults
}

// An itemKey names an item.
type itemKey struct {
	kind model.Kind
	id   string
}

func keyOf(c model.Change) itemKey {
	kind, id := cmp.Or(c.After, c.Before).Ref()
	return itemKey{kind, id}
}

// replay makes edits on a set, which has some of them, or other ones. Where an
// item is as an edit found it, it is changed; where it is as the edit left it,
// it stays; else both are kept, and listed.
//
// Edits that follow one another on an item are one change, from before the first
// to after the last. An edit that does not follow the one before it was made
// elsewhere at the same time, and is replayed after it.
func replay(set model.Set, edits []sidecar.Record) (model.Set, []merge.Conflict) {
	var conflicts []merge.Conflict
	for _, round := range rounds(edits) {
		before, after := map[itemKey]model.Item{}, map[itemKey]model.Item{}
		for _, c := range round {
			before[keyOf(c)], after[keyOf(c)] = c.Before, c.After
		}
		merged, found := merge.Three(having(set, before), having(set, after), set)
		set, conflicts = merged, append(conflicts, found...)
	}
	return set, conflicts
}

// rounds joins edits to changes, so that no round has two of one item.
func rounds(edits []sidecar.Record) [][]model.Change {
	chains := map[itemKey][]model.Change{}
	var order []itemKey
	for _, e := range edits {
		for _, c := range e.Edit.Changes {
			key := keyOf(c)
			chain := chains[key]
			if n := len(chain); n > 0 && model.Same(chain[n-1].After, c.Before) {
				chain[n-1].After = c.After
				continue
			} else if n == 0 {
				order = append(order, key)
			}
			chains[key] = append(chain, c)
		}
	}
	var rounds [][]model.Change
	for _, key := range order {
		i := 0
		for _, c := range chains[key] {
			if model.Same(c.Before, c.After) {
				continue // what was done was undone
			}
			if i == len(rounds) {
				rounds = append(rounds, nil)
			}
			rounds[i] = append(rounds[i], c)
			i++
		}
	}
	return rounds
}

// having is a set in which items are these; nil is one that is not there.
func having(s model.Set, items map[itemKey]model.Item) model.Set {
	kept := model.Set{Document: s.Document}
	for _, c := range s.All() {
		if _, ok := items[itemKey{model.KindClaim, c.ID}]; !ok {
			kept.Claims = append(kept.Claims, c)
		}
	}
	for _, r := range s.Relations {
		if _, ok := items[itemKey{model.KindRelation, r.ID}]; !ok {
			kept.Relations = append(kept.Relations, r)
		}
	}
	for _, i := range items {
		switch i := i.(type) {
		case *model.Claim:
			kept.Claims = append(kept.Claims, i)
		case *model.Relation:
			kept.Relations = append(kept.Relations, i)
		case *model.Document:
			kept.Document = *i
		}
	}
	return kept
}
