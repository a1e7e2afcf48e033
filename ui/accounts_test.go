package ui

import (
	"strings"
	"testing"
)

// TestTerminalNoHome works where nothing can be remembered: all is saved beside the article, what is missing is said, and that
// is no failure.
func TestTerminalNoHome(t *testing.T) {
	binary := build(t)
	for _, tt := range []struct{ name, env, says string }{
		{"no home", "env -u HOME -u XDG_STATE_HOME", "neither XDG_STATE_HOME nor HOME is set"},
		{"a home that is no path", "env -u XDG_STATE_HOME HOME=nowhere", "neither XDG_STATE_HOME nor HOME is set"},
		{"a home that cannot be written", "env -u XDG_STATE_HOME HOME=/dev/null", "not a directory"},
		{"a state folder that cannot be written", "env XDG_STATE_HOME=/dev/null", "not a directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			article := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")
			x := start(t, "160x40", t.TempDir(), tt.env+" "+binary+" "+article)
			x.wait("? keys")
			x.keys("s", "6")
			x.wait("✓  1 claim")
			x.keys("q")
			screen := x.wait("exit 0")
			if !strings.Contains(screen, "pizhu: warning: where you were is not remembered: ") || !strings.Contains(screen, tt.says) {
				t.Errorf("it does not say what is not remembered:\n%s", screen)
			}
			if got := judged(t, article); strings.Count(got, "\n") != 1 {
				t.Errorf("the sidecar holds\n%s", got)
			}
		})
	}
}
