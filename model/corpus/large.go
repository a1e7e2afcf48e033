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

// A largeFile is the open file of a large article.
type largeFile struct {
	*os.File
	size       int64  // in bytes
	encoding   string // the one that was asked for, or else the detected one
	confidence float64
}

// openLarge opens the article's file and detects its encoding. It returns nil if the article is not large, or if it is made
// from the content of its file.
func (a Article) openLarge(asked string) (*largeFile, error) {
	if a.form() != formFile || isArchive(a.Path) {
		return nil, nil
	}
	info, err := Stat(a.Path)
	if err != nil || info.Size() <= headSize {
		return nil, err
	}
	f, err := open(a.Path)
	if err != nil {
		return nil, err
	}
	encoding, confidence, err := detectEncoding(f, info.Size(), asked)
	if err != nil {
		f.Close()
		return nil, fault.Errorf("read %q: %w", a.Path, err)
	}
	return &largeFile{f, info.Size(), encoding, confidence}, nil
}

// ReadHead reads the article as ReadContent does, but only the beginning of a large one.
func (a Article) ReadHead(encoding string) (Content, error) {
	f, err := a.openLarge(encoding)
	switch {
	case err != nil:
		return Content{}, err
	case f == nil:
		return a.ReadContent(encoding)
	}
	defer f.Close()
	raw := make([]byte, headSize)
	if _, err := f.ReadAt(raw, 0); err != nil {
		return Content{}, fault.Errorf("read %q: %w", f.Name(), err)
	}
	t, err := text.DecodePrefix(raw, f.encoding)
	if err != nil {
		return Content{}, err
	}
	return Content{Text: t.WithConfidence(f.confidence), Partial: true}, nil
}

// read reads all of a large article, and closes its file unless the text reads it again.
func (f *largeFile) read() (Content, error) {
	if f.size > maxInMemory && strings.HasPrefix(f.encoding, "utf-8") {
		c, err := openWindow(f, f.size, f.encoding)
		if err != nil {
			f.Close()
			return Content{}, fault.Errorf("read %q: %w", f.Name(), err)
		}
		c.Text = c.Text.WithConfidence(f.confidence)
		return c, nil
	}
	defer f.Close()
	raw, err := readAll(f.File)
	if err != nil {
		return Content{}, fault.Errorf("read %q: %w", f.Name(), err)
	}
	t, err := text.DecodeAs(raw, f.encoding)
	if err != nil {
		return Content{}, err
	}
	return Content{Text: t.WithConfidence(f.confidence), Stored: raw}, nil
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
