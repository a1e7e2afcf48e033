// The house, as tests: who may import whom, who may touch the world outside, how long things may grow and
// what may lie where. A rule is a row that carries its own controls, sources that break it and sources that
// keep it, so that a rule which can no longer fail fails here.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the import path of the top of the project.
const module = "pizhu"

// floors is the picture of the house: a package imports only packages of floors below its own.
var floors = [...][]string{
	16: {"."},
	15: {"ui", "ui/cli"},
	14: {"ui/article", "ui/dialog"},
	13: {"ui/reader", "ui/margin", "ui/status", "ui/cli/help"},
	12: {"ui/paint"},
	11: {"ui/keymap", "ui/face", "ui/term", "ui/message", "ui/trace"},
	10: {"annotate/session"},
	9:  {"annotate/check"},
	8:  {"annotate/layer"},
	7:  {"annotate/edit", "annotate/journal", "annotate/exchange"},
	6:  {"annotate/anchor"},
	5:  {"annotate/store", "annotate/sidecar", "annotate/schemefile"},
	4:  {"model/corpus", "model/motion", "model/search", "annotate/merge", "annotate/noise"},
	3:  {"model", "model/layout", "model/words", "model/corpus/html"},
	2:  {"model/text"},
	1:  {"model/text/charset"},
	0:  {"model/fault"},
}

// The floors from which a terminal may be drawn on with Bubble Tea and Lip Gloss.
const (
	lowestScreenFloor  = 11
	highestScreenFloor = 15
)

// The lengths, in lines, past which a function, a file or a package owes a reason. Those of a package are the lines with code: blank
// ones and comments do not count.
const (
	longFunc    = 60
	longFile    = 400
	longPackage = 1500
)

// longTail is the most lines that 99 of 100 functions may have.
const longTail = 40

// A rule is one law of the house, and the proof that its check can fail.
type rule struct {
	name   string
	check  func(pkg) []finding
	allow  []allowance
	broken []example // each has exactly one finding
	kept   []example // each has none
}

// An allowance excuses one thing in one file. One that excuses nothing is a finding itself.
type allowance struct {
	file, thing string
	why         string
}

// An example is a source and the place in the project where it would stand.
type example struct{ file, src string }

// A finding is one place that breaks a rule.
type finding struct {
	file  string // slash-separated, from the top of the project
	line  int
	thing string // what stands there, as an allowance names it: "os.Create", "go statement"
	why   string
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.file, f.line, f.thing, f.why)
}

// TestFloors holds the picture: who may import whom.
func TestFloors(t *testing.T) {
	testRules(t, []rule{
		{
			name:  "imports go down",
			check: importsUpward,
			broken: []example{
				{"model/layout/x.go", `package layout; import _ "pizhu/annotate"`},
				{"model/layout/x.go", `package layout; import _ "pizhu/model/fold"`},
				{"ui/x.go", `package ui; import _ "pizhu/ui/cli"`},
				{"ui/cli/x.go", `package cli; import _ "pizhu/ui"`},
				{"ui/x.go", `package ui; import _ "pizhu"`},
				{"ui/x.go", `package ui; import _ "pizhu/ui/attic"`},
				{"ui/attic/x.go", `package attic`},
			},
			kept: []example{
				{"main.go", `package main; import (_ "pizhu/ui"; _ "pizhu/ui/cli")`},
				{"model/layout/x.go", `package layout; import (_ "strings"; _ "pizhu/model/text")`},
			},
		},
		{
			name:  "the screen's libraries stay upstairs",
			check: screenImports,
			broken: []example{
				{"annotate/x.go", `package annotate; import _ "charm.land/lipgloss/v2"`},
				{"annotate/x.go", `package annotate; import _ "charm.land/lipgloss/v2/table"`},
				{"ui/cli/x.go", `package cli; import _ "charm.land/bubbletea/v2"`},
				{"main.go", `package main; import _ "charm.land/bubbletea/v2"`},
			},
			kept: []example{
				{"ui/x.go", `package ui; import _ "charm.land/bubbletea/v2"`},
				{"ui/face/x.go", `package face; import _ "charm.land/lipgloss/v2"`},
				{"ui/cli/x.go", `package cli; import _ "charm.land/lipgloss/v2000"`},
			},
		},
	})
	t.Run("every room is there", func(t *testing.T) {
		var dirs []string
		for _, p := range project(t) {
			dirs = append(dirs, p.dir)
		}
		for _, room := range missingRooms(dirs) {
			t.Errorf("there is no package %s: take it out of floors in main_test.go", room)
		}
		if missing := missingRooms(dirs[1:]); !slices.Equal(missing, dirs[:1]) {
			t.Errorf("control: without %s, %v are missing", dirs[0], missing)
		}
	})
}

// missingRooms returns the packages of the floors that are not in dirs.
func missingRooms(dirs []string) []string {
	return slices.DeleteFunc(slices.Concat(floors[:]...), func(room string) bool { return slices.Contains(dirs, room) })
}

// pictures are the files that draw the house. The first one is the original, the others are copies.
var pictures = []string{"README.md", "ui/cli/help/en/developing.md", "ui/cli/help/zh/developing.md"}

