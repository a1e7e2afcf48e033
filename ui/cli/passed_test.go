//go:build unix

package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A corner is a corpus in which some things cannot be read, and the program.
type corner struct{ bin, folder string }

// newCorner makes a corpus of four good documents, in a.txt, z.txt and two lines of c.jsonl, and bad things between them.
func newCorner(t *testing.T) corner {
	t.Helper()
	top, err := os.MkdirTemp("", "pizhu-passed")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(top, "corpus", "e"), 0o700)
		os.RemoveAll(top)
	})
	c := corner{filepath.Join(top, "pizhu"), filepath.Join(top, "corpus")}
	if out, err := exec.Command("go", "build", "-o", c.bin, "pizhu").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for _, err := range []error{
		os.Chmod(top, 0o755), os.Mkdir(c.folder, 0o755), os.Mkdir(filepath.Join(c.folder, "e"), 0o755),
		syscall.Mkfifo(filepath.Join(top, "pipe"), 0o644),
		os.Symlink("nowhere", filepath.Join(c.folder, "b.txt")),
		os.Symlink("../pipe", filepath.Join(c.folder, "d.txt")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	write(t, c.folder, "a.txt", "春眠甲\n")
	write(t, c.folder, "c.jsonl", `{"id": "one", "text": "春眠乙"}`+"\n{\n"+`{"id": "three", "text": "春眠丙"}`+"\n")
	write(t, c.folder, "e/f.txt", "不可讀\n")
	write(t, c.folder, "g.txt.gz", "no archive")
	write(t, c.folder, "h.html", "<html></html>")
	write(t, c.folder, "z.txt", "春眠丁\n")
	if err := os.Chmod(filepath.Join(c.folder, "e"), 0); err != nil {
		t.Fatal(err)
	}
	return c
}

// run runs the program in the corpus, as an account that has no special rights.
func (c corner) run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := exec.Command(c.bin, args...)
	cmd.Dir = c.folder
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME=/nonexistent", "PIZHU_ANNOTATOR=chen")
	if os.Getuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// badThings are what cannot be read, as messages name it.
var badThings = []string{"b.txt", `c.jsonl": line 2`, "d.txt", "e: permission denied", "g.txt.gz", "h.html"}

// TestPassedOver holds that what cannot be read is named, and stops nothing.
func TestPassedOver(t *testing.T) {
	c := newCorner(t)
	t.Run("one bad thing", c.oneBadThing)
	t.Run("check", c.check)
	t.Run("nothing read", c.nothingRead)
	t.Run("many", c.many)
}

func (c corner) oneBadThing(t *testing.T) {
	const all = "甲乙丙丁"
	for _, tt := range []struct {
		args string
		good string // characters of the documents that are printed
	}{
		{"export --format jsonl .", all},
		{"export --format csv .", ""},
		{"export --format conll .", ""},
		{"export --format jsonl --clean .", all},
		{"export --format jsonl a.txt b.txt c.jsonl d.txt e g.txt.gz h.html z.txt", all},
		{"clean .", ""},
		{"clean --learn .", ""},
	} {
		code, out, errs := c.run(t, strings.Fields(tt.args)...)
		if code != 3 {
			t.Errorf("%s: exit code %d", tt.args, code)
		}
		for _, good := range tt.good {
			if !strings.Contains(out, "春眠"+string(good)) {
				t.Errorf("%s: %c is missing from\n%s", tt.args, good, out)
			}
		}
		for _, bad := range badThings {
			if n := strings.Count(errs, bad); n != 1 {
				t.Errorf("%s: %s is named %d times in\n%s", tt.args, bad, n, errs)
			}
		}
		if want := fmt.Sprintf("pizhu: error: some of what was named was passed over: %d\n", len(badThings)); !strings.Contains(errs, want) {
			t.Errorf("%s: want %sin\n%s", tt.args, want, errs)
		}
	}
}

// check holds that check lists all that cannot be read.
func (c corner) check(t *testing.T) {
	code, out, errs := c.run(t, "check", ".")
	if code != 3 {
		t.Errorf("exit code %d: %s", code, errs)
	}
	for _, bad := range badThings {
		if !strings.Contains(out, bad) {
			t.Errorf("%s is not in\n%s", bad, out)
		}
	}
}

// nothingRead holds that a command which can read nothing fails.
func (c corner) nothingRead(t *testing.T) {
	for _, args := range []string{"export --format jsonl b.txt d.txt", "clean b.txt d.txt", "export --format jsonl e", "clean b.txt"} {
		if code, out, errs := c.run(t, strings.Fields(args)...); code != 1 || out != "" || !strings.Contains(errs, "pizhu: error: ") {
			t.Errorf("%s: exit code %d\n%s%s", args, code, out, errs)
		}
	}
	if code, _, errs := c.run(t, "export", "--format", "jsonl", "a.txt", "typo.txt"); code != 1 || !strings.Contains(errs, "typo.txt") {
		t.Errorf("a name that is not there: exit code %d\n%s", code, errs)
	}
}

// many holds that a million bad lines are no million lines of messages.
func (c corner) many(t *testing.T) {
	write(t, c.folder, "many.jsonl", strings.Repeat("{\n", 100)+`{"id": "good", "text": "春眠"}`+"\n")
	code, out, errs := c.run(t, "export", "--format", "jsonl", "many.jsonl")
	if code != 3 || strings.Count(out, "\n") != 1 || strings.Count(errs, "passed over: read") != 20 || !strings.Contains(errs, "was passed over: 100\n") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}
