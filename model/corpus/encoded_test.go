package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// TestLinesInOtherEncodings reads JSONL files in each encoding that keeps a line feed in one byte, as they are and with the
// encoding named. Many of the characters have a backslash as their second byte, and the ids are no ASCII.
func TestLinesInOtherEncodings(t *testing.T) {
	const zh, ja, ko = "誠許功蓋育。半導體產業與人工智慧的發展,到2030年的產值目標", "表予申能ソ十。水素の技術とロボットの産業を発展させる", "로봇 산업과 배터리 기술의 발전을 위한 정책"
	for _, tt := range []struct {
		name    string
		saved   encoding.Encoding
		content string
	}{
		{"gb18030", simplifiedchinese.GB18030, "乗俓刓乗。未来产业代表未来科技和产业的方向，市场潜力大"},
		{"gb18030", simplifiedchinese.GBK, "未来产业代表未来科技和产业的方向，市场潜力大"},
		{"big5hkscs", traditionalchinese.Big5, zh},
		{"cp932", japanese.ShiftJIS, ja},
		{"euc_jp", japanese.EUCJP, ja},
		{"cp949", korean.EUCKR, ko},
		{"iso2022_jp", japanese.ISO2022JP, ja},
		{"utf-8", unicode.UTF8, zh},
		{"utf-8", unicode.UTF8BOM, zh},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var lines strings.Builder
			var texts []string
			for i := range 3 {
				texts = append(texts, strings.Repeat(tt.content, i+1)+"\n\"x\\")
				fmt.Fprintf(&lines, `{"text": "%s\n\"\u0078\\", "id": "%s"}`+"\n", strings.Repeat(tt.content, i+1), string([]rune(tt.content)[:i+2]))
			}
			raw, err := tt.saved.NewEncoder().String(lines.String())
			if err != nil {
				t.Fatal(err)
			}
			for _, asked := range []string{"", tt.name} {
				for i, a := range documentsIn(t, Finder{Encoding: asked}, raw) {
					x, stored, err := a.ReadAs(asked)
					if err != nil || x.String() != texts[i] || string(stored) != texts[i] || x.Undecodable() > 0 || x.Encoding() != tt.name {
						t.Errorf("asked %q: line %d: %v, %v as %s", asked, i+1, err, x, x.Encoding())
					}
					if a.ID() != string([]rune(tt.content)[:i+2]) {
						t.Errorf("asked %q: line %d has the id %q", asked, i+1, a.ID())
					}
				}
			}
		})
	}
}

// TestLinesThatDoNotDecode checks that a line is refused whose text or id is not in the encoding of its file, with its number,
// and the others are not.
func TestLinesThatDoNotDecode(t *testing.T) {
	const body = "未来产业代表未来科技和产业的方向，市场潜力大"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	raw := `{"id":"a","text":"` + gb + `"}` + "\n" + `{"id":"b","text":"` + gb + "\xff" + `"}` + "\n" +
		`{"id":"c","text":"` + gb + `","other":"` + "\xff" + `"}` + "\n" + `{"id":"d` + "\xff" + `","text":"` + gb + `"}` + "\n"
	for _, asked := range []string{"", "gbk"} {
		for i, a := range documentsIn(t, Finder{Encoding: asked}, raw) {
			x, _, err := a.ReadAs(asked)
			at := (*LineError)(nil)
			switch refused := i == 1 || i == 3; {
			case refused && (!errors.Is(err, ErrUndecodable) || !errors.As(err, &at) || at.Line != i+1 || !strings.HasSuffix(err.Error(), "as gb18030: 1")):
				t.Errorf("asked %q: line %d: %v", asked, i+1, err)
			case !refused && (err != nil || x.String() != body):
				t.Errorf("asked %q: line %d: %v, %v", asked, i+1, x, err)
			}
		}
	}
}

// TestLinesOfDamagedUTF8 checks that a line of UTF-8 keeps its text where some of its bytes are damaged, and that they are
// counted, as in any article.
func TestLinesOfDamagedUTF8(t *testing.T) {
	const line = "{\"id\":\"a\",\"text\":\"未来产业\xe5\x8d代表\\u672a\xff来\\n科技和产业的方向\xe4\xba\"}\n"
	const want = "未来产业\ufffd代表未\ufffd来\n科技和产业的方向\ufffd"
	for _, asked := range []string{"", "utf-8"} {
		a := documentsIn(t, Finder{Encoding: asked}, line)[0]
		x, stored, err := a.ReadAs(asked)
		if err != nil || x.String() != want || string(stored) != want || x.Undecodable() != 3 || x.Encoding() != "utf-8" {
			t.Fatalf("asked %q: %v, %v", asked, x, err)
		}
		for at, raw := range map[text.Offset]string{4: "\xe5\x8d", 8: "\xff", x.Len() - 1: "\xe4\xba"} {
			if got, ok := x.Raw(at); !ok || got != raw {
				t.Errorf("asked %q: the bytes at %d are %q, want %q", asked, at, got, raw)
			}
		}
	}
	escaped := documentsIn(t, Finder{}, `{"text":"\ud800 and \ufffd"}`)[0]
	if x, _, err := escaped.Read(); err != nil || x.Undecodable() != 0 {
		t.Errorf("escapes count as bytes that cannot be decoded: %v, %v", x, err)
	}
}

// TestLinesInUTF16 checks that a file in UTF-16 is refused as such, where it is named and in a folder, with an encoding that
// was asked for and without.
func TestLinesInUTF16(t *testing.T) {
	for _, e := range []encoding.Encoding{unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)} {
		raw, err := e.NewEncoder().String(strings.Repeat(`{"text":"上海的未来产业"}`+"\n", 3))
		if err != nil {
			t.Fatal(err)
		}
		dir := folder(t, "a.txt")
		path := write(t, filepath.Join(dir, "b.jsonl"), []byte(raw))
		if _, err := Find([]string{path}); !errors.Is(err, ErrWide) {
			t.Errorf("named: %v", err)
		}
		articles, err := Find([]string{dir})
		if err != nil || len(articles) != 2 {
			t.Fatal(articles, err)
		}
		if _, _, err := articles[1].Read(); !errors.Is(err, ErrWide) {
			t.Errorf("in a folder: %v", err)
		}
	}
	path := write(t, filepath.Join(t.TempDir(), "a.jsonl"), []byte(`{"text":"x"}`))
	for asked, want := range map[string]error{"utf-16": ErrWide, "klingon": charset.ErrUnknownEncoding} {
		if _, err := (Finder{Encoding: asked}).Find([]string{path}); !errors.Is(err, want) {
			t.Errorf("%s: %v", asked, err)
		}
	}
}

// TestAFileThatIsConverted reads documents after their file was saved in another encoding.
func TestAFileThatIsConverted(t *testing.T) {
	const content = `{"id":"一","text":"未来产业代表未来科技的方向"}` + "\n" + `{"id":"二","text":"市场潜力大"}` + "\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	for before, after := range map[string]string{content: gb, gb: content} {
		articles := documentsIn(t, Finder{}, before)
		if err := os.WriteFile(articles[0].Path, []byte(after), 0o644); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"未来产业代表未来科技的方向", "市场潜力大"} {
			if x, _, err := articles[i].Read(); err != nil || x.String() != want {
				t.Errorf("document %d: %v, %v", i+1, x, err)
			}
		}
	}
}
