package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
)

// A Line is a record as it stands in a journal: its checksum is right, but what
// it says is not read yet. Of a long journal most is never wanted.
type Line struct {
	Session string // of the OpBegin before it
	Seq     int
	Op      Op
	Time    string // as written: RFC 3339 in UTC
	At      int    // where it begins in the file, in bytes
	Number  int    // from 1
	raw     []byte
}

// Record reads what a line says.
func (l Line) Record() (Record, error) {
	r, err := parseRecord(l.raw, l.Op)
	if fault := (*SyntaxError)(nil); errors.As(err, &fault) {
		fault.Line, fault.Column = l.Number, fault.Column+sumLength
	}
	return r, err
}

// sumLength is how much stands before the JSON of a line.
const sumLength = len("01234567 ")

// Scan finds the records in a journal, or in a log, which is many of them. The
// own session is that of the lines before the first OpBegin, and of those after
// a broken line that may have been one. What is no record is passed over and reported: a torn end of the
// file, which a crash leaves, or a line that was changed since it was written.
// The lines share the bytes of raw.
func Scan(raw []byte, own string) (lines []Line, faults []error) {
	session := own
	for at, number := 0, 1; at < len(raw); number++ {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			return lines, append(faults, fault(number, errors.New("the end is torn")))
		}
		l := Line{Session: session, At: at, Number: number}
		err := l.take(raw[at : at+end])
		switch {
		case err != nil && end > 0: // an empty line parts a torn record from the next
			faults = append(faults, fault(number, err))
			if mayBegin(raw[at : at+end]) {
				session = own
			}
		case err == nil:
			session = l.Session
			lines = append(lines, l)
		}
		at += end + 1
	}
	return lines, faults
}

// mayBegin reports whether a broken line may have been an OpBegin, or hidden one.
func mayBegin(line []byte) bool {
	l := Line{raw: line[min(sumLength, len(line)):]}
	return !l.head() || l.Op == OpBegin || bytes.IndexByte(line, 0) >= 0
}

func fault(number int, err error) error { return &SyntaxError{Line: number, Column: 1, Err: err} }

// take makes l the record in a line.
func (l *Line) take(line []byte) error {
	if len(line) < sumLength || line[sumLength-1] != ' ' {
		return errors.New("not a record")
	}
	sum, err := strconv.ParseUint(string(line[:sumLength-1]), 16, 32)
	if err != nil {
		return errors.New("not a record")
	}
	l.raw = line[sumLength:]
	if crc32.Checksum(l.raw, crc32.MakeTable(crc32.Castagnoli)) != uint32(sum) || !canonicalSum(line[:sumLength-1]) {
		return errors.New("the checksum is wrong")
	}
	if !l.head() {
		return errors.New("the record begins with no seq, time and op")
	}
	if l.Op == OpBegin {
		r, err := l.Record()
		if err != nil {
			return err
		}
		l.Session = r.Session
	}
	return nil
}

// canonicalSum holds of a checksum as this program writes it.
func canonicalSum(sum []byte) bool { return bytes.Equal(bytes.ToLower(sum), sum) }

// head reads the first fields of a record without reading the rest.
func (l *Line) head() bool {
	rest, ok := bytes.CutPrefix(l.raw, []byte(`{"seq":`))
	if !ok {
		return false
	}
	seq, rest, ok := bytes.Cut(rest, []byte(`,"time":"`))
	if !ok {
		return false
	}
	at, rest, ok := bytes.Cut(rest, []byte(`","op":"`))
	if !ok {
		return false
	}
	op, _, ok := bytes.Cut(rest, []byte(`"`))
	n, err := strconv.Atoi(string(seq))
	if !ok || err != nil || n < 0 {
		return false
	}
	l.Seq, l.Op, l.Time = n, Op(op), string(at)
	return l.Op == OpBegin || l.Op == OpEdit || l.Op == OpSnapshot
}

// Raw is the line as it stands in the file, with its LF.
func (l Line) Raw() []byte {
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(l.raw, crc32.MakeTable(crc32.Castagnoli)), l.raw)
}

// Mentions reports whether a line may be about the sidecar with this hash.
func (l Line) Mentions(hash string) bool { return bytes.Contains(l.raw, []byte(hash)) }

// String is where a line is, for a message.
func (l Line) String() string { return fmt.Sprintf("%s %s %d", l.Session, l.Op, l.Seq) }
