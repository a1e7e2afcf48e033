package html

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// textOf returns the text of the article in a page.
func textOf(t *testing.T, markup string) string {
	t.Helper()
	made, err := Convert("a.html", []byte(markup), "")
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestPages converts the pages of testdata; what the articles are is beside
// them.
func TestPages(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) < 4 {
		t.Fatal(pages, err)
	}
	for _, name := range pages {
		markup, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(name, ".html") + ".want")
		if err != nil {
			t.Fatal(err)
		}
		if made, err := Convert(name, markup, ""); err != nil || made != string(want) {
			t.Errorf("%s, %v:\n%s\nwant\n%s", name, err, made, want)
		}
	}
}

// TestDeclarationOfHumanRights takes pages that others wrote: each paragraph of
// theirs is a line.
func TestDeclarationOfHumanRights(t *testing.T) {
	pages, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "conformance", "text", "udhr", "*.html"))
	if len(pages) == 0 {
		t.Skip("the pages are not here")
	}
	for _, path := range pages {
		markup, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(string(markup)))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(textOf(t, string(markup)), "\n")
		for n := range doc.Descendants() {
			if n.Data != "p" && n.Data != "h2" {
				continue
			}
			if want := strings.TrimSuffix(plainText(n), "\n"); !slices.Contains(lines, want) {
				t.Errorf("%s has no line %q", filepath.Base(path), want)
			}
		}
	}
}

func TestPlainText(t *testing.T) {
	for markup, want := range map[string]string{
		"<p>　　一<p>二":                                     "　　一\n\n二\n",
		"<div>一</div><div>二</div>":                       "一\n二\n",
		"<p>一<br>二<br><br><br>三<br></p>四":                "一\n二\n\n三\n\n四\n",
		"<p>春眠\n   不覺曉，\n處處 x\n聞\ny  z</p>":              "春眠不覺曉，處處 x 聞 y z\n",
		"<p>미래\n산업</p>":                                  "미래 산업\n",
		"<p>一&nbsp;&nbsp;二　三</p>":                        "一\u00a0\u00a0二　三\n",
		"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>": "漢字\n",
		"<pre>\na\n\n  b\n</pre>c":                       "a\n\n  b\n\nc\n",
		"<table><tr><td>一</td><td>二<tr><td>三</table>":    "一\t二\n三\n",
		"<ul><li>一<li> 二 </ul>三":                         "一\n二\n\n三\n",
		"a<b>b</b> <i>c</i>d<script>x</script><!--y-->":  "ab cd\n",
		"&lt;p&gt;&amp;&#x20000;":                        "<p>&𠀀\n",
		"<p> \n </p>":                                    "",
	} {
		doc, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		if got := plainText(doc); got != want {
			t.Errorf("%q is %q, want %q", markup, got, want)
		}
	}
}

// TestPageEncodings: what a page declares, unless it is UTF-8 all the same;
// else what it seems to be.
func TestPageEncodings(t *testing.T) {
	const zh, ja, ko = "到2030年，半导体产值破1万亿元，形成新的增长点。", "水素を燃料とするロボットを、二〇三〇年までに実用化する。", "정부는 2030년까지 수소 로봇을 실용화할 방침을 발표했다."
	const hant = "智能裝備是未來產業的重點，政府將於二〇三〇年前投入資金。"
	for _, tt := range []struct {
		head, body string
		in         encoding.Encoding
	}{
		{`<meta charset="gb2312">`, zh, simplifiedchinese.GB18030},
		{`<meta http-equiv="Content-Type" content="text/html; charset=GBK" />`, zh, simplifiedchinese.GB18030},
		{`<META CHARSET=big5>`, hant, traditionalchinese.Big5},
		{`<meta charset='Shift_JIS'>`, ja, japanese.ShiftJIS},
		{`<meta charset="iso-2022-jp">`, ja, japanese.ISO2022JP},
		{`<meta charset="euc-kr">`, ko, korean.EUCKR},
		{`<meta charset="gb2312">`, zh, unicode.UTF8},
		{`<meta charset="utf-8">`, zh, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{`<meta charset="klingon">`, strings.Repeat(zh, 5), simplifiedchinese.GB18030},
		{``, strings.Repeat(ja, 5), japanese.EUCJP},
	} {
		markup, err := tt.in.NewEncoder().String("<html><head>" + tt.head + "</head><body><p>" + tt.body + "</p></body></html>")
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(t, markup); got != tt.body+"\n" {
			t.Errorf("%s in %v: %q", tt.head, tt.in, got)
		}
	}
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String(`<meta charset="big5"><p>` + zh)
	if got, err := Convert("a.html", []byte(gbk), "gb18030"); err != nil || got != zh+"\n" {
		t.Errorf("as gb18030: %q, %v", got, err)
	}
}

func TestXHTML(t *testing.T) {
	const markup = `<?xml version="1.0" encoding="gbk"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head><body><p>春眠不覺曉</p></body></html>`
	if got := textOf(t, markup); got != "春眠不覺曉\n" {
		t.Errorf("%q", got)
	}
}

func TestHostilePages(t *testing.T) {
	for name, markup := range map[string]string{
		"nothing":   "",
		"no text":   "<html><body><img><script>x</script>",
		"deep":      strings.Repeat("<div>", 100_000),
		"very deep": strings.Repeat("<b>", 1_000_000),
	} {
		if made, err := Convert("a.html", []byte(markup), ""); err == nil || made != "" {
			t.Errorf("%s: %q", name, made)
		}
	}
	if _, err := Convert("a.html", make([]byte, maxPage+1), ""); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a page of 32 MiB: %v", err)
	}
	for name, markup := range map[string]string{
		"many":       strings.Repeat("<p>春眠不覺曉，處處聞啼鳥。</p>", 50_000),
		"flat":       strings.Repeat("春<br>", 90_000),
		"links":      strings.Repeat("<a href=x>春</a>", 90_000),
		"attributes": "<p " + strings.Repeat("a=b ", 100_000) + ">春",
		"open":       strings.Repeat("<p><b>春", 2000),
	} {
		made, err := Convert("a.html", []byte(markup), "")
		if err != nil && !strings.Contains(err.Error(), "512") || err == nil && !strings.Contains(made, "春") {
			t.Errorf("%s: %d bytes, %v", name, len(made), err)
		}
	}
}

