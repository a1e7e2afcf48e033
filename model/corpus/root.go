package corpus

import (
	"path/filepath"
	"strings"
)

// Root is the corpus root of the article: the folder that was named, or else the one that the named file is in. It is empty
// where the article is in no file.
func (a Article) Root() string {
	path, name := a.Home()
	if path == "" {
		return ""
	}
	root, ok := strings.CutSuffix(path, name)
	if !ok || name == "" {
		return filepath.Dir(path)
	}
	return filepath.Clean(root) // of an empty one, .
}
