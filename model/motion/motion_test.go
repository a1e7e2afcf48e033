package motion

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/model/words"
)

// parse reads a picture: «…|» is a selection with its head at |, a | alone the
// cursor.
func parse(t *testing.T, picture string) (string, Selection) {
	t.Helper()
	var b strings.Builder
	var start, end, head text.Offset = -1, -1, -1
	n := text.Offset(0)
	for _, r := range picture {
		switch r {
		case '«':
			start = n
		case '»':
			end = n
		case '|':
			head = n
		default:
			b.WriteRune(r)
			n++
		}
	}
	switch {
	case head < 0:
		t.Fatalf("%q has no head", picture)
	case start < 0:
		return b.String(), CursorAt(head)
	case head == start:
		return b.String(), Selection{end, start}
	}
	return b.String(), Selection{start, end}
}

// draw returns the picture of a selection in a text.
func draw(x *text.Text, s Selection) string {
	all := []rune(x.String())
	if s.Empty() {
		return string(all[:s.Head]) + "|" + string(all[s.Head:])
	}
	span := s.Span()
	inner := string(all[span.Start:span.End])
	if s.Head < s.Anchor {
		inner = "|" + inner
	} else {
		inner += "|"
	}
	return string(all[:span.Start]) + "«" + inner + "»" + string(all[span.End:])
}

func at(s string) Context {
	x := text.New(s)
	return Context{Text: x, Words: words.New(), Rows: layout.New(x, text.NewMeasure(text.Narrow), 20), Page: 10}
}

func unitNamed(t *testing.T, name string) Unit {
	t.Helper()
	u, ok := UnitNamed(name)
	if !ok {
		t.Fatalf("no unit %q", name)
	}
	return u
}

func TestUnits(t *testing.T) {
	steps := map[string]func(Unit, Context, Selection) Selection{
		"select": Unit.Select, "go": Unit.SelectNext, "back": Unit.SelectPrev, "extend": Unit.Extend, "extend-back": Unit.ExtendBack,
	}
	tests := []struct{ unit, step, from, want string }{
		{"clause", "select", "春|眠不覺曉，處處聞啼鳥。", "«春眠不覺曉|»，處處聞啼鳥。"},
		{"clause", "extend", "«春眠不覺曉|»，處處聞啼鳥。", "«春眠不覺曉，處處聞啼鳥|»。"},
		{"clause", "extend-back", "«春眠不覺曉，處處聞啼鳥|»。夜來", "«春眠不覺曉|»，處處聞啼鳥。夜來"},
		{"clause", "extend-back", "春眠不覺曉，«處處聞啼鳥|»。夜來", "«|春眠不覺曉，處處聞啼鳥»。夜來"},
		{"clause", "extend", "«|春眠不覺曉，處處聞啼鳥»。夜來", "春眠不覺曉，«|處處聞啼鳥»。夜來"},
		{"clause", "extend", "春眠不覺曉，«|處處聞啼鳥»。夜來", "春眠不覺曉，«處處聞啼鳥。夜來|»"},
		{"clause", "select", "春眠不覺曉|，處處聞啼鳥。", "春眠不覺曉，«處處聞啼鳥|»。"}, // between units: the next
		{"clause", "go", "|春眠不覺曉，處處聞啼鳥。", "春眠不覺曉，«處處聞啼鳥|»。"},
		{"clause", "go", "«春眠不覺曉|»，處處聞啼鳥。", "春眠不覺曉，«處處聞啼鳥|»。"},
		{"clause", "go", "春，\n　　|\n眠。", "春，\n　　\n«眠|»。"},
		{"clause", "back", "春，\n　　\n«眠|»。", "«春|»，\n　　\n眠。"},
		{"clause", "select", "目标？“到|2030年，增长。”他说。", "目标？“«到2030年|»，增长。”他说。"},
		{"clause", "select", "推动|“链主”企业协调，培育", "«推动“链主”企业协调|»，培育"},
		{"clause", "select", "|有1,000家，10：30开，见https://a.b/c，等", "«有1,000家|»，10：30开，见https://a.b/c，等"},
		{"clause", "go", "«有1,000家|»，10：30开，见https://a.b/c，等", "有1,000家，«10：30开|»，见https://a.b/c，等"},
		{"clause", "go", "有1,000家，«10：30开|»，见https://a.b/c，等", "有1,000家，10：30开，«见https://a.b/c|»，等"},
		{"clause", "select", "|芯片、模型、终端，三类", "«芯片、模型、终端|»，三类"},       // 、 parts a list in Chinese
		{"clause", "select", "|水素の価格は、三年で下がる。", "«水素の価格は|»、三年で下がる。"}, // and clauses in Japanese
		{"clause", "go", "«春眠|»。不覺曉，處處", "春眠。«不覺曉|»，處處"},
		{"sentence", "select", "|“春眠不覺曉。”他说，好。", "«“春眠不覺曉。”|»他说，好。"},
		{"sentence", "select", "「春|眠。」と述べた。次", "«「春眠。」と述べた。|»次"},
		{"sentence", "select", "|“春眠。”，他说。次", "«“春眠。”，他说。|»次"},
		{"sentence", "select", "|真的吗？！是。", "«真的吗？！|»是。"},
		{"sentence", "select", "|J. Smith made 3.5 million. Then he left.", "«J. Smith made 3.5 million.|» Then he left."},
		{"sentence", "go", "«J. Smith made 3.5 million.|» Then he left.", "J. Smith made 3.5 million. «Then he left.|»"},
		{"sentence", "select", "　　|春眠。不覺。", "　　«春眠。|»不覺。"},
		{"quotation", "select", "他说“|春眠《曉》不覺”。", "他说“«春眠《曉》不覺|»”。"},
		{"quotation", "select", "他说“春眠《|曉》不覺”。", "他说“春眠«《曉》|»不覺”。"},
		{"quotation", "select", "|他说「春眠『不覺』曉」。", "他说「«春眠『不覺』曉|»」。"},
		{"parenthesis", "select", "春|眠（不覺曉）。", "春眠«（不覺曉）|»。"},
		{"figure", "select", "产值|破1万亿元，增长30%。", "产值破«1万亿元|»，增长30%。"},
		{"figure", "go", "产值破«1万亿元|»，增长30%。", "产值破1万亿元，增长«30%|»。"},
		{"figure", "select", "|千亿级、20多个", "«千亿级|»、20多个"},
		{"figure", "select", "|2月29日有五大产业", "2月29日有«五大|»产业"},
		{"figure", "select", "전국에서 |5조원 규모", "전국에서 «5조원|» 규모"},
		{"time", "select", "|到2030年，“十五五”时期，令和12年5月", "«到2030年|»，“十五五”时期，令和12年5月"},
		{"time", "go", "«到2030年|»，“十五五”时期，令和12年5月", "到2030年，«“十五五”时期|»，令和12年5月"},
		{"time", "go", "到2030年，«“十五五”时期|»，令和12年5月", "到2030年，“十五五”时期，«令和12年5月|»"},
		{"time", "select", "|去年5月和2月29日", "«去年5月|»和2月29日"},
		{"time", "select", "|2030년 5월에", "«2030년 5월|»에"},
		{"word", "select", "用|AI技术和ロボット", "用«AI|»技术和ロボット"},
		{"word", "go", "用«AI|»技术和ロボット", "用AI«技术|»和ロボット"},
		{"word", "go", "用AI技术«和|»ロボット", "用AI技术和«ロボット|»"},
		{"word", "select", "面对|新科技的冲击", "面对«新|»科技的冲击"},
		{"word", "extend", "面对«新|»科技的冲击", "面对«新科技|»的冲击"},
		{"paragraph", "select", "　　春|眠\n　　不覺\n", "　　«春眠|»\n　　不覺\n"},
		{"paragraph", "extend", "　　«春眠|»\n　　不覺\n", "　　«春眠\n　　不覺|»\n"},
		{"paragraph", "go", "　　春眠\n　　«不覺|»\n", "　　春眠\n　　«不覺|»\n"}, // the last one
	}
	for _, tt := range tests {
		s, from := parse(t, tt.from)
		c := at(s)
		if got := draw(c.Text, steps[tt.step](unitNamed(t, tt.unit), c, from)); got != tt.want {
			t.Errorf("%s %s of\n %s gives\n %s, want\n %s", tt.unit, tt.step, tt.from, got, tt.want)
		}
	}
}

