package check

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A Fault is one thing that is wrong in a corpus.
type Fault struct {
	File         string
	Line, Column int // from 1, the column in code points; 0 where it is not known
	Finding
}

// The kinds of what is wrong with files.
const (
	Damaged    Kind = "damaged"    // a record of a journal that cannot be read
	PutBack    Kind = "put-back"   // a sidecar is as it was earlier
	Behind     Kind = "behind"     // a sidecar lacks what the journals have
	Unreadable Kind = "unreadable" // an article or a sidecar
	Named      Kind = "annotator"  // a sidecar is not of whom its name says, or not of this document
	Stray      Kind = "stray"      // a sidecar or journals without an article
	Rescued    Kind = "rescued"    // work that could not be written to its place
	Kept       Kind = "kept"       // a sidecar that could not be read
	Leftover   Kind = "leftover"   // a file that was not finished
	Linked     Kind = "link"       // a link that is not followed
)

// hints are for those who find such a file.
var hints = map[Kind]string{
	Unreadable: "of an article, check that it is there and who may read it; a damaged sidecar is mended or moved away: pizhu schema sidecar prints what it must be like",
	Named:      "rename the file, or mend what it says",
	Stray:      "bring the article back under its old name, or move what was made of it away",
	Rescued:    "pizhu merge /dev/null SIDECAR FILE joins it with the sidecar that it is named after; then delete it. Where there is no such sidecar, give it that name",
	Kept:       "the work went on in the sidecar that it is named after; delete it when nothing in it is missed",
	Damaged:    "what cannot be read is passed over, and lost unless the sidecar has it; move the files of another article to where that is",
	Behind:     "nothing is lost, exports read the journals too. An open reader writes it within a second; else open the article and leave it with q, where its folder may be written",
	IllName:    "rename it, and with it its sidecars and the folder .ARTICLE.pizhu; or leave it: nothing is lost",
	Encoding:   "name the right encoding with --encoding, or look for the damage in the file; exports write U+FFFD for them",
	PutBack:    "open the article: the reader asks whether that is to be made again, or the sidecar is to stay as it is",
	Leftover:   "a program was stopped while it wrote; the file may be deleted",
	Linked:     "put the file itself in its place, or name the folder that holds both; the folder of --sidecars may be a link",
}

// An inspector goes through articles, and then through the folders that they
// are in.
type inspector struct {
	options layer.Options
	layers  *layer.Loader
	seen    map[string]bool // the sidecars that were looked at, and the files of the articles
	faults  []Fault
}

// Inspect says all that is wrong with the layers of articles, and with the files
// of this program below some paths. What cannot be read is a fault and stops nothing.
func Inspect(articles []corpus.Article, paths []string, o layer.Options) []Fault {
	in := &inspector{options: o, layers: layer.NewLoader(o), seen: map[string]bool{}}
	for _, a := range articles {
		if err := in.article(a); err != nil {
			in.fault(a.File(), Unreadable, err)
		}
	}
	if o.Sidecars != "" {
		paths = []string{o.Sidecars}
	}
	for _, path := range paths {
		if err := in.folder(path); err != nil {
			in.fault(path, Unreadable, err)
		}
	}
	return in.faults
}

func (in *inspector) fault(file string, k Kind, err error) {
	f := Fault{File: file, Finding: Finding{Kind: k, What: err.Error(), Said: err, Hint: hints[k]}}
	if at := (*sidecar.SyntaxError)(nil); errors.As(err, &at) {
		f.Line, f.Column, f.What, f.Said = at.Line, at.Column, at.Err.Error(), at.Err
	}
	in.faults = append(in.faults, f)
}

