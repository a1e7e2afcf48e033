package corpus

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"pizhu/model/fault"
)

// ErrBadArchive is the error for an archive that is cut off, damaged, or not one.
var ErrBadArchive = errors.New("the archive is damaged")

// ErrTooLarge is the error for content that is larger than any article.
var ErrTooLarge = errors.New("too much for an article")

// An archive may hold so many bytes, and unless they are few at most ratio times its own size: a text shrinks to a
// third or a tenth, and what shrinks to less than a hundredth is made to fill a memory.
const (
	maxSize       = 1 << 30
	minUnpacked   = 16 << 20
	maxRatio      = 100
	maxZstdWindow = 128 << 20 // of zstd: what its own command allows
)

// isArchive reports whether a file of this name is an archive.
func isArchive(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".gz" || ext == ".zst"
}

// unpack returns the content of a file: its bytes, or if its name is that of an archive the unpacked ones.
func unpack(name string, stored []byte) ([]byte, error) {
	if !isArchive(name) {
		return stored, nil
	}
	archive, err := OpenArchive(name, bytes.NewReader(stored), int64(len(stored)))
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	raw, err := io.ReadAll(archive)
	if err != nil {
		return nil, err
	}
	return raw, nil
}

// OpenArchive unpacks an archive of size bytes while it is read; a file of another name is read as it is. Content that
// is too large for that size is ErrTooLarge.
func OpenArchive(name string, r io.Reader, size int64) (io.ReadCloser, error) {
	u := &unpacked{packed: size, limit: min(maxSize, max(minUnpacked, maxRatio*size))}
	switch filepath.Ext(name) {
	case ".gz":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, archiveError(0, err)
		}
		u.content = z
	case ".zst":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), // it works in the goroutine that reads
			zstd.WithDecoderMaxMemory(maxSize), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, archiveError(0, err)
		}
		u.content = z.IOReadCloser()
	default:
		return io.NopCloser(r), nil
	}
	return u, nil
}

// An unpacked is the content of an archive, with a limit.
type unpacked struct {
	content       io.ReadCloser
	packed, limit int64 // bytes of the archive, and most bytes of the content
	read          int64
}

// Read reads no more than such an archive may contain.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.content.Read(p)
	u.read += int64(n)
	switch {
	case u.read > u.limit, errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return 0, fault.Errorf("%w: over %d MiB in %d bytes", ErrTooLarge, u.limit>>20, u.packed)
	case err != nil && !errors.Is(err, io.EOF):
		return n, archiveError(int(u.read), err)
	}
	return n, err
}

// Close closes the archive.
func (u *unpacked) Close() error { return u.content.Close() }

// archiveError returns the error of an archive that ends or becomes invalid after n bytes of text.
func archiveError(n int, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.Errorf("%w: it breaks off after %d bytes of text", ErrBadArchive, n)
	}
	return fault.Errorf("%w after %d bytes of text: %w", ErrBadArchive, n, err)
}
