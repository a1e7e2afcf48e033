package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/ui/cli/help"
)

// runMan runs pizhu help --man with more arguments.
func runMan(t *testing.T, dir string, args ...string) (code int, said string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(append([]string{"help", "--man", dir}, args...), System{Out: &out, Err: &errs, Env: func(string) string { return "" }, Version: "v1"})
	return code, out.String() + errs.String()
}

// TestMan holds that each command and each topic has a page, and that no other file is written over.
func TestMan(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "man")
	for range 2 { // the second time the pages are replaced
		if code, said := runMan(t, dir); code != exitOK || said != "" {
			t.Fatalf("exit %d: %s", code, said)
		}
	}
	pages := []string{"man1/pizhu.1", "man1/pizhu-export.1", "man1/pizhu-scheme-check.1", "man1/pizhu-help.1"}
	for _, topic := range help.Names() {
		pages = append(pages, "man7/pizhu-"+topic+".7")
	}
	for _, page := range pages {
		if _, err := os.Stat(filepath.Join(dir, page)); err != nil {
			t.Error(err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "man1/pizhu-scheme-init.1"))
	if err != nil || !strings.Contains(string(raw), `\fB\-\-stdout`) && !strings.Contains(string(raw), `\fB\-h, \-\-help`) {
		t.Errorf("the flags are not in\n%s%v", raw, err)
	}

	own := filepath.Join(dir, "man7/pizhu-noise.7")
	if err := os.WriteFile(own, []byte("my own page"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "man1/pizhu.1")); err != nil {
		t.Fatal(err)
	}
	if code, said := runMan(t, dir); code != exitUsage || !strings.Contains(said, "pizhu-noise.7") || !strings.Contains(said, "hint: nothing was written") {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "man1/pizhu.1")); err == nil {
		t.Error("a page was written though another one is not pizhu's")
	}
	if code, said := runMan(t, dir, "--force"); code != exitOK {
		t.Errorf("exit %d: %s", code, said)
	}
	if raw, _ := os.ReadFile(own); !help.IsMan(raw) {
		t.Errorf("--force leaves %q", raw)
	}
}

// TestManReads holds that man shows every page, in both languages, without a warning, and knows what it is about.
func TestManReads(t *testing.T) {
	if testing.Short() {
		t.Skip("runs man for each page")
	}
	for _, program := range []string{"man", "lexgrog"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("PIZHU_CI") == "1" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	for _, lang := range []string{"en", "zh"} {
		dir := t.TempDir()
		if code, said := runMan(t, dir, "--lang", lang); code != exitOK {
			t.Fatalf("exit %d: %s", code, said)
		}
		pages, err := filepath.Glob(filepath.Join(dir, "man?", "*"))
		if err != nil || len(pages) < 30 {
			t.Fatalf("%d pages, %v", len(pages), err)
		}
		for _, page := range pages {
			out, warnings := read(t, "man", "--warnings", "-l", page)
			if warnings != "" || !strings.Contains(out, "NAME") {
				t.Errorf("man %s: %s\n%s", page, warnings, out)
			}
		}
		if out, _ := read(t, "lexgrog", pages...); strings.Count(out, ": \"pizhu") != len(pages) {
			t.Errorf("lexgrog knows not all pages:\n%s", out)
		}
	}
	broken := filepath.Join(t.TempDir(), "broken.1")
	if err := os.WriteFile(broken, []byte(".TH BROKEN 1\n.SH NAME\nbroken \\- \\fXa\n.nosuch\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, warnings := read(t, "man", "--warnings", "-l", broken); warnings == "" {
		t.Error("control: man has no warning about a page that is broken")
	}
}

// read runs a program in a UTF-8 locale and returns what it prints and what it says on standard error.
func read(t *testing.T, program string, args ...string) (out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=80", "MANPAGER=cat")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("%s: %v", program, err)
	}
	return stdout.String(), stderr.String()
}
