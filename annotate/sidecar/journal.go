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

// A Record is one line of a journal: the CRC-32C of the JSON as 8 hexadecimal digits, a blank, the JSON. A journal
// belongs to one session and is only appended to. It begins with an OpBegin. Undo and redo are OpEdit records that
// name the record they reverse.
//
// An OpSnapshot is appended before a sidecar is written, and again, with Written, once the sidecar is in its place and
// its folder is synced. Versions that do not know Written read it as the same snapshot again. A record with the op of
// a later version is skipped, and kept.
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

// Begin names the session that a journal belongs to, and the article.
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

// An Op is the kind of a record.
type Op string

// The ops.
const (
	OpBegin    Op = "begin"
	OpEdit     Op = "edit"
	OpSnapshot Op = "snapshot"
)

// MaxJournal limits how much of a journal is held in memory, in bytes. A journal may be larger: see ScanStream.
const MaxJournal = 256 << 20

const journalFormat = "pizhu.journal"

// AppendRecord appends a record as one line, with its LF. Label groups and attributes are written in the given order.
// On an error dst is returned unchanged.
func AppendRecord(dst []byte, r Record, o Order) ([]byte, error) {
	e := newEncoder(o)
	e.tight = true
	e.buf = slices.Grow(e.buf, 2048)
	recordObject(r.Op).encode(e, &r)
	if e.err == nil && len(e.buf) > MaxSize {
		e.err = ErrTooLarge
	}
	if e.err != nil {
		return dst, fault.Errorf("write journal: %s %d: %w", r.Op, r.Seq, e.err)
	}
	dst = fmt.Appendf(dst, "%08x ", crc32.Checksum(e.buf, crc32.MakeTable(crc32.Castagnoli)))
	return append(append(dst, e.buf...), '\n'), nil
}

// ErrUnwritable is wrapped by the errors of CheckWritable.
var ErrUnwritable = errors.New("that cannot be saved")

// CheckWritable reports why AppendRecord cannot write an edit, as an error that wraps ErrUnwritable. It returns nil if
// it can.
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

// parseRecord parses the JSON of a record whose op is known from Line.parseHead.
func parseRecord(raw []byte, op Op) (Record, error) {
	var r Record
	d := newDecoder(raw)
	recordObject(op).decode(d, &r)
	d.endDocument()
	if d.err != nil {
		return Record{}, d.err
	}
	return r, nil
}

// recordObject returns the object of the records of an op.
func recordObject(op Op) object[Record] {
	fields := []field[Record]{
		newField("seq", required, func(r *Record) *int { return &r.Seq }, intCodec()),
		newField("time", required, func(r *Record) *time.Time { return &r.Time }, timeCodec()),
		newField("op", required, func(r *Record) *Op { return &r.Op }, enumCodec(op)),
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
			newField("path", required, func(b *Begin) *string { return &b.Path }, stringCodec()),
			optionalField("id", func(b *Begin) *string { return &b.ID }, stringCodec()),
			newField("sha256", required, func(b *Begin) *string { return &b.SHA256 }, stringCodec().withCheck(checkSHA256)),
			optionalField("encoding", func(b *Begin) *string { return &b.Encoding }, idCodec()),
		},
		unknown: func(b *Begin) *string { return &b.DocumentUnknown },
	}
	return []field[Record]{
		constantField[Record]("format", journalFormat, stringCodec(), journalFormatError),
		constantField[Record]("version", version, offsetCodec(), versionError),
		newField("session", required, func(r *Record) *string { return &r.Session }, idCodec()),
		newField("annotator", required, func(r *Record) *string { return &r.Annotator }, internedCodec().withCheck(checkAnnotator)),
		objectField("document", func(r *Record) *Begin { return &r.Begin }, document),
		optionalField("host", func(r *Record) *string { return &r.Host }, stringCodec()),
		optionalField("pid", func(r *Record) *int { return &r.PID }, intCodec()),
	}
}

func journalFormatError(found string) error {
	return fault.Errorf("%w: its format is %s, not %q", ErrFormat, quoteShort(found), journalFormat)
}

func editFields() []field[Record] {
	return []field[Record]{
		newField("action", required, func(r *Record) *string { return (*string)(&r.Edit.Action) }, internedCodec()),
		optionalField("undoes", func(r *Record) *int { return &r.Undoes }, intCodec()),
		optionalField("of", func(r *Record) *string { return &r.Of }, internedCodec()),
		newField("changes", required, func(r *Record) *[]model.Change { return &r.Edit.Changes },
			arrayOf(inline, MaxClaims, changeCodec(), func() func(model.Change) error { return acceptAny })),
	}
}

