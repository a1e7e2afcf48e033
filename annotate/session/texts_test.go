package session

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/anchor"
	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// A bench makes sidecars of one article in several texts.
type bench struct {
	*testing.T
	*rand.Rand
	desk edit.Editor
	now  time.Time
	ids  int
}

func newBench(t *testing.T, seed uint64) *bench {
	b := &bench{T: t, Rand: rand.New(rand.NewPCG(seed, 7)), desk: newEditor(t), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	b.desk.Author.Now = func() time.Time { b.now = b.now.Add(time.Second); return b.now }
	b.desk.Author.NewID = func() string { b.ids++; return fmt.Sprint("c", b.ids) }
	return b
}

// read is an article as it is read.
func (b *bench) read(s string) corpus.Content {
	b.Helper()
	c, err := articleOf(b.T, s).ReadContent("utf-8")
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// edited is a text with a few edits at random.
func (b *bench) edited(s string) string {
	for range 1 + b.IntN(3) {
		x := text.New(s)
		at := x.Floor(text.Offset(b.IntN(int(x.Len()))))
		gone := x.Floor(min(at+text.Offset(b.IntN(6)), x.Len()))
		s = x.Slice(text.Span{End: at}) + []string{"", "另据报道，", "新"}[b.IntN(3)] + x.Slice(text.Span{Start: gone, End: x.Len()})
	}
	return s
}

// work is a sidecar after somebody has opened it on a text, and made so many edits.
func (b *bench) work(f sidecar.File, c corpus.Content, edits int) sidecar.File {
	b.Helper()
	e, err := anchor.NewLocator(c.Text, c.SHA256).Reanchor(f.Set, f.Document.SHA256, nil)
	b.must(err)
	f.Set, err = f.Set.Apply(e)
	b.must(err)
	f.Document = sidecar.DocumentRef{Path: "a.txt", SHA256: c.SHA256, Encoding: c.Text.Encoding(), Length: c.Text.Len()}
	for range edits {
		d := b.desk
		d.Text, d.Set = c.Text, f.Set
		if e, ok := b.edit(d); ok {
			f.Set, err = f.Set.Apply(e)
			b.must(err)
		}
	}
	return f
}

// edit is any edit.
func (b *bench) edit(d edit.Editor) (model.Edit, bool) {
	from := text.Offset(b.IntN(int(d.Text.Len())))
	span := d.Text.Snap(text.Span{Start: from, End: min(from+4+text.Offset(b.IntN(30)), d.Text.Len())})
	claims := d.Set.All()
	if len(claims) == 0 || b.IntN(3) == 0 {
		e, _, err := d.LabelSpan(span, "goal", "2030")
		return e, err == nil
	}
	c := claims[b.IntN(len(claims))]
	switch b.IntN(4) {
	case 0:
		return d.Delete(c), true
	case 1:
		e, err := d.PlaceOn(c, span)
		return e, err == nil
	case 2:
		e, err := d.Keep(c)
		return e, err == nil
	}
	return d.Note(c, fmt.Sprint("记", b.Int())), true
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// TestTwoTextsLoseNothing merges sidecars of different texts, with the article in
// one of them, in another, and without it: every claim of a side is in the result
// with what it says, unless the other side deleted it and this one has not changed
// it. Nothing stands where its words are not.
func TestTwoTextsLoseNothing(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/articles/01-zh-hans-future-industries.txt")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range runs(t, uint64(150), 15) {
		b := newBench(t, seed)
		texts := []corpus.Content{b.read(string(raw))}
		for range 3 {
			texts = append(texts, b.read(b.edited(texts[b.IntN(len(texts))].Text.String())))
		}
		base := b.work(sidecar.File{Annotator: "chen"}, texts[0], 20)
		ours, theirs := b.work(base, texts[b.IntN(2)], b.IntN(9)), b.work(base, texts[2], b.IntN(9))
		for _, now := range append(texts, corpus.Content{}) {
			got, err := layer.MergeFiles(base, ours, theirs, func() corpus.Content { return now })
			b.must(err)
			for name, sides := range map[string][2]sidecar.File{"ours": {ours, theirs}, "theirs": {theirs, ours}} {
				if err := missing(base.Set, sides[0].Set, sides[1].Set, got.File.Set); err != nil {
					t.Errorf("seed %d: of %s: %v", seed, name, err)
				}
			}
			if err := misplaced(got.File, texts); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
			if back, err := layer.MergeFiles(base, theirs, ours, func() corpus.Content { return now }); err != nil ||
				!back.File.Set.Equal(got.File.Set) || back.File.Document != got.File.Document {
				t.Errorf("seed %d: the other way round the result is another: %v", seed, err)
			}
		}
	}
}

// TestWhatOneSideKnows merges sidecars of a text that says one thing over and over,
// so that no claim can be looked for in it: it is where the side that was made for
// the text has it. One that a person put elsewhere is not brought back,
// and is in conflict with what the other side says of it.
func TestWhatOneSideKnows(t *testing.T) {
	b := newBench(t, 1)
	old := strings.Repeat("产值破万亿。\n", 9)
	before, after := b.read(old), b.read("编者按。\n"+old)
	base := b.work(sidecar.File{Annotator: "chen"}, before, 0)
	d := b.desk
	d.Text = before.Text
	e, _, err := d.LabelSpan(text.Span{End: 5}, "goal", "2030")
	apply(t, &d, e, err)
	at := func(d *edit.Editor, c *model.Claim, line, from text.Offset) *model.Claim {
		next := c.Clone()
		next.Fragments = anchor.Redescribe(d.Text, c.Fragments, []text.Span{{Start: line*7 + from, End: line*7 + from + 5}})
		return next
	}
	c := at(&d, d.Set.Claims[0], 4, 0)
	base.Set.Claims = []*model.Claim{c}
	ours := base
	noted := c.Clone()
	noted.Note, noted.Provenance.Modified = "记", b.now
	ours.Set.Claims = []*model.Claim{noted}
	theirs := b.work(base, after, 0)
	d.Text = after.Text
	theirs.Set.Claims, theirs.Set.Adrift = []*model.Claim{at(&d, c, 4, 5)}, nil
	placed := at(&d, c, 7, 5)
	placed.Provenance.Modified = b.now
	elsewhere := theirs
	elsewhere.Set.Claims = []*model.Claim{placed}
	for _, tt := range []struct {
		name   string
		theirs sidecar.File
		now    corpus.Content
		want   string
	}{
		{"the article as ours has it", theirs, before, " 产值破万亿@28 记\n"},
		{"the article as theirs has it", theirs, after, " 产值破万亿@33 记\n"},
		{"no article", theirs, corpus.Content{}, " 产值破万亿@33 记\n"},
		{"put elsewhere, the article as ours has it", elsewhere, before, " 产值破万亿@28 记\nambiguous 产值破万亿@54 \n"},
		{"put elsewhere, the article as theirs has it", elsewhere, after, " 产值破万亿@54 \n 产值破万亿@54 记\n"},
	} {
		got, err := layer.MergeFiles(base, ours, tt.theirs, func() corpus.Content { return tt.now })
		b.must(err)
		var lines []string
		for _, c := range got.File.Set.All() {
			lines = append(lines, fmt.Sprintf("%s %s@%d %s\n", c.Standing, c.Quote(), c.Start(), c.Note))
		}
		if slices.Sort(lines); strings.Join(lines, "") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, lines, tt.want)
		}
	}
}