func (in *inspector) article(a corpus.Article) error {
	in.name(a)
	in.seen[filepath.Clean(a.Path)] = true
	names, err := in.layers.Annotators(a)
	if errors.Is(err, store.ErrLink) { // the folder that the sidecars are in
		folder, _ := a.LayerPlace(in.options.Sidecars)
		in.link(folder, journal.WhyUnreadable(err))
		err = nil
	}
	if err != nil {
		return err
	}
	if files, err := in.layers.Files(a, ""); err == nil {
		for _, at := range files.Refusals() {
			in.link(at.Path, at.Err)
		}
	}
	var layers []layer.Layer
	raws := map[string][]byte{}
	for _, name := range names {
		in.seen[filepath.Clean(a.SidecarPath(name, in.options.Sidecars))] = true
		f, err := in.look(a, name)
		if err != nil {
			return err
		}
		if cmp.Or(f.Refused, f.Fault) == nil {
			layers, raws[name] = append(layers, layer.FromContents(f, name, in.options.Scheme)), f.Raw
		}
	}
	c, err := layer.ReadArticle(a, in.options.Encoding, layers...)
	if err != nil {
		in.fault(a.File(), Unreadable, err)
		return nil
	}
	if n := c.Text.Undecodable(); n > 0 {
		err := fault.Errorf("byte sequences that cannot be decoded as %s: %d", c.Text.Encoding(), n)
		if a.ID() != "" {
			err = fault.Errorf("document %q: %w", a.ID(), err)
		}
		in.fault(a.File(), Encoding, err)
	}
	for _, l := range layers {
		in.claims(c, l, raws[l.Annotator])
	}
	return nil
}

// look reads one layer of an article, the sidecar with what journals have besides, and
// looks at all of it but the claims.
func (in *inspector) look(a corpus.Article, name string) (journal.Contents, error) {
	files, err := in.layers.Files(a, name)
	if err != nil {
		return journal.Contents{}, err
	}
	f, err := files.ReadContents()
	if err != nil {
		return journal.Contents{}, err
	}
	in.damage(f)
	if err := cmp.Or(f.Refused, f.Fault); err != nil {
		kind := Unreadable
		if errors.Is(err, store.ErrLink) {
			kind = Linked
		}
		in.fault(f.Path, kind, err)
		return f, nil
	}
	l := layer.FromContents(f, name, in.options.Scheme)
	if f.Version != "" && f.File.Annotator != name {
		in.fault(l.Path, Named, fault.Errorf("it is of the annotator %q", f.File.Annotator))
	}
	if id := l.Source.ID; id != "" && id != a.ID() {
		in.fault(l.Path, Named, fault.Errorf("it is of the document %q", id))
	}
	if l.Recovered > 0 {
		in.fault(l.Path, Behind, fault.Errorf("edits that only the journals have: %d", l.Recovered))
	}
	if !l.Withheld.IsZero() {
		in.fault(l.Path, PutBack, fault.Errorf("it was put back to an earlier state; made after it: %s", l.Withheld))
	}
	return f, nil
}

// claims holds the claims of a layer against the text. The bytes of the sidecar say
// on which line each of them is.
func (in *inspector) claims(c corpus.Content, l layer.Layer, raw []byte) {
	same := c.SHA256 == l.Source.SHA256
	found := Look(Layer{Text: c.Text, Set: l.Set, Scheme: in.options.Scheme, Unchanged: same})
	lines := linesOf(raw, found)
	for _, f := range found {
		in.faults = append(in.faults, Fault{File: l.Path, Line: lines[f.ID], Finding: f})
	}
}

// link says once that a link is not followed: a folder is of several annotators.
func (in *inspector) link(path string, err error) {
	if path = filepath.Clean(path); !in.seen[path] {
		in.seen[path] = true
		in.fault(path, Linked, err)
	}
}

// damage says which records of journals and of the log cannot be read, or are about another
// article.
func (in *inspector) damage(f journal.Contents) {
	_, damaged := f.Entries()
	for _, err := range damaged {
		at := (*fs.PathError)(nil)
		switch {
		case !errors.As(err, &at):
		case errors.Is(at.Err, store.ErrLink):
			in.link(at.Path, at.Err)
		default:
			in.fault(at.Path, Damaged, at.Err)
		}
	}
}

