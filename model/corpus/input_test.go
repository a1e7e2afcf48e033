package corpus

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestStandardInput(t *testing.T) {
	o := Finder{Input: strings.NewReader(poem)}
	articles, err := o.Find([]string{"-"})
	if err != nil || len(articles) != 1 || articles[0].Name != "stdin" || articles[0].Path != "" {
		t.Fatal(articles, err)
	}
	a := articles[0]
	for range 2 {
		if c, err := a.ReadContent(""); err != nil || c.Text.String() != poem || string(c.Stored) != poem || c.Unsaved {
			t.Errorf("%+v, %v", c, err)
		}
	}
	if path, name := a.LayerPrefix(); path+name+a.File() != "" {
		t.Errorf("it has a home: %q, %q", path, name)
	}
	gbk := Finder{Input: strings.NewReader("\xb0\xa1")}
	if articles, err = gbk.Find([]string{"-"}); err != nil {
		t.Fatal(err)
	}
	if x, _, err := articles[0].ReadAs("gbk"); err != nil || x.String() != "啊" {
		t.Errorf("%v, %v", x, err)
	}
}

func TestStandardInputSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.txt")
	articles, err := Finder{Input: strings.NewReader(poem), SaveAs: path}.Find([]string{"-"})
	if err != nil {
		t.Fatal(err)
	}
	at, name := articles[0].LayerPrefix()
	if c, err := articles[0].ReadContent(""); err != nil || !c.Unsaved || at != path || name != "new.txt" || articles[0].File() != path {
		t.Errorf("%+v, %v, %q, %q", c, err, at, name)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestStandardInputErrors(t *testing.T) {
	old := write(t, filepath.Join(t.TempDir(), "old.txt"), nil)
	for _, tt := range []struct {
		o     Finder
		paths []string
		want  error
	}{
		{Finder{}, []string{"-"}, errNoInput},
		{Finder{Input: strings.NewReader("")}, []string{"-", "-"}, errInputTwice},
		{Finder{Input: broken{}}, []string{"-"}, io.ErrUnexpectedEOF},
		{Finder{Input: broken{}, SaveAs: old}, []string{"-"}, fs.ErrExist},
		{Finder{Input: broken{}, SaveAs: old + "/x"}, []string{"-"}, syscall.ENOTDIR},
		{Finder{Input: broken{}, SaveAs: "new.html"}, []string{"-"}, ErrNotTextName},
		{Finder{Input: broken{}, SaveAs: "new.jsonl"}, []string{"-"}, ErrNotTextName},
		{Finder{Input: broken{}, SaveAs: "new.txt.gz"}, []string{"-"}, ErrNotTextName},
	} {
		if articles, err := tt.o.Find(tt.paths); !errors.Is(err, tt.want) || articles != nil {
			t.Errorf("%+v: %v, %v", tt.o, articles, err)
		}
	}
}

func TestStandardInputLimit(t *testing.T) {
	for limit, want := range map[int64]error{5: nil, 4: ErrTooLarge} {
		if _, err := readLimited(strings.NewReader("12345"), limit); !errors.Is(err, want) {
			t.Errorf("within %d bytes: %v", limit, err)
		}
	}
}
