package sidecar

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
)

// A Line is a record in a journal whose checksum is right and whose JSON is not parsed yet. Most lines of a long
// journal never are.
type Line struct {
	Session string // of the OpBegin before it
	Seq     int
	Op      Op
	Time    string // as written: RFC 3339 in UTC
	At      int    // where it begins in the file, in bytes
	Number  int    // from 1
	raw     []byte
}

// Record parses the line. Its errors are SyntaxErrors with the line's number in the journal.
func (l Line) Record() (Record, error) {
	r, err := parseRecord(l.raw, l.Op)
	if fault := (*SyntaxError)(nil); errors.As(err, &fault) {
		fault.Line, fault.Column = l.Number, fault.Column+sumLength
	}
	return r, err
}

// sumLength is the length in bytes of the checksum and the blank before the JSON of a line.
const sumLength = len("01234567 ")

// Scan finds the records in a journal, or in a log, which holds those of many journals. Lines before the first OpBegin
// belong to the session own, and so do lines after a damaged line that may have been an OpBegin. What is no record is
// skipped and returned as a fault with its line: a torn end, as a crash leaves it, or a line that was changed since it
// was written. The lines share the bytes of raw.
func Scan(raw []byte, own string) (lines []Line, faults []error) {
	s := scanner{own: own, session: own}
	for s.at < len(raw) {
		line, _, whole := bytes.Cut(raw[s.at:], []byte("\n"))
		switch l, err := s.scanLine(line, whole); {
		case err != nil:
			faults = append(faults, err)
		case l.raw != nil:
			lines = append(lines, l)
		}
	}
	return lines, faults
}

// ScanStream scans a file that is too large to be held in memory, and calls see for each record. It returns the length
// of the file in bytes, whether its last line is torn, and at most 100 faults.
func ScanStream(r io.Reader, own string, see func(Line)) (size int, torn bool, faults []error, err error) {
	const most = 100 // faults that are reported: a file of nothing else has more than anybody reads
	s, lines := scanner{own: own, session: own}, bufio.NewReaderSize(r, 1<<16)
	for {
		line, long, err := readLongLine(lines)
		if len(line) == 0 && errors.Is(err, io.EOF) {
			return s.at, torn, faults, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, false, nil, err
		}
		torn = err != nil
		l, fault := s.scanLine(bytes.TrimSuffix(line, []byte("\n")), !torn)
		if s.at += long; long > 0 && !torn {
			s.at-- // the LF was in what was left out
		}
		switch {
		case fault != nil && len(faults) < most:
			faults = append(faults, fault)
		case fault == nil && l.raw != nil:
			see(l)
		}
	}
}

// readLongLine reads a line with its LF. Of a line longer than any record it returns only the beginning, and how many
// bytes it left out.
func readLongLine(r *bufio.Reader) (line []byte, more int, err error) {
	for {
		piece, err := r.ReadSlice('\n')
		if room := MaxSize + sumLength + 1 - len(line); len(piece) > room {
			more += len(piece) - room
			piece = piece[:room]
		}
		line = append(line, piece...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, more, err
		}
	}
}

// A scanner tracks the session that the next line belongs to.
type scanner struct {
	own, session string
	at, number   int // of the next line: where it begins, and its number less one
}

// scanLine returns the record in a line, or why there is none. Of an empty line it returns a Line without raw. Whole
// reports that the line has its LF.
func (s *scanner) scanLine(line []byte, whole bool) (Line, error) {
	s.number++
	l := Line{Session: s.session, At: s.at, Number: s.number}
	s.at += len(line)
	if !whole {
		return Line{}, lineError(s.number, errors.New("the end is torn"))
	}
	s.at++
	if len(line) == 0 { // it parts a torn record from the next
		return Line{}, nil
	}
	if err := l.parse(line); err != nil {
		if mayBeBegin(line) {
			s.session = s.own
		}
		return Line{}, lineError(s.number, err)
	}
	s.session = l.Session
	return l, nil
}

// mayBeBegin reports whether a damaged line may have been an OpBegin, or may hide one.
func mayBeBegin(line []byte) bool {
	l := Line{raw: line[min(sumLength, len(line)):]}
	return !l.parseHead() || l.Op != OpEdit && l.Op != OpSnapshot || bytes.IndexByte(line, 0) >= 0
}

func lineError(number int, err error) error { return &SyntaxError{Line: number, Column: 1, Err: err} }

// parse checks the checksum of a line and sets l from it.
func (l *Line) parse(line []byte) error {
	if len(line) < sumLength || line[sumLength-1] != ' ' {
		return errors.New("not a record")
	}
	sum, err := strconv.ParseUint(string(line[:sumLength-1]), 16, 32)
	if err != nil {
		return errors.New("not a record")
	}
	l.raw = line[sumLength:]
	if crc32.Checksum(l.raw, crc32.MakeTable(crc32.Castagnoli)) != uint32(sum) || !isCanonicalSum(line[:sumLength-1]) {
		return errors.New("the checksum is wrong")
	}
	if !l.parseHead() {
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

// isCanonicalSum reports whether a checksum is written in lower case, as this program writes it.
func isCanonicalSum(sum []byte) bool { return bytes.Equal(bytes.ToLower(sum), sum) }

// parseHead sets seq, time and op from the beginning of the JSON, without parsing the rest.
func (l *Line) parseHead() bool {
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
	return isOp(op)
}

// isOp reports whether a name is that of an op. Later versions may have others than this one.
func isOp(name []byte) bool {
	const longest = 32
	return len(name) > 0 && len(name) <= longest && len(bytes.Trim(name, "abcdefghijklmnopqrstuvwxyz-")) == 0
}

// Raw returns the line as it is in the file, with its LF.
func (l Line) Raw() []byte {
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(l.raw, crc32.MakeTable(crc32.Castagnoli)), l.raw)
}

// Len returns the length of the line in the file, in bytes.
func (l Line) Len() int { return sumLength + len(l.raw) + 1 }

// Mentions reports whether a line may be about the sidecar with this hash.
func (l Line) Mentions(hash string) bool { return bytes.Contains(l.raw, []byte(hash)) }

// NotesWritten reports whether an OpBegin was written by a version that writes snapshots with Written. Such versions
// also write the encoding.
func (l Line) NotesWritten() bool { return bytes.Contains(l.raw, []byte(`,"encoding":"`)) }

// IsWritten reports whether a line may be an OpSnapshot with Written.
func (l Line) IsWritten() bool {
	return l.Op == OpSnapshot && bytes.Contains(l.raw, []byte(`,"written":"`))
}

// String identifies the line in a message.
func (l Line) String() string { return fmt.Sprintf("%s %s %d", l.Session, l.Op, l.Seq) }
