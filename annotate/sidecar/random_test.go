package sidecar

import (
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/model"
	"pizhu/model/text"
)

// A maker makes files of any content that can be written.
type maker struct{ *rand.Rand }

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 1))} }

// bits are what strings are made of: all that JSON, terminals and CJK have made
// difficult.
var bits = []string{
	"春", "眠", "𠮷", "葛\U000E0100", "🚀", "\r\n", "\t", "\u0000", "\x1b[2J", "\u2028", "\u200b", "\ufeff", "\ufffd",
	`"`, `\`, `\u0041`, "/", "<b>&", "'", "a", " ", "：", "{", "]", ",", "\u007f", "\u009b", "한", "\ue000",
}

func (m maker) words(most int) string {
	var b strings.Builder
	for range m.IntN(most + 1) {
		b.WriteString(bits[m.IntN(len(bits))])
	}
	return b.String()
}

// id is one of few, so that they meet.
func (m maker) id() string { return string(rune('a'+m.IntN(8))) + m.words(1) }

func (m maker) some(p float64) bool { return m.Float64() < p }

func (m maker) time() time.Time {
	t := time.Unix(m.Int64N(4e9), 0).UTC()
	if m.some(0.2) {
		t = t.Add(time.Duration(m.IntN(1e9)))
	}
	return t
}

func (m maker) unknown() string {
	if m.some(0.8) {
		return ""
	}
	kept := []string{`"x": 1.50`, `"y": {"z": [1, "\u00e9"], "w": {}}`, `"春": null`, `"\u007a": []`, `"t": "\ud83d\ude80"`}
	m.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	return strings.Join(kept[:1+m.IntN(len(kept))], ", ")
}

func (m maker) labels() map[string][]string {
	labels := map[string][]string{}
	for range m.IntN(4) {
		ids := map[string]bool{}
		for range 1 + m.IntN(3) {
			ids[m.id()] = true
		}
		list := slices.Sorted(maps.Keys(ids))
		m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		labels[m.id()] = list
	}
	return labels
}

func (m maker) attributes() map[string]any {
	attributes := map[string]any{}
	for range m.IntN(4) {
		values := []any{
			m.words(3), "2030", m.some(0.5), 5.0, 0.41, math.Copysign(0, -1), 1e21, 1e-7, math.MaxFloat64,
			math.SmallestNonzeroFloat64, m.NormFloat64(), float64(m.Int64()),
		}
		attributes[m.id()] = values[m.IntN(len(values))]
	}
	return attributes
}

func (m maker) provenance() model.Provenance {
	p := model.Provenance{By: m.id(), Method: model.Person, Created: m.time(), Unknown: m.unknown()}
	if m.some(0.3) {
		p.Modified, p.ModifiedBy = m.time(), m.id()
	}
	if m.some(0.3) {
		x := m.Float64()
		p.Method, p.Version, p.Confidence = model.Model, m.words(2), &x
	}
	if m.some(0.3) {
		verdicts := []model.Verdict{model.Accepted, model.Edited, model.Rejected}
		p.Verdict, p.DecidedBy, p.Decided = verdicts[m.IntN(3)], m.id(), m.time()
	}
	return p
}

// fragments are spans with room between, or touching, within length.
func (m maker) fragments(length int) []model.Fragment {
	places := map[int]bool{}
	for len(places) < 2+m.IntN(4) {
		places[m.IntN(length+1)] = true
	}
	ends := slices.Sorted(maps.Keys(places))
	var list []model.Fragment
	for i := range ends[1:] {
		if len(list) > 0 && m.some(0.4) {
			continue
		}
		list = append(list, model.Fragment{
			Span: text.Span{Start: text.Offset(ends[i]), End: text.Offset(ends[i+1])},
			Text: m.words(6), Prefix: m.words(3), Suffix: m.words(3), Unknown: m.unknown(),
		})
	}
	return list
}

func (m maker) claim(i, length int) *model.Claim {
	c := &model.Claim{
		ID: fmt.Sprint(m.id(), i), Fragments: m.fragments(length), Labels: m.labels(), Attributes: m.attributes(),
		Note: m.words(5), Provenance: m.provenance(), Unknown: m.unknown(),
	}
	if m.some(0.1) {
		c.History = []byte(`[{"start": 3, "end": 7}]`)
	}
	return c
}

func (m maker) file() File {
	length := 10 + m.IntN(1000)
	f := File{
		Document: DocumentRef{
			Path: "x/" + strings.ReplaceAll(m.id(), "/", ""), ID: m.words(2), SHA256: zeros, Encoding: "utf-8",
			Length: text.Offset(length), Unknown: m.unknown(),
		},
		Scheme: SchemeRef{ID: m.id(), SHA256: zeros, Unknown: m.unknown()}, Annotator: "chen", Unknown: m.unknown(),
		Order: Order{Documents: m.order(), Groups: m.order(), Attributes: m.order()},
	}
	f.Set.Document = model.Document{Status: m.words(2), Labels: m.labels(), Note: m.words(4)}
	for i := range m.IntN(12) {
		c := m.claim(i, length)
		if m.some(0.2) {
			c.Standing, c.Stood = []model.Standing{model.Changed, model.Ambiguous, model.Orphan, model.Kept}[m.IntN(4)], strings.Repeat("ab", 32)
			c.Fragments[len(c.Fragments)-1].Span.End += text.Offset(m.IntN(2000)) // of a longer text
		}
		f.Set.Claims = append(f.Set.Claims, c)
	}
	for i := range m.IntN(4) {
		f.Set.Relations = append(f.Set.Relations, &model.Relation{
			ID: fmt.Sprint(i), Type: m.id(), From: m.id(), To: m.id(), Note: m.words(3),
			Provenance: m.provenance(), Unknown: m.unknown(),
		})
	}
	f.Set.Normalize()
	return f
}

// order is one of some ids, of which the file may have none.
func (m maker) order() []string {
	ids := map[string]bool{}
	for range m.IntN(12) {
		ids[m.id()] = true
	}
	list := slices.Sorted(maps.Keys(ids))
	m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// TestRoundTrip holds that what was written reads as the same file, and writes
// as the same bytes. The order that comes back need not be the one given, for
// the file may not have all of its ids.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(500) {
		want := newMaker(seed).file()
		raw := write(t, want)
		got := parse(t, raw)
		same(t, write(t, got), raw)
		got.Order, want.Order = Order{}, Order{}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: read\n%+v\nwant\n%+v\nfrom\n%s", seed, got, want, raw)
		}
	}
}

// TestRoundTripControl: the comparison sees one changed field, so that the
// property proves something.
func TestRoundTripControl(t *testing.T) {
	seen := 0
	for seed := range uint64(50) {
		f := newMaker(seed).file()
		g := newMaker(seed).file()
		if len(g.Set.Claims) == 0 {
			continue
		}
		seen++
		g.Set.Claims[0].Provenance.Created = g.Set.Claims[0].Provenance.Created.Add(time.Nanosecond)
		if reflect.DeepEqual(f, g) || string(write(t, f)) == string(write(t, g)) {
			t.Fatalf("seed %d: a nanosecond makes no difference", seed)
		}
	}
	if seen == 0 {
		t.Error("no file had a claim")
	}
}

// FuzzParse holds that no bytes make Parse panic, and that what it accepts can
// be written, reads as the same, and is written in one way only.
func FuzzParse(f *testing.F) {
	f.Add(load(f, goldenPath))
	f.Add([]byte(base))
	for _, tt := range hostile {
		if len(tt.changed) < 1<<10 {
			f.Add([]byte(strings.Replace(edit(f, tt.old, tt.changed), "‸", "", 1)))
		}
	}
	for seed := range uint64(8) {
		f.Add(write(f, newMaker(seed).file()))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		first, err := Parse(raw)
		if err != nil {
			if !reflect.DeepEqual(first, File{}) {
				t.Fatalf("with an error came %+v", first)
			}
			return
		}
		canonical := write(t, first)
		second := parse(t, canonical)
		same(t, write(t, second), canonical)
		first.Order, second.Order = Order{}, Order{}
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("read\n%+v\nthen\n%+v", first, second)
		}
	})
}

func many(n int) File {
	m := newMaker(1)
	f := m.file()
	f.Document.Length = 5_000_000
	f.Set.Claims = nil
	confidence := 0.41
	quote := strings.Repeat("未来产业科技园", 3)
	for i := range n {
		at := text.Offset(i * 400)
		f.Set.Claims = append(f.Set.Claims, &model.Claim{
			ID:        fmt.Sprintf("%012d", i),
			Fragments: []model.Fragment{{Span: text.Span{Start: at, End: at + 21}, Text: quote, Prefix: quote, Suffix: quote}},
			Labels:    map[string][]string{"goal": {"2030", "2030-parks"}}, Attributes: map[string]any{"year": "2030", "value": 5.0},
			Provenance: model.Provenance{By: "chen", Method: model.Person, Created: m.time(), Confidence: &confidence},
		})
	}
	return f
}

func BenchmarkParse(b *testing.B) {
	raw := write(b, many(10_000))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	f := many(10_000)
	b.SetBytes(int64(len(write(b, f))))
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, f); err != nil {
			b.Fatal(err)
		}
	}
}
