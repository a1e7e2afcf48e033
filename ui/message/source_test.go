package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A source is what Go files say about messages.
type source struct {
	formats  map[string]string // English formats and texts of errors, with their places in the files
	literals map[string]bool   // all strings
	prefixes map[string]bool   // strings that something is added to
	foreign  []string          // calls of fmt.Errorf with words in them
}

// scan reads the Go files below the folders of the project.
func scan(t *testing.T) source {
	t.Helper()
	s := source{map[string]string{}, map[string]bool{}, map[string]bool{}, nil}
	top := filepath.Join("..", "..")
	files := token.NewFileSet()
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || len(d.Name()) > 2 && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if !isIgnored(f) {
			packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range packages {
		s.add(files, list)
	}
	return s
}

// isIgnored reports whether a file is a program of its own, as generators are.
func isIgnored(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && strings.HasPrefix(c.Text, "//go:build ignore") {
				return true
			}
		}
	}
	return false
}

// add adds the files of a package.
func (s source) add(files *token.FileSet, list []*ast.File) source {
	makers := map[string]bool{}
	kinds := map[string]bool{} // of functions that make an error of a format
	for _, f := range list {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if takesFormat(d.Type) && makesFault(d) {
					makers[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						fn, ok := t.Type.(*ast.FuncType)
						kinds[t.Name.Name] = ok && takesFormat(fn)
					}
				}
			}
		}
	}
	for _, f := range list {
		ast.Inspect(f, func(n ast.Node) bool {
			if p, ok := n.(*ast.Field); ok {
				if of, ok := p.Type.(*ast.Ident); ok && kinds[of.Name] {
					for _, name := range p.Names {
						makers[name.Name] = true
					}
				}
			}
			return true
		})
	}
	for _, f := range list {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, ok := unquoted(n); ok {
					s.literals[text] = true
				}
			case *ast.BinaryExpr:
				if text, ok := unquoted(n.X); ok && n.Op == token.ADD {
					s.prefixes[text] = true
				}
			case *ast.CallExpr:
				s = s.call(n, makers, files.Position(n.Pos()).String())
			}
			return true
		})
	}
	return s
}

// call notes the format of an error that a call makes.
func (s source) call(c *ast.CallExpr, makers map[string]bool, place string) source {
	name := ""
	switch fn := c.Fun.(type) {
	case *ast.Ident:
		name = fn.Name
	case *ast.SelectorExpr:
		name = fn.Sel.Name
		if x, ok := fn.X.(*ast.Ident); ok && slices.Contains([]string{"fmt", "errors", "fault"}, x.Name) {
			name = x.Name + "." + name
		}
	}
	if name != "errors.New" && name != "fault.Errorf" && name != "fmt.Errorf" && !makers[name] {
		return s
	}
	for _, arg := range c.Args {
		text, ok := unquoted(arg)
		if !ok || !hasWords(text) || makers[name] && !strings.Contains(text, " ") {
			continue
		}
		if name == "fmt.Errorf" {
			s.foreign = append(s.foreign, place+": "+text)
			return s
		}
		s.formats[text] = place
		return s
	}
	return s
}

// takesFormat reports whether a function has the parameters of fmt.Errorf at its end.
func takesFormat(f *ast.FuncType) bool {
	list := f.Params.List
	if len(list) < 2 {
		return false
	}
	format, args := list[len(list)-2], list[len(list)-1]
	_, variadic := args.Type.(*ast.Ellipsis)
	return variadic && len(format.Names) > 0 && format.Names[len(format.Names)-1].Name == "format"
}

// makesFault reports whether a function hands its format on, directly or by another such function.
func makesFault(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && c.Ellipsis.IsValid() {
			if fn, ok := c.Fun.(*ast.SelectorExpr); ok && fn.Sel.Name != "Sprintf" {
				found = true
			}
		}
		return true
	})
	return found
}

// unquoted returns the string that an expression is, if it is a literal or several that are joined.
func unquoted(e ast.Node) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		x, left := unquoted(e.X)
		y, right := unquoted(e.Y)
		return x + y, left && right && e.Op == token.ADD
	}
	return "", false
}

// verb matches a verb of fmt, with its index.
var verb = regexp.MustCompile(`%(\[(\d+)\])?[-+# 0-9.]*([a-zA-Z%])`)

func hasWords(format string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(format, ""), func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' })
}

// places lists the verbs of a format in the order of the arguments, and the keys. %w is %v.
func places(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		n := next
		if m[2] != "" {
			n, _ = strconv.Atoi(m[2])
		}
		next = n + 1
		list = append(list, strconv.Itoa(n)+strings.Replace(m[3], "w", "v", 1))
	}
	list = append(list, keyPlace.FindAllString(format, -1)...)
	slices.Sort(list)
	return slices.Compact(list)
}

var keyPlace = regexp.MustCompile(`\{key:[^}]*\}`)

