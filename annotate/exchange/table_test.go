package exchange

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"pizhu/model"
	"pizhu/model/text"
)

// TestHarmless holds that no cell is a formula.
func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", " =1": "' =1", "　＝1": "'　＝1", "+86": "'+86", "-1": "'-1", "@x": "'@x", "\tx": "'\tx",
		"春=1": "春=1", "": "", "1-2": "1-2", "'": "'", "'a": "'a", "'=1": "''=1", "''+": "'''+",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
		if got := harmful(want); got != cell {
			t.Errorf("%q: back comes %q, not %q", want, got, cell)
		}
	}
}

// TestTablesOfOthers reads the same claim as people and spreadsheets write it.
func TestTablesOfOthers(t *testing.T) {
	s := defaultScheme(t)
	d := Document{Name: "a.txt", Text: text.New("春眠不覺曉，\r\n處處聞啼鳥。")}
	want := []string{`[{0 2} {4 8}] ["goal/2030" "measure/talent"] "年=1;a" map[unit:a;b=c year:2030]`}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(
		"article\tspans\tlabels\tnote\tattributes\r\na.txt\t0 2;4 8\tgoal/2030;measure/talent\t年=1;a\tunit=a\\;b=c;year=2030\r\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"as it is":                 "article,spans,text,labels,note,attributes\na.txt,0 2;4 8,\"春眠…曉，\r\n\",goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030\n",
		"a line that ends as here": "article,spans,text,labels,note,attributes\na.txt,0 2;4 8,\"春眠…曉，\n\",goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030\n",
		"another order":            "note,attributes,Labels, Spans ,ARTICLE\n年=1;a,unit=a\\;b=c; year=2030,goal/2030; measure/talent,0 2;4 8,a.txt\n",
		"semicolons":               "article;spans;labels;note;attributes\na.txt;\"0 2;4 8\";\"goal/2030;measure/talent\";\"年=1;a\";\"unit=a\\;b=c;year=2030\"\n",
		"tabs in UTF-16":           wide,
		"a mark, empty lines":      "\ufeffarticle,spans,labels,note,attributes,,\r\n\r\n,,,\r\na.txt,0 2;4 8,goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030,,\r\n",
	}
	for name, raw := range tests {
		for _, f := range []string{"csv", "tsv"} {
			var docs []Document
			m := importer(format(t, f), s, "", &docs)
			m.Library = libraryOf(d)
			if err := m.Run([]Source{source("f", []byte(raw))}); err != nil || len(docs) != 1 {
				t.Errorf("%s as %s: %v, %v", name, f, err, m.Problems)
				continue
			}
			var got []string
			for _, c := range docs[0].Layers[0].Set.Claims {
				got = append(got, fmt.Sprintf("%v %q %q %v", c.Spans(), model.LabelPaths(s.Groups, c.Labels), c.Note, c.Attributes))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s as %s: %q, want %q", name, f, got, want)
			}
		}
	}
}