// linesOf returns the line of a sidecar on which the id of each finding stands first.
func linesOf(raw []byte, found []Finding) map[string]int {
	lines := map[string]int{}
	for _, f := range found {
		lines[f.ID] = 0
	}
	delete(lines, "")
	number := 1
	for missing := len(lines); missing > 0; {
		open := bytes.IndexByte(raw, '"')
		if open < 0 {
			break
		}
		number += bytes.Count(raw[:open], []byte("\n"))
		raw = raw[open+1:]
		end := stringEnd(raw)
		if line, ok := lines[string(raw[:end])]; ok && line == 0 {
			lines[string(raw[:end])] = number
			missing--
		}
		raw = raw[min(end+1, len(raw)):]
	}
	return lines
}

// stringEnd returns where a JSON string ends whose opening quotation mark stands before b.
func stringEnd(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return len(b)
}

// folder looks for files of this program that no article has. Of a file that was
// named it looks at those beside it which are named after it.
func (in *inspector) folder(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err != nil && in.seen[filepath.Clean(path)]: // an article, which was looked at
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		beside, err := os.ReadDir(filepath.Dir(path))
		for _, e := range beside {
			if strings.HasPrefix(e.Name(), filepath.Base(path)+".") && !e.IsDir() {
				in.file(filepath.Join(filepath.Dir(path), e.Name()))
			}
		}
		return err
	}
	path = corpus.FollowLink(path)
	return filepath.WalkDir(path, func(at string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			in.fault(at, Unreadable, err)
			return nil
		case e.IsDir() && at != path && strings.HasPrefix(e.Name(), "."):
			in.journals(at)
			return filepath.SkipDir
		case !e.IsDir():
			in.file(at)
		}
		return nil
	})
}

// journals says where a hidden folder has the journals of an article that is not
// there. Of documents of a file and below a folder of sidecars it knows nothing:
// there no file has the article's name.
func (in *inspector) journals(folder string) {
	base := filepath.Dir(folder)
	name, ok := corpus.SplitJournalFolder(folder)
	if _, isLayers := corpus.SplitLayerFolder(base); !ok || in.options.Sidecars != "" || isLayers {
		return
	}
	if _, err := os.Stat(filepath.Join(base, name)); errors.Is(err, fs.ErrNotExist) {
		in.fault(folder, Stray, errors.New("there is no article for its journals"))
	}
}

// file says what is wrong with a file by its name.
func (in *inspector) file(path string) {
	name := filepath.Base(path)
	switch {
	case store.IsUnfinished(name):
		in.fault(path, Leftover, errors.New("it was not finished"))
	case corpus.IsUnreadable(name):
		in.fault(path, Kept, errors.New("a sidecar that could not be read, as it was"))
	case corpus.IsRescued(name):
		in.fault(path, Rescued, errors.New("work that could not be written to its place"))
	case corpus.IsSidecar(name) && !in.seen[filepath.Clean(path)] && in.stray(path):
		in.fault(path, Stray, errors.New("there is no article for it"))
	}
}

// stray reports whether the article of a sidecar is not there. One that is there
// and was not named is another matter.
func (in *inspector) stray(path string) bool {
	folder := filepath.Dir(path)
	if file, ok := corpus.SplitLayerFolder(folder); ok { // of the documents of a file
		_, err := os.Stat(file)
		return err != nil || in.seen[filepath.Clean(file)]
	}
	if in.options.Sidecars != "" {
		return true
	}
	of, _, _ := corpus.SplitSidecar(path)
	_, err := os.Stat(of)
	return err != nil
}

// IllName is the kind of a name that is not valid UTF-8.
const IllName Kind = "name"

// name says that an article has a name that is not UTF-8, once for the documents of one file.
func (in *inspector) name(a corpus.Article) {
	if layer.IllNamed(a) && !in.seen[filepath.Clean(a.Path)] {
		in.fault(a.Path, IllName, fault.Errorf("%w: sidecars and exports have it as %s", errIllName, text.EscapeName(a.Path)))
	}
}

var errIllName = errors.New("the name is not UTF-8")
