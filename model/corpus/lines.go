package corpus

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"slices"
	"strconv"
	"strings"

	"pizhu/model/fault"
	"pizhu/model/text/charset"
)

// A lineIndex is the index of a JSONL file: the position of each line, so that any document is read at once, however
// large the file is. It is immutable.
type lineIndex struct {
	path, name string // as Article has them
	fields     fields
	encoding   string      // of the whole file, as text.Text names it, and so of the ids
	confidence float64     // of the encoding, from 0 to 1
	asked      string      // the encoding that was asked for; empty: none
	file       fs.FileInfo // as it was when the lines were counted
	starts     []int64     // of each line, and the file's length
	duplicates map[int]int // by a line whose id an earlier line has: that line
}

const (
	idSeparator     = "#"     // before the id in an article's name
	readSize        = 1 << 20 // bytes that are read at a time
	maxLine         = 256 << 20
	maxPreallocated = 4 << 20 // documents that memory is allocated for at once
)

// The errors of a line, or of a file of lines.
var (
	ErrCompressed  = errors.New("in an archive no line can be found without reading all before it")
	ErrWide        = errors.New("in UTF-16 no line can be found by its line feed: save the file as UTF-8")
	ErrDuplicateID = errors.New("it has the id of an earlier line")
	ErrChanged     = errors.New("the file was changed since its lines were counted")
	ErrIDGone      = errors.New("no document of the file has this id any more")
)

// A LineError is the error of a line that is not a document.
type LineError struct {
	Path string
	Line int // from 1
	Err  error
}

// Error returns the place and the reason.
func (e *LineError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *LineError) Fault() error {
	return fault.Errorf("read %q: line %d: %w", e.Path, e.Line, e.Err)
}

// Unwrap returns the reason.
func (e *LineError) Unwrap() error { return e.Err }

