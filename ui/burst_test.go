package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/model/corpus"
)

// send sends bytes to the program in one write, as a line does that was stalled.
func (x *terminal) send(bytes string) {
	x.t.Helper()
	hex := []string{"send-keys", "-H"}
	for _, b := range []byte(bytes) {
		hex = append(hex, fmt.Sprintf("%02x", b))
	}
	x.tmux(hex...)
}

// TestTerminalBurst sends bursts of keys to the program in a folder of articles. The third has 10,000 claims, so that it takes
// long to open. Each label is in the article that it was typed for, and in no other.
func TestTerminalBurst(t *testing.T) {
	binary := build(t)
	dir := folder(t, 8)
	third := filepath.Join(dir, "3.txt")
	const claims = 10_000
	if err := os.WriteFile(third, []byte(strings.Repeat("春眠不覺曉。", claims)+"終。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	claimEach(t, open(t, third).app, claims)

	state := t.TempDir()
	x := start(t, "100x30", state, binary+" "+dir)
	x.wait(" 1/8")
	x.send("\x0e;5") // ctrl+n ; 5
	x.wait("✓  1 claim  2/8")
	x.send("\x0eG6\x0e;7") // in the large one, and in the one after
	x.wait("✓  1 claim  4/8")
	x.send("\x0e\x0e\x0e") // three articles on
	x.wait(" 7/8")
	x.send("\x10\x10;1\x0e;2\x0e\x0e;8q") // back by two, on by one, on by two and leave
	x.wait("exit 0")

	want := map[int]string{
		2: `夏眠2 {"cluster": ["low-carbon"]} `, 4: `夏眠4 {"goal": ["2035"]} `, 5: `夏眠5 {"cluster": ["electronics"]} `,
		6: `夏眠6 {"cluster": ["equipment"]} `, 8: `夏眠8 {"criterion": ["strategic"]} `,
	}
	for n := 1; n <= 8; n++ {
		path := filepath.Join(dir, fmt.Sprintf("%d.txt", n))
		_, err := os.Stat(corpus.Article{Path: path}.SidecarPath("chen", ""))
		switch missing := errors.Is(err, fs.ErrNotExist); {
		case n == 3:
			lines := strings.Split(strings.TrimSpace(judged(t, path)), "\n")
			if last := lines[len(lines)-1]; len(lines) != claims+1 || last != `終。 {"goal": ["2030"]}` {
				t.Errorf("3.txt has %d claims, the last %s", len(lines), last)
			}
		case missing != (want[n] == ""):
			t.Errorf("%d.txt: the sidecar is missing: %v", n, missing)
		case !missing:
			if got := judged(t, path); got != want[n]+"\n" {
				t.Errorf("%d.txt has the claims\n%s", n, got)
			}
		}
	}

	again := start(t, "100x30", state, binary+" "+dir)
	again.wait(" 8/8")
	again.keys("q")
	again.wait("exit 0")
}
