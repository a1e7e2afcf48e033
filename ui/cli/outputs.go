package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"pizhu/annotate/layer"
	"pizhu/model/corpus"
)

// An output is a file that a command is asked to write, or a folder that it writes
// several in.
type output struct {
	flag   string                 // what names it
	path   string                 // empty or -: there is none
	writes func(name string) bool // of a folder: whether a file of this name, with slashes, may be written in it
	keeps  bool                   // of a folder: a file that is there is never replaced
	over   string                 // the kind of input that it may replace, if any
}

func (o output) isFolder() bool { return o.writes != nil }

// An input is a file that a command reads, or that belongs to one: an article, its
// sidecars and journals, a scheme, a source.
type input struct{ kind, path string }

// errTaken says that an output would replace what is not to be replaced.
var errTaken = errors.New("which is never written over")

// checkOutputs returns a usage error where an output would replace an input, a file
// of pizhu's own, an article that has annotations, or another output, whatever
// links and spellings of its path hide that. Commands call it before they write.
func (f *flags) checkOutputs(outputs []output, inputs iter.Seq[input]) error {
	var list []target
	for _, o := range outputs {
		if o.path == "" || o.path == "-" {
			continue
		}
		t := newTarget(o)
		if err := cmp.Or(t.checkOwn(f.state), t.checkAnnotated()); err != nil {
			return err
		}
		for _, other := range list {
			if err := t.checkOther(other); err != nil {
				return err
			}
		}
		list = append(list, t)
	}
	list = slices.DeleteFunc(list, func(t target) bool { return t.info == nil || t.keeps })
	if len(list) == 0 || inputs == nil {
		return nil
	}
	for in := range inputs {
		for i := range list {
			if err := list[i].checkInput(in); err != nil {
				return err
			}
		}
	}
	return nil
}

// A target is an output with what is at its path.
type target struct {
	output
	real string       // the path without links
	info fs.FileInfo  // nil where nothing is there yet
	has  *folderFiles // of a folder; nil before it was looked through
}

func newTarget(o output) target {
	t := target{output: o, real: realPath(o.path)}
	t.info, _ = os.Stat(o.path)
	return t
}

// realPath is an absolute path without links, as far as it exists.
func realPath(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	for range 255 { // a circle of links ends too
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	if dir := filepath.Dir(path); dir != path {
		return filepath.Join(realPath(dir), filepath.Base(path))
	}
	return path
}

func (t target) taken(what, path string) error {
	return usage("%s is %q, %w: it is %s %q", t.flag, t.path, errTaken, what, path)
}

// checkOwn refuses the names that pizhu gives to sidecars and journals, and all in
// the folder of what it remembers.
func (t target) checkOwn(state string) error {
	given, err := filepath.Abs(t.path)
	if err != nil {
		return err
	}
	if state != "" {
		state = realPath(state)
	}
	for _, path := range []string{given, t.real} {
		if layer.IsOwn(path) || state != "" && isBelow(path, state) {
			return t.taken("the place of a sidecar or a journal,", path)
		}
	}
	return nil
}

// checkAnnotated refuses an article that has annotations, whether the command reads
// it or not.
func (t target) checkAnnotated() error {
	if t.info == nil || t.info.IsDir() {
		return nil
	}
	if layer.IsAnnotated(t.real) {
		return t.taken("an article with annotations,", t.real)
	}
	return nil
}

// checkOther refuses two outputs in one place.
func (t target) checkOther(other target) error {
	file, folder := t, other
	if file.isFolder() {
		file, folder = other, t
	}
	switch {
	case t.isFolder() && other.isFolder():
	case !folder.isFolder() && (t.real == other.real || t.info != nil && other.info != nil && os.SameFile(t.info, other.info)):
		return usage("%s and %s are both %q", other.flag, t.flag, t.path)
	case folder.isFolder() && isBelow(file.real, folder.real) && folder.writes(nameBelow(file.real, folder.real)):
		return usage("%s is %q, which may be the name of a file that is written to %s %q", file.flag, file.path, folder.flag, folder.path)
	}
	return nil
}

// nameBelow is the name of a file in a folder, with slashes.
func nameBelow(path, folder string) string {
	rest, _ := filepath.Rel(folder, path)
	return filepath.ToSlash(rest)
}

// isBelow reports whether a path is below a folder.
func isBelow(path, folder string) bool {
	rest, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rest) && rest != "."
}

