package session

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// savedAs are the encodings that articles are saved in, by the names that sidecars give them.
var savedAs = []struct {
	name     string
	encoding encoding.Encoding
}{
	{"utf-8", unicode.UTF8},
	{"utf-8-sig", unicode.UTF8BOM},
	{"utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"utf-16-le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"utf-16-be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"gb18030", simplifiedchinese.GB18030},
	{"big5hkscs", traditionalchinese.Big5},
	{"cp932", japanese.ShiftJIS},
	{"euc_jp", japanese.EUCJP},
	{"cp949", korean.EUCKR},
	{"iso2022_jp", japanese.ISO2022JP},
}

// saved are the bytes of a text in all encodings that can hold it, by their names.
func saved(content string) map[string]string {
	all := map[string]string{}
	for _, e := range savedAs {
		if raw, err := e.encoding.NewEncoder().String(content); err == nil {
			all[e.name] = raw
		}
	}
	return all
}

// samples are articles that many encodings can hold.
func samples(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{
		"short": "未来产业代表未来科技的方向。到2030年，集群产值破1万亿元，市场潜力大。\n",
		"mixed": "半導體產值 GDP 2030：1,000億元。\nHBM4 与 AI\n",
	}
	for _, name := range []string{"01-zh-hans-future-industries", "03-zh-hant-intelligent-equipment", "05-ja-hydrogen-robots", "06-ko-robot-battery"} {
		raw, err := os.ReadFile("../../testdata/articles/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(raw)
	}
	return all
}

// quartered labels four pieces of a session's text and closes it.
func quartered(t *testing.T, s *Session) {
	t.Helper()
	for i := range text.Offset(4) {
		from := i * (s.Text().Len() - 8) / 4
		at := s.Text().Snap(text.Span{Start: from, End: from + 5})
		label(t, s, at)
	}
	finish(t, s)
}

// TestConvertedBetweenSessions saves articles in each encoding, labels them, saves them in each other one, and holds that
// every command finds all claims where they were; that opening writes nothing; and that closing makes the sidecar name the
// encoding in which the article can be read.
func TestConvertedBetweenSessions(t *testing.T) {
	for name, content := range samples(t) {
		all := saved(content)
		if len(all) < 6 {
			t.Fatalf("%s can be saved in %d encodings", name, len(all))
		}
		for before, raw := range all {
			a := articleOf(t, raw)
			d := newEditor(t)
			o := layer.Options{Scheme: d.Scheme, Author: d.Author, Encoding: before}
			s := reopen(t, a, o)
			quartered(t, s)
			o.Encoding = ""
			path := a.SidecarPath("chen", "")
			written, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for after, raw := range all {
				if testing.Short() && before != "utf-8" && after != "utf-8" {
					continue
				}
				if err := os.WriteFile(path, written, 0o644); err != nil {
					t.Fatal(err)
				}
				rewrite(t, a, raw)
				held(t, name+": "+before+" to "+after, a, o, stood(s.Set()), after)
			}
		}
	}
}

// held holds that an article that was saved in an encoding has the claims that it had.
func held(t *testing.T, what string, a corpus.Article, o layer.Options, want, encoding string) {
	t.Helper()
	path := a.SidecarPath("chen", o.Sidecars)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := layer.Load(a, o)
	if err != nil || len(d.Layers) != 1 || stood(d.Layers[0].Set) != want || d.Layers[0].Moved > 0 {
		t.Fatalf("%s: export: %v, %+v", what, err, d.Layers)
	}
	for fault := range strings.Lines(inspected(t, a, o)) {
		if !strings.HasPrefix(fault, "undecodable") || d.Text.Undecodable() == 0 { // a wrong reading that was asked for has such bytes
			t.Errorf("%s: check says %s", what, fault)
		}
	}
	s := reopen(t, a, o)
	if got := stood(s.Set()); got != want || s.Text().Encoding() != encoding || s.UnresolvedCount() > 0 {
		t.Fatalf("%s: read as %s\n%swant\n%s", what, s.Text().Encoding(), got, want)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("%s: opening wrote the sidecar, %v", what, err)
	}
	finish(t, s)
	if f := onDisk(t, a); f.Document.Encoding != encoding || stood(f.Set) != want {
		t.Errorf("%s: the sidecar names %s, and has\n%s", what, f.Document.Encoding, stood(f.Set))
	}
}

// TestConvertedDocuments saves a JSONL file in other encodings between two sessions on one of its documents. Read as UTF-8
// the line of GB 18030 is no JSON, for some of its characters end with a backslash.
func TestConvertedDocuments(t *testing.T) {
	content := jsonl("一", "春眠不覺曉，處處聞啼鳥", "誠", "乗俓刓乗。"+article)
	all := saved(content)
	if all["gb18030"] == "" {
		t.Fatal("GB 18030 cannot hold it")
	}
	for after, raw := range all {
		if strings.HasPrefix(after, "utf-") {
			continue // of JSONL files UTF-16 is refused, and a byte order mark makes no other encoding
		}
		s, a, o := documentOf(t, content)
		want := stood(s.Set())
		finish(t, s)
		rewrite(t, a, raw)
		all, err := corpus.Find([]string{a.Path})
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		held(t, after, all[1], o, want, after)
		rewrite(t, a, content)
		held(t, after+" and back", a, o, want, "utf-8")
	}
}

// TestConvertedWhileOpen saves an open article in other encodings, one after the other: its claims stay where they are,
// one that is made between is kept, and the sidecar follows, though nobody changes a claim.
func TestConvertedWhileOpen(t *testing.T) {
	for name, content := range samples(t) {
		all := saved(content)
		s, a := openedAs(t, all, "utf-8")
		label(t, s, s.Text().Snap(text.Span{Start: 1, End: 6}))
		s.Flush()().Settle()
		s.Save()().Settle()
		for _, e := range savedAs {
			raw, ok := all[e.name]
			if !ok || e.name == s.Text().Encoding() {
				continue
			}
			was := stood(s.Set())
			rewrite(t, a, raw)
			watching(s)
			if got := stood(s.Set()); got != was || s.Text().Encoding() != e.name || s.UnresolvedCount() > 0 {
				t.Fatalf("%s: %s is read as %s\n%swant\n%s", name, e.name, s.Text().Encoding(), got, was)
			}
			job := s.Save()
			if job == nil {
				t.Fatalf("%s: %s: nothing is to be written", name, e.name)
			}
			job().Settle()
			if f := onDisk(t, a); f.Document.Encoding != e.name || stood(f.Set) != was {
				t.Errorf("%s: %s: the sidecar names %s", name, e.name, f.Document.Encoding)
			}
		}
		finish(t, s)
	}
}

// openedAs opens an article that is saved in an encoding.
func openedAs(t *testing.T, all map[string]string, encoding string) (*Session, corpus.Article) {
	t.Helper()
	a := articleOf(t, all[encoding])
	d := newEditor(t)
	return reopen(t, a, layer.Options{Scheme: d.Scheme, Author: d.Author}), a
}

// TestConvertedArchives converts articles in archives, whose bytes differ each time they are packed.
func TestConvertedArchives(t *testing.T) {
	pack := map[string]func(*bytes.Buffer) io.WriteCloser{
		".gz": func(b *bytes.Buffer) io.WriteCloser { return gzip.NewWriter(b) },
		".zst": func(b *bytes.Buffer) io.WriteCloser {
			w, err := zstd.NewWriter(b)
			if err != nil {
				t.Fatal(err)
			}
			return w
		},
	}
	all := saved(samples(t)["short"])
	for end, writer := range pack {
		for _, pair := range [][2]string{{"gb18030", "utf-8"}, {"utf-8", "gb18030"}, {"utf-16", "big5hkscs"}, {"gb18030", "gb18030"}} {
			put := func(a corpus.Article, raw string) {
				var b bytes.Buffer
				w := writer(&b)
				if _, err := io.WriteString(w, raw); err != nil {
					t.Fatal(err)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				rewrite(t, a, b.String())
			}
			if _, ok := all[pair[1]]; !ok {
				pair[1] = "utf-16-be"
			}
			a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.txt"+end), Name: "a.txt" + end}
			put(a, all[pair[0]])
			d := newEditor(t)
			o := layer.Options{Scheme: d.Scheme, Author: d.Author}
			s := reopen(t, a, o)
			quartered(t, s)
			put(a, all[pair[1]])
			held(t, end+": "+pair[0]+" to "+pair[1], a, o, stood(s.Set()), pair[1])
		}
	}
}

// TestLayersOfTwoEncodings holds that layers which were made before and after the article was converted both stand, and
// that the one that was made for its present bytes decides where neither has a claim.
func TestLayersOfTwoEncodings(t *testing.T) {
	all := saved(samples(t)["short"])
	s, a := openedAs(t, all, "gb18030")
	quartered(t, s)
	rewrite(t, a, all["utf-8"])
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	o.Author.Name = "li"
	other := reopen(t, a, o)
	quartered(t, other)
	doc, err := layer.Load(a, o)
	if err != nil || len(doc.Layers) != 2 {
		t.Fatal(err)
	}
	for _, l := range doc.Layers {
		if len(l.Set.Claims) != 4 || len(l.Set.Adrift) > 0 {
			t.Errorf("%s:\n%s", l.Annotator, stood(l.Set))
		}
	}
	if got := inspected(t, a, o); got != "" {
		t.Errorf("check says %s", got)
	}
	if c := layer.ReadBeside(a.SidecarPath("chen", ""), onDisk(t, a), layerOf(t, a, "li")); c.Text == nil || c.Text.String() != s.Text().String() {
		t.Error("merge reads another text")
	}
}

func layerOf(t *testing.T, a corpus.Article, name string) sidecar.File {
	t.Helper()
	raw, err := os.ReadFile(a.SidecarPath(name, ""))
	if err != nil {
		t.Fatal(err)
	}
	f, err := sidecar.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestClaimsOfAWrongReadingComeBack holds that an article which was saved while it was read in the wrong encoding, its
// claims not found, is read right the next time; and that what was asked for stands where its claims are.
func TestClaimsOfAWrongReadingComeBack(t *testing.T) {
	all := saved(samples(t)["short"])
	s, a := openedAs(t, all, "gb18030")
	quartered(t, s)
	want := stood(s.Set())
	rewrite(t, a, all["utf-8"])
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author, Encoding: "gb18030"}
	o.Author.NewID = func() string { return "w1" }
	wrong := reopen(t, a, o)
	if wrong.UnresolvedCount() != 4 {
		t.Fatalf("what was asked for is read as %s", wrong.Text().Encoding())
	}
	label(t, wrong, wrong.Text().Snap(text.Span{Start: 2, End: 5}))
	finish(t, wrong)
	if f := onDisk(t, a); len(f.Set.Adrift) != 4 || f.Document.Encoding != "gb18030" {
		t.Fatalf("%+v", f.Document)
	}
	o.Encoding = ""
	again := reopen(t, a, o)
	if got := stood(model.Set{Claims: again.Set().Claims}); got != want || again.UnresolvedCount() != 1 {
		t.Errorf("%s: %swant\n%s", again.Text().Encoding(), got, want)
	}
}

// TestAskedReadingStays holds that a reading that was asked for, and in which claims were made, is kept as long as the
// bytes are the same, whatever they seem to be.
func TestAskedReadingStays(t *testing.T) {
	a := articleOf(t, saved(samples(t)["short"])["gb18030"])
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author, Encoding: "euc_jp"}
	s := reopen(t, a, o)
	quartered(t, s)
	o.Encoding = ""
	held(t, "asked for", a, o, stood(s.Set()), "euc_jp")
}

// TestWithoutClaimsTheBytesDecide converts an article whose sidecar has no claim.
func TestWithoutClaimsTheBytesDecide(t *testing.T) {
	all := saved(samples(t)["01-zh-hans-future-industries"])
	for _, pair := range [][2]string{{"gb18030", "utf-8"}, {"utf-8", "gb18030"}, {"utf-8", "utf-16-le"}, {"utf-16", "utf-8-sig"}} {
		s, a := openedAs(t, all, pair[0])
		d := newEditor(t)
		o := layer.Options{Scheme: d.Scheme, Author: d.Author}
		label(t, s, text.Span{Start: 2, End: 6})
		if _, ok, err := s.Undo(); !ok || err != nil {
			t.Fatal(err)
		}
		finish(t, s)
		rewrite(t, a, all[pair[1]])
		held(t, pair[0]+" to "+pair[1], a, o, "", pair[1])
	}
}

// TestConvertedAndLarge converts an article of which the beginning is shown first.
func TestConvertedAndLarge(t *testing.T) {
	content := strings.Repeat(samples(t)["01-zh-hans-future-industries"], 500) + "到2030年，半导体产值破1万亿元。\n"
	all := saved(content)
	pairs := [][2]string{{"gb18030", "utf-8"}, {"utf-8", "gb18030"}, {"utf-8", "utf-16-be"}}
	for _, pair := range pairs[:runs(t, len(pairs), 1)] {
		s, a := openedAs(t, all, pair[0])
		settleRest(t, s)
		end := s.Text().Len()
		label(t, s, text.Span{Start: end - 12, End: end - 2}) // beyond the beginning
		finish(t, s)
		d := newEditor(t)
		o := layer.Options{Scheme: d.Scheme, Author: d.Author}
		rewrite(t, a, all[pair[1]])
		held(t, pair[0]+" to "+pair[1], a, o, stood(s.Set()), pair[1])
		s = reopen(t, a, o)
		if !s.IsPartial() {
			t.Error("an article that is as its sidecar says is read whole before it is shown")
		}
		settleRest(t, s)
		rewrite(t, a, all[pair[0]])
		watching(s)
		if s.Text().Encoding() != pair[0] || s.UnresolvedCount() > 0 {
			t.Errorf("%s to %s and back while it is open: %s, %d to look at", pair[0], pair[1], s.Text().Encoding(), s.UnresolvedCount())
		}
	}
}

// settleRest gives a session all of its text.
func settleRest(t *testing.T, s *Session) {
	t.Helper()
	if job := s.ReadRest(); job != nil {
		if err := job().Settle(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestConvertedInAReadOnlyFolder holds that a sidecar which cannot be written is no failure where nothing was changed.
func TestConvertedInAReadOnlyFolder(t *testing.T) {
	all := saved(samples(t)["short"])
	s, a := openedAs(t, all, "gb18030")
	quartered(t, s)
	rewrite(t, a, all["utf-8"])
	if err := os.Chmod(a.SidecarPath("chen", ""), 0o444); err != nil {
		t.Fatal(err)
	}
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author, State: t.TempDir()}
	s = reopen(t, a, o)
	finish(t, s)
	if left, err := os.ReadDir(filepath.Join(o.State, "journal")); err == nil {
		t.Errorf("%d journals are left", len(left))
	}
	if f := onDisk(t, a); f.Document.Encoding != "gb18030" {
		t.Errorf("a sidecar that is read-only was written: %+v", f.Document)
	}
}

// TestALabelAfterConversion holds that what is labelled in a converted article is kept with what was labelled before.
func TestALabelAfterConversion(t *testing.T) {
	all := saved(samples(t)["short"])
	for _, pair := range [][2]string{{"gb18030", "utf-8"}, {"utf-8", "utf-16"}, {"utf-16-le", "gb18030"}} {
		s, a := openedAs(t, all, pair[0])
		quartered(t, s)
		rewrite(t, a, all[pair[1]])
		d := newEditor(t)
		o := layer.Options{Scheme: d.Scheme, Author: d.Author}
		o.Author.NewID = ids("n")
		s = reopen(t, a, o)
		label(t, s, text.Span{Start: 0, End: 4})
		finish(t, s)
		held(t, pair[0]+" to "+pair[1], a, o, stood(s.Set()), pair[1])
		if n := len(onDisk(t, a).Set.Claims); n != 5 {
			t.Errorf("%v: %d claims", pair, n)
		}
	}
}

// TestAConvertedPage converts the saved text of a page, as a command over all .txt files does.
func TestAConvertedPage(t *testing.T) {
	content := samples(t)["01-zh-hans-future-industries"]
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.html"), Name: "a.html"}
	page := "<html><head><meta charset=utf-8><title>a</title></head><body><article><p>" +
		strings.ReplaceAll(content, "\n", "</p><p>") + "</p></article></body></html>"
	if err := os.WriteFile(a.Path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	s := reopen(t, a, o)
	quartered(t, s)
	for _, encoding := range []string{"gb18030", "utf-16-be", "utf-8"} {
		raw, ok := saved(s.Text().String())[encoding]
		if !ok {
			t.Fatalf("the page cannot be saved as %s", encoding)
		}
		if err := os.WriteFile(a.File(), []byte(raw), 0o644); err != nil {
			t.Fatal(err)
		}
		held(t, encoding, a, o, stood(s.Set()), encoding)
	}
}
