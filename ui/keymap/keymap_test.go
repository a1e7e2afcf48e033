package keymap

import (
	"strings"
	"testing"

	"pizhu/annotate/schemefile"
	"pizhu/model"
)

func keys(t *testing.T) Map {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	m, err := New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestResolve(t *testing.T) {
	m := keys(t)
	tests := []struct {
		mode         Mode
		first, typed string
		action       Action
		more         bool
	}{
		{Read, "", "s", "select-sentence", false},
		{Read, "", "6", "label:goal/2030", false},
		{Read, "", "o", "", true},
		{Read, "o", "3", "label:goal/2030-parks", false},
		{Read, "o", "s", "", false},
		{Read, "", "shift+tab", "previous-claim", false},
		{Input, "", "s", "", false},
		{Input, "", "enter", "accept", false},
		{Ask, "", "y", "yes", false},
	}
	for _, tt := range tests {
		if action, more := m.Resolve(tt.mode, tt.first, tt.typed); action != tt.action || more != tt.more {
			t.Errorf("%s %q %q: %q, %v; want %q, %v", tt.mode, tt.first, tt.typed, action, more, tt.action, tt.more)
		}
	}
}

func TestClashes(t *testing.T) {
	with := func(keys ...string) *model.Scheme {
		g := model.Group{ID: "g"}
		for i, k := range keys {
			g.Labels = append(g.Labels, model.Label{ID: string(rune('a' + i)), Key: k})
		}
		return &model.Scheme{Groups: []model.Group{g}}
	}
	for _, tt := range []struct {
		keys []string
		want string
	}{
		{[]string{"1", "1"}, "taken by label:g/a"},
		{[]string{"s"}, "taken by select-sentence"},
		{[]string{"o", "o 1"}, "also the first of a chord"},
		{[]string{"s 1"}, "also the first of a chord"},
	} {
		if _, err := New(with(tt.keys...)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.keys, err, tt.want)
		}
	}
	if _, err := New(with("1", "o 1", "o 2", "")); err != nil {
		t.Error(err)
	}
}

func TestNormalize(t *testing.T) {
	for typed, want := range map[string]string{
		"：": ":", "？": "?", "；": ";", "，": ",", "。": ".", "（": "(", "）": ")", "《": "<", "》": ">", "！": "!", "１": "1", "Ｓ": "S",
		"‘": "'", "’": "'", "“": `"`, "”": `"`, "　": "space", "「": "[", "」": "]", "—": "_", "…": "^", "￥": "$", "·": "`", "、": ",",
		"s": "s", "shift+tab": "shift+tab", "春": "春",
	} {
		if got := Normalize(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// TestEveryKeyCanBeTyped holds that no key is bound that terminals or tmux take
// or cannot tell apart.
func TestEveryKeyCanBeTyped(t *testing.T) {
	never := []string{"ctrl+i", "ctrl+m", "ctrl+[", "ctrl+h", "ctrl+q", "ctrl+space"}
	for _, b := range keys(t).Bindings() {
		for _, k := range b.Keys {
			for _, n := range never {
				if k == n {
					t.Errorf("%s is bound to %s", b.Action, k)
				}
			}
			if rest, ok := strings.CutPrefix(k, "alt+"); ok && len(rest) == 1 {
				t.Errorf("%s is bound to %s, which is Esc and a letter", b.Action, k)
			}
		}
	}
}