// checkInput refuses an output that is an input, or a folder that holds one.
func (t *target) checkInput(in input) error {
	info, err := os.Stat(in.path)
	switch {
	case err != nil || in.kind == t.over:
		return nil // it is not there, or the command says why it cannot be read
	case !t.isFolder():
		if os.SameFile(info, t.info) {
			return t.taken("the "+in.kind, in.path)
		}
		return nil
	}
	if t.has == nil {
		t.has = filesIn(t.real, t.writes)
	}
	if t.has.hold(info, in.path) {
		return usage("%s is the folder %q, in which the %s %q would be replaced, %w", t.flag, t.path, in.kind, in.path, errTaken)
	}
	return nil
}

// A folderFiles knows the files in a folder that may be replaced, and the folders
// that links in it lead to.
type folderFiles struct {
	writes func(name string) bool
	files  map[fileKey][]fs.FileInfo // several where os.SameFile has to tell
	links  map[string]string         // names in the folder to paths without links
	reals  map[string]string         // the paths of folders without links
}

// A fileKey is what equal files have in common on every system.
type fileKey struct{ size, time int64 }

func keyOf(info fs.FileInfo) fileKey { return fileKey{info.Size(), info.ModTime().UnixNano()} }

// filesIn looks through a folder. What cannot be read cannot be written either.
func filesIn(folder string, writes func(name string) bool) *folderFiles {
	h := &folderFiles{writes, map[fileKey][]fs.FileInfo{}, map[string]string{}, map[string]string{}}
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		info, err := os.Stat(path)
		switch name := nameBelow(path, folder); {
		case err != nil:
		case info.IsDir():
			h.links[name] = realPath(path)
		case writes(name):
			h.files[keyOf(info)] = append(h.files[keyOf(info)], info)
		}
		return nil
	})
	return h
}

// hold reports whether a file is one of these.
func (h *folderFiles) hold(info fs.FileInfo, path string) bool {
	if slices.ContainsFunc(h.files[keyOf(info)], func(other fs.FileInfo) bool { return os.SameFile(info, other) }) {
		return true
	}
	if len(h.links) == 0 {
		return false
	}
	dir := filepath.Dir(path)
	if h.reals[dir] == "" {
		h.reals[dir] = realPath(dir)
	}
	real := filepath.Join(h.reals[dir], filepath.Base(path))
	for name, folder := range h.links {
		if isBelow(real, folder) && h.writes(name+"/"+nameBelow(real, folder)) {
			return true
		}
	}
	return false
}

// textsIn are the articles in a folder, by their names, that an import is about or
// puts others beside.
func textsIn(folder string) iter.Seq[input] {
	return func(yield func(input) bool) {
		stop := errors.New("stop")
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (corpus.IsArticle(path) && !yield(input{"article", path}) || layer.IsOwn(path) && !yield(input{"sidecar or journal", path})) {
				return stop
			}
			return nil
		})
	}
}

// articleInputs lists articles with their sidecars and journals.
func (f *flags) articleInputs(articles []corpus.Article) iter.Seq[input] {
	return func(yield func(input) bool) {
		last, folder := "", ""
		for _, a := range articles {
			for _, path := range slices.Compact([]string{a.Path, a.File()}) {
				if path != "" && path != last && !yield(input{"article", path}) {
					return
				}
			}
			last = a.Path
			layers := a.SidecarPath("", f.sidecars)
			if dir := filepath.Dir(layers); layers == "" || dir == folder {
				continue
			}
			folder = filepath.Dir(layers)
			for path := range layer.OwnFiles(folder) {
				if !yield(input{"sidecar or journal", path}) {
					return
				}
			}
		}
	}
}

// sourcesIn lists the files that an import or a conversion reads.
func sourcesIn(paths []string) iter.Seq[input] {
	return func(yield func(input) bool) {
		for _, path := range paths {
			files, _ := filesOf(path) // what is wrong with it is said when it is read
			for _, f := range files {
				if f.path != "-" && !yield(input{"source", f.path}) {
					return
				}
			}
		}
	}
}

// inputsFrom lists the inputs of several lists.
func inputsFrom(lists ...iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		for _, list := range lists {
			for in := range list {
				if !yield(in) {
					return
				}
			}
		}
	}
}

// schemeInput is the scheme in use, where it is a file.
func schemeInput(path string) iter.Seq[input] {
	return func(yield func(input) bool) {
		if path != "" {
			yield(input{"scheme", path})
		}
	}
}
