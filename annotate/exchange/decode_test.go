package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"pizhu/model"
	"pizhu/model/text"
)

// encodings are ways to write a text, with one that each can hold.
var encodings = []struct {
	name, text string
	to         encoding.Encoding
}{
	{"gb18030", "记者王明说，到二零三零年，我国氢能产业产值将突破一万亿元。\n", simplifiedchinese.GB18030},
	{"big5hkscs", "記者王明說，到二零三零年，我國氫能產業產值將突破一萬億元。\n", traditionalchinese.Big5},
	{"cp932", "記者は、２０３０年までに水素の価格が三分の一になると説明した。\n", japanese.ShiftJIS},
	{"utf-16-le", "记者王明说，到二零三零年，我国氢能产业产值将突破一万亿元。\n", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"utf-16-be", "记者王明说，到二零三零年，我国氢能产业产值将突破一万亿元。\n", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// spoken is a document with one claim and a note, in words of its own text.
func spoken(body string) Document {
	x := text.New(body)
	c := &model.Claim{
		ID: "c1", Fragments: []model.Fragment{model.Describe(x, text.Span{Start: 2, End: 9})}, Labels: map[string][]string{"goal": {"2030"}},
		Attributes: map[string]any{}, Note: x.Slice(text.Span{Start: 0, End: 8}), Provenance: model.Provenance{By: "chen", Method: model.Person},
	}
	return Document{Name: "a.txt", SHA256: strings.Repeat("0", 64), Text: x, Layers: []Layer{{Annotator: "chen", Set: model.Set{Claims: []*model.Claim{c}}}}}
}

// TestImportDecodes writes a document in every format that is text, encodes the
// files, and holds that the document comes back, whether the encoding is given or detected.
func TestImportDecodes(t *testing.T) {
	s := defaultScheme(t)
	for _, e := range encodings {
		docs := []Document{spoken(e.text)}
		for _, f := range Formats() {
			if !f.Imports() || !f.Exports() || f.Binary {
				continue
			}
			for _, given := range []string{"", e.name} {
				var files []Source
				for _, file := range export(t, &Exporter{Format: f, Scheme: s}, docs).sources() {
					raw, err := readAll(file)
					if err != nil {
						t.Fatal(err)
					}
					if raw, err = e.to.NewEncoder().Bytes(raw); err != nil {
						t.Fatal(err)
					}
					files = append(files, source(file.Name, raw))
				}
				var back []Document
				m := importer(f, s, "", &back)
				m.Encoding, m.Library = given, libraryOf(docs...)
				if err := m.Run(files); err != nil {
					t.Fatalf("%s in %s: %v", f.Name, e.name, err)
				}
				name := fmt.Sprintf("%s in %s, given %q", f.Name, e.name, given)
				if len(back) != 1 || m.Encodings[e.name] == 0 || len(m.Problems) > 0 {
					t.Errorf("%s: %d documents, encodings %v, %+v", name, len(back), m.Encodings, m.Problems)
					continue
				}
				if got, want := facts(back[0], f, s), facts(docs[0], f, s); !slices.Equal(got, want) || back[0].Text.String() != e.text {
					t.Errorf("%s: %q\n got %q\nwant %q", name, back[0].Text, got, want)
				}
			}
		}
	}
}

// TestPartsDecodeApart holds that a text and its annotations may be in two
// encodings, and that the quotes tell that of annotations which are too short to tell it.
func TestPartsDecodeApart(t *testing.T) {
	const body = "记者王明说，到二零三零年，我国氢能产业产值将突破一万亿元。"
	gb := func(s string) []byte {
		raw, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	const ann = "T1\tgoal.2030 2 4\t王明\n"
	for name, files := range map[string][2][]byte{
		"both GB 18030":                {gb(body), gb(ann)},
		"the text":                     {gb(body), []byte(ann)},
		"the annotations":              {[]byte(body), gb(ann)},
		"no annotations":               {gb(body), nil},
		"the text UTF-16, the others ": {[]byte("\xff\xfe" + utf16LE(body)), gb(ann)},
	} {
		var docs []Document
		m := importer(format(t, "brat"), defaultScheme(t), "", &docs)
		if err := m.Run([]Source{source("a.txt", files[0]), source("a.ann", files[1])}); err != nil {
			t.Fatal(err)
		}
		if len(docs) != 1 || docs[0].Text.String() != body || len(m.Problems) > 0 {
			t.Errorf("%s: %+v, %+v", name, docs, m.Problems)
			continue
		}
		if files[1] != nil && docs[0].Layers[0].Set.Claims[0].Quote() != "王明" {
			t.Errorf("%s: %q", name, docs[0].Layers[0].Set.Claims[0].Quote())
		}
	}
}

func utf16LE(s string) string {
	raw, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	return raw
}

// TestUndecodableIsRefused holds that a document with bytes that are no text is
// listed and not taken, that those beside it are, and that Force takes it with
// U+FFFD, one for each sequence.
func TestUndecodableIsRefused(t *testing.T) {
	const good = "春眠不覺曉處處聞啼鳥"
	tests := []struct {
		format string
		files  [][2]string
		line   int
		docs   int // that are taken
	}{
		{"conll", [][2]string{{"a.conll", "# doc_id = a\n春\tO\n# doc_id = b\n\xe6\x98\tO\n眠\tO\n# doc_id = c\n" + strings.Join(strings.Split(good, ""), "\tO\n") + "\tO\n"}}, 3, 2},
		{"bmes", [][2]string{{"a.bmes", strings.Join(strings.Split(good, ""), " O\n") + " O\n\xff O\n"}}, 1, 0},
		{"jsonl", [][2]string{{"a.jsonl", "{\"text\":\"" + good + "\"}\n{\"text\":\"\xe6\x98\"}\n{\"text\":\"曉\"}\n"}}, 2, 2},
		{"doccano", [][2]string{{"a.jsonl", "{\"text\":\"" + good + "\"}\n{\"text\":\"\xff\"}\n{\"text\":\"曉\"}\n"}}, 2, 2},
		{"label-studio", [][2]string{{"a.json", "[{\"data\":{\"text\":\"" + good + "\"}},{\"data\":{\"text\":\"\xff\"}},{\"data\":{\"text\":\"曉\"}}]"}}, 2, 2},
		{"stockmark", [][2]string{{"a.json", "[{\"text\":\"" + good + "\"},{\"text\":\"\xff\"},{\"text\":\"曉\"}]"}}, 2, 2},
		{"yedda", [][2]string{{"a.ann", good + "\xff"}, {"b.ann", "曉"}}, 1, 1},
		{"tsv3", [][2]string{{"a.tsv", "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=" + good + "\xff\n1-1\t0-1\t春\t\n"}}, 1, 0},
		{"brat", [][2]string{{"a.txt", good + "\n\xff"}, {"a.ann", ""}, {"b.txt", "曉"}, {"b.ann", ""}}, 2, 1},
		{"slate", [][2]string{{"a.txt", good + "\xff"}, {"a.txt.annotations", ""}}, 1, 0},
		{"w3c", [][2]string{{"a.txt", good + "\xff"}, {"a.jsonld", "[]"}}, 1, 0},
		{"cas-json", [][2]string{{"a.json", `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"` + good + "\xff\"}]}"}}, 1, 0},
	}
	for _, tt := range tests {
		for _, force := range []bool{false, true} {
			var files []Source
			for _, f := range tt.files {
				files = append(files, source(f[0], []byte(f[1])))
			}
			var docs []Document
			m := importer(format(t, tt.format), defaultScheme(t), "", &docs)
			m.Force = force
			if err := m.Run(files); err != nil {
				t.Fatal(err)
			}
			replaced := 0
			for _, d := range docs {
				replaced += strings.Count(d.Text.String(), "\ufffd")
			}
			refused := slices.ContainsFunc(m.Problems, func(p Problem) bool { return p.Kind == badEncoding && p.Line == tt.line })
			want := tt.docs
			if force {
				want++
			}
			if len(docs) != want || refused == force || (m.Refused == 1) == force || force && (replaced != 1 || m.Replaced != 1) || !force && replaced > 0 {
				t.Errorf("%s, force %v: %d documents, want %d; %d refused, %d replaced; %+v", tt.format, force, len(docs), want, m.Refused, replaced, m.Problems)
			}
		}
	}
}

// TestUndecodableIsNotQuoted holds that a problem quotes no bytes that cannot be decoded, but what stands before them.
func TestUndecodableIsNotQuoted(t *testing.T) {
	const name = "春眠.txt"
	for _, tt := range []struct{ format, file, want string }{
		{"conll", "# doc_id = \xb4\xba\n春\tO\n\xff\tO\n", "the document is not taken, in 1 places: " + notDecoded},
		{"conll", "春\tO\n\xff\tO\n", `"` + name + `" is not taken, in 1 places: ` + notDecoded},
		{"jsonl", "{\"id\":\"\xb4\xba\",\"text\":\"春眠\"}\n", `{"id":"…: ` + notDecoded},
		{"jsonl", "{\"id\":\"春眠不覺曉處處聞啼鳥夜來風雨聲\",\"text\":\"\xff\"}\n", `{"id":"春眠不覺曉處處聞啼鳥夜來風…: ` + notDecoded},
	} {
		var docs []Document
		m := importer(format(t, tt.format), defaultScheme(t), "", &docs)
		m.Encoding = "utf-8"
		if err := m.Run([]Source{source(name, []byte(tt.file))}); err != nil {
			t.Fatal(err)
		}
		if len(m.Problems) != 1 || m.Problems[0].What != tt.want {
			t.Errorf("%s %q: %+v, want %s", tt.format, tt.file, m.Problems, tt.want)
		}
	}
}

// TestDecodingInParts holds that what is decoded does not depend on how large a
// file is, and that ASCII before the first other byte decides nothing.
func TestDecodingInParts(t *testing.T) {
	for _, e := range encodings {
		for _, ascii := range []int{0, detectWindow - 1, 3 * detectWindow} {
			line := strings.TrimSuffix(e.text, "\n")
			want := strings.Repeat("a\n", ascii/2) + strings.Repeat(e.text, 5000)
			raw, err := e.to.NewEncoder().Bytes([]byte(want))
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(e.name, "utf-16") && ascii > 0 && e.name == "utf-16-be" {
				continue // without a mark, of which this is a test for the others
			}
			var docs []Document
			m := importer(format(t, "yedda"), defaultScheme(t), "", &docs)
			if err := m.Run([]Source{source("a.ann", raw)}); err != nil || len(docs) != 1 || docs[0].Text.String() != want {
				t.Errorf("%s after %d bytes: %v, %d documents, %v, %+v; %q", e.name, ascii, err, len(docs), m.Encodings, m.Problems, line)
			}
		}
	}
}

// TestByteOrderMarks holds that a mark names the encoding and is no text, at the
// beginning; one further on stays.
func TestByteOrderMarks(t *testing.T) {
	const body = "春眠\n\ufeff不覺\n"
	for name, raw := range map[string]string{
		"utf-8": "\ufeff" + body, "utf-16-le": "\xff\xfe" + utf16LE(body), "gb18030": "\x84\x31\x95\x33\xb4\xba\xc3\xdf\n\x84\x31\x95\x33\xb2\xbb\xd3\x58\n",
	} {
		for _, force := range []bool{false, true} {
			var docs []Document
			m := importer(format(t, "yedda"), defaultScheme(t), "", &docs)
			m.Force = force
			if err := m.Run([]Source{source("a", []byte(raw))}); err != nil || len(docs) != 1 || docs[0].Text.String() != body || len(m.Problems) > 0 {
				t.Errorf("%s, force %v: %v, %v, %+v", name, force, err, docs, m.Problems)
			}
		}
	}
	var docs []Document
	m := importer(format(t, "yedda"), defaultScheme(t), "", &docs)
	m.Encoding = "gbk"
	if err := m.Run([]Source{source("a", []byte("\ufeff"+body))}); err != nil || !slices.ContainsFunc(m.Problems, func(p Problem) bool { return strings.Contains(p.What, "mark of utf-8") }) {
		t.Errorf("another encoding than the mark's: %v, %+v", err, m.Problems)
	}
}