func TestUnitsSkipNoise(t *testing.T) {
	// The brackets mark noise: a whole clause, and some of a word.
	c := at("春眠，广告一则，不覺曉，粤万博app工兴")
	c.Skip = []text.Span{{Start: 3, End: 7}, {Start: 13, End: 18}}
	s := unitNamed(t, "clause").SelectNext(c, SelectSpan(text.Span{Start: 0, End: 2}))
	if got, want := draw(c.Text, s), "春眠，广告一则，«不覺曉|»，粤万博app工兴"; got != want {
		t.Errorf("the next clause is %s, want %s", got, want)
	}
	if got, want := draw(c.Text, unitNamed(t, "word").SelectNext(c, SelectSpan(text.Span{Start: 12, End: 13}))), "春眠，广告一则，不覺曉，粤万博app«工兴|»"; got != want {
		t.Errorf("the next word is %s, want %s", got, want)
	}
}

func TestGrowAndShrink(t *testing.T) {
	s, from := parse(t, "他说，“到|2030年，增长。”很好。")
	c := at(s)
	want := []string{
		"他说，“到«2030|»年，增长。”很好。",
		"他说，“«到2030年|»，增长。”很好。",
		"他说，“«到2030年，增长。|»”很好。",
		"«他说，“到2030年，增长。”|»很好。",
		"«他说，“到2030年，增长。”很好。|»",
	}
	for _, w := range want {
		next, ok := Grow(c, from)
		if got := draw(c.Text, next); !ok || got != w {
			t.Fatalf("grown: %s, want %s", got, w)
		}
		from = next
	}
	if next, ok := Grow(c, from); ok {
		t.Errorf("a paragraph grew to %s", draw(c.Text, next))
	}
	less, ok := Shrink(c, from)
	if got, want := draw(c.Text, less), "他说，“到2030年，增长。”«很好。|»"; !ok || got != want {
		t.Errorf("shrunk: %s, want %s", got, want)
	}
}

