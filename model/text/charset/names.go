package charset

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"pizhu/model/fault"
)

// ErrUnknownEncoding is the error for a name of an encoding that the program does not read.
var ErrUnknownEncoding = errors.New("unknown encoding")

// A codec is an encoding that the program reads.
type codec struct {
	name       string // Python's
	labels     string // the other names in Python and the WHATWG Encoding Standard, normalized
	newDecoder func() decoder
}

// codecs are the encodings, under the name of the largest of Python's codecs that reads them. As the WHATWG Encoding
// Standard has it, GBK and GB 2312 are read as GB 18030, Shift_JIS as Windows-31J, EUC-KR as Unified Hangul Code.
// ISO-2022-JP with half-width katakana or JIS X 0212 needs a codec of its own.
var codecs = [...]codec{
	{"utf-8", "utf8 u8 utf cp65001 utf8sig unicode11utf8 unicode20utf8 xunicode20utf8", func() decoder { return decodeUTF8Rune }},
	{
		"utf-16-le", "utf16le utf16 u16 unicodelittleunmarked utf16lebom ucs2 iso10646ucs2 csunicode unicode unicodefeff",
		func() decoder { return utf16Decoder(binary.LittleEndian) },
	},
	{"utf-16-be", "utf16be unicodebigunmarked unicodefffe", func() decoder { return utf16Decoder(binary.BigEndian) }},
	{"gb18030", "gb180302000 gbk gb2312 936 cp936 ms936 xgbk chinese csgb2312 csiso58gb231280 euccn eucgb2312cn gb231280" +
		" gb23121980 isoir58", func() decoder { return gb18030().read }},
	{"big5hkscs", "big5 big5tw csbig5 cnbig5 hkscs xxbig5 cp950 950 ms950", func() decoder { return big5().read }},
	{"cp932", "932 ms932 mskanji windows31j windows932 shiftjis csshiftjis sjis xsjis", func() decoder { return cp932().read }},
	{"euc_jp", "eucjp ujis xeucjp cseucpkdfmtjapanese", func() decoder { return eucJP().read }},
	{
		"cp949", "949 ms949 uhc windows949 euckr korean ksc5601 ksc56011987 ksc56011989 ksx1001 cseuckr csksc56011987 isoir149",
		func() decoder { return cp949().read },
	},
	{"iso2022_jp", "csiso2022jp iso2022jp", func() decoder { return newISO2022(false).read }},
	{"iso2022_jp_ext", "iso2022jpext", func() decoder { return newISO2022(true).read }},
}

// Encodings returns the names of the encodings that the program reads.
func Encodings() []string {
	var names []string
	for _, c := range codecs {
		names = append(names, c.name)
	}
	return names
}

// Lookup returns the listed name of an encoding, from any of its names. Others are ErrUnknownEncoding.
func Lookup(name string) (string, error) {
	c, err := findCodec(name)
	return c.name, err
}

// findCodec returns the codec with a name, whatever its case and punctuation.
func findCodec(name string) (codec, error) {
	plain := normalizeName(name)
	for _, c := range codecs {
		if normalizeName(c.name) == plain || slices.Contains(strings.Fields(c.labels), plain) {
			return c, nil
		}
	}
	return codec{}, fault.Errorf("%w %q: it is none of %s", ErrUnknownEncoding, name, strings.Join(Encodings(), ", "))
}

// normalizeName returns the letters and digits of a name, in lower case.
func normalizeName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}
