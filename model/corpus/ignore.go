package corpus

import (
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Ignore says what of a corpus is no article, though its name looks like one's.
type Ignore struct {
	// Patterns are as in .gitignore, without taking back: one without a slash is
	// that of a name in any folder, one with a slash begins at Root, a slash at
	// the end means folders only. ** is any number of folders.
	Patterns []string
	Root     string // a folder; empty: the one that is looked through
}

// An ignorer knows the patterns for one walk.
type ignorer struct {
	patterns []string
	root     string
}

// below is an ignorer for what is below a folder.
func (i Ignore) below(folder string) ignorer {
	root := i.Root
	if root == "" {
		root = folder
	}
	return ignorer{i.Patterns, absolute(root)}
}

// absolute is a path that can be compared with others; where there is none, the
// path as it is.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// has reports whether a file or folder is to be passed over.
func (i ignorer) has(path string, folder bool) bool {
	if len(i.patterns) == 0 {
		return false
	}
	place, err := filepath.Rel(i.root, absolute(path))
	if err != nil {
		return false
	}
	place = filepath.ToSlash(place)
	for _, p := range i.patterns {
		if matches(p, place, folder) {
			return true
		}
	}
	return false
}

// matches reports whether a pattern is that of a place below the root.
func matches(pattern, place string, folder bool) bool {
	trimmed := strings.TrimSuffix(pattern, "/")
	if trimmed != pattern && !folder {
		return false
	}
	if !strings.Contains(trimmed, "/") {
		trimmed = "**/" + trimmed
	}
	ok, err := doublestar.Match(strings.TrimPrefix(trimmed, "/"), place)
	return ok && err == nil
}
