//go:build unix

package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/exchange"
)

// An exporter runs exports of one article.
type exporter struct{ binary, dir string }

// count exports the article in a format, and gives the number of claims that the report counts. In JSON lines they are
// counted in the file, too.
func (x exporter) count(format string) (int, error) {
	out, report := filepath.Join(x.dir, "out", format), filepath.Join(x.dir, "report.json")
	defer os.RemoveAll(out)
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return 0, err
	}
	cmd := exec.Command(x.binary, "export", "--format", format, "--output", out, "--report", report, "a.txt")
	cmd.Dir = x.dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(x.dir, "state"))
	if said, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("export %s: %w: %s", format, err, said)
	}
	raw, err := os.ReadFile(report)
	if err != nil {
		return 0, err
	}
	var counted struct{ Claims int }
	if err := json.Unmarshal(raw, &counted); err != nil {
		return 0, err
	}
	if format != "jsonl" {
		return counted.Claims, nil
	}
	file, err := os.ReadFile(out)
	if n := bytes.Count(file, []byte(`"spans":`)); err == nil && n != counted.Claims {
		err = fmt.Errorf("the report counts %d claims, and the file has %d", counted.Claims, n)
	}
	return counted.Claims, err
}

// TestKilledAndExported kills the program (SIGKILL) as soon as it acknowledges a label, before its sidecar is written, and
// exports the article in every format: each has all claims that were acknowledged. As a control, a loader that reads sidecars
// only, for the journals are away, has fewer.
func TestKilledAndExported(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the program is not built and killed")
	}
	binary := compile(t)
	const article = "../testdata/articles/01-zh-hans-future-industries.txt"
	early, late := 0, 0 // kills before the sidecar was written, and after
	for early < 3 {
		if late > 100 {
			t.Fatalf("%d times the sidecar was written before the program was killed", late)
		}
		dir := t.TempDir()
		raw, err := os.ReadFile(article)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "a.txt"), raw, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		sure := 0
		for range 2 { // the first time there is no sidecar at all
			sure = labelAndKill(t, binary, dir, sure)
		}
		x := exporter{binary, dir}
		for _, f := range exchange.Formats() {
			if !f.Exports() {
				continue
			}
			if n, err := x.count(f.Name); err != nil || n != sure {
				t.Errorf("%s: %d claims of %d, %v", f.Name, n, sure, err)
			}
		}
		if err := os.Rename(filepath.Join(dir, ".a.txt.pizhu"), filepath.Join(dir, "away")); err != nil {
			t.Fatal(err)
		}
		if n, err := x.count("jsonl"); err != nil || n > sure {
			t.Fatalf("the control: %d claims, %v", n, err)
		} else if n < sure {
			early++
		} else {
			late++
		}
	}
	t.Logf("killed %d times after an acknowledged label, every export has all claims; %d times the sidecar alone had fewer", 2*(early+late), early)
}

// labelAndKill labels one more clause than are labelled already, and gives the number of claims that were acknowledged.
func labelAndKill(t *testing.T, binary, dir string, claims int) int {
	t.Helper()
	p, err := newPane(binary, filepath.Join(dir, "a.txt"), filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	p.wait(claims, nil)
	_, _ = io.WriteString(p.tty, strings.Repeat(";", claims+1)+"6")
	p.wait(claims+1, nil)
	sure := p.kill()
	if p.cmd.ProcessState.Exited() || sure != claims+1 {
		t.Fatalf("%v, with %d claims of %d:\n%s", p.cmd.ProcessState, sure, claims+1, p.screen)
	}
	return sure
}
