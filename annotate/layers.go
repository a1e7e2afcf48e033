package annotate

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// Load reads an article with all of its layers, in the order of the annotators'
// names.
func Load(a corpus.Article, o Options) (exchange.Document, error) {
	names, err := annotators(a, o.Sidecars)
	if err != nil {
		return exchange.Document{}, err
	}
	encoding := o.Encoding
	var layers []exchange.Layer
	for _, name := range names {
		file, _, err := readSidecar(SidecarPath(a, name, o.Sidecars))
		if err != nil {
			return exchange.Document{}, err
		}
		encoding = cmp.Or(encoding, file.Document.Encoding)
		layers = append(layers, exchange.Layer{Annotator: name, Set: file.Set})
	}
	t, raw, err := read(a, encoding)
	if err != nil {
		return exchange.Document{}, err
	}
	for _, l := range layers {
		if err := check(t, l.Set); err != nil {
			return exchange.Document{}, fmt.Errorf("read sidecar %q: %w", SidecarPath(a, l.Annotator, o.Sidecars), err)
		}
	}
	return exchange.Document{Name: filepath.ToSlash(a.Name), SHA256: store.Hash(raw), Text: t, Layers: layers}, nil
}

// annotators are the names of an article's layers, sorted.
func annotators(a corpus.Article, sidecars string) ([]string, error) {
	dir, prefix := filepath.Split(SidecarPath(a, "", sidecars))
	prefix, suffix, _ := strings.Cut(prefix, "..")
	prefix, suffix = prefix+".", "."+suffix
	entries, err := os.ReadDir(filepath.Clean(dir + "."))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), prefix)
		name, isLayer := strings.CutSuffix(name, suffix)
		if ok && isLayer && name != "" && !strings.Contains(name, ".") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}
