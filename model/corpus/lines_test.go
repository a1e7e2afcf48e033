package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pizhu/model/text"
)

// documentsIn lists the documents of a JSONL file of this content.
func documentsIn(t testing.TB, o Finder, content string) []Article {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	articles, err := o.Find([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return articles
}

func TestDocumentsOfALine(t *testing.T) {
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	for _, tt := range []struct {
		line, id, text string
		err            error
	}{
		{`{"id": "a1", "text": "春眠"}`, "a1", "春眠", nil},
		{"\ufeff" + `{"id":"a1","text":"春眠"}` + "\r", "a1", "春眠", nil},
		{`{"text": "\ufeff春\r\n\ud842\udfb7", "id": "一/二"}`, "一/二", "\ufeff春\r\n𠮷", nil},
		{`{"text": "a \"id\": \\", "meta": {"id": "no", "x": ["}", {}]}, "id": 7}`, "7", `a "id": \`, nil},
		{`{"\u0069d": "\u0061", "te\u0078t": ""}`, "a", "", nil},
		{`{"id": 1.50e3, "text": "x"}`, "1.50e3", "x", nil},
		{`{"id": "", "text": "x"}`, "line-000001", "x", nil},
		{`{"id": null, "text": "x"}`, "line-000001", "x", nil},
		{`{"text": "x"}`, "line-000001", "x", nil},
		{`{"a": 1, "a": 2, "text": "x", "id": "b"}`, "b", "x", nil},
		{`{"text": "x", "deep": ` + deep + `, "id": "b"}`, "b", "x", nil},
		{"{\"text\": \"春\xe5\x8d眠\xff\", \"id\": \"\xe5\x8d\"}", "\ufffd", "春\ufffd眠\ufffd", nil},
		{`{"text": "\ud800x\udc00\ud800", "id": "\udfff"}`, "\ufffd", "\ufffdx\ufffd\ufffd", nil},
		{`{"id": "b"}`, "b", "", ErrNoText},
		{`{"id": "b", "text": null}`, "b", "", ErrNoText},
		{`{"id": "b", "text": ["x"]}`, "b", "", ErrNoText},
		{`{"id": true, "text": "x"}`, "line-000001", "", ErrBadID},
		{`{"id": {}, "text": "x"}`, "line-000001", "", ErrBadID},
		{`{"id": "b", "text": "x", "text": "y"}`, "b", "", ErrDuplicateField},
		{`{"id": "b", "id": "c", "text": "x"}`, "b", "", ErrDuplicateField},
		{`{"id": "b", "text": "x"`, "b", "", ErrNotJSON},
		{`{"id": "b", "text": "x"} {}`, "b", "", ErrNotJSON},
		{`{"id": "b", "text": "x",}`, "b", "", ErrNotJSON},
		{`{"text": "x`, "line-000001", "", ErrNotJSON},
		{`["text"]`, "line-000001", "", ErrNotJSON},
		{`春眠`, "line-000001", "", ErrNotJSON},
		{`{`, "line-000001", "", ErrNotJSON},
		{`{"text": "x", "deep": ` + strings.Repeat("[", 20000) + `}`, "line-000001", "", ErrNotJSON},
		{"{\"text\": \"x\ty\"}", "line-000001", "", ErrNotJSON},
	} {
		t.Run(tt.line[:min(60, len(tt.line))], func(t *testing.T) {
			a := documentsIn(t, Finder{}, tt.line)
			if len(a) != 1 || a[0].ID() != tt.id || a[0].Name != "a.jsonl#"+tt.id {
				t.Fatalf("found %+v, want %q", a, tt.id)
			}
			x, raw, err := a[0].Read()
			if tt.err != nil {
				if at := (*LineError)(nil); !errors.Is(err, tt.err) || !errors.As(err, &at) || at.Line != 1 || x != nil || raw != nil {
					t.Errorf("%v, want %v", err, tt.err)
				}
				return
			}
			if err != nil || x.String() != tt.text || string(raw) != tt.text || x.Encoding() != "utf-8" {
				t.Errorf("%v, %q, %v, want %q", x, raw, err, tt.text)
			}
		})
	}
}

func TestBadLineAmongOthers(t *testing.T) {
	const content = `{"id":"a","text":"一"}

nonsense
   {"id":"a","text":"二"}
{"id":"line-000006","text":"三"}
{"text":"四"}
{"id":"c","text":"五"}`
	want := []string{"1 a 一", "3 ! not a JSON object", "4 ! it has the id", "5 line-000006 三", "6 ! it has the id", "7 c 五"}
	articles := documentsIn(t, Finder{}, content)
	if len(articles) != len(want) {
		t.Fatalf("%d documents", len(articles))
	}
	for i, a := range articles {
		x, _, err := a.Read()
		got := fmt.Sprintf("%d ! %v", a.line, errors.Unwrap(err))
		if err == nil {
			got = fmt.Sprintf("%d %s %s", a.line, a.ID(), x)
		}
		if !strings.HasPrefix(got, want[i]) {
			t.Errorf("%s, want %s", got, want[i])
		}
	}
}

func TestFieldsOfOtherNames(t *testing.T) {
	a := documentsIn(t, Finder{TextField: "正文", IDField: "no"}, `{"id": "x", "text": "y", "no": 3, "正文": "春"}`)
	if x, _, err := a[0].Read(); err != nil || x.String() != "春" || a[0].ID() != "3" {
		t.Errorf("%v, %v, %q", x, err, a[0].ID())
	}
}

// TestLongLines has lines longer than the reader's buffer, and than two.
func TestLongLines(t *testing.T) {
	var b strings.Builder
	var want []string
	for i, n := range []int{10, readSize, readSize/3 + 1, 5, 3 * readSize, readSize / 3, 1} {
		want = append(want, strings.Repeat("春", n))
		fmt.Fprintf(&b, `{"text":"%s","id":%d}`+"\n", want[i], i)
	}
	for i, a := range documentsIn(t, Finder{}, b.String()) {
		if x, _, err := a.Read(); err != nil || x.String() != want[i] || a.ID() != strconv.Itoa(i) {
			t.Errorf("document %d, %q: %v", i, a.ID(), err)
		}
	}
}

// TestChangedFile reads the second of two documents after the file was
// changed: by its id, wherever it is now.
func TestChangedFile(t *testing.T) {
	const content = "{\"id\":\"a\",\"text\":\"一\"}\n{\"id\":\"b\",\"text\":\"二\"}\n"
	for _, tt := range []struct {
		now, text string
		err       error
	}{
		{"", "", ErrIDGone},
		{content[:24], "", ErrIDGone},
		{content[:30], "", ErrIDGone},
		{content[:len(content)-5], "", ErrNotJSON},
		{"\n" + content, "二", nil},
		{content[1:], "二", nil},
		{"[]" + content, "二", nil},
		{content[24:], "二", nil},
		{strings.Replace(content, "二", "二三", 1), "二三", nil},
		{strings.Replace(content, "\"id\":\"a\",", "", 1), "二", nil},
		{strings.Replace(content, `"b"`, `"c"`, 1), "", ErrIDGone},
		{"{\"text\":\"零\"}\n" + content + content, "二", nil},
	} {
		a := documentsIn(t, Finder{}, content)
		if err := os.WriteFile(a[1].Path, []byte(tt.now), 0o644); err != nil {
			t.Fatal(err)
		}
		x, _, err := a[1].Read()
		if !errors.Is(err, tt.err) || err == nil && x.String() != tt.text {
			t.Errorf("%q: %v, %v", tt.now, x, err)
		}
	}
}

// TestChangedFileWithoutIDs checks that a document without an id
// is the one of its line, in the new count too.
func TestChangedFileWithoutIDs(t *testing.T) {
	const one = "{\"text\":\"一\"}\n"
	a := documentsIn(t, Finder{}, one+one)
	if err := os.WriteFile(a[0].Path, []byte("{\"text\":\"零\"}\n"+one+one), 0o644); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"零", "一"} {
		if x, _, err := a[i].Read(); err != nil || x.String() != want {
			t.Errorf("%s: %v, %v", a[i].Name, x, err)
		}
	}
}

func TestLayerPrefix(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "sub", "n.jsonl"), []byte(`{"id":"a-1.2_Z","text":""}
{"id":"../粤 x","text":""}
{"text":""}
{"id":"`+strings.Repeat("長", 20)+`","text":""}
{"id":"..","text":""}`))
	articles, err := Find([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"a-1.2_Z", "..%2F%E7%B2%A4%20x", "line-000003", "line-000004", "%2E%2E"} {
		at, name := articles[i].LayerPrefix()
		if at != path+".pizhu/"+want || name != "sub/n.jsonl.pizhu/"+want {
			t.Errorf("%q: %q, %q", articles[i].Name, at, name)
		}
		if numbered := strings.HasPrefix(want, "line-"); articles[i].NamedByLine() != numbered {
			t.Errorf("%q is numbered: %v", articles[i].Name, !numbered)
		}
	}
}

// TestLayerNamesDiffer: no two ids have one layer.
func TestLayerNamesDiffer(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]string{}
	for range 20_000 {
		var id []byte
		for range 1 + rng.IntN(4) {
			id = append(id, "aA%2F./ 粤\x00"[rng.IntN(10)])
		}
		name := layerName(string(id), 1)
		if was, ok := seen[name]; ok && was != string(id) {
			t.Fatalf("%q and %q are both %q", id, was, name)
		}
		seen[name] = string(id)
	}
}

func TestCompressedDocumentsAreRefused(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.jsonl.gz"), zipped(t, []byte(`{"text":"x"}`)))
	a, err := Find([]string{path})
	if err != nil || len(a) != 1 {
		t.Fatal(a, err)
	}
	if _, _, err := a[0].Read(); !errors.Is(err, ErrCompressed) {
		t.Error(err)
	}
	if _, err := Find([]string{write(t, filepath.Join(t.TempDir(), "b.jsonl"), []byte("\n \r\n"))}); !errors.Is(err, ErrNoArticles) {
		t.Errorf("a file of blanks: %v", err)
	}
}

// TestBrokenFileInFolder: what cannot be listed is an article that
// cannot be read.
func TestBrokenFileInFolder(t *testing.T) {
	dir := folder(t, "a.txt", "sub/b.txt")
	if err := errors.Join(os.Symlink("missing", filepath.Join(dir, "b.jsonl")), os.Symlink("sub", filepath.Join(dir, "c.jsonl"))); err != nil {
		t.Fatal(err)
	}
	articles, err := Find([]string{dir})
	if err != nil || len(articles) != 4 {
		t.Fatal(articles, err)
	}
	for i, want := range []error{nil, os.ErrNotExist, ErrNotRegular, nil} {
		if _, _, err := articles[i].Read(); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", articles[i].Name, err, want)
		}
	}
}

func TestArticlesAreComparable(t *testing.T) {
	a := documentsIn(t, Finder{}, "{\"text\":\"\"}\n{\"text\":\"\"}\n")
	if again := slices.Clone(a); again[0] != a[0] || a[0] == a[1] {
		t.Error("an article is not equal to itself, or to another")
	}
}

// FuzzDocument checks that a line is listed under the id that it is read with, and that its text is UTF-8, without a
// loss if the line is.
func FuzzDocument(f *testing.F) {
	for _, s := range []string{`{"id":"a","text":"春"}`, `{"text":"\ud800\"","x":{"id":[1,"}"]},"id":1e3}`, `{"i\u0064":null , "text" :"\\"}`, "{\"id\":\"\xff\",\"text\":\"\xe5\x8d\"}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		names := fields{text: "text", id: "id"}
		line := trimLine(bytes.ReplaceAll(raw, []byte("\n"), nil), 1)
		listed := names.name(line, 1)
		d, err := names.parse(line)
		if err != nil {
			return
		}
		if d.name(1) != listed {
			t.Errorf("%q is listed as %q and read as %q", line, listed, d.name(1))
		}
		if x := text.New(d.text); utf8.Valid(line) && x.Undecodable() > 0 || !utf8.ValidString(x.String()) {
			t.Errorf("%q holds the text %q", line, d.text)
		}
	})
}

