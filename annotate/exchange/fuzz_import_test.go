package exchange

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// annotationNames are the names that files of annotations have beside a.txt, of the
// formats whose texts stand in files of their own.
var annotationNames = map[string]string{"brat": "a.ann", "slate": "a.txt.annotations", "w3c": "a.jsonld"}

// FuzzImportAny reads any bytes as any format, in any encoding, and holds that what
// is taken is text, that every claim stands in it, and that all is counted: what is
// taken, what is refused, and each with a file and a line.
func FuzzImportAny(f *testing.F) {
	s := defaultScheme(f)
	readers := slices.DeleteFunc(Formats(), func(x Format) bool { return !x.Imports() })
	encodings := append([]string{""}, charset.Encodings()...)
	docs := []Document{spoken("记者王明说，到二零三零年，\r\n我国氢能产业产值将突破一万亿元。\n")}
	for i, x := range readers {
		for _, sample := range otherSamples {
			f.Add(byte(i), byte(0), false, []byte(sample.annotations), []byte(sample.text))
		}
		if !x.Exports() {
			continue
		}
		for name, b := range export(f, &Exporter{Format: x, Scheme: s}, docs) {
			if strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".conf") {
				continue
			}
			body := docs[0].Text.String()
			f.Add(byte(i), byte(0), false, b.Bytes(), []byte(body))
			if raw, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes()); err == nil {
				f.Add(byte(i), byte(4), true, raw, []byte(body))
			}
		}
	}
	f.Fuzz(func(t *testing.T, which, encoding byte, force bool, raw, txt []byte) {
		x := readers[int(which)%len(readers)]
		files := []Source{source("a", raw)}
		if name := annotationNames[x.Name]; name != "" {
			files = []Source{source("a.txt", txt), source(name, raw)}
		}
		var taken []Document
		m := importer(x, s, "", &taken)
		m.Encoding, m.Force = encodings[int(encoding)%len(encodings)], force
		m.MaxClaims, m.MaxString = 50, 1000
		m.Library = libraryOf(Document{Name: "a.txt", SHA256: strings.Repeat("0", 64), Text: text.New(string(txt))})
		if err := m.Run(files); err != nil {
			return
		}
		checkImport(t, m, taken)
	})
}

// checkImport holds what must be so of every import that ran to its end.
func checkImport(t *testing.T, m *Importer, docs []Document) {
	t.Helper()
	claims, refused := 0, 0
	for _, d := range docs {
		if !m.Format.Textless && !utf8.ValidString(d.Text.String()) || !m.Format.Textless && d.Text.Undecodable() > 0 {
			t.Fatalf("a text that is none was taken: %q", d.Text)
		}
		for _, l := range d.Layers {
			claims += len(l.Set.Claims)
			if len(l.Set.Claims) > m.MaxClaims || len(l.Set.Relations) > m.MaxClaims {
				t.Fatalf("%d claims and %d relations pass the limit", len(l.Set.Claims), len(l.Set.Relations))
			}
			for _, c := range l.Set.Claims {
				at := text.Offset(0)
				for _, x := range c.Fragments {
					if x.Span.Start < at || x.Span.Empty() || x.Span.End > d.Text.Len() || d.Text.Slice(x.Span) != x.Text {
						t.Fatalf("claim %s at %v: %q", c.ID, x.Span, x.Text)
					}
					at = x.Span.End
				}
				for group, labels := range c.Labels {
					if !utf8.ValidString(group + strings.Join(labels, "")) {
						t.Fatalf("labels that are no text: %q %q", group, labels)
					}
				}
				if len(c.Fragments) == 0 || !utf8.ValidString(c.Note) {
					t.Fatalf("claim %s has %d fragments, and the note %q", c.ID, len(c.Fragments), c.Note)
				}
			}
			for _, r := range l.Set.Relations {
				if l.Set.Claim(r.From) == nil || l.Set.Claim(r.To) == nil || !utf8.ValidString(r.Type+r.Note) {
					t.Fatalf("relation %s has no ends, or %q and %q are no text", r.ID, r.Type, r.Note)
				}
			}
		}
	}
	for _, p := range m.Problems {
		if p.File == "" || p.Line < 1 || p.Kind == "" || p.What == "" {
			t.Fatalf("a problem without a place: %+v", p)
		}
		if slices.Contains([]string{badLimit, badDocument, badEncoding}, p.Kind) {
			refused++
		}
	}
	if m.Documents != len(docs) || m.Claims != claims || m.Refused > refused {
		t.Fatalf("%d documents with %d claims are counted, of %d with %d; %d refused, %d listed", m.Documents, m.Claims, len(docs), claims, m.Refused, refused)
	}
}
