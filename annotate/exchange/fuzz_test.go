package exchange

import (
	"io"
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
)

// FuzzImport reads anything as any format, and holds that every claim that is
// taken stands in its text, and that all formats can write it.
func FuzzImport(f *testing.F) {
	s := defaultScheme(f)
	readers := slices.DeleteFunc(Formats(), func(x Format) bool { return !x.Imports() })
	docs := []Document{stress("nasty.txt", text.New(nasty), s)}
	for i, x := range readers {
		for _, sample := range otherSamples {
			f.Add(byte(i), []byte(sample.annotations), []byte(sample.text))
		}
		if !x.Exports() {
			continue
		}
		out := export(f, &Exporter{Format: x, Scheme: s}, docs)
		for _, b := range out {
			f.Add(byte(i), b.Bytes(), []byte(nasty))
		}
		f.Add(byte(i), []byte("T1\tgoal.2030 0 1;2 3\t𠮷 家\nA1\tyear T1 2030\n#1\tspans T1\t0 3\nR1\tx Arg1:T1 Arg2:T1\n"), []byte("𠮷野家"))
	}
	tsv := slices.IndexFunc(readers, func(x Format) bool { return x.Name == "tsv3" })
	f.Add(byte(tsv), []byte("#T_SP=x.Z|value\n#T_SP=x.Y|ROLE_x.Y:z_x.Z|uima.tcas.Annotation\n#T_CH=x.C|a|b\n\n\n#Text=春眠\n"+
		"1-1\t0-1\t春\ta[1]|b[2]\t*;r[3]|_\t1-2[4];1-1[1]|*\tis->1-1|*->2-1\t*[1]|x[2]\t\n1-2\t1-2\t眠\tc[4]\t_\t_\t*->1-2\t*[1]\t\n"), []byte("春眠"))
	f.Fuzz(func(t *testing.T, which byte, raw, txt []byte) {
		var docs []Document
		m := importer(readers[int(which)%len(readers)], s, "", &docs)
		m.Library = libraryOf(Document{Name: "nasty.txt", SHA256: strings.Repeat("0", 64), Text: text.New(string(txt))})
		if err := m.Run([]Source{source("a.txt", txt), source("a.ann", raw), source("a.txt.annotations", raw)}); err != nil {
			return
		}
		for _, d := range docs {
			for _, l := range d.Layers {
				for _, c := range l.Set.Claims {
					at := text.Offset(0)
					for _, x := range c.Fragments {
						if x.Span.Start < at || x.Span.Empty() || d.Text.Slice(x.Span) != x.Text {
							t.Fatalf("claim %s at %v: %q", c.ID, x.Span, x.Text)
						}
						at = x.Span.End
					}
				}
			}
		}
		for _, x := range Formats() {
			if !x.Exports() {
				continue
			}
			e := &Exporter{Format: x, Scheme: s, Sink: files{}, Writer: io.Discard}
			for _, d := range docs {
				if err := e.Write(d); err != nil {
					t.Fatalf("%s: %v", x.Name, err)
				}
			}
		}
	})
}
