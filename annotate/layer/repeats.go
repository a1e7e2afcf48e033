package layer

import (
	"os"
	"path/filepath"
	"slices"

	"pizhu/annotate/noise"
	"pizhu/model/corpus"
)

// How much of a corpus is read to learn what repeats over it.
const (
	mostLearnt  = 400     // articles
	mostBytes   = 8 << 20 // of all of them
	mostOfOne   = 1 << 18 // of an article: one that is longer is a book, and has no lines of a page around it
	fewestToAsk = 3       // articles over which something can repeat
)

// LearnRepeats learns what repeats over the articles of a corpus, from the first of
// them: a line or string is noise where it stands in many. What is packed, or is
// a page, is passed over, for it takes long to read; so is what cannot be read.
// It is nil where there are too few articles to tell.
func LearnRepeats(articles []corpus.Article, encoding string) *noise.CorpusCounts {
	if len(articles) < fewestToAsk {
		return nil
	}
	var all noise.CorpusCounts
	left := mostBytes
	for _, a := range articles[:min(len(articles), mostLearnt)] {
		if left <= 0 {
			break
		}
		if !isQuick(a) {
			continue
		}
		if t, _, err := a.ReadAs(encoding); err == nil {
			all.Add(t)
			left -= len(t.String())
		}
	}
	return &all
}

// isQuick reports whether an article is read in a moment.
func isQuick(a corpus.Article) bool {
	path := a.File()
	switch {
	case path == "" || a.IsPage():
		return false
	case a.ID() != "": // a line of a file, whatever the size of that
		return true
	case slices.Contains([]string{".gz", ".zst"}, filepath.Ext(path)):
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() <= mostOfOne
}
