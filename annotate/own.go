package annotate

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// ownFolder ends the names of the folders with the layers of JSONL documents, and,
// after a dot, of those with journals.
const ownFolder = ".pizhu"

// IsOwn reports whether a path is that of a sidecar, a kept copy of one or a
// journal, by its name or that of the folder it is in.
func IsOwn(path string) bool {
	dir, name := filepath.Split(filepath.Clean(path))
	if strings.Contains(name, layerEnd) {
		return true
	}
	dir = filepath.Clean(dir + ".")
	of, ok := strings.CutSuffix(filepath.Base(dir), ownFolder)
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
	for _, folder := range []string{name + ownFolder, "." + name + ownFolder} {
		if info, err := os.Stat(dir + folder); err == nil && info.IsDir() {
			return true
		}
	}
	entries, _ := os.ReadDir(filepath.Clean(dir + ".")) // one that cannot be read is not written either
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), name+".")
		annotator, is := strings.CutSuffix(rest, layerEnd)
		if ok && is && annotator != "" && !strings.Contains(annotator, ".") {
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
			case strings.Contains(name, layerEnd):
				if !yield(path) {
					return
				}
			case strings.HasPrefix(name, ".") && strings.HasSuffix(name, ownFolder):
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
