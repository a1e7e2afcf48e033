package sidecar

import (
	"errors"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// stringCodec returns the codec of a string that a person wrote or an article holds.
func stringCodec() codec[string] {
	return codec[string]{
		read:  func(d *decoder) string { return string(unquote(d.readScalar('"'))) },
		write: (*encoder).writeString,
	}
}

// internedCodec returns the codec of a string that many claims share. It is held in memory once.
func internedCodec() codec[string] {
	return codec[string]{
		read:  func(d *decoder) string { return d.intern(unquote(d.readScalar('"'))) },
		write: (*encoder).writeString,
	}
}

// idCodec returns the codec of an interned string that is not empty.
func idCodec() codec[string] { return internedCodec().withCheck(checkNotEmpty) }

func checkNotEmpty(s string) error {
	if s == "" {
		return errors.New("the string is empty")
	}
	return nil
}

// checkLocalPath checks that a path leads down from the corpus root.
func checkLocalPath(path string) error {
	if !fs.ValidPath(path) || path == "." {
		return fault.Errorf("the path %s is not one that leads down from the corpus root", quoteShort(path))
	}
	return nil
}

// checkSHA256 checks that a string is a SHA-256 in lower-case hexadecimal.
func checkSHA256(s string) error {
	if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return fault.Errorf("the SHA-256 %s is not 64 digits 0-9 and a-f", quoteShort(s))
	}
	return nil
}

// checkAnnotator checks that a name is one that file names are made of.
func checkAnnotator(s string) error {
	if len(s) < 1 || len(s) > 32 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return fault.Errorf("the annotator %s is not 1 to 32 of a-z, 0-9, _ and -", quoteShort(s))
	}
	return nil
}

// enumCodec returns the codec of a string that is one of a few.
func enumCodec[S ~string](allowed ...S) codec[S] {
	return codec[S]{
		read:  func(d *decoder) S { return S(d.intern(unquote(d.readScalar('"')))) },
		write: func(e *encoder, s S) { e.writeString(string(s)) },
		check: func(s S) error {
			if !slices.Contains(allowed, s) {
				return fault.Errorf("%s is none of %q", quoteShort(string(s)), allowed)
			}
			return nil
		},
	}
}

// offsetCodec returns the codec of an offset or a length in code points.
func offsetCodec() codec[text.Offset] {
	return codec[text.Offset]{
		read: func(d *decoder) text.Offset {
			n, err := strconv.Atoi(string(d.readScalar('0')))
			if err != nil {
				d.fail(d.last, errors.New("the number is not a whole one that an offset can be"))
			}
			return text.Offset(n)
		},
		write: func(e *encoder, o text.Offset) { e.buf = strconv.AppendInt(e.buf, int64(o), 10) },
		check: func(o text.Offset) error {
			if o < 0 {
				return fault.Errorf("the number %d is negative", o)
			}
			return nil
		},
	}
}

// numberCodec returns the codec of a float64. Numbers with more digits are rounded to it, as JSON's numbers are in
// most languages.
func numberCodec() codec[float64] {
	return codec[float64]{
		read: func(d *decoder) float64 {
			x, err := strconv.ParseFloat(string(d.readScalar('0')), 64)
			if err != nil {
				d.fail(d.last, errors.New("the number is too large"))
			}
			return x
		},
		write: (*encoder).writeFloat,
		check: func(x float64) error {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fault.Errorf("JSON has no number %v", x)
			}
			return nil
		},
	}
}

// confidenceCodec returns the codec of a probability, or nil.
func confidenceCodec() codec[*float64] {
	return codec[*float64]{
		read: func(d *decoder) *float64 {
			x := numberCodec().decode(d)
			return &x
		},
		write: func(e *encoder, x *float64) { numberCodec().encode(e, *x) },
		check: func(x *float64) error {
			if *x < 0 || *x > 1 {
				return fault.Errorf("the confidence %v is not between 0 and 1", *x)
			}
			return nil
		},
	}
}

