package schemefile

import (
	"bytes"
	"testing"
)

// TestExtend holds that new labels and groups are there, and all that was there
// before, with its comments.
func TestExtend(t *testing.T) {
	raw, err := Extend(Builtin(), []string{"goal/2099", "imported/人名", "goal/2099", "goal/2030"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	was, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Groups) != len(was.Groups)+1 || len(got.Group("goal").Labels) != len(was.Group("goal").Labels)+1 || got.Group("goal").Label("2099") == nil {
		t.Errorf("%+v", got.Groups)
	}
	if g := got.Group("imported"); g == nil || !g.Many || len(g.Labels) != 1 || g.Label("人名").Names.In("en") != "人名" {
		t.Errorf("%+v", g)
	}
	if !bytes.Contains(raw, []byte("# The built-in scheme.")) {
		t.Error("its comments are gone")
	}
	for _, label := range was.Group("cluster").Labels {
		if l := got.Group("cluster").Label(label.ID); l == nil || l.Guideline != label.Guideline || l.Key != label.Key {
			t.Errorf("%+v, was %+v", l, label)
		}
	}
	for _, bad := range []string{"x", "a/b c"} {
		if _, err := Extend(Builtin(), []string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
