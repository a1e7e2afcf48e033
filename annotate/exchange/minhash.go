package exchange

import (
	"hash/fnv"
	"math"
	"unicode"
)

// A signature stands for the set of the strings of five letters in a text: the
// share of places in which two agree estimates how much of their sets they
// share (A. Broder, On the resemblance and containment of documents, 1997).
type signature [hashes]uint32

const (
	hashes  = 64
	bands   = 16 // of four hashes each: texts that agree in one are compared
	shingle = 5
	near    = 0.7 // the share from which two texts are one article
)

// sign makes the signature and the fingerprint of a text. Blanks, signs and the size
// of letters say nothing; a text of fewer letters than five is one string.
func sign(s string) (sig signature, print fingerprint) {
	var w winnower
	for i := range sig {
		sig[i] = math.MaxUint32
	}
	var last [shingle]rune
	n := 0
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		copy(last[:], last[1:])
		last[shingle-1] = unicode.ToLower(r)
		if n++; n >= shingle {
			hash := hashOf(last)
			sig.add(hash)
			w.add(uint32(mix(hash) >> 32))
		}
	}
	if n < shingle {
		sig.add(hashOf(last))
	}
	return sig, w.close()
}

func hashOf(letters [shingle]rune) uint64 {
	h := fnv.New64a()
	for _, r := range letters {
		h.Write([]byte{byte(r), byte(r >> 8), byte(r >> 16)})
	}
	return h.Sum64()
}

func (sig *signature) add(x uint64) {
	for i := range sig {
		x = mix(x + 0x9e3779b97f4a7c15)
		sig[i] = min(sig[i], uint32(x>>32))
	}
}

// mix is the finalizer of SplitMix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// alike estimates how much two texts share, 0 to 1.
func (sig *signature) alike(other *signature) float64 {
	same := 0
	for i := range sig {
		if sig[i] == other[i] {
			same++
		}
	}
	return float64(same) / hashes
}

// band is a part of the signature, as a key.
func (sig *signature) band(i int) [1 + hashes/bands]uint32 {
	key := [1 + hashes/bands]uint32{uint32(i)}
	copy(key[1:], sig[i*hashes/bands:])
	return key
}
