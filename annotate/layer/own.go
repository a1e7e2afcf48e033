package layer

import (
	"iter"
	"os"
	"path/filepath"
	"strings"

	"pizhu/model/corpus"
)

// IsOwn reports whether a path is that of a sidecar, a kept copy of one or a
// journal, by its name or that of the folder it is in.
func IsOwn(path string) bool {
	dir, name := filepath.Split(filepath.Clean(path))
	if corpus.HasSidecarName(name) {
		return true
	}
	dir = filepath.Clean(dir + ".")
	of, ok := corpus.SplitLayerFolder(filepath.Base(dir))
	if !ok || of == "" {
		return false
	}
	info, err := os.Stat(filepath.Join(filepath.Dir(dir), of))
	return strings.HasPrefix(of, ".") || err == nil && !info.IsDir()
}

// IsAnnotated reports whether the file at a path is an article with sidecars or
// journals beside it.
func IsAnnotated(path string) bool {
	dir, name := filepath.Split(path)
	for _, folder := range []string{corpus.LayerFolder(name), corpus.JournalFolder("", name)} {
		if info, err := os.Stat(dir + folder); err == nil && info.IsDir() {
			return true
		}
	}
	entries, _ := os.ReadDir(filepath.Clean(dir + ".")) // one that cannot be read is not written either
	for _, e := range entries {
		if article, _, ok := corpus.SplitSidecar(e.Name()); ok && article == name {
			return true
		}
	}
	return false
}

// OwnFiles lists the sidecars in a folder and the journals in the folders of its
// articles.
func OwnFiles(folder string) iter.Seq[string] {
	return func(yield func(string) bool) {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			path := filepath.Join(folder, e.Name())
			switch name := e.Name(); {
			case corpus.HasSidecarName(name):
				if !yield(path) {
					return
				}
			case isJournalFolder(name):
				journals, _ := os.ReadDir(path)
				for _, j := range journals {
					if !yield(filepath.Join(path, j.Name())) {
						return
					}
				}
			}
		}
	}
}

func isJournalFolder(name string) bool {
	_, ok := corpus.SplitJournalFolder(name)
	return ok
}
