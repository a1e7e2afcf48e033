package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/annotate/noise"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// Load reads an article with all of its layers, in the order of the annotators'
// names.
func Load(a corpus.Article, o Options) (exchange.Document, error) { return NewLoader(o).Load(a) }

// A Loader reads articles as Load does. It lists a folder once for all articles
// in a row whose layers are there: a JSONL file's may be a million.
type Loader struct {
	options Options
	folder  string
	layers  map[string][]string // the annotators of each article of the folder, by the part of the names before theirs
}

// NewLoader makes a Loader.
func NewLoader(o Options) *Loader { return &Loader{options: o} }

// Load reads an article with all of its layers.
func (l *Loader) Load(a corpus.Article) (exchange.Document, error) {
	names, err := l.Annotators(a)
	if err != nil {
		return exchange.Document{}, err
	}
	files := make([]sidecar.File, len(names))
	var encodings []string
	for i, name := range names {
		if files[i], _, err = readSidecar(SidecarPath(a, name, l.options.Sidecars)); err != nil {
			return exchange.Document{}, err
		}
		encodings = append(encodings, files[i].Document.Encoding)
	}
	c, err := read(a, l.options.Encoding, cmp.Or(encodings...))
	if err != nil {
		return exchange.Document{}, err
	}
	d := exchange.Document{Name: filepath.ToSlash(a.Name), SHA256: c.SHA256, Text: c.Text}
	for i, name := range names {
		set, moved, err := follow(a, c, files[i])
		if err != nil {
			return exchange.Document{}, fmt.Errorf("read sidecar %q: %w", SidecarPath(a, name, l.options.Sidecars), err)
		}
		d.Layers = append(d.Layers, exchange.Layer{Annotator: name, Set: set, Moved: moved, Unknown: files[i].Unknown})
	}
	return d, nil
}

// follow is the set of a layer in the text that its article has now, and how many
// claims moved with their text.
func follow(a corpus.Article, c corpus.Content, f sidecar.File) (set model.Set, moved int, err error) {
	if err := whose(a, f.Document.ID); err != nil {
		return model.Set{}, 0, err
	}
	e, err := newChart(c.Text, c.SHA256).follow(f.Set, f.Document.SHA256, nil)
	if err != nil {
		return model.Set{}, 0, err
	}
	set, err = f.Set.Apply(e)
	return set, len(movements(e)), err
}

// Annotators are the names of an article's layers, sorted.
func (l *Loader) Annotators(a corpus.Article) ([]string, error) {
	path := SidecarPath(a, "", l.options.Sidecars)
	if path == "" {
		return nil, nil
	}
	folder, end := filepath.Split(path)
	if folder = filepath.Clean(folder + "."); folder != l.folder || l.layers == nil {
		layers, err := list(folder)
		if err != nil {
			return nil, err
		}
		l.folder, l.layers = folder, layers
	}
	return l.layers[strings.TrimSuffix(end, "."+layerEnd)], nil
}

// list finds the layers in a folder: ARTICLE.ANNOTATOR.pizhu.json, where the
// annotator's name has no dot.
func list(folder string) (map[string][]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	layers := map[string][]string{}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), layerEnd)
		dot := strings.LastIndexByte(name, '.')
		if !ok || dot < 0 || dot == len(name)-1 {
			continue
		}
		layers[name[:dot]] = append(layers[name[:dot]], name[dot+1:])
	}
	for _, names := range layers {
		slices.Sort(names)
	}
	return layers, nil
}

// NoiseOf gives what is noise in an article by its layers and by what was found
// in it: what a claim of a noise group says, and what is surely noise and nobody
// has rejected. Blank lines stay.
func NoiseOf(d exchange.Document, finds []noise.Find, scheme *model.Scheme) []text.Span {
	var spans []text.Span
	for _, l := range d.Layers {
		spans = append(spans, l.Set.Noise(scheme)...)
		finds = Undecided(finds, l.Set, scheme)
	}
	for _, f := range finds {
		if f.Kind != noise.Blank && f.Confidence >= noise.Sure {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

// Layer reads the layer of an annotator as it is on disk. It does not look at
// the article.
func Layer(a corpus.Article, annotator, sidecars string) (model.Set, error) {
	file, _, err := readSidecar(SidecarPath(a, annotator, sidecars))
	return file.Set, err
}