// catalogue reads all messages of a part; of a plural both forms, after one another.
func catalogue(t *testing.T, lang, part string) map[string]string {
	t.Helper()
	list, err := load(lang, part)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, m := range list {
		all[m.ID] = m.Other
		if m.One != "" && !slices.Equal(places(m.One), places(m.Other)) {
			t.Errorf("%s: %q: the forms have the places %v and %v", lang, m.ID, places(m.One), places(m.Other))
		}
	}
	return all
}

// parts lists the catalogues of a language.
func parts(t *testing.T, lang string) []string {
	t.Helper()
	entries, err := files.ReadDir(lang)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, strings.TrimSuffix(e.Name(), ".json"))
	}
	return list
}

// TestSameIDs holds that both languages have the same messages with the same places.
func TestSameIDs(t *testing.T) {
	for _, part := range parts(t, "en") {
		english, chinese := catalogue(t, "en", part), catalogue(t, "zh", part)
		for id, format := range english {
			translated, ok := chinese[id]
			switch {
			case !ok:
				t.Errorf("zh/%s.json has no %q", part, id)
			case !slices.Equal(places(format), places(translated)):
				t.Errorf("%q: the places are %v in English, %v in Chinese", id, places(format), places(translated))
			}
			if !strings.HasPrefix(id, part+".") {
				t.Errorf("en/%s.json has %q", part, id)
			}
		}
		for id := range chinese {
			if _, ok := english[id]; !ok {
				t.Errorf("en/%s.json has no %q", part, id)
			}
		}
	}
}

// TestUsed holds that the source uses all messages, and no others.
func TestUsed(t *testing.T) {
	s := scan(t)
	for _, part := range parts(t, "en") {
		known := catalogue(t, "en", part)
		for id := range known {
			if part == "count" && s.literals[strings.TrimPrefix(id, "count.")] {
				continue
			}
			if !s.literals[id] && !slices.ContainsFunc(slices.Collect(maps.Keys(s.prefixes)), func(p string) bool {
				return strings.HasPrefix(p, part+".") && strings.HasPrefix(id, p)
			}) {
				t.Errorf("nothing uses %q of en/%s.json", id, part)
			}
		}
		form := regexp.MustCompile(`^` + part + `\.[a-z][A-Za-z0-9.]*$`)
		for text := range s.literals {
			if _, ok := known[text]; form.MatchString(text) && !ok && !s.prefixes[text] && !strings.HasSuffix(text, ".go") {
				t.Errorf("en/%s.json has no %q", part, text)
			}
		}
	}
}

// TestErrors holds that all errors have words in Chinese, with the same places.
func TestErrors(t *testing.T) {
	s := scan(t)
	chinese := catalogue(t, "zh", "error")
	for format, place := range s.formats {
		translated, ok := chinese[format]
		switch {
		case !ok:
			t.Errorf("%s: zh/error.json has no %q", place, format)
		case !slices.Equal(places(format), places(translated)):
			t.Errorf("%s: %q: the places are %v in English, %v in Chinese", place, format, places(format), places(translated))
		}
	}
	for format := range chinese {
		if _, ok := s.formats[format]; !ok {
			t.Errorf("zh/error.json has %q, which no error says", format)
		}
	}
	for _, call := range s.foreign {
		t.Errorf("%s: fmt.Errorf has words, which fault.Errorf can say in another language", call)
	}
}

// TestScan is the control of the tests above: it holds that the scan finds errors and ids.
func TestScan(t *testing.T) {
	const code = `package p
func failf(n int, format string, args ...any) { fault.Errorf(format, args...) }
type report func(n int, format string, args ...any)
func g(say report) { say(1, "e %d e", 3) }
func f() {
	w.Text("report.done", errors.New("one two"))
	fault.Errorf("a %s" + " b", x)
	r.failf(1, "c %d d", 2)
	fmt.Errorf("with words %w", err)
	fmt.Errorf("%s: %w", x, err)
	w.Text("report." + kind)
}`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "p.go", code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	s := source{map[string]string{}, map[string]bool{}, map[string]bool{}, nil}.add(set, []*ast.File{f})
	if got, want := slices.Sorted(maps.Keys(s.formats)), []string{"a %s b", "c %d d", "e %d e", "one two"}; !slices.Equal(got, want) {
		t.Errorf("formats %q, want %q", got, want)
	}
	if !s.literals["report.done"] || !s.prefixes["report."] || len(s.foreign) != 1 {
		t.Errorf("the scan gives %+v", s)
	}
	if slices.Equal(places("%s of %d"), places("%s: %s")) || !slices.Equal(places("%s of %d"), places("%[2]d：%[1]s")) {
		t.Error("places are compared wrongly")
	}
	if slices.Equal(places("press {key:undo}"), places("press {key:redo}")) {
		t.Error("keys are not compared")
	}
}
