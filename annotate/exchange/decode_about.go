package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// openSourceFor opens a source of annotations about a text, in the encoding in which
// most of what they quote stands in the text. Short annotations tell less by themselves.
func (m *Importer) openSourceFor(s Source, of content) (*decodedFile, error) {
	if m.Encoding != "" {
		return m.openSource(s)
	}
	raw, err := readAll(s)
	if err != nil {
		return nil, err
	}
	if len(raw) > maxHeld { // which tells its encoding by itself
		return m.openSource(s)
	}
	held := Source{s.Name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }}
	at := firstTellingByte(raw)
	sample := raw[max(0, at-detectWindow/2)&^1:] // whole units of UTF-16
	sample = wholeCharacters(sample[:min(len(sample), detectWindow)])
	seems, _ := charset.Sniff([][]byte{sample})
	best, most := "", 0
	switch {
	case at == len(raw):
		return m.openSourceAs(held, "")
	case seems == cmp.Or(of.encoding, "utf-8"):
		return m.openSourceAs(held, seems)
	}
	for _, encoding := range slices.Concat([]string{of.encoding, seems}, charset.Encodings()) {
		if n := quotesFound(sample, encoding, of.raw[:min(len(of.raw), quotesWithin)]); n > most {
			best, most = encoding, n
		}
	}
	return m.openSourceAs(held, best)
}

// quotesWithin is in how much of a text quotes are looked for.
const quotesWithin = 4 << 20

// maxHeld is how many bytes of annotations are held to find their encoding.
const maxHeld = 256 << 20

// readAll reads a source as it is, and of a larger one than maxHeld the beginning.
func readAll(s Source) ([]byte, error) {
	f, err := s.Open()
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxHeld+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fault.Errorf("import %q: %w", s.Name, err)
	}
	return raw, nil
}

// quotesFound counts the first lines of annotations whose last column, read in an
// encoding, is not ASCII and stands in a text.
func quotesFound(raw []byte, encoding string, body []byte) int {
	const most = 50
	t, err := text.DecodeAs(raw, encoding)
	if err != nil {
		return 0
	}
	n, seen := 0, 0
	for line := range strings.Lines(t.String()) {
		quote := strings.TrimRight(line[strings.LastIndexByte(line, '\t')+1:], "\r\n")
		if firstTellingByte([]byte(quote)) == len(quote) {
			continue
		}
		if bytes.Contains(body, []byte(quote)) {
			n++
		}
		if seen++; seen == most {
			break
		}
	}
	return n
}