var update = flag.Bool("update", false, "copy the README's picture of the house to the manual")

// TestPicture holds that the pictures of the house show each package, on its floor.
func TestPicture(t *testing.T) {
	want := map[string]int{}
	for _, p := range project(t) {
		want[p.dir], _ = floorOf(p.dir)
	}
	original := picture(t, pictures[0])
	if got := drawnFloors(original); !maps.Equal(got, want) {
		for _, dir := range slices.Sorted(maps.Keys(want)) {
			if floor, ok := got[dir]; !ok || floor != want[dir] {
				t.Errorf("%s: %s is not drawn on floor %d", pictures[0], dir, want[dir])
			}
			delete(got, dir)
		}
		for _, dir := range slices.Sorted(maps.Keys(got)) {
			t.Errorf("%s: %s is drawn, but there is no such package", pictures[0], dir)
		}
	}
	for _, file := range pictures[1:] {
		if part := picture(t, file); part != original && *update {
			replaceInFile(t, file, houseBegins+part, houseBegins+original)
		} else if part != original {
			t.Errorf("%s: the picture of the house is not the README's; go test . -run Picture -update copies it", file)
		}
	}
	t.Run("control", func(t *testing.T) {
		got := drawnFloors("      main.go : exits\n 2 | ui (App)   ui/cli\n   | model/text (has model/words)  annotate/store\n 1 | none\n")
		if want := map[string]int{".": 3, "ui": 2, "ui/cli": 2, "model/text": 2, "annotate/store": 2}; !maps.Equal(got, want) {
			t.Errorf("drawnFloors = %v, want %v", got, want)
		}
	})
}

const houseBegins = "<!-- house -->\n"

// picture returns the part of a file that draws the house.
func picture(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), houseBegins)
	part, _, ok := strings.Cut(rest, "<!-- /house -->\n")
	if !ok {
		t.Fatalf("%s has no picture of the house", file)
	}
	return part
}

