package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/schemefile"
	"pizhu/model"
	"pizhu/model/text"
)

const article = "到2030年，半导体产值破1万亿元。か\u3099く。全市建成五个产业园，培育链主企业三十家。"

// good is a layer with nothing wrong: a goal, and noise.
func good(t *testing.T) Layer {
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	l := Layer{Text: text.New(article), Scheme: scheme, Unchanged: true}
	l.Set = model.Set{Document: model.Document{Status: scheme.Statuses[0].ID}, Claims: []*model.Claim{
		claim(l.Text, "a", "半导体产值破1万亿元", map[string][]string{"goal": {"2030"}}),
		claim(l.Text, "b", "全市建成五个产业园", map[string][]string{"noise": {"injected"}}),
	}}
	l.Set.Claims[0].Attributes = map[string]any{"year": "2030"}
	return l
}

func claim(t *text.Text, id, quote string, labels map[string][]string) *model.Claim {
	from := text.CountCodePoints(t.String()[:strings.Index(t.String(), quote)])
	return &model.Claim{ID: id, Labels: labels, Fragments: []model.Fragment{
		model.Describe(t, text.Span{Start: from, End: from + text.CountCodePoints(quote)}),
	}}
}

// TestLook spoils a layer in one way at a time.
func TestLook(t *testing.T) {
	if found := Look(good(t)); len(found) > 0 {
		t.Fatalf("of a good layer: %+v", found)
	}
	for _, c := range []struct {
		want  string
		spoil func(*Layer)
	}{
		{`quote a: at 7-17 stands another text than "半导体"`, func(l *Layer) { l.Set.Claims[0].Fragments[0].Text = "半导体" }},
		{`quote b: it ends at 400, and the text at 42`, func(l *Layer) { l.Set.Claims[1].Fragments[0].Span.End = 400 }},
		{`cluster c: 18-19 cuts a character; whole it is 18-20`, func(l *Layer) { l.add(claim(l.Text, "c", "か", nil)) }},
		{"undecodable c: byte sequences of its text that cannot be decoded: 2, first E5 8D at 43", func(l *Layer) {
			l.Text = text.New(article + "春\xe5\x8d眠\xff。\xfe")
			l.add(claim(l.Text, "c", "春\ufffd眠\ufffd", nil))
		}},
		{`label a: the scheme has no group "x"`, func(l *Layer) { l.Set.Claims[0].Labels["x"] = []string{"y"} }},
		{`label a: the group "goal" has no label "x"`, func(l *Layer) { l.Set.Claims[0].Labels["goal"] = []string{"x"} }},
		{`label : the scheme has no group "x"`, func(l *Layer) { l.Set.Document.Labels = map[string][]string{"x": {"y"}} }},
		{`choose a: 2 labels of the group "goal": ["2030" "2035"]`, func(l *Layer) {
			l.Scheme.Groups[slices.IndexFunc(l.Scheme.Groups, func(g model.Group) bool { return g.ID == "goal" })].Many = false
			l.Set.Claims[0].Labels["goal"] = []string{"2030", "2035"}
		}},
		{`required a: no label of the group "role"`, func(l *Layer) { l.Scheme.Group("role").Required = true }},
		{`attribute a: the scheme has no attribute "x"`, func(l *Layer) { l.Set.Claims[0].Attributes["x"] = "y" }},
		{`attribute a: the attribute "year" is "soon", not of type date`, func(l *Layer) { l.Set.Claims[0].Attributes["year"] = "soon" }},
		{`attribute a: the attribute "value" is "5", not of type number`, func(l *Layer) { l.Set.Claims[0].Attributes["value"] = "5" }},
		{`attribute a: the attribute "modality" is true, not of type choice`, func(l *Layer) { l.Set.Claims[0].Attributes["modality"] = true }},
		{`relation r: there is no claim "z" at its end`, func(l *Layer) { l.relate("part-of", "a", "z") }},
		{`relation r: it leads from a claim to itself`, func(l *Layer) { l.relate("part-of", "a", "a") }},
		{`relation r: the scheme has no relation "x"`, func(l *Layer) { l.relate("x", "a", "b") }},
		{`relation r: "attributed-to" leads to none of ["role"]`, func(l *Layer) { l.relate("attributed-to", "b", "a") }},
		{`status : the scheme has no status "x"`, func(l *Layer) { l.Set.Document.Status = "x" }},
		{`twice c: it has the spans and labels of a`, func(l *Layer) {
			l.add(claim(l.Text, "c", "半导体产值破1万亿元", map[string][]string{"goal": {"2030"}}))
		}},
		{`twice c: it marks noise that b marks`, func(l *Layer) {
			l.add(claim(l.Text, "c", "产业园，培育", map[string][]string{"noise": {"injected"}}))
		}},
		{`moved a: "半导体产值破1万亿元" stood at 7-17, and stands at 10-20`, func(l *Layer) { l.change("到2030", "记者说到2030") }},
		{`changed a: "半导体产值破1万亿元" stood at 7-17; at 7-17 stands 半导体产值破[-1-]{+2+}万亿元`, func(l *Layer) { l.change("破1", "破2") }},
		{`orphan a: "半导体产值破1万亿元" stood at 7-17, and is not in the text any more`, func(l *Layer) { l.change("半导体产值破1万亿元", "别的") }},
		{`orphan a: "半导体产值破1万亿元" stood at 107-117, and is not in the text any more`, func(l *Layer) { l.adrift("别处有", 100) }},
		{`moved a: "半导体产值破1万亿元" stood at 107-117, and stands at 7-17`, func(l *Layer) { l.adrift("半导体产值破", 100) }},
		{`ambiguous a: "半导体产值破1万亿元" stood at 7-17; it may be at`, func(l *Layer) {
			l.Text = text.New(strings.Repeat("半导体产值破1万亿元。", 2))
			l.Unchanged = false
		}},
	} {
		l := good(t)
		c.spoil(&l)
		var got []string
		for _, f := range Look(l) {
			got = append(got, fmt.Sprintf("%s %s: %s", f.Kind, f.ID, f.What))
			if f.Hint == "" {
				t.Errorf("%s has no hint", c.want)
			}
		}
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.want) }) {
			t.Errorf("want %s\n got %s", c.want, strings.Join(got, "\n     "))
		}
	}
}