// missing says which claim of a side is not in a merged set.
func missing(base, side, other, merged model.Set) error {
	for _, c := range side.All() {
		was := base.Any(c)
		unchanged := was != nil && was.At(c).Equal(c)
		if unchanged && other.Any(c) == nil {
			continue
		}
		kept := slices.ContainsFunc(merged.All(), func(m *model.Claim) bool {
			same := m.Clone()
			same.ID = c.ID
			return m.ID == c.ID && unchanged || same.At(c).Equal(c) && m.SameWords(c)
		})
		if !kept {
			return fmt.Errorf("%s, %q, is lost", c.ID, c.Quote())
		}
	}
	return nil
}

// misplaced says which claim does not stand in the text that a sidecar is for, or
// was adrift in one that nobody knows.
func misplaced(f sidecar.File, texts []corpus.Content) error {
	in := func(hash string) int {
		return slices.IndexFunc(texts, func(c corpus.Content) bool { return c.SHA256 == hash })
	}
	for _, c := range f.Set.All() {
		hash := f.Document.SHA256
		if c.Adrift() {
			hash = c.Stood
		}
		if i := in(hash); i < 0 || !anchor.IsInPlace(texts[i].Text, c) {
			return fmt.Errorf("%s, %s %q, is not at %v", c.ID, c.Standing, c.Quote(), c.Spans())
		}
	}
	return nil
}

// TestBeside finds the article of a sidecar by the sidecar's name.
func TestBeside(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"a.txt": "春眠", "b.jsonl": `{"id": "x/1", "text": "不覺"}` + "\n", "c.txt": "\xb4\xba\xc3\xdf"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "d.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ sidecar, id, encoding, want string }{
		{"a.txt.chen.pizhu.json", "", "utf-8", "春眠"},
		{"b.jsonl.pizhu/x%2F1.chen.pizhu.json", "x/1", "utf-8", "不覺"},
		{"b.jsonl.pizhu/2.chen.pizhu.json", "2", "utf-8", ""},
		{"b.jsonl.chen.pizhu.json", "", "utf-8", ""},
		{"c.txt.chen.pizhu.json", "", "gb18030", "春眠"},
		{"c.txt.chen.pizhu.json", "", "none", ""},
		{"d.txt.chen.pizhu.json", "", "utf-8", ""},
		{"none.txt.chen.pizhu.json", "", "utf-8", ""},
		{"ours.json", "", "utf-8", ""},
	} {
		got := ""
		side := sidecar.File{Document: sidecar.DocumentRef{ID: tt.id, Encoding: tt.encoding}}
		if c := layer.ReadBeside(filepath.Join(folder, tt.sidecar), side, side); c.Text != nil {
			got = c.Text.String()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.sidecar, got, tt.want)
		}
	}
}