func replaceInFile(t *testing.T, file, old, part string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(raw, []byte(old), []byte(part), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDocumentedPaths holds that the files and folders that the README and the manual name are there.
func TestDocumentedPaths(t *testing.T) {
	for _, file := range documents(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, named := range namedPaths(string(raw)) {
			if _, err := os.Stat(named); err != nil {
				t.Errorf("%s names %s: %v", file, named, err)
			}
		}
	}
	t.Run("control", func(t *testing.T) {
		got := namedPaths("a `ui/x.go`, `go test ./ui ./ui/paint -run 'A|B'`, ui/not-code\n\n    go run . testdata/articles # b\n    x/ui/y\n`PIZHU/ui` `main.go`\n")
		if want := []string{"ui/x.go", "ui", "ui/paint", "testdata/articles", "main.go"}; !slices.Equal(got, want) {
			t.Errorf("namedPaths = %q, want %q", got, want)
		}
	})
}

// documents returns the README and the files of the manual.
func documents(t *testing.T) []string {
	t.Helper()
	manual, err := filepath.Glob("ui/cli/help/*/*.md")
	if err != nil || len(manual) == 0 {
		t.Fatalf("%d files of the manual, %v", len(manual), err)
	}
	return append(manual, "README.md")
}

var (
	codeText  = regexp.MustCompile("(?m)`[^`\n]+`|^    .*$")
	namedPath = regexp.MustCompile(`^(?:\./)?((?:ui|model|annotate|testdata|findings|\.github|\.ci)(?:/[\w./-]+)?|main(?:_test)?\.go)$`)
)

// namedPaths returns the paths within the project that the code in a Markdown text names.
func namedPaths(markdown string) []string {
	var list []string
	for _, code := range codeText.FindAllString(markdown, -1) {
		for _, word := range strings.Fields(strings.Trim(code, "`")) {
			if m := namedPath.FindStringSubmatch(word); m != nil {
				list = append(list, m[1])
			}
		}
	}
	return list
}

var (
	drawnFloor = regexp.MustCompile(`^ *([0-9]+)? +\| `)
	drawnAbout = regexp.MustCompile(`\([^)]*\)`)
	drawnRoom  = regexp.MustCompile(`\b(ui|model|annotate)(/[a-z]+)*\b`)
)

// drawnFloors returns the packages that a picture shows, except in parentheses, and their floors. main.go is above all others.
func drawnFloors(picture string) map[string]int {
	drawn := map[string]int{}
	floor, top := 0, 0
	for line := range strings.Lines(picture) {
		if number := drawnFloor.FindStringSubmatch(line); number == nil {
			continue
		} else if number[1] != "" {
			floor, _ = strconv.Atoi(number[1])
			top = max(top, floor)
		}
		for _, room := range drawnRoom.FindAllString(drawnAbout.ReplaceAllString(line, ""), -1) {
			drawn[room] = floor
		}
	}
	if strings.Contains(picture, "main.go : ") {
		drawn["."] = top + 1
	}
	return drawn
}

// TestOwners holds who may write, exit and print, and that state has an owner: none is in a package variable, in an
// init or with a goroutine that nobody waits for.
func TestOwners(t *testing.T) {
	testRules(t, []rule{
		{
			name: "only the store writes files",
			// An os.Root can open files for writing, so it stays with their writer; to read, os.OpenInRoot will do.
			check: reserve("os: Chmod Chown Chtimes CopyFS Create CreateTemp Lchown Link Mkdir MkdirAll MkdirTemp OpenFile"+
				" OpenRoot Remove RemoveAll Rename Root Symlink Truncate WriteFile", "annotate/store"),
			broken: []example{
				{"annotate/x.go", `package annotate; import "os"; func f() { os.WriteFile("a", nil, 0) }`},
				{"annotate/x.go", `package annotate; import sys "os"; var create = sys.Create`},
				{"model/corpus/x.go", `package corpus; import "os"; type folder struct { root *os.Root }`},
				{"model/corpus/x.go", `package corpus; import "os"; func f(v any) { v.(*os.Root).Create("a") }`},
			},
			kept: []example{
				{"annotate/store/x.go", `package store; import "os"; func f() { os.Rename("a", "b") }`},
				{"model/corpus/x.go", `package corpus; import "os"; func f() { os.Open("a"); os.ReadFile("b") }`},
				{"annotate/x.go", `package annotate; import "pizhu/model/os"; func f() { os.Create("a") }`},
			},
		},
		{
			name:  "only main exits",
			check: reserve("os: Exit | syscall: Exit | log: Fatal Fatalf Fatalln", "main.go"),
			broken: []example{
				{"ui/cli/x.go", `package cli; import "os"; func f() { os.Exit(1) }`},
				{"exit.go", `package main; import "os"; func f() { os.Exit(1) }`},
			},
			kept: []example{{"main.go", `package main; import "os"; func main() { os.Exit(1) }`}},
		},
		{
			name:  "only ui and main print",
			check: reserve("fmt: Print Printf Println | os: Stdout Stderr | log: Print Printf Println", "ui", "main.go"),
			broken: []example{
				{"annotate/x.go", `package annotate; import "fmt"; func f() { fmt.Println() }`},
				{"annotate/x.go", `package annotate; import ("fmt"; "os"); func f() { fmt.Fprintln(os.Stderr) }`},
			},
			kept: []example{
				{"ui/cli/x.go", `package cli; import "fmt"; func f() { fmt.Println() }`},
				{"annotate/x.go", `package annotate; import ("fmt"; "io"); func f(w io.Writer) { fmt.Fprintln(w) }`},
			},
		},
		{
			// How long a frame is shown and how long a terminal is waited for is no data: nothing that is stored depends on it.
			name:  "only main reads the clock",
			check: reserve("time: Now Since Until", "main.go", "ui/program.go", "ui/term"),
			broken: []example{
				{"ui/cli/x.go", `package cli; import "time"; func f() { time.Now() }`},
				{"annotate/x.go", `package annotate; import "time"; var now = time.Now`},
				{"ui/x.go", `package ui; import "time"; func f(t time.Time) { time.Since(t) }`},
			},
			kept: []example{
				{"main.go", `package main; import "time"; var now = time.Now`},
				{"ui/cli/x.go", `package cli; import "time"; type system struct { Now func() time.Time }; func f(s system) { s.Now() }`},
			},
		},
		{
			name:  "no package compares the names of attribute types",
			check: attributeTypeNames,
			broken: []example{
				{"ui/x.go", `package ui; func f() bool { return a.Type.Name == "date" }`},
				{"annotate/x.go", `package annotate; func f() { switch what.Type.Name { case "date": } }`},
				{"annotate/x.go", `package annotate; func f() bool { return "" != s.Attributes[0].Type.Name }`},
			},
			kept: []example{
				{"ui/x.go", `package ui; func f() string { return "(" + a.Type.Name + ")" }`},
				{"ui/x.go", `package ui; func f() bool { return a.Type.Kind == model.NumberValue }`},
			},
		},
		{
			name:   "no func init",
			check:  initFuncs,
			broken: []example{{"model/x.go", `package model; func init() {}`}},
			kept: []example{
				{"model/x.go", `package model; type set struct{}; func (set) init() {}`},
				{"model/x_gen.go", "// Code generated by gen.go. DO NOT EDIT.\n\npackage model; func init() {}"},
				{"model/gen.go", "//go:build ignore\n\npackage main; func init() {}"},
			},
		},
		{
			name:  "package variables stay as declared",
			check: mutableVars,
			broken: []example{
				{"model/x.go", `package model; var n int; func f() { n = 1 }`},
				{"model/x.go", `package model; var n int; func f() { n++ }`},
				{"model/x.go", `package model; var n int; func f() { for n = range 3 {} }`},
				{"model/x.go", `package model; var m = map[int]int{}; func f() { m[1] = 1 }`},
				{"model/x.go", `package model; var m = map[int]int{}; func f() { delete(m, 1) }`},
				{"model/x.go", `package model; var a [9]byte; func f(s string) { copy(a[:], s) }`},
				{"model/x.go", `package model; var s struct{ a []int }; func f() { (s.a[0]) += 1 }`},
				{"model/x.go", `package model; var p = new(int); func f() { *p = 1 }`},
				{"model/x.go", `package model; var n int; func f() *int { return &n }`},
				{"model/x.go", `package model; import "pizhu/model/text"; func f() { text.Wide = nil }`},
				{"model/x.go", `package model; import "pizhu/model/text/v2"; func f() { text.Wide = nil }`},
				{"model/x.go", `package model; import "x"; var n int; var m = map[x.K]func(){x.A: func() { n = 1 }}`},
			},
			kept: []example{
				{"model/x.go", `package model; var n int; func f() { n := 1; n++; _ = &n }`},
				{"model/x.go", `package model; var n int; func f(n []int) { n[0] = 1 }`},
				{"model/x.go", `package model; type set struct{ n int }; var n int; func (s *set) f() { s.n = n }`},
				{"model/x.go", `package model; var a [2]struct{ n int }; func f() int { p := &a[1]; return p.n }`},
				{"model/x.go", `package model; import "pizhu/model/text"; func f(text set) { text.n = 1 }`},
			},
		},
		{
			name:  "package variables hold no state",
			check: stateInVars,
			broken: []example{
				{"model/x.go", `package model; import "sync"; var mu sync.Mutex`},
				{"model/x.go", `package model; import "sync"; var pool = &sync.Pool{}`},
				{"model/x.go", `package model; import "sync/atomic"; var count atomic.Int64`},
			},
			kept: []example{
				{"model/x.go", `package model; import "sync"; type set struct { mu sync.Mutex }`},
				{"model/x.go", `package model; import "sync"; var f = func() { var mu sync.Mutex; mu.Lock() }`},
				{"model/x.go", `package model; import "sync"; var table = sync.OnceValue(func() int { return 1 })`},
			},
		},
		{
			name:   "no go statement",
			check:  goStatements,
			broken: []example{{"ui/x.go", `package ui; func f() { func() { go f() }() }`}},
			kept:   []example{{"ui/x.go", `package ui; func f(g group) error { g.Go(f); return g.Wait() }`}},
		},
	})
}

// TestSizes holds functions and files to lengths that one reads in one go, or to a reason.
func TestSizes(t *testing.T) {
	funcOf := func(lines int) string { return "func f() {" + strings.Repeat("\n", lines-1) + "}" }
	fileOf := func(lines int) string { return "package model" + strings.Repeat("\n", lines) }
	testRules(t, []rule{
		{
			name:  "a long function says why",
			check: longFuncs,
			broken: []example{
				{"model/x.go", "package model\n" + funcOf(longFunc+1)},
				{"model/x.go", "package model\n// f is long.\n" + funcOf(longFunc+1)},
				{"model/x.go", "package model\n// Long:\n" + funcOf(longFunc+1)},
				{"model/x.go", "package model\n// Long: it is another's.\n\n" + funcOf(longFunc+1)},
			},
			kept: []example{
				{"model/x.go", "package model\n" + funcOf(longFunc)},
				{"model/x.go", "package model\n// Long: one switch.\n" + funcOf(longFunc+1)},
				{"model/x.go", "package model\n// Long: one switch.\n// f routes.\n" + funcOf(longFunc+1)},
			},
		},
		{
			name:  "a long file says why",
			check: longFiles,
			broken: []example{
				{"model/x.go", fileOf(longFile + 1)},
				{"model/x.go", fileOf(longFile) + "// Long: too late.\n"},
			},
			kept: []example{
				{"model/x.go", fileOf(longFile)},
				{"model/x.go", "// Long: one table.\n\n" + fileOf(longFile)},
				{"model/x.go", "// Package model is nouns.\n// Long: one table.\n" + fileOf(longFile)},
			},
		},
		{
			name:  "a large package says why",
			check: largePackages,
			allow: []allowance{
				{"annotate/exchange", "package", "a file a format, each read by itself"},
				{"ui/cli", "package", "a file a command, each read by itself"},
				{"annotate/sidecar", "package", "the codec of a sidecar and of the journal's records, which hold the same values"},
				{"annotate/noise", "package", "a file a kind of noise, each read by itself"},
				{"model/corpus", "package", "a file a kind of article: text, page, line of JSONL, archive, standard input"},
				{"ui", "package", "until an open article has a room of its own"},
			},
			broken: []example{
				{"model/x.go", "package model" + strings.Repeat("\nvar _ = 1", longPackage)},
				{"model/x.go", "package model\nvar _ = `" + strings.Repeat("\n", longPackage) + "`"},
			},
			kept: []example{
				{"model/x.go", "package model" + strings.Repeat("\nvar _ = 1", longPackage-1)},
				{"model/x.go", "package model" + strings.Repeat("\n\n// A comment.\n/* Another. */", longPackage)},
			},
		},
	})
	t.Run("functions are short", func(t *testing.T) {
		for _, tt := range []struct{ short, long, want int }{{100, 0, 10}, {99, 1, 10}, {98, 2, 90}, {198, 2, 10}} {
			if got := percentile(99, slices.Repeat([]int{10}, tt.short), slices.Repeat([]int{90}, tt.long)); got != tt.want {
				t.Errorf("control: of %d short functions and %d long ones, 99 %% have %d lines, want %d", tt.short, tt.long, got, tt.want)
			}
		}
		lengths := funcLengths(project(t))
		tail := percentile(99, lengths)
		t.Logf("%d functions: median %d lines, 99 %% have at most %d, longest %d", len(lengths), percentile(50, lengths), tail, percentile(100, lengths))
		if tail > longTail {
			t.Errorf("99 %% of the functions have up to %d lines, over %d: split the longest", tail, longTail)
		}
	})
}

// TestTopLevel holds the few names that a visitor sees first.
func TestTopLevel(t *testing.T) {
	t.Run("control", func(t *testing.T) {
		for file, want := range map[string]bool{
			"main.go": true, "ui/cli/cli.go": true, ".ci/run": true, ".gitignore": true,
			"findings/x.sh": true, "Makefile": false, "internal/x.go": false, "main.go/x.go": false, "ui": false, "other_test.go": false,
		} {
			if got := belongsOnTop(file); got != want {
				t.Errorf("belongsOnTop(%q) = %v, want %v", file, got, want)
			}
		}
	})
	for _, file := range trackedFiles(t) {
		if !belongsOnTop(file) {
			t.Errorf("%s: the top level holds only main.go, main_test.go, ui, model, annotate, testdata, findings, go.mod, go.sum,"+
				" README.md, LICENSE and dot-files", file)
		}
	}
}

// TestNoMachinePaths keeps out what works only where it was written.
func TestNoMachinePaths(t *testing.T) {
	t.Run("control", func(t *testing.T) {
		// Joined here, so that the test does not find itself.
		for text, want := range map[string]int{
			"cd /" + "work/main":                   1,
			"a\n\"/" + "root/x\" /" + "farm/":      1, // one line
			"/" + "tmp/bash_jobs.0/1\n/" + "farm/": 2,
			"https://example.org/" + "work/":       0,
			"artwork/x ../work/x /workshop":        0,
			"\x00 /" + "work/main":                 0, // not a text
		} {
			if got := machinePaths([]byte(text)); len(got) != want {
				t.Errorf("machinePaths(%q) = %q, want %d", text, got, want)
			}
		}
	})
	for _, file := range trackedFiles(t) {
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed, and not committed yet
		}
		if err != nil {
			t.Error(err)
			continue
		}
		for _, found := range machinePaths(data) {
			t.Errorf("%s:%s: a path of one developer's machine", file, found)
		}
	}
}

// testRules holds the project to each rule, and each rule to its examples.
func testRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			var found []finding
			for _, p := range project(t) {
				found = append(found, r.check(p)...)
			}
			for _, f := range without(found, r.allow) {
				t.Error(f)
			}
			t.Run("control", r.testExamples)
		})
	}
}

