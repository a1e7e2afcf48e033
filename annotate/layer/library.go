package layer

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"pizhu/annotate/exchange"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// Library are those that annotations without texts may be about.
type Library struct {
	options Options
	loader  *Loader
	byName  map[string]corpus.Article
	byBase  map[string][]string // the names, by the last part of each
	last    string              // the name of the one that was read last
	content corpus.Content
}

// Why there is no article of a name.
var (
	ErrNoArticle = errors.New("there is no such article")
	ErrAmbiguous = errors.New("several articles may be meant")
)

// NewLibrary makes Articles of what was found.
func NewLibrary(found []corpus.Article, o Options) *Library {
	l := &Library{options: o, loader: NewLoader(o), byName: map[string]corpus.Article{}, byBase: map[string][]string{}}
	for _, a := range found {
		name := ExportName(a)
		l.byName[name] = a
		l.byBase[path.Base(name)] = append(l.byBase[path.Base(name)], name)
	}
	return l
}

// Find gives the article of a name, else the one whose place ends in it: who
// wrote the name may have stood in a folder below. Of several the hash decides.
func (l *Library) Find(called, sha256 string) (string, error) {
	called = path.Clean(called)
	if _, ok := l.byName[called]; ok {
		return called, nil
	}
	var fit []string
	for _, name := range l.byBase[path.Base(called)] {
		if len(name) > len(called) && name[len(name)-len(called)-1:] == "/"+called {
			fit = append(fit, name)
		}
	}
	if len(fit) > 1 && sha256 != "" {
		return l.written(called, fit, sha256)
	}
	switch len(fit) {
	case 0:
		return "", fmt.Errorf("%q: %w", called, ErrNoArticle)
	case 1:
		return fit[0], nil
	}
	return "", fault.Errorf("%q: %w, as %q and %q", called, ErrAmbiguous, fit[0], fit[1])
}

// written is the article of several that has a hash.
func (l *Library) written(called string, names []string, sha256 string) (string, error) {
	for _, name := range names {
		if d, err := l.Read(name); err == nil && d.SHA256 == sha256 {
			return name, nil
		}
	}
	return "", fault.Errorf("%q: %w, as %q, and none is as it was", called, ErrAmbiguous, names[0])
}

// Read reads an article without its layers.
func (l *Library) Read(name string) (exchange.Document, error) {
	a, ok := l.byName[name]
	if !ok {
		return exchange.Document{}, fmt.Errorf("%q: %w", name, ErrNoArticle)
	}
	if name != l.last {
		layers, err := l.layers(a)
		if err != nil {
			return exchange.Document{}, err
		}
		c, err := ReadArticle(a, l.options.Encoding, layers...)
		if err != nil {
			return exchange.Document{}, err
		}
		l.last, l.content = name, c
	}
	return exchange.Document{Name: name, SHA256: l.content.SHA256, Text: l.content.Text}, nil
}

// layers are those of an article that can be read.
func (l *Library) layers(a corpus.Article) ([]Layer, error) {
	names, err := l.loader.Annotators(a)
	if err != nil {
		return nil, err
	}
	var layers []Layer
	for _, name := range names {
		if layer, err := l.loader.ReadLayer(a, name); err == nil {
			layers = append(layers, layer)
		}
	}
	return layers, nil
}

// put writes the layers of a document that was read last beside its article, or,
// where one is there already, none.
func (l *Library) put(s *ImportTarget, d exchange.Document) error {
	a := l.byName[d.Name]
	disk := l.options.diskOf(a)
	paths, err := l.paths(disk, a, d.Layers)
	if err != nil {
		return err
	}
	layers := make([][]byte, len(d.Layers))
	for i, layer := range d.Layers {
		if layers[i], err = encodeLayer(s.file(layer, NewSource(a, l.content, sidecar.DocumentRef{}))); err != nil {
			return err
		}
	}
	if l.content.Unsaved {
		if _, err := disk.Replace(a.File(), "", l.content.Stored); err != nil {
			return err
		}
		l.content.Unsaved = false
	}
	for i := range d.Layers {
		if err := disk.MakeFolder(filepath.Dir(paths[i])); err != nil {
			return err
		}
		if err := writeLayer(disk, paths[i], layers[i]); err != nil {
			return err
		}
	}
	return nil
}

// paths are those of layers of an article, none of which is there yet.
func (l *Library) paths(disk store.Disk, a corpus.Article, layers []exchange.Layer) (paths []string, err error) {
	for _, layer := range layers {
		path := a.SidecarPath(layer.Annotator, l.options.Sidecars)
		if err := checkVacant(disk, path); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
