package model

import (
	"testing"
	"time"

	"pizhu/model/text"
)

// full is a claim in which every member says something.
func full() *Claim {
	sure := 0.5
	return &Claim{
		ID: "a", Fragments: []Fragment{{Span: text.Span{Start: 1, End: 2}, Text: "春", Prefix: "眠", Suffix: "不", Unknown: `"x": 1`}},
		Labels: map[string][]string{"goal": {"2030"}}, Attributes: map[string]any{"value": 5.0}, Note: "n",
		Provenance: Provenance{
			By: "chen", Method: Person, Created: time.Unix(1, 0), Modified: time.Unix(2, 0), ModifiedBy: "li",
			Version: "1", Confidence: &sure, Verdict: Accepted, DecidedBy: "li", Decided: time.Unix(3, 0), Unknown: `"y": 1`,
		},
		History: []byte("[]"), Unknown: `"z": 1`,
	}
}

func TestEqualClaims(t *testing.T) {
	same := full()
	same.Provenance.Created = same.Provenance.Created.UTC()
	same.Labels["role"] = nil
	if !full().Equal(same) || !same.Equal(full()) || full().Equal(nil) || !(*Claim)(nil).Equal(nil) {
		t.Error("equal claims are not, or another is")
	}
	for name, change := range map[string]func(*Claim){
		"id":         func(c *Claim) { c.ID = "b" },
		"span":       func(c *Claim) { c.Fragments[0].Span.End++ },
		"quote":      func(c *Claim) { c.Fragments[0].Text = "夏" },
		"fragments":  func(c *Claim) { c.Fragments = append(c.Fragments, Fragment{}) },
		"label":      func(c *Claim) { c.Labels["goal"] = []string{"2035"} },
		"group":      func(c *Claim) { c.Labels["role"] = []string{"firm"} },
		"attribute":  func(c *Claim) { c.Attributes["value"] = "5" },
		"note":       func(c *Claim) { c.Note = "" },
		"by":         func(c *Claim) { c.Provenance.By = "li" },
		"created":    func(c *Claim) { c.Provenance.Created = time.Unix(9, 0) },
		"modified":   func(c *Claim) { c.Provenance.Modified = time.Time{} },
		"decided":    func(c *Claim) { c.Provenance.Decided = time.Time{} },
		"confidence": func(c *Claim) { *c.Provenance.Confidence = 0.6 },
		"unsure":     func(c *Claim) { c.Provenance.Confidence = nil },
		"verdict":    func(c *Claim) { c.Provenance.Verdict = Rejected },
		"history":    func(c *Claim) { c.History = nil },
		"unknown":    func(c *Claim) { c.Unknown = "" },
		"inner":      func(c *Claim) { c.Provenance.Unknown = "" },
	} {
		changed := full()
		if change(changed); full().Equal(changed) || changed.Equal(full()) {
			t.Errorf("a claim of another %s is equal", name)
		}
	}
}

func TestEqualRelationsAndDocuments(t *testing.T) {
	r := Relation{ID: "a", Type: "supports", From: "b", To: "c", Note: "n", Unknown: "u"}
	same := r
	if !r.Equal(&same) || r.Equal(nil) || r.Equal(&Relation{ID: "a", Type: "supports", From: "b", To: "d", Note: "n", Unknown: "u"}) {
		t.Error("relations")
	}
	d := Document{Status: "new", Labels: map[string][]string{"genre": {"news"}}}
	if !d.Equal(d) || d.Equal(Document{Status: "new"}) || !(Document{}).Equal(Document{Labels: map[string][]string{}}) {
		t.Error("documents")
	}
}

func TestEqualSets(t *testing.T) {
	orphan := func(s Standing) *Claim { c := full(); c.ID, c.Standing, c.Stood = "o", s, "x"; return c }
	set := func() Set {
		return Set{Document: Document{Status: "new"}, Claims: []*Claim{full()}, Adrift: []*Claim{orphan(Orphan)}, Relations: []*Relation{{ID: "r"}}}
	}
	if !set().Equal(set()) || !(Set{}).Equal(Set{Claims: []*Claim{}}) {
		t.Error("equal sets are not")
	}
	for name, change := range map[string]func(*Set){
		"document": func(s *Set) { s.Document.Status = "done" },
		"claim":    func(s *Set) { s.Claims[0].Note = "m" },
		"claims":   func(s *Set) { s.Claims = nil },
		"standing": func(s *Set) { s.Adrift = []*Claim{orphan(Kept)} },
		"orphan":   func(s *Set) { s.Adrift = nil },
		"relation": func(s *Set) { s.Relations = nil },
	} {
		changed := set()
		if change(&changed); set().Equal(changed) || changed.Equal(set()) {
			t.Errorf("a set with another %s is equal", name)
		}
	}
}