func (r rule) testExamples(t *testing.T) {
	count := func(e example, want int) {
		if found := r.check(parseExample(t, e)); len(found) != want {
			t.Errorf("%d findings, want %d, in %s: %s\n%v", len(found), want, e.file, e.src, found)
		}
	}
	for _, e := range r.broken {
		count(e, 1)
	}
	for _, e := range r.kept {
		count(e, 0)
	}
}

func TestAllowances(t *testing.T) {
	found := []finding{{"ui/x.go", 1, "os.Create", ""}, {"ui/x.go", 2, "os.OpenFile", ""}, {"ui/y.go", 3, "os.OpenFile", ""}}
	allow := []allowance{{"ui/x.go", "os.OpenFile", "a control"}, {"ui/z.go", "os.OpenFile", "needed by nothing"}}
	rest := without(found, allow)
	if len(rest) != 3 || rest[0] != found[0] || rest[1] != found[2] || rest[2].file != "ui/z.go" {
		t.Errorf("without = %v, want the first, the last and the unused allowance", rest)
	}
}

// without takes what is allowed out of found, and puts in the allowances that nothing needs.
func without(found []finding, allow []allowance) []finding {
	var rest []finding
	used := make([]bool, len(allow))
	for _, f := range found {
		i := slices.IndexFunc(allow, func(a allowance) bool { return a.file == f.file && a.thing == f.thing })
		if i < 0 {
			rest = append(rest, f)
		} else {
			used[i] = true
		}
	}
	for i, a := range allow {
		if !used[i] {
			rest = append(rest, finding{a.file, 0, a.thing, "is allowed in main_test.go, but is not there: take the allowance out"})
		}
	}
	return rest
}

