package text

import (
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
	"unsafe"

	"pizhu/model/fault"
	"pizhu/model/text/charset"
)

// Open reads a file of UTF-8 once, up to size bytes, and makes a Text that reads its blocks again when they are needed:
// it holds a few MiB of a file that is larger than the memory. encoding is "utf-8", or "utf-8-sig" to drop a byte order
// mark. The file must stay open as long as the Text is used.
//
// Another program may change the file meanwhile: a block whose checksum differs is shown as U+FFFD, as many as it had
// code points, and Changed reports it. The file is never mapped: one that shrinks would kill the program.
func Open(file io.ReaderAt, size int64, encoding string) (*Text, error) {
	w := &fileSource{file: file, cache: map[int]*cachedPage{}}
	t := &Text{encoding: encoding, source: w}
	at := int64(0)
	if encoding == "utf-8-sig" {
		at = int64(len("\ufeff"))
	}
	buffer := make([]byte, 0, 1<<20)
	for at < size || len(buffer) > 0 {
		rest, err := readMore(file, buffer, at, size)
		if err != nil {
			return nil, err
		}
		at += int64(len(rest) - len(buffer))
		read := 0
		for read < len(rest) && (len(rest)-read >= mostBlock || at == size) {
			n := blockLen(rest[read:])
			w.add(t, at-int64(len(rest)-read), rest[read:read+n])
			read += n
		}
		buffer = rest[:copy(rest[:cap(rest)], rest[read:])]
		Yield()
	}
	return t, nil
}

// Yield pauses the work on a large file for a microsecond, so that a key that waits for a processor gets one. The runtime
// looks for input only where a processor is idle: runtime.Gosched would not do.
func Yield() { time.Sleep(time.Microsecond) }

// readMore reads the bytes of the file from at on into the free room of the buffer, and returns the longer buffer.
func readMore(file io.ReaderAt, buffer []byte, at, size int64) ([]byte, error) {
	room := min(int64(cap(buffer)-len(buffer)), size-at)
	n, err := file.ReadAt(buffer[len(buffer):len(buffer)+int(room)], at)
	if int64(n) < room {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fault.Errorf("%d bytes from byte %d: %w", room, at, err)
	}
	return buffer[:len(buffer)+n], nil
}

// A fileSource reads pages from a file, and caches those that were used last.
type fileSource struct {
	file    io.ReaderAt
	records []blockRecord
	changed atomic.Bool

	mu    sync.Mutex
	cache map[int]*cachedPage
	clock int
}

// A blockRecord is the position of a block in the file, and its content when the file was opened.
type blockRecord struct {
	at     int64  // in bytes of the file
	length int    // in bytes of the file
	size   int    // in bytes of UTF-8, where undecodable sequences are U+FFFD
	points Offset // in code points
	valid  bool   // it is UTF-8
	sum    uint32
}

// A cachedPage is a page and the time of its last use.
type cachedPage struct {
	page *page
	used int // by the clock of the source
}

const maxCachedPages = 128 // 2 to 4 MiB

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// add appends a block to t, with the bytes raw at a position of the file.
func (w *fileSource) add(t *Text, at int64, raw []byte) {
	p := blockRecord{at: at, length: len(raw), size: len(raw), sum: crc32.Checksum(raw, castagnoli)}
	if p.valid = utf8.Valid(raw); p.valid {
		p.points = CountCodePoints(unsafe.String(unsafe.SliceData(raw), len(raw)))
	} else {
		decoded := decodeUTF8(raw, "")
		p.size, p.points = decoded.size, decoded.length
		t.undecodable += decoded.undecodable
	}
	w.records = append(w.records, p)
	t.blocks = append(t.blocks, block{t.size, t.length})
	t.size += p.size
	t.length += p.points
}

// page returns page i, from the cache or the file.
func (w *fileSource) page(i int) *page {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock++
	if v := w.cache[i]; v != nil {
		v.used = w.clock
		return v.page
	}
	if len(w.cache) >= maxCachedPages {
		w.evictOldest()
	}
	v := &cachedPage{w.readPage(w.records[i]), w.clock}
	w.cache[i] = v
	return v.page
}

// evictOldest drops the page that was used least recently.
func (w *fileSource) evictOldest() {
	oldest := -1
	for i, v := range w.cache {
		if oldest < 0 || v.used < w.cache[oldest].used {
			oldest = i
		}
	}
	delete(w.cache, oldest)
}

