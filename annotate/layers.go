package annotate

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// Load reads an article with all of its layers, in the order of the annotators'
// names.
func Load(a corpus.Article, o Options) (exchange.Document, error) {
	t, raw, err := a.Read()
	if err != nil {
		return exchange.Document{}, err
	}
	d := exchange.Document{Name: filepath.ToSlash(a.Name), SHA256: store.Hash(raw), Text: t}
	names, err := annotators(a, o.Sidecars)
	if err != nil {
		return exchange.Document{}, err
	}
	for _, name := range names {
		path := SidecarPath(a, name, o.Sidecars)
		raw, err := store.Read(path, sidecarLimit)
		if err != nil {
			return exchange.Document{}, err
		}
		file, err := sidecar.Parse(raw)
		if err == nil {
			err = check(t, file.Set)
		}
		if err != nil {
			return exchange.Document{}, fmt.Errorf("read sidecar %q: %w", path, err)
		}
		d.Layers = append(d.Layers, exchange.Layer{Annotator: name, Set: file.Set})
	}
	return d, nil
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
