package article

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/noise"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// begin opens an article of a text.
func begin(t *testing.T, content string) *Article {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	var ids int
	s, err := session.Open(corpus.Article{Path: path, Name: "a.txt"}, layer.Options{Scheme: scheme, Author: edit.Author{
		Name: "chen", Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { ids++; return fmt.Sprint("c", ids) },
	}})
	if err != nil {
		t.Fatal(err)
	}
	return New(s, Labels{Scheme: scheme, Lang: "en"}, text.NewMeasure(text.Narrow))
}

// label makes a claim of a span.
func (a *Article) label(t *testing.T, start, end text.Offset) {
	t.Helper()
	if err := a.Do(a.Editor().LabelSpan(text.Span{Start: start, End: end}, "goal", "2030")); err != nil {
		t.Fatal(err)
	}
}

// suggest makes a claim that a model suggests.
func (a *Article) suggest(t *testing.T, id string, start, end text.Offset) {
	t.Helper()
	c := &model.Claim{
		ID: id, Labels: map[string][]string{"goal": {"2035"}},
		Fragments:  []model.Fragment{model.Describe(a.Session.Text(), text.Span{Start: start, End: end})},
		Provenance: model.Provenance{By: "tagger", Method: model.Model},
	}
	if err := a.Do(model.Edit{Action: "suggest", Changes: []model.Change{{After: c}}}, "", nil); err != nil {
		t.Fatal(err)
	}
}

// TestOneListOfSuggestions decides on claims and on candidates for noise in the order of the text, by one form of verdict.
func TestOneListOfSuggestions(t *testing.T) {
	a := begin(t, "春眠不覺曉。處處聞啼鳥。夜來風雨聲。花落知多少。\n")
	a.suggest(t, "s1", 6, 12)
	a.suggest(t, "s2", 18, 24)
	candidate := func(start, end text.Offset) noise.Candidate {
		return noise.Candidate{Kind: noise.Injected, Span: text.Span{Start: start, End: end}, Confidence: 1, Reason: "a link"}
	}
	a.Adopt(Detected{text: a.Session.Text(), part: a.Session.Text().All(), candidates: []noise.Candidate{candidate(0, 6), candidate(12, 18)}}, nil)
	for _, v := range []model.Verdict{model.Accepted, model.Rejected, model.Rejected, model.Accepted} {
		s, ok := a.NextSuggestion(a.Reader.Cursor())
		if !ok {
			t.Fatalf("no suggestion from %d on", a.Reader.Cursor())
		}
		a.GoToSuggestion(s)
		at, ok := a.SuggestionAtCursor()
		if !ok || at.Start() != s.Start() {
			t.Fatalf("at the cursor is %+v, want %+v", at, s)
		}
		if err := a.Decide(at, v); err != nil {
			t.Fatal(err)
		}
	}
	if s, ok := a.NextSuggestion(0); ok || len(a.Candidates()) != 0 {
		t.Errorf("left: %+v", s)
	}
	got := ""
	for _, c := range a.Session.Set().Claims {
		got += fmt.Sprintf("%d %s, ", c.Start(), c.Provenance.Verdict)
	}
	if want := "0 accepted, 6 rejected, 12 rejected, 18 accepted, "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAdoptDropsOldAnswers holds that noise of another text, or found with other counts, is not taken.
func TestAdoptDropsOldAnswers(t *testing.T) {
	a := begin(t, "春眠不覺曉。\n")
	d := Detected{text: a.Session.Text(), part: a.Session.Text().All(), candidates: []noise.Candidate{{Kind: noise.Injected, Span: text.Span{Start: 0, End: 2}, Confidence: 1}}}
	other := d
	other.text = text.New("春")
	a.Adopt(other, nil)
	a.Adopt(d, &noise.CorpusCounts{})
	if len(a.Candidates()) != 0 {
		t.Errorf("adopted %v", a.Candidates())
	}
	if a.Adopt(d, nil); len(a.Candidates()) != 1 {
		t.Error("the control: what was detected in this text is not adopted")
	}
}

// TestCurrent is the rule of which claim keys are about.
func TestCurrent(t *testing.T) {
	a := begin(t, "春眠不覺曉，處處聞啼鳥。夜來風雨聲。\n")
	if _, err := a.NeedCurrent(); err != edit.ErrNoClaim {
		t.Errorf("err %v", err)
	}
	if err := a.StepClaim(1); err != ErrNoClaims {
		t.Errorf("err %v", err)
	}
	a.label(t, 0, 12) // c1
	a.label(t, 0, 5)  // c2
	a.Pick("")
	current := func() string {
		c, err := a.NeedCurrent()
		if err != nil {
			return "none"
		}
		return c.ID
	}
	for _, tt := range []struct {
		name string
		do   func()
		want string
	}{
		{"the shortest at the cursor", func() { a.Reader.Place(1) }, "c2"},
		{"the one with the selection's spans", func() { a.Reader.Select(text.Span{Start: 0, End: 12}, "") }, "c1"},
		{"the picked one", func() { a.Reader.Place(1); a.Pick("c1") }, "c1"},
		{"not the picked one elsewhere", func() { a.Reader.Place(13) }, "none"},
		{"kept when the selection ends", func() { a.Reader.Select(text.Span{Start: 8, End: 12}, ""); a.Pick("c1"); a.LetGo() }, "c1"},
		{"the next", func() { a.Reader.Place(0); a.Pick("c2"); _ = a.StepClaim(1) }, "c1"},
		{"none after it", func() {
			if err := a.StepClaim(1); err != ErrNoMoreClaims {
				t.Errorf("err %v", err)
			}
		}, "c1"},
	} {
		if tt.do(); current() != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, current(), tt.want)
		}
	}
}

// TestLabelNames names and abbreviates labels.
func TestLabelNames(t *testing.T) {
	a := begin(t, "春眠。\n")
	a.Lang = "zh"
	if got := strings.Join([]string{a.LabelName("cluster", "materials"), a.ShortName("cluster", "materials"), a.LabelName("cluster", "gone")}, " "); got != "未来材料 材料 cluster/gone" {
		t.Error(got)
	}
}

func TestExcerpt(t *testing.T) {
	for quote, want := range map[string]string{
		"春眠\n不覺曉": "春眠 不覺曉", "": "", strings.Repeat("春", 17): strings.Repeat("春", 16) + "…", strings.Repeat("春", 16): strings.Repeat("春", 16),
	} {
		if got := Excerpt(quote); got != want {
			t.Errorf("%q: %q, want %q", quote, got, want)
		}
	}
}