// transient returns the text of block i, which is valid until the buffer is used again. It leaves the cache as it is.
func (w *fileSource) transient(i int, buffer *[]byte) string {
	w.mu.Lock()
	v := w.cache[i]
	w.mu.Unlock()
	if v != nil {
		return v.page.s
	}
	p := w.records[i]
	*buffer = slices.Grow((*buffer)[:0], p.length)[:p.length]
	switch raw := *buffer; {
	case !w.readInto(raw, p):
		return placeholder(p)
	case p.valid:
		return unsafe.String(unsafe.SliceData(raw), len(raw))
	default:
		s, _ := charset.DecodeUTF8(raw)
		return s
	}
}

// readPage reads a page, or makes a placeholder of the same size where the file has changed.
func (w *fileSource) readPage(p blockRecord) *page {
	raw := make([]byte, p.length)
	switch {
	case !w.readInto(raw, p):
		return newPage(placeholder(p), nil)
	case p.valid:
		return newPage(unsafe.String(unsafe.SliceData(raw), len(raw)), nil) // raw is nobody else's
	default:
		return newPage(charset.DecodeUTF8(raw))
	}
}

// readInto reads a block, and reports whether it is the one that was indexed.
func (w *fileSource) readInto(raw []byte, p blockRecord) bool {
	_, err := w.file.ReadAt(raw, p.at)
	if err != nil && !errors.Is(err, io.EOF) || crc32.Checksum(raw, castagnoli) != p.sum {
		w.changed.Store(true)
		return false
	}
	return true
}

// placeholder returns a text with the size and the number of code points of a block: U+FFFD as far as both allow it.
func placeholder(p blockRecord) string {
	const wide = len("\ufffd")
	points, size := int(p.points), p.size
	var b strings.Builder
	for ; points > 0; points-- {
		switch room := size - b.Len(); {
		case room > wide*points: // some take four bytes
			b.WriteString("\U000ffffd")
		case room-wide >= points-1:
			b.WriteRune(utf8.RuneError)
		case room-2 >= points-1:
			b.WriteString("\u00bf")
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

func (w *fileSource) all() string {
	var b strings.Builder
	for i := range w.records {
		b.WriteString(w.page(i).s)
	}
	return b.String()
}

// Changed reports whether a block that was read again differs from the file as it was opened.
func (t *Text) Changed() bool {
	w, ok := t.source.(*fileSource)
	return ok && w.changed.Load()
}

// DecodePrefix makes a Text of the first bytes of a file in the encoding that DecodeAs would read all of it in. It omits
// what may be incomplete at the end of the bytes: up to 32 KiB.
func DecodePrefix(raw []byte, encoding string) (*Text, error) {
	t, err := DecodeAs(raw[:len(raw)-partialLen(raw)], encoding)
	if err != nil {
		return nil, err
	}
	s := t.String()
	whole := 0
	for _, b := range t.blocks {
		if len(s)-b.from >= mostBlock {
			whole = b.from
		}
	}
	if whole == 0 {
		whole = strings.LastIndexByte(s, '\n') + 1
	}
	return t.prefix(whole), nil
}

// partialLen returns the length in bytes of an incomplete character of UTF-8 at the end of b: without it, text that is
// all valid is decoded at once. In another encoding those bytes may be whole characters; DecodePrefix omits them all the
// same.
func partialLen(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if last := b[len(b)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// prefix returns the first bytes of the text, with their undecodable sequences.
func (t *Text) prefix(to int) *Text {
	var bad []charset.Undecodable
	end := t.OffsetOfByte(to)
	for i, b := range t.blocks {
		if b.start >= end {
			break
		}
		for _, u := range t.source.page(i).bad {
			if int(b.start)+u.At < int(end) {
				bad = append(bad, charset.Undecodable{At: int(b.start) + u.At, Raw: u.Raw})
			}
		}
	}
	head := newResident(t.String()[:to], t.encoding, bad)
	head.doubt = t.doubt
	return head
}

// WithEncoding returns t as a text that was decoded from an encoding, by the name that Encoding is to give.
func (t *Text) WithEncoding(encoding string) *Text {
	named := *t
	named.encoding = encoding
	return &named
}

// WithConfidence returns t with the confidence of charset.Sniff, from 0 to 1.
func (t *Text) WithConfidence(confidence float64) *Text {
	other := *t
	other.doubt = 1 - confidence
	return &other
}
