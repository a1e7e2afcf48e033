package ui

import (
	"fmt"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/keymap"
)

// noisy opens the project's scraped article with its noise found.
func noisy(t *testing.T) *desk {
	t.Helper()
	d := open(t, sample(t, "../testdata/articles/08-zh-hans-scraped-noisy.txt", "a.txt"))
	if len(d.app.article.Candidates()) < 3 {
		t.Fatalf("%d finds", len(d.app.article.Candidates()))
	}
	return d
}

// TestFoundNoiseIsCutOut holds that what was found surely is left out of claims
// though nobody has marked it.
func TestFoundNoiseIsCutOut(t *testing.T) {
	d := noisy(t)
	d.keys("f")
	d.app.closeDialogs()
	at := strings.Index(d.app.article.Session.Text().String(), "宇文")
	d.app.article.Reader.Place(d.app.article.Session.Text().OffsetOfByte(at))
	d.keys("s 8")
	if got := d.claims(); !strings.Contains(got, "宇文 [") || strings.Contains(got, "青梧快览app下载") {
		t.Errorf("the claim is\n%s", got)
	}
}

// TestFindsAreDecided goes through all finds with one key, and back by undo.
func TestFindsAreDecided(t *testing.T) {
	d := noisy(t)
	before := len(d.app.article.Candidates())
	d.keys(">") // goes to the first
	if !strings.Contains(d.app.message, "> yes  < no") || len(d.app.article.Session.Set().Claims) != 0 {
		t.Fatalf("%q with %d claims", d.app.message, len(d.app.article.Session.Set().Claims))
	}
	d.keys("> <")
	claims := d.app.article.Session.Set().Claims
	if len(claims) != 2 || len(d.app.article.Candidates()) != before-2 || len(d.app.article.Session.Set().Live()) != 1 {
		t.Fatalf("%d claims, %d finds of %d are open", len(claims), len(d.app.article.Candidates()), before)
	}
	var verdicts []model.Verdict
	for _, c := range claims {
		verdicts = append(verdicts, c.Provenance.Verdict)
		if c.Provenance.Method != model.Rule || c.Provenance.DecidedBy != "chen" || c.Provenance.Confidence == nil {
			t.Errorf("%+v", c.Provenance)
		}
	}
	if verdicts[0] != model.Accepted || verdicts[1] != model.Rejected {
		t.Errorf("verdicts %q", verdicts)
	}
	again := open(t, d.app.article.Session.Article().Path)
	if len(again.app.article.Candidates()) != before-2 {
		t.Errorf("opened again, %d finds are open, want %d", len(again.app.article.Candidates()), before-2)
	}
	d.keys("u u")
	if len(d.app.article.Candidates()) != before || len(d.app.article.Session.Set().Claims) != 0 {
		t.Errorf("undone, %d finds are open", len(d.app.article.Candidates()))
	}
}

// TestOldAnswersOfASearchAreDropped holds that only the newest search moves the
// cursor.
func TestOldAnswersOfASearchAreDropped(t *testing.T) {
	d := open(t, write(t, "a.txt", strings.Repeat("春眠不覺曉。\n", atOnce/7+1)+"曉處曉\n"))
	first := d.app.find("不覺")
	second := d.app.find("曉處")
	answer := second()
	d.app.Update(answer)
	at := d.app.article.Reader.Cursor()
	d.app.Update(first())
	if span, ok := d.app.article.Reader.Selected(); !ok || d.app.article.Session.Text().Slice(span) != "曉處" || d.app.article.Reader.Cursor() != at {
		t.Errorf("selected %v, %v", span, ok)
	}
	third := d.app.find("春眠")
	d.app.do(keymap.MoveDown) // as where another text came
	at = d.app.article.Reader.Cursor()
	d.app.Update(third())
	if d.app.article.Reader.Cursor() != at {
		t.Errorf("the cursor is taken from %d to %d", at, d.app.article.Reader.Cursor())
	}
	d.app.article.Reader.LetGo()
	d.keys("*")
	if d.app.message != "select what to search first" {
		t.Errorf("said %q", d.app.message)
	}
}

// TestWhatRepeatsOverArticlesIsFound holds that a line of many articles becomes
// noise of the present one as soon as they are looked through, and that an answer
// from before that is dropped.
func TestWhatRepeatsOverArticlesIsFound(t *testing.T) {
	const line = "岚西晚报数字版欢迎您每天阅读"
	var paths []string
	for i, s := range []string{
		"春眠不觉晓，处处闻啼鸟，夜来风雨声，花落知多少，这是一首很短的诗。", "到二〇三〇年，全市要建成五个产业园，培育企业四十家，产值破一万亿元。",
		"市科技局副局长说，选定这两个集群，先看国家需要，再看技术突破。", "一家特种合金厂在城东开工，首期投资十八亿元，明年全部建成投产。",
	} {
		paths = append(paths, write(t, string(rune('a'+i))+".txt", s+"\n"+line+"\n"))
	}
	d := open(t, paths...)
	d.app.article.DetectAgain()
	before := d.app.detect()()
	d.send(before)
	if len(d.app.article.Candidates()) != 0 {
		t.Fatalf("found %v in one article", d.app.article.Candidates())
	}
	d.send(d.app.learn()())
	d.send(before)
	if len(d.app.article.Candidates()) != 1 || d.app.article.Session.Text().Slice(d.app.article.Candidates()[0].Span) != line {
		t.Fatalf("found %v", d.app.article.Candidates())
	}
	if alone := open(t, paths[0]); alone.app.learn()().(repeatsMsg).repeats != nil {
		t.Error("something repeats over one article")
	}
}

// TestSuggestionsAreDecided goes through what a model suggested with the keys
// that decide on noise: one is accepted, one rejected, one changed.
func TestSuggestionsAreDecided(t *testing.T) {
	d := open(t, write(t, "a.txt", "题目\n半导体产值破1万亿元。市场潜力大。去年5月公布。\n"))
	s := d.app.article.Session
	e := model.Edit{Action: "suggest"}
	confidence := 0.87
	for i, span := range []text.Span{{Start: 3, End: 13}, {Start: 14, End: 19}, {Start: 20, End: 26}} {
		e.Changes = append(e.Changes, model.Change{After: &model.Claim{
			ID: fmt.Sprintf("s%d", i), Labels: map[string][]string{"goal": {"2030"}},
			Fragments:  []model.Fragment{model.Describe(s.Text(), span)},
			Provenance: model.Provenance{By: "tagger", Method: model.Model, Created: d.app.Author.Now(), Confidence: &confidence},
		}})
	}
	if err := s.Do(e); err != nil {
		t.Fatal(err)
	}
	verdicts := func() string {
		list := ""
		for _, c := range s.Set().Claims {
			list += string(c.Provenance.Verdict) + ","
		}
		return list
	}
	d.keys("g >")
	if !strings.HasPrefix(d.app.message, "2030年目标? > yes  < no   tagger, model, 2026-11-23 09:00, 0.87") {
		t.Errorf("it asks %q", d.app.message)
	}
	d.keys("> <")
	if got := verdicts(); got != "accepted,rejected,," {
		t.Errorf("the verdicts are %s", got)
	}
	d.keys("7 >")
	if got := verdicts(); got != "accepted,rejected,edited," || d.app.message != "nothing more is suggested after this" {
		t.Errorf("the verdicts are %s, %q", got, d.app.message)
	}
	d.keys("u u u")
	if got := verdicts(); got != ",,," {
		t.Errorf("undone, the verdicts are %s", got)
	}
}
