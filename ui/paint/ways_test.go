package paint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The tests of this file hold that there is one way from data to the terminal:
// text.Safe makes cells of it, this package makes bytes of cells, and a term
// writer sends them.

// A listed is a package, as go list tells of it.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// A house is the project's packages with types, and their controls.
type house struct {
	fset     *token.FileSet
	packages map[string]listed
	importer types.Importer
}

// openHouse lists the packages below ui and all that they import.
func openHouse(t *testing.T) *house {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", "pizhu/ui/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	h := &house{fset: token.NewFileSet(), packages: map[string]listed{}}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		h.packages[p.ImportPath] = p
	}
	h.importer = importer.ForCompiler(h.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(h.packages[path].Export) })
	return h
}

// A source is a package with what is known of the types in it.
type source struct {
	*types.Info
	fset  *token.FileSet
	files []*ast.File
}

// check finds the types of a package's files.
func (h *house) check(t *testing.T, path string, files []*ast.File) source {
	t.Helper()
	s := source{&types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}, h.fset, files}
	config := types.Config{Importer: h.importer}
	if _, err := config.Check(path, h.fset, files, s.Info); err != nil {
		t.Fatal(err)
	}
	return s
}

// source is a package of the project, without its tests.
func (h *house) source(t *testing.T, p listed) source {
	t.Helper()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(h.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return h.check(t, p.ImportPath, files)
}

// control is a package of one file for a control.
func (h *house) control(t *testing.T, body string) source {
	t.Helper()
	text := "package ui\n" + body
	f, err := parser.ParseFile(h.fset, "control.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return h.check(t, "control", []*ast.File{f})
}

// each calls a function for every node, and gathers what it finds.
func (s source) each(find func(ast.Node) string) []string {
	var found []string
	for _, f := range s.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if n != nil {
				if what := find(n); what != "" {
					found = append(found, fmt.Sprintf("%s: %s", s.fset.Position(n.Pos()), what))
				}
			}
			return true
		})
	}
	return found
}

// named is the name of an expression's type, pointer or not.
func (s source) named(e ast.Expr) string {
	kind := types.Unalias(s.TypeOf(e))
	if pointer, ok := kind.(*types.Pointer); ok {
		kind = types.Unalias(pointer.Elem())
	}
	return types.TypeString(kind, nil)
}

// madeCells finds where cells get their text: a literal, of whatever form, a
// conversion, and an assignment to the field.
func (s source) madeCells() []string {
	texts := map[string]string{"pizhu/ui/paint.Cell": "Text", "pizhu/model/layout.Cell": "Shown"}
	set := func(e ast.Expr) bool {
		field, ok := e.(*ast.SelectorExpr)
		return ok && texts[s.named(field.X)] == field.Sel.Name
	}
	return s.each(func(n ast.Node) string {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if kind := s.named(n); texts[kind] != "" && len(n.Elts) > 0 {
				return "a " + kind + " that Safe did not make"
			}
		case *ast.CallExpr:
			if s.Types[n.Fun].IsType() && texts[s.named(n.Fun)] != "" {
				return "a conversion to a cell"
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if set(e) {
					return "an assignment to the text of a cell"
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND && set(n.X) {
				return "the address of the text of a cell"
			}
		}
		return ""
	})
}

// TestCellsAreSafe holds that outside of this package nobody makes a cell: Add
// and Text do, from what Safe gives.
func TestCellsAreSafe(t *testing.T) {
	h := openHouse(t)
	for path, p := range h.packages {
		if strings.HasPrefix(path, "pizhu/ui") && path != "pizhu/ui/paint" {
			for _, found := range h.source(t, p).madeCells() {
				t.Error(found)
			}
		}
	}
	for body, want := range map[string]int{
		`import "pizhu/ui/paint"; var c = paint.Cell{Text: "x"}`:                                               1,
		`import cells "pizhu/ui/paint"; var c = &cells.Cell{"x", 1, false, cells.Cell{}.Face}`:                 1,
		`import "pizhu/ui/paint"; var r = paint.Row{{Text: "x"}, {Text: "y"}}`:                                 2,
		`import "pizhu/ui/paint"; type mine = paint.Cell; var m = map[int]mine{1: {Text: "x"}}`:                1,
		`import "pizhu/ui/paint"; type mine paint.Cell; var c = paint.Cell(mine{Text: "x"})`:                   1,
		`import "pizhu/ui/paint"; func f(r paint.Row) { r[0].Text = "x" }`:                                     1,
		`import "pizhu/ui/paint"; func f(c *paint.Cell) { c.Columns, c.Text = 1, "x" }`:                        1,
		`import "pizhu/ui/paint"; func f(c *paint.Cell) *string { return &c.Text }`:                            1,
		`import "pizhu/model/layout"; var r = []layout.Cell{{Shown: "x"}}`:                                     1,
		`import "pizhu/ui/paint"; func f(r paint.Row) { r[0].Columns = 2; r[1] = paint.Cell{} }`:               0,
		`import "pizhu/ui/paint"; func f(r paint.Row) string { return paint.Row{}.Pad(2, r[0].Face)[0].Text }`: 0,
		`type cell struct{ Text string }; var c = cell{Text: "x"}`:                                             0,
	} {
		if found := h.control(t, body).madeCells(); len(found) != want {
			t.Errorf("%d findings, want %d, in %s\n%q", len(found), want, body, found)
		}
	}
}

// report is the function that prints the doctor's report, when the screen was
// left.
const report = "PrintFindings"

// written finds where a terminal may be written to: calls that write anywhere
// but into memory, and terminals that are handed on as anything that writes.
func (s source) written() []string {
	excused := s.within(report)
	return s.each(func(n ast.Node) string {
		call, ok := n.(*ast.CallExpr)
		if !ok || excused(call) {
			return ""
		}
		callee := s.callee(call)
		if callee == nil {
			return ""
		}
		switch {
		case writes(callee.Name()) && !s.memory(target(call, callee)):
			return callee.FullName() + " writes past the painter"
		case strings.HasPrefix(callee.FullName(), "fmt.Print"):
			return callee.FullName() + " writes past the painter"
		}
		for i, arg := range call.Args {
			if s.terminal(arg) && !keeps(callee, i) {
				return "a terminal is handed to " + callee.FullName()
			}
		}
		return ""
	})
}

// within tells which nodes lie in a function of a name.
func (s source) within(name string) func(ast.Node) bool {
	var from, to token.Pos
	for _, f := range s.files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == name {
				from, to = d.Pos(), d.End()
			}
		}
	}
	return func(n ast.Node) bool { return from <= n.Pos() && n.Pos() < to }
}