// FuzzLines checks that each line of a file is found, unchanged.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{}\n\n{\"text\":\"a\"}\r\nx"), uint16(0))
	f.Add([]byte("\ufeff\n1\n2"), uint16(40))
	f.Fuzz(func(t *testing.T, raw []byte, stretch uint16) {
		raw = bytes.ReplaceAll(raw, []byte("春"), bytes.Repeat([]byte("春"), int(stretch)))
		path := filepath.Join(t.TempDir(), "a.jsonl")
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		x := &lineIndex{path: path, fields: fields{"text", "id"}}
		found, err := x.list(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i, line := range bytes.Split(raw, []byte("\n")) {
			if line = trimLine(line, i+1); len(line) > 0 {
				want = append(want, string(line))
			}
		}
		var got []string
		for _, a := range found {
			line, err := x.readBytes(a.line)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// lots writes a JSONL file of about so many bytes, in lines of a kilobyte.
func lots(b *testing.B, size int, format string) string {
	b.Helper()
	var all bytes.Buffer
	body := strings.Repeat("春眠不覺曉，處處聞啼鳥。", 28)
	for i := 0; all.Len() < size; i++ {
		fmt.Fprintf(&all, format, i, body)
	}
	path := filepath.Join(b.TempDir(), "a.jsonl")
	if err := os.WriteFile(path, all.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkFind lists 100 MB, with the id before the text and after it, and then
// reads the last document.
func BenchmarkFind(b *testing.B) {
	const size = 100_000_000
	for name, format := range map[string]string{"id first": `{"id":"doc-%07d","text":"%s"}` + "\n", "id last": `{"text":"%[2]s","id":"doc-%07[1]d"}` + "\n"} {
		path := lots(b, size, format)
		var articles []Article
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				var err error
				if articles, err = Find([]string{path}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/read the last", func(b *testing.B) {
			for b.Loop() {
				if _, _, err := articles[len(articles)-1].Read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