func (l *Layer) add(c *model.Claim) {
	l.Set.Claims = append(l.Set.Claims, c)
	l.Set.Normalize()
}

func (l *Layer) relate(kind, from, to string) {
	l.Set.Relations = []*model.Relation{{ID: "r", Type: kind, From: from, To: to}}
}

// adrift says that the first claim stood so much further on in an earlier text; the
// present one has other words.
func (l *Layer) adrift(words string, further text.Offset) {
	c := l.Set.Claims[0]
	c.Fragments[0].Span.Start += further
	c.Fragments[0].Span.End += further
	c.Standing, c.Stood = model.Orphan, strings.Repeat("5", 64)
	l.Set.Normalize()
	l.Text = text.New(strings.Replace(article, "半导体产值破1万亿元", words+"1万亿元", 1))
}

func (l *Layer) change(old, new string) {
	l.Text = text.New(strings.Replace(article, old, new, 1))
	l.Unchanged = false
}

// TestTwice holds that a place has one finding, whatever the number of claims on it.
func TestTwice(t *testing.T) {
	goal, noise := map[string][]string{"goal": {"2030"}}, map[string][]string{"noise": {"injected"}}
	for _, tt := range []struct {
		name   string
		claims [][2]string // quotes and kinds
		want   []string
	}{
		{"three alike", [][2]string{{"半导体产值", "goal"}, {"半导体产值", "goal"}, {"半导体产值", "goal"}}, []string{
			"1: it has the spans and labels of 0; so do 2",
		}},
		{"the same span, other labels", [][2]string{{"半导体产值", "goal"}, {"半导体产值", "noise"}}, nil},
		{"two places", [][2]string{{"半导体", "goal"}, {"半导体", "goal"}, {"五个产业园", "goal"}, {"五个产业园", "goal"}}, []string{
			"1: it has the spans and labels of 0", "3: it has the spans and labels of 2",
		}},
		{"noise in a chain", [][2]string{{"半导体产", "noise"}, {"产值破1", "noise"}, {"1万亿元", "noise"}}, []string{
			"1: it marks noise that 0 marks; so do 2",
		}},
		{"noise side by side", [][2]string{{"半导体", "noise"}, {"产值破", "noise"}}, nil},
		{"noise in noise, and apart", [][2]string{{"半导体产值破1万亿元", "noise"}, {"半导", "noise"}, {"万亿元", "noise"}, {"五个", "noise"}}, []string{
			"0: it marks noise that 1 marks; so do 2",
		}},
		{"equal noise", [][2]string{{"半导体", "noise"}, {"半导体", "noise"}}, []string{"1: it has the spans and labels of 0"}},
	} {
		l := good(t)
		l.Set.Claims = nil
		for i, c := range tt.claims {
			labels := goal
			if c[1] == "noise" {
				labels = noise
			}
			l.Set.Claims = append(l.Set.Claims, claim(l.Text, fmt.Sprint(i), c[0], labels))
		}
		l.Set.Normalize()
		var got []string
		for _, f := range Look(l) {
			got = append(got, f.ID+": "+f.What)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTwiceNamesFew holds that a finding stays a line.
func TestTwiceNamesFew(t *testing.T) {
	l := good(t)
	for i := range 1000 {
		l.add(claim(l.Text, fmt.Sprintf("c%03d", i), "五个产业园", map[string][]string{"goal": {"2030"}}))
	}
	found := Look(l)
	if len(found) != 1 || !strings.HasSuffix(found[0].What, "c011 and 988 more") {
		t.Errorf("%d findings: %+v", len(found), found[:min(len(found), 3)])
	}
}

// TestRejected holds that of a rejected suggestion nothing is wanted but its
// place.
func TestRejected(t *testing.T) {
	l := good(t)
	l.Set.Claims[0].Labels["goal"] = []string{"x"}
	l.Set.Claims[0].Provenance.Verdict = model.Rejected
	if found := Look(l); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}
