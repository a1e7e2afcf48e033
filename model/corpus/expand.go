package corpus

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// ErrDamaged says that an archive breaks off, was changed, or is none.
var ErrDamaged = errors.New("the archive is damaged")

// ErrTooLarge says that an archive holds more than any article has.
var ErrTooLarge = errors.New("too much for an article")

// An archive may hold so many bytes, and unless they are few at most ratio times its own size: a text shrinks to a
// third or a tenth, and what shrinks to less than a hundredth is made to fill a memory.
const (
	largest = 1 << 30
	free    = 16 << 20
	ratio   = 100
	window  = 128 << 20 // of zstd: what its own command allows
)

// compressed reports whether a file of this name is an archive.
func compressed(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".gz" || ext == ".zst"
}

// expand gives what the bytes of a file hold: themselves, or if its name says so what they were compressed from.
func expand(name string, stored []byte) ([]byte, error) {
	if !compressed(name) {
		return stored, nil
	}
	open := gunzip
	if filepath.Ext(name) == ".zst" {
		open = unzstd
	}
	archive, err := open(stored)
	if err != nil {
		return nil, damaged(0, err)
	}
	defer archive.Close()
	limit := min(largest, max(free, ratio*int64(len(stored))))
	raw, err := io.ReadAll(io.LimitReader(archive, limit+1))
	switch {
	case int64(len(raw)) > limit, errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return nil, fmt.Errorf("%w: over %d MiB in %d bytes", ErrTooLarge, limit>>20, len(stored))
	case err != nil:
		return nil, damaged(len(raw), err)
	}
	return raw, nil
}

func gunzip(stored []byte) (io.ReadCloser, error) { return gzip.NewReader(bytes.NewReader(stored)) }

// unzstd works in the goroutine that reads.
func unzstd(stored []byte) (io.ReadCloser, error) {
	d, err := zstd.NewReader(bytes.NewReader(stored), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// damaged says after how many bytes of the text an archive ends or makes no sense, and why.
func damaged(n int, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it breaks off after %d bytes of text", ErrDamaged, n)
	}
	return fmt.Errorf("%w after %d bytes of text: %w", ErrDamaged, n, err)
}
