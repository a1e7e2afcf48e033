package sidecar

import (
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"time"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A Record is one line of a journal: `CRC32C as 8 hex digits, blank, JSON`. A
// journal belongs to one session, and is only ever appended to. It begins with
// a record of OpBegin. Undo and redo are edits that say which one they take
// back. An OpSnapshot is appended before a sidecar is written, and once more, with
// Written, when it is in its place and its folder is synced: a version that does not
// know Written takes it for the same again. An op of a later version is passed over,
// and kept.
type Record struct {
	Seq  int // in the session: no two records have one, OpBegin has 0
	Time time.Time
	Op   Op

	Begin                  // of OpBegin
	Edit    model.Edit     // of OpEdit
	Undoes  int            // of OpEdit: the record that it takes back; 0 for none
	Of      string         // the session of that record; empty for this one
	Through int            // of OpSnapshot: the session's newest edit in the sidecar
	Sidecar string         // of OpSnapshot: the SHA-256 of the sidecar
	Also    map[string]int // of OpSnapshot: the newest edit of other sessions in it
	Log     int            // of OpSnapshot: how many bytes of the log are in it
	Written time.Time      // of OpSnapshot: when the save began that put the sidecar into its place for certain, before Time; zero for a snapshot that is about to be written
	Unknown string         // as in File
}

// Begin says whose journal it is, and of which article.
type Begin struct {
	Session         string
	Annotator       string
	Path            string // of the article
	ID              string // of the document in it, if it is not the file
	SHA256          string // of the article
	Encoding        string // of the article, by the name of Python's codec; empty in journals of earlier versions
	Host            string // of the session's process
	PID             int
	DocumentUnknown string // as in File
}

// Op is what a record is.
type Op string

// The ops.
const (
	OpBegin    Op = "begin"
	OpEdit     Op = "edit"
	OpSnapshot Op = "snapshot"
)

// MaxJournal is how much of a journal is held in memory, in bytes. It may be
// larger: see ScanStream.
const MaxJournal = 256 << 20

const journalFormat = "pizhu.journal"

// AppendRecord appends a record as a line, with its LF. Labels stand in the order.
func AppendRecord(dst []byte, r Record, o Order) ([]byte, error) {
	e := newEncoder(o)
	e.tight = true
	e.buf = slices.Grow(e.buf, 2048)
	records(r.Op).write(e, &r)
	if e.err == nil && len(e.buf) > MaxSize {
		e.err = ErrTooLarge
	}
	if e.err != nil {
		return dst, fault.Errorf("write journal: %s %d: %w", r.Op, r.Seq, e.err)
	}
	dst = fmt.Appendf(dst, "%08x ", crc32.Checksum(e.buf, crc32.MakeTable(crc32.Castagnoli)))
	return append(append(dst, e.buf...), '\n'), nil
}

// ErrUnwritable is of an edit that no journal can hold.
var ErrUnwritable = errors.New("that cannot be saved")

// CheckWritable is nil where AppendRecord can write an edit, and else wraps ErrUnwritable and says what is in the way.
func CheckWritable(edit model.Edit) error {
	_, err := AppendRecord(nil, Record{Op: OpEdit, Edit: edit}, Order{})
	if err == nil {
		return nil
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return fmt.Errorf("%w: %w", ErrUnwritable, err)
}

// parseRecord reads the JSON of a record. The op was found already.
func parseRecord(raw []byte, op Op) (Record, error) {
	var r Record
	d := newDecoder(raw)
	records(op).read(d, &r)
	d.end()
	if d.err != nil {
		return Record{}, d.err
	}
	return r, nil
}

// records is the form of the records of an op.
func records(op Op) object[Record] {
	fields := []field[Record]{
		member("seq", needed, func(r *Record) *int { return &r.Seq }, whole()),
		member("time", needed, func(r *Record) *time.Time { return &r.Time }, moment()),
		member("op", needed, func(r *Record) *Op { return &r.Op }, oneOf(op)),
	}
	switch op {
	case OpBegin:
		fields = append(fields, beginFields()...)
	case OpEdit:
		fields = append(fields, editFields()...)
	case OpSnapshot:
		fields = append(fields, snapshotFields()...)
	}
	return object[Record]{fields: fields, unknown: func(r *Record) *string { return &r.Unknown }}
}

func beginFields() []field[Record] {
	document := object[Begin]{
		fields: []field[Begin]{
			member("path", needed, func(b *Begin) *string { return &b.Path }, prose()),
			sparse("id", func(b *Begin) *string { return &b.ID }, prose()),
			member("sha256", needed, func(b *Begin) *string { return &b.SHA256 }, prose().must(digest)),
			sparse("encoding", func(b *Begin) *string { return &b.Encoding }, identifier()),
		},
		unknown: func(b *Begin) *string { return &b.DocumentUnknown },
	}
	return []field[Record]{
		constant[Record]("format", journalFormat, prose(), notJournal),
		constant[Record]("version", version, count(), notVersion),
		member("session", needed, func(r *Record) *string { return &r.Session }, identifier()),
		member("annotator", needed, func(r *Record) *string { return &r.Annotator }, word().must(annotator)),
		part("document", func(r *Record) *Begin { return &r.Begin }, document),
		sparse("host", func(r *Record) *string { return &r.Host }, prose()),
		sparse("pid", func(r *Record) *int { return &r.PID }, whole()),
	}
}

func notJournal(found string) error {
	return fault.Errorf("%w: its format is %s, where %q is wanted", ErrFormat, show(found), journalFormat)
}

func editFields() []field[Record] {
	return []field[Record]{
		member("action", needed, func(r *Record) *string { return (*string)(&r.Edit.Action) }, word()),
		sparse("undoes", func(r *Record) *int { return &r.Undoes }, whole()),
		sparse("of", func(r *Record) *string { return &r.Of }, word()),
		member("changes", needed, func(r *Record) *[]model.Change { return &r.Edit.Changes },
			list(inline, MaxClaims, changes(), func() func(model.Change) error { return one })),
	}
}

func snapshotFields() []field[Record] {
	also := member("also", optional, func(r *Record) *map[string]int { return &r.Also }, mapping(sessions, whole()))
	also.zero = func(r *Record) bool { return len(r.Also) == 0 }
	also.blank = nil
	return []field[Record]{
		member("through", needed, func(r *Record) *int { return &r.Through }, whole()),
		member("sidecar", needed, func(r *Record) *string { return &r.Sidecar }, prose().must(digest)),
		also,
		sparse("log", func(r *Record) *int { return &r.Log }, whole()),
		sparse("written", func(r *Record) *time.Time { return &r.Written }, moment()),
	}
}

// whole is a number of things, or the number of one.
func whole() codec[int] {
	c := count()
	return codec[int]{
		read:  func(d *decoder) int { return int(c.from(d)) },
		write: func(e *encoder, n int) { e.buf = strconv.AppendInt(e.buf, int64(n), 10) },
		check: func(n int) error { return c.check(text.Offset(n)) },
	}
}

// A change is a model.Change as it is written: its kind says what the items are.
type change struct {
	kind          model.Kind
	id            string
	before, after model.Item
	unknown       string // is not kept: a change has no place for it
}

func changes() codec[model.Change] {
	form := object[change]{
		fields: []field[change]{
			member("kind", needed, func(c *change) *model.Kind { return &c.kind },
				oneOf(model.KindClaim, model.KindRelation, model.KindDocument)),
			member("id", needed, func(c *change) *string { return &c.id }, prose()),
			item("before", func(c *change) *model.Item { return &c.before }),
			item("after", func(c *change) *model.Item { return &c.after }),
		},
		unknown: func(c *change) *string { return &c.unknown },
	}.value()
	return codec[model.Change]{
		read: func(d *decoder) model.Change {
			at := d.here()
			c := form.from(d)
			d.fail(at, c.holds())
			return model.Change{Before: c.before, After: c.after}
		},
		write: func(e *encoder, m model.Change) {
			c := change{before: m.Before, after: m.After}
			if m.After != nil {
				c.kind, c.id = m.After.Ref()
			} else if m.Before != nil {
				c.kind, c.id = m.Before.Ref()
			}
			if e.err = c.holds(); e.err == nil {
				form.to(e, c)
			}
		},
	}
}

// one holds of every change: what is wrong with one is said where it is read.
func one(model.Change) error { return nil }

// holds reports what is wrong with a change: it must be about the item that it
// names, and about one at all.
func (c change) holds() error {
	if c.before == nil && c.after == nil {
		return errors.New("the change has neither a before nor an after")
	}
	for _, i := range []model.Item{c.before, c.after} {
		if i == nil {
			continue
		}
		if kind, id := i.Ref(); kind != c.kind || id != c.id {
			return fault.Errorf("the change of %s %s holds %s %s", c.kind, show(c.id), kind, show(id))
		}
	}
	return nil
}

// item is the field of one side of a change, null where there is none.
func item(name string, at func(*change) *model.Item) field[change] {
	return field[change]{
		name: name, presence: needed,
		read: func(d *decoder, c *change) {
			if d.kind() == 'n' {
				d.value()
				return
			}
			switch c.kind {
			case model.KindClaim:
				*at(c) = claim().from(d)
			case model.KindRelation:
				*at(c) = relations().pointer().from(d)
			case model.KindDocument:
				*at(c) = statements().pointer().from(d)
			default:
				d.fail(d.here(), errors.New("the kind of a change must stand before what it changes"))
			}
		},
		write: func(e *encoder, c *change) {
			switch i := (*at(c)).(type) {
			case nil:
				e.raw("null")
			case *model.Claim:
				claim().to(e, i)
			case *model.Relation:
				relations().pointer().to(e, i)
			case *model.Document:
				statements().pointer().to(e, i)
			}
		},
	}
}

// statements are what is said of an article as a whole.
func statements() object[model.Document] {
	return object[model.Document]{
		fields: []field[model.Document]{
			member("status", expected, func(d *model.Document) *string { return &d.Status }, word()),
			member("labels", expected, func(d *model.Document) *map[string][]string { return &d.Labels }, labels(documentGroups)),
			member("note", expected, func(d *model.Document) *string { return &d.Note }, prose()),
		},
		unknown: func(*model.Document) *string { return new(string) }, // a set has no place for it
	}
}
