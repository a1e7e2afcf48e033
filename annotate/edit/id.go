package edit

import (
	"crypto/rand"
	"encoding/binary"
)

// crockford is Crockford's base 32 in lower case: no i, l, o or u.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// NewID makes an id from 60 random bits: twelve letters.
func NewID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	bits := binary.LittleEndian.Uint64(b[:])
	var id [12]byte
	for i := range id {
		id[i] = crockford[bits&31]
		bits >>= 5
	}
	return string(id[:])
}
