package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// The tests of this file hold that the program's work is in proportion to its input. They count steps and measure no
// time: the program is built with counters of how often each block of statements runs, as for test coverage.

// A cost is a command over an input that can be made of any size.
type cost struct {
	name  string
	n     int                                       // the smallest size that is tried; twice and four times as much follow
	input func(t *testing.T, dir string, n int)     // writes an input of size n into an empty folder
	args  []string                                  // the command; it runs in the folder
	code  int                                       // its exit code
	holds func(t *testing.T, n int, printed string) // looks at what it prints; may be nil
}

// maxGrowth limits how the additional steps may grow from one doubling of the input to the next. It is 2 for work in
// proportion to the input and 4 for work in proportion to its square.
const maxGrowth = 2.6

func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the program is not built with counters")
	}
	bin := counting(t, "pizhu", "./...,golang.org/x/net/html,codeberg.org/readeck/go-readability/v2")
	for _, c := range costs() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var steps [3]int
			for i := range steps {
				dir, n := t.TempDir(), c.n<<i
				c.input(t, dir, n)
				var printed string
				steps[i], printed = countSteps(t, bin, dir, c.code, c.args...)
				if c.holds != nil {
					c.holds(t, n, printed)
				}
			}
			got := growth(steps)
			t.Logf("%v steps, growth %.2f", steps, got)
			if got > maxGrowth {
				t.Errorf("%v steps for sizes %d, %d and %d: the growth is %.2f, over %.1f", steps, c.n, 2*c.n, 4*c.n, got, maxGrowth)
			}
		})
	}
}

// TestCostControl holds that a program whose work grows with the square of its input does not pass.
func TestCostControl(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no program is built with counters")
	}
	dir := t.TempDir()
	write(t, dir, "go.mod", "module control\n\ngo 1.26\n")
	write(t, dir, "main.go", `package main

import ("os"; "strconv")

func main() {
	n, _ := strconv.Atoi(os.Args[2])
	m := n
	if os.Args[1] == "linear" {
		m = 1000
	}
	for range n {
		for range m {
			os.Args[0] = ""
		}
	}
}
`)
	t.Chdir(dir)
	bin := counting(t, ".", ".")
	for kind, passes := range map[string]bool{"linear": true, "square": false} {
		var steps [3]int
		for i := range steps {
			steps[i], _ = countSteps(t, bin, dir, 0, kind, strconv.Itoa(1000<<i))
		}
		if got := growth(steps); (got <= maxGrowth) != passes {
			t.Errorf("%s: %v steps, growth %.2f", kind, steps, got)
		}
	}
}

// growth compares the steps that the second doubling adds with those that the first adds, so that work of a fixed size
// does not count.
func growth(steps [3]int) float64 {
	return float64(steps[2]-steps[1]) / float64(max(1, steps[1]-steps[0]))
}

// counting builds a program that counts the steps of some packages.
func counting(t *testing.T, program, packages string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "counting")
	cmd := exec.Command("go", "build", "-cover", "-covermode=atomic", "-coverpkg="+packages, "-o", bin, program)
	if program == "pizhu" {
		cmd.Dir = filepath.Join("..", "..")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// block matches a line of a coverage profile: the last two numbers are the block's statements and how often it ran.
var block = regexp.MustCompile(`(?m) (\d+) (\d+)$`)

// countSteps runs a program in a folder and counts the statements that it executes.
func countSteps(t *testing.T, bin, dir string, code int, args ...string) (steps int, printed string) {
	t.Helper()
	counters := t.TempDir()
	cmd := exec.Command(bin, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOCOVERDIR="+counters, "XDG_STATE_HOME="+t.TempDir(), "PIZHU_ANNOTATOR=chen")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != code {
		t.Fatalf("%v, not exit code %d\n%s", err, code, errs.String())
	}
	profile := filepath.Join(counters, "profile")
	if out, err := exec.Command("go", "tool", "covdata", "textfmt", "-i="+counters, "-o="+profile).CombinedOutput(); err != nil {
		t.Fatalf("covdata: %v\n%s", err, out)
	}
	raw, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range block.FindAllSubmatch(raw, -1) {
		statements, _ := strconv.Atoi(string(m[1]))
		times, _ := strconv.Atoi(string(m[2]))
		steps += statements * times
	}
	if steps == 0 {
		t.Fatal("the program counted no steps")
	}
	return steps, out.String()
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