func snapshotFields() []field[Record] {
	also := newField("also", optional, func(r *Record) *map[string]int { return &r.Also }, mapOf(sessions, intCodec()))
	also.isZero = func(r *Record) bool { return len(r.Also) == 0 }
	also.setFallback = nil
	return []field[Record]{
		newField("through", required, func(r *Record) *int { return &r.Through }, intCodec()),
		newField("sidecar", required, func(r *Record) *string { return &r.Sidecar }, stringCodec().withCheck(checkSHA256)),
		also,
		optionalField("log", func(r *Record) *int { return &r.Log }, intCodec()),
		optionalField("written", func(r *Record) *time.Time { return &r.Written }, timeCodec()),
	}
}

// intCodec returns the codec of a count or a number of a record: not negative.
func intCodec() codec[int] {
	c := offsetCodec()
	return codec[int]{
		read:  func(d *decoder) int { return int(c.decode(d)) },
		write: func(e *encoder, n int) { e.buf = strconv.AppendInt(e.buf, int64(n), 10) },
		check: func(n int) error { return c.check(text.Offset(n)) },
	}
}

// A changeRecord is a model.Change as it is written, with the kind and id of its items.
type changeRecord struct {
	kind          model.Kind
	id            string
	before, after model.Item
	unknown       string // is not kept: a change has no place for it
}

func changeCodec() codec[model.Change] {
	form := object[changeRecord]{
		fields: []field[changeRecord]{
			newField("kind", required, func(c *changeRecord) *model.Kind { return &c.kind },
				enumCodec(model.KindClaim, model.KindRelation, model.KindDocument)),
			newField("id", required, func(c *changeRecord) *string { return &c.id }, stringCodec()),
			itemField("before", func(c *changeRecord) *model.Item { return &c.before }),
			itemField("after", func(c *changeRecord) *model.Item { return &c.after }),
		},
		unknown: func(c *changeRecord) *string { return &c.unknown },
	}.asValue()
	return codec[model.Change]{
		read: func(d *decoder) model.Change {
			at := d.offset()
			c := form.decode(d)
			d.fail(at, c.check())
			return model.Change{Before: c.before, After: c.after}
		},
		write: func(e *encoder, m model.Change) {
			c := changeRecord{before: m.Before, after: m.After}
			if m.After != nil {
				c.kind, c.id = m.After.Ref()
			} else if m.Before != nil {
				c.kind, c.id = m.Before.Ref()
			}
			if e.err = c.check(); e.err == nil {
				form.encode(e, c)
			}
		},
	}
}

// acceptAny accepts every change: changeCodec checks them itself, at their place.
func acceptAny(model.Change) error { return nil }

// check reports what is wrong with a change: it must have an item, and its items must have its kind and id.
func (c changeRecord) check() error {
	if c.before == nil && c.after == nil {
		return errors.New("the change has neither a before nor an after")
	}
	for _, i := range []model.Item{c.before, c.after} {
		if i == nil {
			continue
		}
		if kind, id := i.Ref(); kind != c.kind || id != c.id {
			return fault.Errorf("the change of %s %s holds %s %s", c.kind, quoteShort(c.id), kind, quoteShort(id))
		}
	}
	return nil
}

// itemField returns the field of one side of a change, null where there is none.
func itemField(name string, at func(*changeRecord) *model.Item) field[changeRecord] {
	return field[changeRecord]{
		name: name, presence: required,
		read: func(d *decoder, c *changeRecord) {
			if d.peekKind() == 'n' {
				d.readValue()
				return
			}
			switch c.kind {
			case model.KindClaim:
				*at(c) = claimCodec().decode(d)
			case model.KindRelation:
				*at(c) = relationObject().asPointer().decode(d)
			case model.KindDocument:
				*at(c) = articleObject().asPointer().decode(d)
			default:
				d.fail(d.offset(), errors.New("the kind of a change must stand before what it changes"))
			}
		},
		write: func(e *encoder, c *changeRecord) {
			switch i := (*at(c)).(type) {
			case nil:
				e.writeRaw("null")
			case *model.Claim:
				claimCodec().encode(e, i)
			case *model.Relation:
				relationObject().asPointer().encode(e, i)
			case *model.Document:
				articleObject().asPointer().encode(e, i)
			}
		},
	}
}

// articleObject returns the object of what is said of an article as a whole.
func articleObject() object[model.Document] {
	return object[model.Document]{
		fields: []field[model.Document]{
			newField("status", alwaysWritten, func(d *model.Document) *string { return &d.Status }, internedCodec()),
			newField("labels", alwaysWritten, func(d *model.Document) *map[string][]string { return &d.Labels }, labelsCodec(documentGroups)),
			newField("note", alwaysWritten, func(d *model.Document) *string { return &d.Note }, stringCodec()),
		},
		unknown: func(*model.Document) *string { return new(string) }, // a set has no place for it
	}
}