// importsUpward finds imports of project packages that do not stand on a lower floor, and packages of no floor.
func importsUpward(p pkg) []finding {
	own, ok := floorOf(p.dir)
	if !ok {
		return []finding{p.find(p.files[0], "package "+p.dir, "has no floor: "+
			"if the house needs it, add it to floors in main_test.go, above all that it imports, and redraw the picture in README.md")}
	}
	return p.findImports(func(imported string) string {
		dir, ok := projectDir(imported)
		if !ok {
			return ""
		}
		floor, ok := floorOf(dir)
		switch {
		case !ok:
			return "is not in the floors of main_test.go"
		case floor >= own:
			return fmt.Sprintf("stands on floor %d, not below floor %d", floor, own)
		}
		return ""
	})
}

// screenImports finds imports of Bubble Tea and Lip Gloss where nothing is drawn.
func screenImports(p pkg) []finding {
	floor, _ := floorOf(p.dir)
	if lowestScreenFloor <= floor && floor <= highestScreenFloor && p.dir != "ui/cli" {
		return nil
	}
	return p.findImports(func(imported string) string {
		for _, library := range []string{"charm.land/bubbletea/v2", "charm.land/lipgloss/v2"} {
			if imported == library || strings.HasPrefix(imported, library+"/") {
				return fmt.Sprintf("belongs on floors %d to %d, and not in ui/cli", lowestScreenFloor, highestScreenFloor)
			}
		}
		return ""
	})
}