// documents returns the documents of a JSONL file, in its order. It skips lines of white space. An invalid line is
// reported when it is read.
func (o Finder) documents(file Article) ([]Article, error) {
	f, err := open(file.Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	x := &lineIndex{
		path: file.Path, name: file.Name, asked: o.Encoding,
		fields: fields{text: cmp.Or(o.TextField, "text"), id: cmp.Or(o.IDField, "id")},
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	x.file = info
	if x.encoding, x.confidence, err = lineEncoding(f, info.Size(), o.Encoding); err != nil {
		return nil, fault.Errorf("read %q: %w", file.Path, err)
	}
	found, err := x.list(f, info.Size())
	if err != nil {
		return nil, fault.Errorf("read %q: %w", file.Path, err)
	}
	return found, nil
}

// lineEncoding returns the encoding of a JSONL file of a size in bytes: the one that is asked for, else the one that its
// content seems to be in, under the name that text.Text has for it, and how sure that is. It returns ErrWide for UTF-16.
func lineEncoding(f io.ReaderAt, size int64, asked string) (encoding string, confidence float64, err error) {
	encoding, confidence, err = detectEncoding(f, size, asked)
	if err != nil {
		return "", 0, err
	}
	encoding, err = charset.Lookup(encoding)
	switch {
	case err != nil:
		return "", 0, err
	case strings.HasPrefix(encoding, "utf-16"):
		return "", 0, ErrWide
	}
	return encoding, confidence, nil
}

// list reads a file of about total bytes once, and indexes its lines. It parses a line only as far as its id.
func (x *lineIndex) list(f io.Reader, total int64) ([]Article, error) {
	const few = 64 // documents after which the rest is estimated
	var found []Article
	r := &lineReader{r: bufio.NewReaderSize(f, readSize)}
	for at, number := int64(0), 1; ; number++ {
		line, size, err := r.nextLine()
		x.starts = append(x.starts, at)
		if size == 0 && errors.Is(err, io.EOF) {
			x.duplicates = findDuplicates(found)
			return found, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		at += size
		if line = trimLine(line, number); len(line) == 0 {
			continue
		}
		found = append(found, Article{Path: x.path, Name: x.name + idSeparator + x.listedID(line, number), lines: x, line: number})
		if len(found) == few {
			found = slices.Grow(found, int(min(maxPreallocated, few*total/at))) // to grow a million bit by bit takes as long as the rest
		}
	}
}

// listedID returns the name of the document in a line without parsing the whole line. For a line that is not a document
// it returns any name.
func (x *lineIndex) listedID(line []byte, number int) string {
	if s, err := decodeLine(line, number, x.encoding); err == nil {
		line = s.raw
	}
	return x.fields.name(line, number)
}

// changed reports whether the file seems to have changed since its lines were indexed.
func (x *lineIndex) changed() bool {
	now, err := os.Stat(x.path)
	return err != nil || now.Size() != x.file.Size() || !now.ModTime().Equal(x.file.ModTime()) || !os.SameFile(now, x.file)
}

// findDuplicates returns the documents that have the id of an earlier one, by line. For a million ids it uses a hash
// table of positions only: a map of strings takes longer than reading the file.
func findDuplicates(all []Article) map[int]int {
	later := map[int]int{}
	places := make([]int32, 1<<bits.Len(uint(2*len(all)))) // in all, from 1
	seed := maphash.MakeSeed()
	for i, a := range all {
		id := a.ID()
		at := maphash.String(seed, id)
		for at %= uint64(len(places)); places[at] > 0 && all[places[at]-1].ID() != id; {
			at = (at + 1) % uint64(len(places))
		}
		if first := places[at]; first > 0 {
			later[a.line] = all[first-1].line
		} else {
			places[at] = int32(i + 1)
		}
	}
	return later
}

// trimLine removes the white space of JSON from both ends of a line, and the byte order mark from the first.
func trimLine(line []byte, number int) []byte {
	if number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	return bytes.Trim(line, " \t\r\n")
}

// A lineReader reads line by line into one buffer.
type lineReader struct {
	r    *bufio.Reader
	long []byte // a line that is longer than the reader's own buffer
}

// nextLine returns the next line, valid until the next call, and its length in bytes. It skips the rest of a line that
// is longer than maxLine. At the end it returns 0 bytes and io.EOF.
func (l *lineReader) nextLine() (line []byte, size int64, err error) {
	line, err = l.r.ReadSlice('\n')
	size = int64(len(line))
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, size, err
	}
	l.long = l.long[:0]
	for {
		if len(l.long) < maxLine {
			l.long = append(l.long, line...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return l.long, size, err
		}
		line, err = l.r.ReadSlice('\n')
		size += int64(len(line))
	}
}

// readBytes reads a line of the file.
func (x *lineIndex) readBytes(number int) ([]byte, error) {
	f, err := open(x.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	start, end := x.starts[number-1], x.starts[number]
	if end-start > maxLine {
		return nil, fault.Errorf("%w: over %d MiB", ErrTooLarge, maxLine>>20)
	}
	from := max(0, start-1) // with the end of the line before
	line := make([]byte, end-from)
	if _, err := f.ReadAt(line, from); errors.Is(err, io.EOF) {
		return nil, ErrChanged
	} else if err != nil {
		return nil, err
	}
	before, line := line[:start-from], line[start-from:]
	body := bytes.TrimSuffix(line, []byte("\n"))
	last := number == len(x.starts)-1
	if len(before) == 1 && before[0] != '\n' || bytes.IndexByte(body, '\n') >= 0 || len(body) == len(line) && !last {
		return nil, ErrChanged
	}
	return trimLine(line, number), nil
}

// layerName returns the prefix of the names of a document's layers: its id, with all but letters, digits, ".", "_" and
// "-" percent-encoded as in RFC 3986, or the line if that would be too long for a file's name.
func layerName(id string, line int) string {
	const longest = 160          // bytes of the 255 that file systems allow
	if id == "." || id == ".." { // which would lead elsewhere
		return strings.ReplaceAll(id, ".", "%2E")
	}
	var b strings.Builder
	for _, c := range []byte(id) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '_', c == '-':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if b.Len() > longest {
		return lineName(line)
	}
	return b.String()
}

// lineName returns the name of a document without an id.
func lineName(number int) string {
	digits := strconv.Itoa(number)
	return "line-" + strings.Repeat("0", max(0, 6-len(digits))) + digits
}
