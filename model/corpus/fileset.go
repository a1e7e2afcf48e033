package corpus

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// A fileSet holds the files that articles are in, by their place once links to folders
// are followed. A link to a file counts as a file of its own, for it has its own
// sidecars beside it.
type fileSet struct {
	files   map[string]bool
	folders map[string]string // the resolved paths of folders
}

func newFileSet() *fileSet { return &fileSet{map[string]bool{}, map[string]string{}} }

// addNew adds the files of articles, and returns the articles whose files were not in
// the set before. Articles on standard input are all returned.
func (s *fileSet) addNew(articles []Article) []Article {
	added := map[string]bool{}
	last, resolved := "", ""
	articles = slices.DeleteFunc(articles, func(a Article) bool {
		if a.input != nil {
			return false
		}
		if file := a.File(); file != last { // the documents of a file come together
			last, resolved = file, s.resolve(file)
			added[resolved] = true
		}
		return s.files[resolved]
	})
	maps.Copy(s.files, added)
	return articles
}

// resolve returns the absolute path of a file, in the folder that links lead to. Where
// that cannot be found out it is the path as it is.
func (s *fileSet) resolve(file string) string {
	folder, name := filepath.Split(file)
	if _, known := s.folders[folder]; !known {
		to, err := filepath.EvalSymlinks(filepath.Clean(folder))
		if err == nil {
			to, err = filepath.Abs(to)
		}
		if err != nil {
			to = folder
		}
		s.folders[folder] = to
	}
	return filepath.Join(s.folders[folder], name)
}

// LinksAmong returns the paths of the links to files whose text is that of another of the articles, too.
func LinksAmong(articles []Article) (links []string) {
	targets := map[string]string{} // of links, by their paths
	var files []string
	last := ""
	for _, a := range articles {
		if a.input != nil || a.Path == last { // the documents of a file come together
			continue
		}
		last = a.Path
		files = append(files, last)
		if info, err := os.Lstat(last); err == nil && info.Mode().Type() == fs.ModeSymlink {
			if to, err := filepath.EvalSymlinks(last); err == nil {
				targets[last] = to
			}
		}
	}
	if len(targets) == 0 {
		return nil
	}
	s, taken := newFileSet(), map[string]bool{}
	for _, file := range files {
		if targets[file] == "" {
			taken[s.resolve(file)] = true
		}
	}
	for _, file := range files {
		if targets[file] == "" {
			continue
		}
		to := s.resolve(targets[file])
		if taken[to] {
			links = append(links, file)
		}
		taken[to] = true
	}
	return links
}