// TestTooMuchMarkup checks that a page is refused before it is parsed, by the number of what it would make.
func TestTooMuchMarkup(t *testing.T) {
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, tt := range map[string]struct{ markup, want string }{
		"elements":            {strings.Repeat("<p>春</p>", 100_001), "over 100000 elements in a page"},
		"ends that make some": {strings.Repeat("</p>春", 100_001), "over 100000 elements"},
		"hidden in svg":       {"<svg><title></title>" + strings.Repeat("<p>", 100_001), "over 100000 elements"},
		"attributes":          {"<p " + numbered(257, "a%d ") + ">春", "over 256 attributes in a tag"},
		"open formats":        {"<p>" + numbered(300, "<b a=%d>") + "</p>" + strings.Repeat("<p>春</p>", 5000), "formats such as b or font are left open"},
		"formats that only seem to be closed": {
			numbered(2000, "<b a=%d>"+strings.Repeat("<div>", 9)+"</b>"+strings.Repeat("</div>", 9)+"春"), "are left open",
		},
	} {
		made, err := Convert("a.html", []byte(tt.markup), "")
		if !errors.Is(err, ErrTooLarge) || !strings.Contains(fmt.Sprint(err), tt.want) || made != "" {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// TestLimitMarkup checks what is rewritten of a page before it is parsed.
func TestLimitMarkup(t *testing.T) {
	for markup, want := range map[string]string{
		"<!doctype html><P CLASS=a>春</P>":                          "<!doctype html><p class=a>春</p>",
		"a<!-- <p> -->b":                                           "ab",
		"<svg><title>x</title><path d=a /></svg><p>春":              "<object><title>x</title></object><p>春",
		"<svg/><p>春":                                               "<p>春",
		"<svg><g><p>春":                                             "<object><g></object><p>春",
		"<svg><foreignObject><p>春</p></foreignObject></svg>":       "<object><foreignobject><p>春</p></foreignobject></object>",
		"<foreignObject><svg><p>春":                                 "<foreignobject><object></object><p>春",
		"<math><mi>x</mi></math>":                                  "<mi>x</mi>",
		"<body a><p><body b>":                                      "<body a><p>",
		"<script>if (a<b) {}</script><br/>":                        "<script>if (a<b) {}</script><br/>",
		"<p>春<meta content='" + strings.Repeat("x", 1<<14) + "'>眠": "<p>春眠",
	} {
		out, err := limitMarkup(markup)
		if err != nil || !strings.EqualFold(out.String(), want) {
			t.Errorf("%q: %q, %v, want %q", markup, out, err, want)
		}
	}
}

// countNodes parses what was rewritten.
func countNodes(t *testing.T, w *limiter) (nodes int) {
	t.Helper()
	doc, err := html.Parse(&w.out)
	if err != nil {
		return 0
	}
	for range doc.Descendants() {
		nodes++
	}
	return nodes
}

// FuzzMarkup repeats a piece of markup many times: what the parser makes is no more than was counted.
func FuzzMarkup(f *testing.F) {
	for _, piece := range []string{
		"<p>", "</p>", "</br>", "<b><p>", "<b a=1><i b=2></p><p>x", "<table><tr><td><b>x", "<b><table></b>x", "<b><select></b>", "<svg><title><p>", "<math><mi><p>",
		"<b><div><div><div><div><div><div><div><div><div></b></div></div>x", "<a><b><nobr>x", "<font a><td></font>", "<template><b>x</template>", "<frameset><p>",
		"<h1><u></h1>", "<li><s>", "<script></script>", "<html><b><body><b>", "<form><input>", "<caption><b>", "<col>", "x<object><b>", "<![CDATA[<b>]]>", "<plaintext><b>",
	} {
		f.Add(piece, uint16(300))
		f.Add("<p>"+piece, uint16(9))
	}
	f.Fuzz(func(t *testing.T, piece string, times uint16) {
		if len(piece) > 256 {
			t.Skip("long pieces are many pieces")
		}
		w := &limiter{z: html.NewTokenizer(strings.NewReader(strings.Repeat(piece, int(times%2000)) + "春"))}
		if err := w.rewrite(); err != nil {
			return // refused
		}
		work := w.work
		if nodes := countNodes(t, w); nodes > 4*work+16 {
			t.Errorf("%q %d times makes %d nodes, and %d were counted", piece, times%2000, nodes, work)
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add("<h1>題</h1><p>春<br>眠<table><tr><td>一")
	f.Add("<?xml?><pre>\n<ruby>漢<rt>かん</rt></ruby>")
	f.Fuzz(func(t *testing.T, markup string) {
		made, err := Convert("a.html", []byte(markup), "utf-8")
		if err == nil && (strings.TrimSpace(made) == "" || strings.Contains(made, "\n\n\n")) {
			t.Errorf("%q is %q", markup, made)
		}
	})
}
