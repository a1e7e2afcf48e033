package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// undecodable stands in decoded bytes for a byte sequence that is not text in
// the file's encoding. UTF-8 never contains it, so utf8.Valid finds it in every reader.
const undecodable = 0xff

// detectWindow is how many bytes a detection looks at, from the first that is not ASCII.
const detectWindow = 192 << 10

// certainEnough is the confidence below which a detected encoding is a problem.
const certainEnough = 0.9

// openSource opens a source as UTF-8 without a byte order mark. The encoding is
// Importer.Encoding, else the one that the content seems to be in. With Importer.Force
// what cannot be decoded becomes U+FFFD, else the byte undecodable.
func (m *Importer) openSource(s Source) (*decodedFile, error) { return m.openSourceAs(s, m.Encoding) }

// openSourceAs is open for an encoding, which is detected if it is empty.
func (m *Importer) openSourceAs(s Source, encoding string) (*decodedFile, error) {
	f, err := s.Open()
	if err != nil {
		return nil, err
	}
	d := &decodedFile{m: m, name: s.Name, file: f}
	if n := len(m.buffers); n > 0 {
		d.in, m.buffers = m.buffers[n-1], m.buffers[:n-1]
		d.in.Reset(f)
	} else {
		d.in = bufio.NewReaderSize(f, detectWindow)
	}
	if err := d.begin(encoding); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// A content is what a source holds, decoded.
type content struct {
	raw      []byte
	marked   bool // it began with the byte order mark of UTF-8, which is not in raw
	encoding string
}

// readWhole reads and decodes a source. One that is larger than a line may be is
// listed, and not read.
func (m *Importer) readWhole(s Source) (c content, ok bool, err error) {
	f, err := m.openSource(s)
	if err != nil {
		return content{}, false, err
	}
	most := m.maxLine()
	raw, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return content{}, false, fault.Errorf("import %q: %w", s.Name, err)
	}
	if len(raw) > most {
		m.refuseDocument(s.Name, 1, badLimit, "it is larger than %d MiB", most>>20)
		return content{}, false, nil
	}
	return content{raw, f.marked && f.encoding == "utf-8", f.encoding}, true, nil
}

// text is a text of which annotations in another file speak. Whoever counts a
// mark of UTF-8 takes it for the first character: see Importer.fit.
func (c content) text() *text.Text {
	if c.marked {
		return text.New(bom + string(c.raw))
	}
	return text.New(string(c.raw))
}

// A decodedFile reads a file as UTF-8. While all is ASCII the encoding stays
// open: only what is not ASCII tells it.
type decodedFile struct {
	m        *Importer
	name     string
	file     io.Closer
	in       *bufio.Reader
	encoding string // empty while it is not known
	marked   bool   // the file begins with a byte order mark
	rest     []byte // read, and not decoded yet
	out      []byte // decoded, and not given yet
	buf      []byte
	err      error
}

// Close closes the file, and counts its encoding.
func (d *decodedFile) Close() error {
	if d.encoding != "" && d.encoding != "utf-8" {
		d.m.Encodings[d.encoding]++
	}
	d.in.Reset(nil)
	d.m.buffers = append(d.m.buffers, d.in)
	return d.file.Close()
}

// begin reads the byte order mark, and checks an encoding that is given.
func (d *decodedFile) begin(asked string) error {
	head, err := d.in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return fault.Errorf("import %q: %w", d.name, err)
	}
	mark, by := "", 0
	switch {
	case bytes.HasPrefix(head, []byte(bom)):
		mark, by = "utf-8", len(bom)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		mark, by = "utf-16-le", 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		mark, by = "utf-16-be", 2
	case bytes.HasPrefix(head, []byte("\x84\x31\x95\x33")):
		mark, by = "gb18030", 4
	}
	if asked != "" {
		t, err := text.DecodeAs(nil, asked)
		if err != nil {
			return err
		}
		d.encoding = t.Encoding()
	}
	switch utf16 := strings.HasPrefix(d.encoding, "utf-16") && strings.HasPrefix(mark, "utf-16"); {
	case mark == "":
		return nil
	case d.encoding == "" || utf16:
		d.encoding = mark
	case d.encoding != mark:
		d.m.addProblem(d.name, 1, badEncoding, "it begins with the byte order mark of %s, but is read as %s", mark, d.encoding)
		return nil
	}
	d.marked = true
	_, err = d.in.Discard(by)
	return err
}

