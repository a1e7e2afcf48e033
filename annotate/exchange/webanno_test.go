package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
)

// xmiFacts gives the text of a CAS in XMI and the places of its annotations, but
// tokens, sentences and what has neither length nor text.
func xmiFacts(t *testing.T, raw []byte) (sofa string, places []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	d.Strict = false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			slices.Sort(places)
			return sofa, places
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		switch {
		case e.Name.Local == "Sofa":
			sofa = a["sofaString"]
		case a["end"] == "" || a["begin"] == a["end"] || a["Governor"] != "" || slices.Contains([]string{"Token", "Sentence", "DocumentAnnotation", "DocumentMetaData"}, e.Name.Local):
		default:
			places = append(places, a["begin"]+" "+a["end"])
		}
	}
}

// TestWebannoSuite holds that what is read of each file of the format's own
// suite is what the same CAS has as XMI: the text, and the places of all
// annotations that have a length. Chains are not read.
func TestWebannoSuite(t *testing.T) {
	s := defaultScheme(t)
	files := published(t, "formats/webanno-tsv3/*/reference.tsv")
	xmi := map[string]Source{}
	for _, f := range published(t, "formats/webanno-tsv3/*/reference.xmi") {
		xmi[strings.TrimSuffix(f.Name, ".xmi")] = f
	}
	// Of these the file says less than the XMI: its annotations are those of whole
	// tokens, and its text is what stands between the first and the last.
	less := []string{
		"testAnnotationWithLeadingWhitespace", "testAnnotationWithTrailingWhitespace",
		"testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken", "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
	}
	compared := 0
	for _, f := range files {
		name := strings.TrimSuffix(f.Name, ".tsv")
		raw, err := whole(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := xmi[name]; !ok || slices.Contains(less, name) || strings.Contains(string(raw), "#T_CH") {
			continue
		}
		compared++
		cas, err := whole(xmi[name])
		if err != nil {
			t.Fatal(err)
		}
		var docs []Document
		if err := importer(format(t, "tsv3"), s, "", &docs).Run([]Source{f}); err != nil {
			t.Fatal(err)
		}
		sofa, want := xmiFacts(t, cas)
		got := []string{}
		ruler := newRuler(docs[0].Text, UTF16)
		for _, l := range docs[0].Layers {
			for _, c := range l.Set.Claims {
				start, end := ruler.span(text.Span{Start: c.Start(), End: c.End()}, &Report{})
				got = append(got, fmt.Sprint(start, " ", end))
			}
		}
		slices.Sort(got)
		if docs[0].Text.String() != sofa || !slices.Equal(got, want) {
			t.Errorf("%s: %q at %v, want %q at %v", name, docs[0].Text, got, sofa, want)
		}
	}
	if compared < 30 {
		t.Errorf("%d files are compared", compared)
	}
}

// TestWebannoEscapes holds that each sign that means something comes back.
func TestWebannoEscapes(t *testing.T) {
	for _, v := range []string{`a\b`, "[1]", "a]", "a|b", "_", "a->b", ";", "*", "a\tb\nc\r", `\n`, `x[3]`, `\`} {
		cell := webannoCell([]string{v, "z"}, func(s string) string { return webannoValue(s) + "[7]" })
		values, ids := webannoParts(strings.TrimSuffix(cell, "\t"))
		if !slices.Equal(values, []string{v, "z"}) || !slices.Equal(ids, []string{"7", "7"}) {
			t.Errorf("%q: %q comes back as %q %q", v, cell, values, ids)
		}
	}
}