func TestCharMotions(t *testing.T) {
	tests := []struct {
		motion, from, want string
		extend             bool
	}{
		{"right", "|春眠", "春|眠", false},
		{"right", "春|眠", "春|眠", false}, // the cursor stays on the last cluster
		{"right", "|👨‍👩‍👧家", "👨‍👩‍👧|家", false},
		{"left", "👨‍👩‍👧|家", "|👨‍👩‍👧家", false},
		{"right", "|春眠", "«春|»眠", true},
		{"left", "春|眠", "«|春»眠", true},
		{"left", "«春眠|»不", "«春|»眠不", true},
		{"left", "«春眠|»不", "|春眠不", false},
		{"down", "一|二三四五六七八九十一二三", "一二三四五六七八九十一|二三", false},
		{"up", "一二三四五六七八九十一|二三", "一|二三四五六七八九十一二三", false},
		{"down", "一二三|四\n五\n", "一二三四\n|五\n", false},
		{"row-end", "|一二三\n", "一二|三\n", false},
		{"row-start", "一二|三\n", "|一二三\n", false},
		{"top", "一二|三", "|一二三", false},
		{"end", "|一二三", "一二|三", false},
		{"end", "|一二三", "«一二三|»", true},
	}
	for _, tt := range tests {
		s, from := parse(t, tt.from)
		c := at(s)
		i := slices.IndexFunc(CharMotions, func(m CharMotion) bool { return m.Name == tt.motion })
		if i < 0 {
			t.Fatalf("no motion %q", tt.motion)
		}
		m := CharMotions[i]
		move := m.Move
		if tt.extend {
			move = m.Extend
		}
		column := c.Rows.Column(c.Rows.Row(from.Head), from.Head)
		if got := draw(c.Text, move(c, from, column)); got != tt.want {
			t.Errorf("%s of %s gives %s, want %s", tt.motion, tt.from, got, tt.want)
		}
	}
}

// TestProperties checks on every article of the project that what is selected lies
// on clusters, forward then back returns, and units do not overlap but nest.
func TestProperties(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/articles/*.txt")
	if err != nil || len(paths) < 11 {
		t.Fatalf("%d articles, %v", len(paths), err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		checkArticle(t, filepath.Base(path), at(text.Decode(raw).String()))
	}
}

func checkArticle(t *testing.T, name string, c Context) {
	t.Helper()
	for _, u := range Units {
		var all []text.Span
		for p, ok := c.Text.Paragraph(0), true; ok; p, ok = c.Text.NextParagraph(p) {
			all = append(all, u.InParagraph(c, p)...)
		}
		for i, s := range all {
			if s != c.Text.Snap(s) || s.Empty() {
				t.Errorf("%s: %s %v does not lie on clusters", name, u.Name, s)
			}
			if i == 0 {
				continue
			}
			if before := all[i-1]; before.Overlaps(s) && !before.Covers(s) {
				t.Errorf("%s: %s %v and %v overlap", name, u.Name, before, s)
			}
			if all[i-1].End <= s.Start {
				if got := u.SelectPrev(c, u.SelectNext(c, SelectSpan(all[i-1]))); u.Name == "clause" && got != SelectSpan(all[i-1]) {
					t.Errorf("%s: %s on from %v and back is %v", name, u.Name, all[i-1], got)
				}
			}
		}
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		o := c.Text.Floor(text.Offset(rng.IntN(int(c.Text.Len()))))
		for _, m := range CharMotions {
			s := m.Move(c, CursorAt(o), c.Rows.Column(c.Rows.Row(o), o))
			if c.Text.Floor(s.Head) != s.Head {
				t.Errorf("%s: %s from %d leads into a cluster at %d", name, m.Name, o, s.Head)
			}
		}
	}
}

// FuzzMotions makes any motions on any text: none may leave the text or the
// cluster boundaries.
func FuzzMotions(f *testing.F) {
	f.Add("春眠“不覺”，曉。1万亿元（到2030年）\r\n\n한국어 「あ」と。", []byte{1, 9, 20, 33, 40})
	f.Add("👨‍👩‍👧e\u0301\x1b[2J\u202e", []byte{7, 3, 5, 80})
	f.Fuzz(func(t *testing.T, s string, moves []byte) {
		c := at(s)
		now := CursorAt(0)
		for _, b := range moves[:min(len(moves), 64)] {
			if i := int(b) / 6; b%2 == 0 {
				m := CharMotions[i%len(CharMotions)]
				now = m.Extend(c, now, i)
			} else {
				u := Units[i%len(Units)]
				now = []func(Context, Selection) Selection{u.Select, u.SelectNext, u.SelectPrev, u.Extend, u.ExtendBack}[int(b)/2%5](c, now)
			}
			if span := now.Span(); span.Start < 0 || span.End > c.Text.Len() || span != c.Text.Snap(span) {
				t.Fatalf("%q: after %d the selection is %v", s, b, now)
			}
		}
	})
}