// floorOf is the floor of a package directory, if the house has one for it.
func floorOf(dir string) (floor int, ok bool) {
	floor = slices.IndexFunc(floors[:], func(dirs []string) bool { return slices.Contains(dirs, dir) })
	return floor, floor >= 0
}

// projectDir is the directory of an import path of the project.
func projectDir(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// reserve finds uses of names outside the files and directories that own them. The names are written
// "package: Name Name | package: Name".
func reserve(names string, owners ...string) func(pkg) []finding {
	reserved := map[string]bool{}
	for group := range strings.SplitSeq(names, " | ") {
		imported, members, _ := strings.Cut(group, ": ")
		for member := range strings.FieldsSeq(members) {
			reserved[imported+"."+member] = true
		}
	}
	owned := func(file string) bool {
		return slices.ContainsFunc(owners, func(owner string) bool {
			return file == owner || strings.HasPrefix(file, owner+"/")
		})
	}
	return func(p pkg) []finding {
		return p.findNodes(func(n ast.Node) (string, string) {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || !reserved[p.qualified(sel)] || owned(p.position(n.Pos()).Filename) {
				return "", ""
			}
			return p.qualified(sel), "belongs to " + strings.Join(owners, " and ")
		})
	}
}

// attributeTypeNames finds code that asks what type an attribute has, instead of asking the type.
func attributeTypeNames(p pkg) []finding {
	isName := func(e ast.Expr) bool {
		name, ok := e.(*ast.SelectorExpr)
		if !ok || name.Sel.Name != "Name" {
			return false
		}
		typ, ok := name.X.(*ast.SelectorExpr)
		return ok && typ.Sel.Name == "Type"
	}
	return p.findNodes(func(n ast.Node) (string, string) {
		compares := false
		switch n := n.(type) {
		case *ast.BinaryExpr:
			compares = (n.Op == token.EQL || n.Op == token.NEQ) && (isName(n.X) || isName(n.Y))
		case *ast.SwitchStmt:
			compares = isName(n.Tag)
		}
		if compares {
			return "the name of a type", "a new attribute type would be missed here: give model.AttributeType what this needs to know"
		}
		return "", ""
	})
}

func initFuncs(p pkg) []finding {
	return p.findNodes(func(n ast.Node) (string, string) {
		if f, ok := n.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			return "func init", "nothing runs before main: pass it in, or compute it where it is needed"
		}
		return "", ""
	})
}

func goStatements(p pkg) []finding {
	return p.findNodes(func(n ast.Node) (string, string) {
		if _, ok := n.(*ast.GoStmt); ok {
			return "go statement", "use a tea.Cmd, or a group that this function waits for (errgroup, sync.WaitGroup.Go)"
		}
		return "", ""
	})
}

// mutableVars finds writes to package variables, the package's own and others'.
func mutableVars(p pkg) []finding {
	return p.findNodes(func(n ast.Node) (string, string) {
		for _, target := range written(n) {
			if name := p.packageVar(target); name != "" {
				return name, "is a package variable and is written to: give the state an owner and pass it in"
			}
		}
		return "", ""
	})
}

// written lists the expressions that a node assigns to, changes in place or gives away to be changed.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.UnaryExpr:
		// The address of an element is how one reads a table without copying; that of a variable is for writing.
		if whole, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
			return []ast.Expr{whole}
		}
	case *ast.CallExpr:
		if fun, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"clear", "copy", "delete"}, fun.Name) {
			return n.Args[:min(1, len(n.Args))]
		}
	}
	return nil
}

// packageVar names the package variable that e is, or is a part of: x in x, x.f, x[i] and *x; os.Args in os.Args[0].
func (p pkg) packageVar(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if v, ok := cmp.Or(p.uses[e], p.scope.Lookup(e.Name)).(*types.Var); ok && v.Parent() == p.scope {
			return e.Name
		}
	case *ast.SelectorExpr:
		return cmp.Or(p.qualified(e), p.packageVar(e.X))
	case *ast.IndexExpr:
		return p.packageVar(e.X)
	case *ast.SliceExpr:
		return p.packageVar(e.X)
	case *ast.StarExpr:
		return p.packageVar(e.X)
	case *ast.ParenExpr:
		return p.packageVar(e.X)
	}
	return ""
}

// stateInVars finds package variables of types that are of use only to what changes.
func stateInVars(p pkg) []finding {
	var found []finding
	inspect := func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && holdsState(p.qualified(sel)) {
			found = append(found, p.find(sel, p.qualified(sel), "is state in a package variable: give it an owner and pass it in"))
		}
		_, inner := n.(*ast.FuncLit) // what a function makes for itself is its own
		return !inner
	}
	for _, f := range p.files {
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.GenDecl); ok && decl.Tok == token.VAR {
				ast.Inspect(decl, inspect)
			}
		}
	}
	return found
}

