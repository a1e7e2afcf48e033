//go:build !lossy

package store

import (
	"pizhu/model/fault"
)

// Append writes whole lines. When it returns nil they are on disk, in a file
// that is still the one of this name: who takes a journal away renames it first,
// and then reads it.
func (j *Journal) Append(lines []byte) error {
	if j.err == nil {
		j.err = j.append(lines)
	}
	if j.err != nil {
		return fault.Errorf("write the journal %q: %w", j.path, cause(j.err))
	}
	return nil
}
