package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Root returns the corpus root of the article: the folder that was named, or else the one that contains the named file.
// It is empty if the article is in no file.
func (a Article) Root() string {
	path, name := a.LayerPrefix()
	if path == "" {
		return ""
	}
	root, ok := strings.CutSuffix(path, name)
	if !ok || name == "" {
		return filepath.Dir(path)
	}
	return filepath.Clean(root) // of an empty one, .
}

// FollowLink returns the path of a folder in a form through which filepath.WalkDir follows a link.
func FollowLink(folder string) string {
	if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return folder + string(filepath.Separator)
	}
	return folder
}
