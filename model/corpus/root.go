package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Root is the corpus root of the article: the folder that was named, or else the one that the named file is in. It is empty
// where the article is in no file.
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

// FollowLink is a folder that was named as filepath.WalkDir goes through it also where it is a link.
func FollowLink(folder string) string {
	if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return folder + string(filepath.Separator)
	}
	return folder
}