// list reports whether the file is a list of objects or lists, and not a line of
// one text each that begins with a list.
func (d *decodedFile) list() bool {
	for len(d.out) == 0 && d.err == nil {
		d.err = d.fill()
	}
	inner, ok := bytes.CutPrefix(bytes.TrimLeft(d.out, " \t\r\n"), []byte("["))
	if inner = bytes.TrimLeft(inner, " \t\r\n"); !ok || len(inner) == 0 {
		return ok
	}
	return inner[0] != '"'
}

// Read gives what is decoded.
func (d *decodedFile) Read(p []byte) (int, error) {
	for len(d.out) == 0 && d.err == nil {
		d.err = d.fill()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	if n > 0 {
		return n, nil
	}
	return 0, d.err
}

// fill decodes the next part of the file.
func (d *decodedFile) fill() error {
	switch {
	case d.encoding == "":
		return d.detect()
	case d.encoding == "utf-8" && !d.m.Force:
		return d.pass()
	}
	return d.decode()
}

// pass gives bytes as they are.
func (d *decodedFile) pass() error {
	if d.buf == nil {
		d.buf = make([]byte, 64<<10)
	}
	n, err := d.in.Read(d.buf)
	d.out = d.buf[:n]
	return err
}

// detect gives what is ASCII, and looks at what follows that.
func (d *decodedFile) detect() error {
	head, err := d.in.Peek(detectWindow)
	if len(head) == 0 {
		return err
	}
	at := firstTellingByte(head)
	if at == len(head) || at > len(head)/2 && len(head) == detectWindow {
		d.out = bytes.Clone(head[:at])
		_, err = d.in.Discard(at)
		return err
	}
	if len(head) == detectWindow { // without the part of a character at its end
		head = head[:bytes.LastIndexByte(head, '\n')+1]
		if len(head) <= at {
			head, _ = d.in.Peek(detectWindow)
		}
	}
	head = wholeCharacters(head)
	encoding, confidence := charset.Sniff([][]byte{head})
	explains := strings.HasPrefix(encoding, "utf-16") || strings.HasPrefix(encoding, "iso2022")
	if utf8.Valid(head) && (!explains || confidence < certainEnough) {
		encoding = "utf-8" // with a NUL or an escape in it that nothing explains
	}
	t, err := text.DecodeAs(nil, encoding)
	if err != nil {
		return err
	}
	if d.encoding = t.Encoding(); confidence < certainEnough && d.encoding != "utf-8" {
		d.m.addProblem(d.name, 1, badEncoding, "it seems to be in %s, which is not certain; --encoding names the encoding", d.encoding)
	}
	return nil
}

// firstTellingByte is the place of the first byte that tells of an encoding: one that is
// not ASCII, a NUL as in UTF-16, or an escape as in ISO-2022-JP.
func firstTellingByte(raw []byte) int {
	for i, c := range raw {
		if c >= utf8.RuneSelf || c == 0 || c == '\x1b' {
			return i
		}
	}
	return len(raw)
}

// wholeCharacters is a window without the part of a character of UTF-8 at its
// end, where the rest is UTF-8.
func wholeCharacters(window []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(window); i++ {
		if rest, tail := window[:len(window)-i], window[len(window)-i:]; utf8.RuneStart(tail[0]) {
			if tail[0] >= utf8.RuneSelf && !utf8.FullRune(tail) && utf8.Valid(rest) {
				return rest
			}
			break
		}
	}
	return window
}

// decode decodes whole lines: in every encoding a character, and a state, ends
// with its line at the latest.
func (d *decodedFile) decode() error {
	if d.buf == nil {
		d.buf = make([]byte, 64<<10)
	}
	n, err := d.in.Read(d.buf)
	from := max(0, len(d.rest)-1)
	d.rest = append(d.rest, d.buf[:n]...)
	cut := lastLine(d.rest, from, d.encoding)
	switch {
	case errors.Is(err, io.EOF):
		cut = len(d.rest)
	case err != nil:
		return err
	case cut == 0 && len(d.rest) > d.m.maxLine():
		return errLongLine
	case cut == 0:
		return nil
	}
	part := append([]byte(marks[d.encoding]), d.rest[:cut]...) // or a mark within the text would go
	t, bad := text.DecodeAs(part, d.encoding)
	if bad != nil {
		return bad
	}
	d.out = d.bytes(t)
	d.rest = append(d.rest[:0], d.rest[cut:]...)
	return err
}

// marks are the byte order marks that decoding drops.
var marks = map[string]string{"utf-8": bom, "utf-16-le": "\xff\xfe", "utf-16-be": "\xfe\xff"}

// lastLine is where the last line ends that raw has the whole of, if that is behind
// a place.
func lastLine(raw []byte, from int, encoding string) int {
	unit := map[string]string{"utf-16-le": "\n\x00", "utf-16-be": "\x00\n"}[encoding]
	if unit == "" {
		unit = "\n"
	}
	for end := len(raw); ; {
		at := bytes.LastIndex(raw[from:end], []byte(unit)) + from
		if at < from {
			return 0
		}
		if at%len(unit) == 0 {
			return at + len(unit)
		}
		end = at + 1
	}
}

// bytes are a text in UTF-8, with what could not be decoded.
func (d *decodedFile) bytes(t *text.Text) []byte {
	s := t.String()
	if t.Undecodable() == 0 {
		return []byte(s)
	}
	d.m.Replaced += t.Undecodable()
	if d.m.Force {
		return []byte(s)
	}
	out, o := make([]byte, 0, len(s)), text.Offset(0)
	for _, r := range s {
		if _, bad := t.Raw(o); bad {
			out = append(out, undecodable)
		} else {
			out = utf8.AppendRune(out, r)
		}
		o++
	}
	return out
}

// errLongLine says that a line cannot be decoded.
var errLongLine = fault.Errorf("a line is longer than %d MiB", maxLine>>20)

// checkDecoded reports whether a part of a file could be decoded. One that could not
// is listed, and none of it is taken.
func (m *Importer) checkDecoded(file string, line int, raw string) bool {
	if utf8.ValidString(raw) {
		return true
	}
	m.refuseDocument(file, line, badEncoding, "%s: %s", cmp.Or(excerpt(raw), "it"), notDecoded)
	return false
}

// checkDecodedText is decoded for a whole text, which is listed at the line of the first
// byte that is none.
func (m *Importer) checkDecodedText(file string, raw []byte) bool {
	line := 1
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			m.refuseDocument(file, line, badEncoding, "%s", notDecoded)
			return false
		case r == '\n':
			line++
		}
		raw = raw[size:]
	}
	return true
}

// notDecoded says what can be done about bytes that are no text.
const notDecoded = "it has bytes that are not text in the file's encoding; --encoding names another, --force takes it with U+FFFD for them"

// excerpt returns the first 20 characters of raw, to find its place by, and "" if raw begins with what cannot be decoded: it ends
// before the first such bytes.
func excerpt(raw string) string {
	const most = 20
	decoded, rest := raw, ""
	if i := strings.IndexRune(raw, utf8.RuneError); i >= 0 {
		decoded, rest = raw[:i], raw[i:]
	}
	t := []rune(decoded)
	switch {
	case len(t) > most:
		return string(t[:most]) + "…"
	case len(t) > 0 && rest != "":
		return decoded + "…"
	}
	return decoded
}