// callee is the function that is called, or nil.
func (s source) callee(call *ast.CallExpr) *types.Func {
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return nil
	}
	f, _ := s.Uses[id].(*types.Func)
	return f
}

// writes reports whether a function or a method of a name writes, as far as the
// standard library's names go.
func writes(name string) bool {
	return strings.HasPrefix(name, "Write") || strings.HasPrefix(name, "Fprint") || strings.HasPrefix(name, "Copy") || name == "ReadFrom"
}

// target is what a call writes to: its receiver, or its first argument; nil for
// neither.
func target(call *ast.CallExpr, callee *types.Func) ast.Expr {
	if callee.Signature().Recv() != nil {
		if f, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return f.X
		}
	}
	if len(call.Args) > 0 {
		return call.Args[0]
	}
	return nil
}

// memory reports whether what is written to is a string to be.
func (s source) memory(e ast.Expr) bool {
	if e == nil {
		return false
	}
	if ref, ok := e.(*ast.UnaryExpr); ok {
		e = ref.X
	}
	switch s.named(e) {
	case "strings.Builder", "bytes.Buffer":
		return true
	}
	return false
}

// terminal reports whether an expression is a terminal.
func (s source) terminal(e ast.Expr) bool {
	switch s.named(e) {
	case "pizhu/ui/term.Writer", "pizhu/ui/term.Stream", "os.File":
		return true
	}
	return false
}

// keeps reports whether a parameter of a function takes a terminal as such, and
// not as one of many things that write; the way to Bubble Tea, which writes
// through the term writer, is one.
func keeps(callee *types.Func, parameter int) bool {
	if callee.FullName() == "charm.land/bubbletea/v2.WithOutput" {
		return true
	}
	list := callee.Signature().Params()
	kind := list.At(min(parameter, list.Len()-1)).Type()
	return !types.IsInterface(kind) && !callee.Signature().Variadic()
}

// TestOnlyPainterWrites holds that of what has to do with the screen only
// this package and term write to the terminal. The commands of ui/cli have no
// screen, and write to their standard output; trace writes to a file of its own.
func TestOnlyPainterWrites(t *testing.T) {
	h := openHouse(t)
	for path, p := range h.packages {
		switch {
		case path == "pizhu/ui/paint", path == "pizhu/ui/term", path == "pizhu/ui/cli", path == "pizhu/ui/trace", !strings.HasPrefix(path, "pizhu/ui"):
			continue
		}
		for _, found := range h.source(t, p).written() {
			t.Error(found)
		}
	}
	for body, want := range map[string]int{
		`import "pizhu/ui/term"; func f(w *term.Writer) { w.Write(nil) }`:                                                      1,
		`import ("fmt"; "pizhu/ui/term"); func f(w *term.Stream) { fmt.Fprintln(w) }`:                                          1,
		`import ("io"; "pizhu/ui/term"); func f(w *term.Stream) { io.WriteString(w, "x") }`:                                    1,
		`import "io"; func f(w io.Writer) { w.Write(nil) }`:                                                                    1,
		`import ("fmt"; "io"); func f(w io.Writer) { fmt.Fprint(w, 1) }`:                                                       1,
		`import "os"; func f(w *os.File) { w.WriteString("x") }`:                                                               1,
		`import "fmt"; func f() { fmt.Println() }`:                                                                             1,
		`import ("bufio"; "pizhu/ui/term"); func f(w *term.Writer) { bufio.NewWriter(w) }`:                                     1,
		`import "pizhu/ui/term"; func g(any) {}; func f(w *term.Writer) { g(w) }`:                                              1,
		`import "pizhu/ui/term"; func g(*term.Writer) {}; func f(w *term.Writer) { g(w); w.Refresh(); w.Ask(nil) }`:            0,
		`import ("os"; "pizhu/ui/term"); func f(out *os.File) { term.NewWriter(out).Refresh(); out.Fd() }`:                     0,
		`import (tea "charm.land/bubbletea/v2"; "pizhu/ui/term"); func f(w *term.Writer) { tea.WithOutput(w) }`:                0,
		`import ("fmt"; "strings"); func f() { var b strings.Builder; fmt.Fprint(&b, 1); b.WriteByte('x') }`:                   0,
		`import ("fmt"; "io"); func PrintFindings(w io.Writer) { fmt.Fprint(w, 1) }; func f(w io.Writer) { PrintFindings(w) }`: 0,
	} {
		if found := h.control(t, body).written(); len(found) != want {
			t.Errorf("%d findings, want %d, in %s\n%q", len(found), want, body, found)
		}
	}
}