func holdsState(typeName string) bool {
	switch typeName {
	case "sync.Cond", "sync.Map", "sync.Mutex", "sync.Once", "sync.Pool", "sync.RWMutex", "sync.WaitGroup",
		"bytes.Buffer", "strings.Builder":
		return true
	}
	return strings.HasPrefix(typeName, "sync/atomic.")
}

func longFuncs(p pkg) []finding {
	return p.findNodes(func(n ast.Node) (string, string) {
		f, ok := n.(*ast.FuncDecl)
		if !ok || p.lines(f) <= longFunc || saysLong(f.Doc) {
			return "", ""
		}
		return "func " + f.Name.Name, fmt.Sprintf("has %d lines, over %d: split it, or say why above it: // Long: ...", p.lines(f), longFunc)
	})
}

func longFiles(p pkg) []finding {
	var found []finding
	for _, f := range p.files {
		above := slices.DeleteFunc(slices.Clone(f.Comments), func(c *ast.CommentGroup) bool { return c.Pos() > f.Package })
		if n := p.fset.File(f.Package).LineCount(); n > longFile && !saysLong(above...) {
			found = append(found, p.find(f, "file", fmt.Sprintf("has %d lines, over %d: split it, or say why above package: // Long: ...", n, longFile)))
		}
	}
	return found
}

// saysLong reports whether a line of a comment begins with "// Long:" and a reason.
func saysLong(groups ...*ast.CommentGroup) bool {
	for _, group := range groups {
		if group == nil {
			continue
		}
		for _, c := range group.List {
			if reason, ok := strings.CutPrefix(c.Text, "// Long:"); ok && strings.TrimSpace(reason) != "" {
				return true
			}
		}
	}
	return false
}

// largePackages finds packages with more than longPackage lines of code.
func largePackages(p pkg) []finding {
	lines := 0
	for _, f := range p.files {
		lines += p.codeLines(f)
	}
	if lines <= longPackage {
		return nil
	}
	return []finding{{p.dir, 0, "package", fmt.Sprintf("has %d lines of code, over %d: split it, or allow it here with the reason", lines, longPackage)}}
}

// codeLines counts the lines of a file that hold code.
func (p pkg) codeLines(f *ast.File) int {
	code := map[int]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			return true
		case *ast.CommentGroup:
			return false
		case *ast.BasicLit: // a raw string may have several lines
			for line := p.line(n.Pos()); line <= p.line(n.End()); line++ {
				code[line] = true
			}
		}
		code[p.line(n.Pos())], code[p.line(n.End()-1)] = true, true
		return true
	})
	return len(code)
}

// line returns the line of a place in its file, from 1.
func (p pkg) line(at token.Pos) int { return p.fset.Position(at).Line }

// funcLengths returns the lengths in lines of all functions.
func funcLengths(all []pkg) []int {
	var lengths []int
	for _, p := range all {
		for _, f := range p.files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					lengths = append(lengths, p.lines(fn))
				}
			}
		}
	}
	return lengths
}

// percentile returns the number that percent of the numbers do not exceed. There must be one.
func percentile(percent int, numbers ...[]int) int {
	sorted := slices.Sorted(slices.Values(slices.Concat(numbers...)))
	return sorted[(percent*len(sorted)+99)/100-1]
}

// A pkg is the hand-written, non-test source of a package, for every operating system at once.
type pkg struct {
	dir   string // slash-separated, from the top of the project
	fset  *token.FileSet
	files []*ast.File
	uses  map[*ast.Ident]types.Object // what go/types could resolve, see newPkg
	scope *types.Scope
}

// newPkg parses sources, by file name, and resolves the names in them. Imports stay closed, so that nothing need be
// built; of what hangs on their types some names stay unresolved, and are taken for what they look like.
func newPkg(dir string, sources map[string][]byte) (pkg, error) {
	p := pkg{dir: dir, fset: token.NewFileSet(), uses: map[*ast.Ident]types.Object{}}
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		f, err := parser.ParseFile(p.fset, path.Join(dir, name), sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return pkg{}, err
		}
		if !ast.IsGenerated(f) && !isGenerator(f) {
			p.files = append(p.files, f)
		}
	}
	conf := types.Config{Error: func(error) {}} // every import fails, and is meant to
	checked, _ := conf.Check(dir, p.fset, p.files, &types.Info{Uses: p.uses})
	p.scope = checked.Scope()
	return p, nil
}

func parseExample(t *testing.T, e example) pkg {
	t.Helper()
	p, err := newPkg(path.Dir(e.file), map[string][]byte{path.Base(e.file): []byte(e.src)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// isGenerator reports whether only go run compiles the file: gen.go, beside what it makes.
func isGenerator(f *ast.File) bool {
	return slices.ContainsFunc(f.Comments, func(group *ast.CommentGroup) bool {
		return group.Pos() < f.Package && slices.ContainsFunc(group.List, func(c *ast.Comment) bool {
			return c.Text == "//go:build ignore"
		})
	})
}

func (p pkg) position(pos token.Pos) token.Position { return p.fset.PositionFor(pos, false) }

// lines counts the lines of a node, the first and the last among them.
func (p pkg) lines(n ast.Node) int { return p.position(n.End()).Line - p.position(n.Pos()).Line + 1 }

func (p pkg) find(n ast.Node, thing, why string) finding {
	at := p.position(n.Pos())
	return finding{at.Filename, at.Line, thing, why}
}

// findNodes asks judge about every node: what stands there and why it may not, or "".
func (p pkg) findNodes(judge func(ast.Node) (thing, why string)) []finding {
	var found []finding
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if thing, why := judge(n); thing != "" {
				found = append(found, p.find(n, thing, why))
			}
			return true
		})
	}
	return found
}

