package noise

import (
	"fmt"
	"slices"
	"testing"

	"pizhu/model/text"
	"pizhu/model/words"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, line string
		want          bool
	}{
		{"相关", "相关", true},
		{"相关", "相关阅读", false},
		{"【编辑:*】", "【编辑:黄钰涵】", true},
		{"【编辑:*】", "【编辑:黄钰涵】（完）", false},
		{"*报*讯", "晨报快讯", true},
		{"*讯", "讯", true},
		{"讯*讯", "讯", false},
	} {
		if got := matchPattern(c.pattern, c.line); got != c.want {
			t.Errorf("matches(%q, %q) = %v", c.pattern, c.line, got)
		}
	}
}

func TestLearn(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		exact string
		want  Rules
	}{
		{Injected, "青梧", Rules{Injected: []string{"青梧"}}},
		{Editor, "　【编辑:黄钰涵】\n", Rules{Lines: []string{"【编辑:*】"}}},
		{Source, "来源：新华网", Rules{Lines: []string{"来源：*"}}},
		{Share, "已有128人点赞", Rules{Lines: []string{"已有*人点赞"}}},
		{Blank, "\n\n", Rules{}},
	} {
		if got := (Rules{}).Learn(c.kind, c.exact); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("Learn(%s, %q) = %v, want %v", c.kind, c.exact, got, c.want)
		}
	}
}

// What was learnt is found in the next article, and what was rejected no more.
func TestLearnedRules(t *testing.T) {
	x := text.New("一，青梧。\n已有9人点赞\n【编辑:甲】\n")
	r := Rules{}.Learn(Injected, "青梧").Learn(Share, "已有128人点赞").LearnKept("【编辑:甲】")
	var got []string
	for _, f := range Detect(x, words.New(), r) {
		got = append(got, x.Slice(f.Span))
	}
	if want := []string{"青梧", "已有9人点赞"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCorpus(t *testing.T) {
	var c CorpusCounts
	document := func(i int) *text.Text {
		return text.New(fmt.Sprintf("第%d篇的第一段，说的是第%[1]d件事，谁也没有写过，副主任强青%[2]c星驰app调第%[1]d次。\n晨报第%[1]d版\n", i, 'A'+rune(i)) + body)
	}
	for i := range 4 {
		c.Add(document(i))
	}
	x := text.New("另一篇，说的是别的事，字数也要多一些，这样它才不像是抄来的：产值、就业、投资、出口，样样都写，从春天写到冬天，从城里写到乡下，写到没有人愿意再读下去为止。\n晨报第7版\n")
	c.Add(x)
	got := c.Detect(x, words.New(), Rules{})
	if len(got) != 1 || got[0].Kind != Repeated || got[0].Confidence < Certain || x.Slice(got[0].Span) != "晨报第7版" {
		t.Errorf("a line of all documents: got %v", got)
	}
	for _, f := range c.Detect(document(1), words.New(), Rules{}) {
		if f.Kind == Repeated && f.Confidence >= Certain {
			t.Errorf("a copy: got %v", f)
		}
	}
}

// A brand that stands once in each of several documents is found by what they share.
func TestInjectedInCorpus(t *testing.T) {
	var c CorpusCounts
	for _, s := range []string{"未来产业青云娱乐的布局", "面对青云娱乐新科技", "他说青云娱乐大家都好"} {
		c.Add(text.New(s))
	}
	x := text.New("邹勇兵强青云娱乐调，要把产业做强。")
	c.Add(x)
	alone, together := Detect(x, words.New(), Rules{}), c.Detect(x, words.New(), Rules{})
	if len(alone) != 0 || len(together) != 1 || x.Slice(together[0].Span) != "青云娱乐" {
		t.Errorf("alone %v, together %v", alone, together)
	}
}
