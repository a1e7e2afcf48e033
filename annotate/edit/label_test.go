package edit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// apply makes an edit.
func (d *Editor) apply(t *testing.T, e model.Edit, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if d.Set, err = d.Set.Apply(e); err != nil {
		t.Fatal(err)
	}
}

// label labels a piece of the article.
func (d *Editor) label(t *testing.T, piece, group, label string) string {
	t.Helper()
	e, id, err := d.LabelSpan(span(t, piece), group, label)
	d.apply(t, e, err)
	return id
}

// String is the set in short: fragments parted by |, labels, note.
func (d *Editor) String() string {
	var b strings.Builder
	for _, c := range d.Set.Claims {
		var parts []string
		for _, f := range c.Fragments {
			parts = append(parts, f.Text)
		}
		fmt.Fprintf(&b, "%s %v", strings.Join(parts, "|"), c.Labels)
		if c.Note != "" {
			fmt.Fprintf(&b, " %q", c.Note)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (d *Editor) want(t *testing.T, want string) {
	t.Helper()
	if got := d.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLabelTheSameSpansAgain(t *testing.T) {
	d := newEditor(t)
	d.label(t, "市场潜力大", "goal", "2030")
	d.label(t, "市场潜力大", "criterion", "strategic")
	d.want(t, "市场潜力大 map[criterion:[strategic] goal:[2030]]\n")
	d.label(t, "市场潜力大", "goal", "2030")
	d.want(t, "市场潜力大 map[criterion:[strategic]]\n")
	d.label(t, "市场潜力大", "criterion", "strategic")
	d.want(t, "") // the last label went, and there is no note
}

func TestAClaimWithANoteStaysWithoutLabels(t *testing.T) {
	d := newEditor(t)
	id := d.label(t, "市场潜力大", "goal", "2030")
	d.apply(t, d.Note(d.Set.Claim(id), "查一下"), nil)
	d.label(t, "市场潜力大", "goal", "2030")
	d.want(t, "市场潜力大 map[] \"查一下\"\n")
	d.apply(t, d.Note(d.Set.Claim(id), ""), nil)
	d.want(t, "")
}

func TestAGroupThatChoosesOneReplaces(t *testing.T) {
	d := newEditor(t)
	d.label(t, "市场潜力大", "role", "official")
	d.label(t, "市场潜力大", "role", "expert")
	d.want(t, "市场潜力大 map[role:[expert]]\n")
}

func TestNoiseIsCutOutOfNewClaims(t *testing.T) {
	d := newEditor(t)
	d.label(t, "万博体育app", "noise", "injected")
	d.label(t, "未来产业是代表未来科技和产业万博体育app发展新方向的产业", "criterion", "strategic")
	d.want(t, "未来产业是代表未来科技和产业|发展新方向的产业 map[criterion:[strategic]]\n万博体育app map[noise:[injected]]\n")
	// The same selection finds the claim again, noise and all.
	d.label(t, "未来产业是代表未来科技和产业万博体育app发展新方向的产业", "goal", "2035")
	if n := len(d.Set.Claims); n != 2 {
		t.Errorf("%d claims:\n%s", n, d.String())
	}
	// A selection that ends in noise loses that end; one within noise is not cut.
	d.label(t, "产业万博体育", "cluster", "health")
	d.label(t, "体育app", "role", "firm")
	d.want(t, "未来产业是代表未来科技和产业|发展新方向的产业 map[criterion:[strategic] goal:[2035]]\n"+
		"产业 map[cluster:[health]]\n万博体育app map[noise:[injected]]\n体育app map[role:[firm]]\n")
}

func TestNoiseIsCutOutOfTheClaimsThatHoldIt(t *testing.T) {
	d := newEditor(t)
	d.label(t, "未来产业是代表未来科技和产业万博体育app发展新方向的产业", "criterion", "strategic")
	d.label(t, "万博体育app发展", "goal", "2030")
	d.label(t, "体育", "role", "firm")
	before := d.Set
	e, _, err := d.LabelSpan(span(t, "万博体育app"), "noise", "injected")
	d.apply(t, e, err)
	d.want(t, "未来产业是代表未来科技和产业|发展新方向的产业 map[criterion:[strategic]]\n万博体育app map[noise:[injected]]\n"+
		"体育 map[role:[firm]]\n发展 map[goal:[2030]]\n")
	// All of it is one step.
	back, err := d.Set.Apply(e.Inverse())
	if err != nil {
		t.Fatal(err)
	}
	d.Set = back
	if got, want := d.String(), (&Editor{Set: before}).String(); got != want {
		t.Errorf("undone:\n%swant\n%s", got, want)
	}
}

func TestBlanksAreNotLabelled(t *testing.T) {
	d := newEditor(t)
	if _, _, err := d.LabelSpan(text.Span{Start: 0, End: 2}, "goal", "2030"); !errors.Is(err, ErrNothingThere) {
		t.Errorf("blanks: %v", err)
	}
	d.label(t, "　　未来产业", "goal", "2030")
	d.want(t, "未来产业 map[goal:[2030]]\n")
}

func TestTheFirstClaimBegins(t *testing.T) {
	d := newEditor(t)
	e, _, err := d.LabelSpan(span(t, "市场"), "goal", "2030")
	d.apply(t, e, err)
	if got := d.Set.Document.Status; got != "in-progress" {
		t.Errorf("status %q", got)
	}
	d.apply(t, e.Inverse(), nil)
	if got := d.Set.Document.Status; got != "new" {
		t.Errorf("status after undo %q", got)
	}
}

func TestFragments(t *testing.T) {
	d := newEditor(t)
	id := d.label(t, "市场潜力大", "goal", "2030")
	add := func(piece string) {
		e, err := d.AddFragment(d.Set.Claim(id), span(t, piece))
		d.apply(t, e, err)
	}
	add("去年5月")
	d.want(t, "市场潜力大|去年5月 map[goal:[2030]]\n")
	add("潜力大。")
	d.want(t, "市场潜力大。|去年5月 map[goal:[2030]]\n")
	e, err := d.CutFragment(d.Set.Claim(id), span(t, "潜力"))
	d.apply(t, e, err)
	d.want(t, "市场|大。|去年5月 map[goal:[2030]]\n")
	if _, err := d.CutFragment(d.Set.Claim(id), d.Text.All()); !errors.Is(err, ErrNothingLeft) {
		t.Errorf("cut to nothing: %v", err)
	}
	if _, err := d.CutFragment(d.Set.Claim(id), span(t, "未来")); err == nil {
		t.Error("cutting what is not there went through")
	}
}

func TestRepeat(t *testing.T) {
	d := newEditor(t)
	labels := map[string][]string{"goal": {"2030"}, "role": {"official"}}
	e, _, err := d.Repeat(span(t, "市场"), labels)
	d.apply(t, e, err)
	e, _, err = d.Repeat(span(t, "市场"), map[string][]string{"role": {"expert"}})
	d.apply(t, e, err)
	d.want(t, "市场 map[goal:[2030] role:[expert]]\n")
	if _, _, err := d.Repeat(span(t, "市场"), nil); !errors.Is(err, ErrNoLabels) {
		t.Errorf("nothing to repeat: %v", err)
	}
}

func TestProvenanceSaysWhoChangedAClaim(t *testing.T) {
	d := newEditor(t)
	id := d.label(t, "市场", "goal", "2030")
	d.label(t, "市场", "goal", "2035")
	if p := d.Set.Claim(id).Provenance; !p.Modified.IsZero() {
		t.Errorf("changed within the second in which it was made: %+v", p)
	}
	d.Author.Name = "wang"
	d.label(t, "市场", "role", "firm")
	if p := d.Set.Claim(id).Provenance; p.By != "chen" || p.ModifiedBy != "wang" || p.Modified.IsZero() {
		t.Errorf("%+v", p)
	}
}

func TestNewID(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := NewID()
		if len(id) != 12 || strings.Trim(id, crockford) != "" || seen[id] {
			t.Fatalf("id %q", id)
		}
		seen[id] = true
	}
}
