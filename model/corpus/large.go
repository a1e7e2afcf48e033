package corpus

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"strings"

	"golang.org/x/sync/errgroup"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// A large article is shown before all of it was read: ReadHead reads its beginning, ReadContent the whole.
const (
	headSize    = 256 << 10 // bytes that ReadHead reads, some fifty screens; an article with no more is not large
	maxInMemory = 32 << 20  // bytes of the largest file whose text is held in memory
)

// ReadHead reads the article as ReadContent does, but only the beginning of a large one.
func (a Article) ReadHead(encoding string) (Content, error) {
	f, size, err := a.openLarge()
	if err != nil {
		return Content{}, err
	}
	if f == nil {
		return a.ReadContent(encoding)
	}
	defer f.Close()
	encoding, confidence, err := detectEncoding(f, size, encoding)
	if err != nil {
		return Content{}, fault.Errorf("read %q: %w", a.Path, err)
	}
	raw := make([]byte, headSize)
	if _, err := f.ReadAt(raw, 0); err != nil {
		return Content{}, fault.Errorf("read %q: %w", a.Path, err)
	}
	t, err := text.DecodePrefix(raw, encoding)
	if err != nil {
		return Content{}, err
	}
	return Content{Text: t.WithConfidence(confidence), Partial: true}, nil
}

// readLarge reads a large article, and reports whether it is one.
func (a Article) readLarge(encoding string) (Content, bool, error) {
	f, size, err := a.openLarge()
	if f == nil || err != nil {
		return Content{}, false, err
	}
	encoding, confidence, err := detectEncoding(f, size, encoding)
	if err == nil && size > maxInMemory && strings.HasPrefix(encoding, "utf-8") {
		c, err := openWindow(f, size, encoding)
		if err != nil {
			f.Close()
			return Content{}, true, fault.Errorf("read %q: %w", a.Path, err)
		}
		c.Text = c.Text.WithConfidence(confidence)
		return c, true, nil // the file stays open as long as anybody holds the text
	}
	defer f.Close()
	if err != nil {
		return Content{}, true, fault.Errorf("read %q: %w", a.Path, err)
	}
	raw, err := readAll(f)
	if err != nil {
		return Content{}, true, fault.Errorf("read %q: %w", a.Path, err)
	}
	t, err := text.DecodeAs(raw, encoding)
	if err != nil {
		return Content{}, true, err
	}
	return Content{Text: t.WithConfidence(confidence), Stored: raw}, true, nil
}

// openLarge opens the article's file and returns its size in bytes, or nil if it is not large, or if the article is made
// from the content of its file.
func (a Article) openLarge() (*os.File, int64, error) {
	if a.input != nil || a.lines != nil || isArchive(a.Path) || kindOf(a.Path) == kindPage || kindOf(a.Path) == kindJSONL {
		return nil, 0, nil
	}
	info, err := Stat(a.Path)
	if err != nil || info.Size() <= headSize {
		return nil, 0, err
	}
	f, err := open(a.Path)
	return f, info.Size(), err
}

// detectEncoding returns the encoding that is asked for, or else the one that parts of a file seem to be in, and the
// confidence.
func detectEncoding(f io.ReaderAt, size int64, asked string) (encoding string, confidence float64, err error) {
	var samples [][]byte
	for _, s := range charset.Samples(size) {
		part := make([]byte, s[1]-s[0])
		if _, err := f.ReadAt(part, s[0]); err != nil {
			return "", 0, err
		}
		samples = append(samples, part)
	}
	encoding, confidence = charset.Sniff(samples)
	if asked != "" && asked != encoding {
		return matchBOM(asked, encoding), 1, nil
	}
	return encoding, confidence, nil
}

// matchBOM returns the encoding that is asked for, with the byte order mark that was found.
func matchBOM(asked, found string) string {
	if found == "utf-8-sig" && strings.EqualFold(asked, "utf-8") {
		return found
	}
	return cmp.Or(asked, found)
}

// openWindow returns the text of a file of UTF-8 that is not held in memory. It hashes the file while it indexes it.
func openWindow(f io.ReaderAt, size int64, encoding string) (Content, error) {
	var c Content
	var g errgroup.Group
	g.Go(func() error {
		sum := sha256.New()
		_, err := io.CopyBuffer(sum, yieldingReader{io.NewSectionReader(f, 0, size)}, make([]byte, 1<<19))
		c.SHA256 = hex.EncodeToString(sum.Sum(nil))
		return err
	})
	t, err := text.Open(f, size, encoding)
	if err := cmp.Or(g.Wait(), err); err != nil {
		return Content{}, err
	}
	c.Text = t
	return c, nil
}

// A yieldingReader yields before each read.
type yieldingReader struct{ io.Reader }

func (p yieldingReader) Read(b []byte) (int, error) {
	text.Yield()
	return p.Reader.Read(b)
}
