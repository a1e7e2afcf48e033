package ui

import (
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/model/corpus"
	"pizhu/model/text"
)

// Where a corpus was left. It is kept for the deepest folder that all of the articles are in, so it is found again whether
// the folder was named or the files in it.

// corpusRoot is that folder, as an absolute path; of the documents of one file it is the file. It is empty where there is only
// one article, for which there is nothing to remember, or no such folder.
func corpusRoot(articles []corpus.Article) string {
	if len(articles) < 2 {
		return ""
	}
	root := articles[0].Path
	prefix := root + string(filepath.Separator)
	for _, a := range articles {
		for a.Path != root && !strings.HasPrefix(a.Path, prefix) {
			parent := filepath.Dir(root)
			if parent == root || parent == "." {
				return workingFolder(articles)
			}
			root = parent
			prefix = strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator)
		}
	}
	return absolute(root)
}

// workingFolder is the folder that paths are relative to, if all of the articles are in it.
func workingFolder(articles []corpus.Article) string {
	if slices.ContainsFunc(articles, func(a corpus.Article) bool { return !filepath.IsLocal(a.Path) }) {
		return ""
	}
	return absolute(".")
}

// absolute is a path from the root of the file system; empty where that cannot be found out.
func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	return abs
}

// lastArticle is the index of the article that was left last, or of the first.
func (a *App) lastArticle() int {
	path, index, ok := a.Places.Last(corpusRoot(a.Articles))
	if !ok {
		return 0
	}
	isLast := func(x corpus.Article) bool { return text.EscapeName(home(x)) == path }
	if index < len(a.Articles) && isLast(a.Articles[index]) {
		return index
	}
	return max(0, slices.IndexFunc(a.Articles, isLast))
}

// noteLast notes which article is left last.
func (a *App) noteLast() {
	root, path := corpusRoot(a.Articles), home(a.article.Session.Article())
	if root != "" && path != "" {
		a.Places = a.Places.WithLast(root, path, a.index, a.Author.Now())
	}
}

// beginningWith gives the numbers below n in order, but one of them before all others.
func beginningWith(first, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if first < n && !yield(first) {
			return
		}
		for i := range n {
			if i != first && !yield(i) {
				return
			}
		}
	}
}