// timeCodec returns the codec of a time in RFC 3339, written in UTC.
func timeCodec() codec[time.Time] {
	return codec[time.Time]{
		read: func(d *decoder) time.Time {
			var t time.Time
			raw := unquote(d.readScalar('"'))
			if err := t.UnmarshalText(raw); err != nil {
				d.fail(d.last, fault.Errorf("the time %s is not like 2026-11-23T09:01:00Z (RFC 3339)", quoteShort(string(raw))))
			}
			return t.UTC()
		},
		write: func(e *encoder, t time.Time) { e.writeString(t.UTC().Format(time.RFC3339Nano)) },
		check: func(t time.Time) error {
			if year := t.UTC().Year(); year < 0 || year > 9999 {
				return fault.Errorf("the year %d is beyond RFC 3339", year)
			}
			return nil
		},
	}
}

// attributeCodec returns the codec of an attribute's value: a string, a float64 or a bool.
func attributeCodec() codec[any] {
	return codec[any]{
		read: func(d *decoder) any {
			switch d.peekKind() {
			case '0':
				return numberCodec().decode(d)
			case 't', 'f':
				return d.readBool()
			}
			return stringCodec().decode(d)
		},
		write: func(e *encoder, v any) {
			switch v := v.(type) {
			case string:
				e.writeString(v)
			case float64:
				numberCodec().encode(e, v)
			case bool:
				e.writeRaw(strconv.FormatBool(v))
			default:
				e.err = fault.Errorf("no attribute can be a %T", v)
			}
		},
	}
}

// labelsCodec returns the codec of labels by their groups. A group without labels is neither kept nor written.
func labelsCodec(k orderKind) codec[map[string][]string] {
	c := mapOf(k, arrayOf(inline, MaxClaims, idCodec(), newUniqueCheck(func(id string) string { return id })))
	none := func(_ string, ids []string) bool { return len(ids) == 0 }
	return codec[map[string][]string]{
		read: func(d *decoder) map[string][]string {
			m := c.decode(d)
			maps.DeleteFunc(m, none)
			return m
		},
		write: func(e *encoder, m map[string][]string) {
			m = maps.Clone(m)
			maps.DeleteFunc(m, none)
			c.encode(e, m)
		},
		fallback: c.fallback,
	}
}

// fragmentsCodec returns the codec of a claim's fragments, of which there is at least one. See fragmentObject for
// inDocument.
func fragmentsCodec(inDocument bool) codec[[]model.Fragment] {
	return arrayOf(inline, MaxClaims, fragmentObject(inDocument).asValue(), newAscendingCheck).withCheck(func(f []model.Fragment) error {
		if len(f) == 0 {
			return errNoSpan
		}
		return nil
	})
}

// What a claim's place can lack.
var (
	errNoSpan           = errors.New("a claim needs a span")
	errTwoPlaces        = errors.New("a claim has spans, or stood somewhere: not both")
	errIncompleteAdrift = errors.New("a claim that is adrift has a standing, stood somewhere and stood_in a text; others have none of these")
	errAdrift           = errors.New("a claim that is adrift is no claim of the text")
	errInText           = errors.New("a claim with a place in the text is not adrift")
)

// checkPlace checks that a claim has its place in the text, or is adrift with a place in an earlier one.
func checkPlace(c *model.Claim) error {
	switch {
	case len(c.Fragments) == 0:
		return fault.Errorf("the field %q is missing", "spans")
	case c.Adrift() != (c.Stood != ""):
		return errIncompleteAdrift
	}
	return nil
}

func checkInText(c *model.Claim) error {
	if c.Adrift() {
		return errAdrift
	}
	return nil
}

func checkAdrift(c *model.Claim) error {
	if !c.Adrift() {
		return errInText
	}
	return nil
}

// newAscendingCheck returns a check that spans come in order and share no code point.
func newAscendingCheck() func(model.Fragment) error {
	end := text.Offset(math.MinInt)
	return func(f model.Fragment) error {
		s := f.Span
		if s.Empty() {
			return fault.Errorf("the span ends at %d, not after its start at %d", s.End, s.Start)
		}
		if s.Start < end {
			return fault.Errorf("the span starts at %d, before the end of the one before it at %d", s.Start, end)
		}
		end = s.End
		return nil
	}
}