// findImports asks judge why an import path may not be imported here; "" is that it may.
func (p pkg) findImports(judge func(importPath string) (why string)) []finding {
	return p.findNodes(func(n ast.Node) (string, string) {
		spec, ok := n.(*ast.ImportSpec)
		if !ok {
			return "", ""
		}
		if why := judge(importPath(spec)); why != "" {
			return "import " + importPath(spec), why
		}
		return "", ""
	})
}

// qualified is what sel takes from another package, as "os.Create", or "".
func (p pkg) qualified(sel *ast.SelectorExpr) string {
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	if _, ok := p.uses[x].(*types.PkgName); !ok && p.uses[x] != nil {
		return "" // a variable of that name hides the import
	}
	file := p.files[slices.IndexFunc(p.files, func(f *ast.File) bool { return x.Pos() < f.FileEnd })]
	for _, spec := range file.Imports {
		if importName(spec) == x.Name {
			return importPath(spec) + "." + sel.Sel.Name
		}
	}
	return ""
}

// importName is the name that a file uses for an import; where it gives none, that of the directory is a good guess.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return path.Base(majorVersion.ReplaceAllString(importPath(spec), ""))
}

var majorVersion = regexp.MustCompile(`/v[0-9]+$`)

func importPath(spec *ast.ImportSpec) string {
	imported, _ := strconv.Unquote(spec.Path.Value) // the parser has checked the quotes
	return imported
}

// project reads the packages of the project, once.
func project(t *testing.T) []pkg {
	t.Helper()
	pkgs, err := readProject()
	if err != nil {
		t.Fatal(err)
	}
	return pkgs
}

var readProject = sync.OnceValues(func() ([]pkg, error) {
	// With -find, go list looks at no dependency, and so is quick and needs none.
	list := exec.Command("go", "list", "-find", "-json=Dir,ImportPath,GoFiles,CgoFiles,IgnoredGoFiles", "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var pkgs []pkg
	for stream := json.NewDecoder(bytes.NewReader(out)); stream.More(); {
		var l listed
		if err := stream.Decode(&l); err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		p, err := l.read()
		if err != nil {
			return nil, err
		}
		if len(p.files) > 0 {
			pkgs = append(pkgs, p)
		}
	}
	return pkgs, nil
})

// listed is what go list tells of a package. Of the ignored files some are for another operating system.
type listed struct {
	Dir, ImportPath                   string
	GoFiles, CgoFiles, IgnoredGoFiles []string
}

func (l listed) read() (pkg, error) {
	// So that go test sees a package come, and does not answer from its cache: it watches what the test itself opens.
	if _, err := os.ReadDir(l.Dir); err != nil {
		return pkg{}, err
	}
	sources := map[string][]byte{}
	for _, name := range slices.Concat(l.GoFiles, l.CgoFiles, l.IgnoredGoFiles) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(filepath.Join(l.Dir, name))
		if err != nil {
			return pkg{}, err
		}
		sources[name] = src
	}
	dir, _ := projectDir(l.ImportPath) // of ./..., so of the project
	return newPkg(dir, sources)
}

// trackedFiles are the slash-separated paths that git keeps, from the top of the project.
func trackedFiles(t *testing.T) []string {
	t.Helper()
	// As in listed.read: a file that is added changes the index. An error is only a cache that holds too long.
	_, _ = os.Stat(filepath.Join(".git", "index"))
	out, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("not in a git checkout: git ls-files: %v", err)
	}
	files := strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
	if len(files) == 0 {
		t.Skip("git tracks nothing here yet")
	}
	return files
}

func belongsOnTop(file string) bool {
	top, _, isDir := strings.Cut(file, "/")
	if strings.HasPrefix(top, ".") {
		return true
	}
	if isDir {
		return slices.Contains([]string{"ui", "model", "annotate", "testdata", "findings"}, top)
	}
	return slices.Contains([]string{"main.go", "main_test.go", "go.mod", "go.sum", "README.md", "LICENSE"}, top)
}

// machinePath matches the start of a path that only the machines of the project's developers have.
var machinePath = regexp.MustCompile(`(^|[^\w.-])/((work|root|farm)/|tmp/bash_jobs)`)

// machinePaths lists the lines of a text that hold such a path, as "line: text".
func machinePaths(data []byte) []string {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil // not a text
	}
	var found []string
	number := 0
	for line := range bytes.Lines(data) {
		if number++; machinePath.Match(line) {
			found = append(found, fmt.Sprintf("%d: %s", number, bytes.TrimSpace(line)))
		}
	}
	return found
}
