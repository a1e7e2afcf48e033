package corpus

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// Unpack reads what an archive holds, as it is read itself; a file of another
// name is no archive. Its size, in bytes, sets how much it may hold.
func Unpack(name string, r io.Reader, size int64) (io.ReadCloser, error) {
	u := &unpacked{packed: size, left: min(largest, max(free, ratio*size))}
	switch filepath.Ext(name) {
	case ".gz":
		z, err := gzip.NewReader(bufio.NewReader(r))
		if err != nil {
			return nil, damaged(0, err)
		}
		u.content = z
	case ".zst":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
		if err != nil {
			return nil, damaged(0, err)
		}
		u.content = z.IOReadCloser()
	default:
		return io.NopCloser(r), nil
	}
	return u, nil
}

// An unpacked is the content of an archive.
type unpacked struct {
	content      io.ReadCloser
	packed, left int64
	read         int
}

// Read reads no more than such an archive may hold.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.content.Read(p)
	u.read += n
	switch u.left -= int64(n); {
	case u.left < 0, errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return 0, fmt.Errorf("%w: over %d MiB in %d bytes", ErrTooLarge, u.read>>20, u.packed)
	case err != nil && !errors.Is(err, io.EOF):
		return n, damaged(u.read, err)
	}
	return n, err
}

// Close ends the reading.
func (u *unpacked) Close() error { return u.content.Close() }
