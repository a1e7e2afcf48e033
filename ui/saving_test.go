package ui

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatOthersWriteIsSeen: a file that was touched is looked at where it is
// the article's sidecar, or where nobody knows which it was.
func TestWhatOthersWriteIsSeen(t *testing.T) {
	path := write(t, "a.txt", "半导体产值破1万亿元。")
	for _, msg := range []struct {
		touched touchedMsg
		seen    bool
	}{
		{touchedMsg{[]string{path + ".li.pizhu.json"}}, false},
		{touchedMsg{[]string{filepath.Join(filepath.Dir(path), "b.txt"), path + ".chen.pizhu.json"}}, true},
		{touchedMsg{}, true},
	} {
		here, there := open(t, path), open(t, path)
		there.keys("s 6 .")
		if _, err := there.app.Close(""); err != nil {
			t.Fatal(err)
		}
		before := here.claims()
		here.send(msg.touched)
		if seen := strings.Contains(here.app.message, "another program wrote the sidecar"); seen != msg.seen || msg.seen && here.claims() == before {
			t.Errorf("%q: seen %v, %q", msg.touched.paths, seen, here.app.message)
		}
	}
}
