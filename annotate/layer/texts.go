package layer

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
)

// Two sidecars may have been made for different texts of their article: somebody
// worked on after it was changed, somebody else has not seen that yet.

// sameText reports whether spans count in the same text in two sidecars.
func sameText(a, b sidecar.DocumentRef) bool {
	return a.SHA256 == b.SHA256 && a.Encoding == b.Encoding && a.Length == b.Length
}

// ReadBeside reads the article that two sidecars of it stand beside, in the encoding in which their claims keep their text. It
// has no text where it cannot be read.
func ReadBeside(path string, ours, theirs sidecar.File) corpus.Content {
	a, ok := articleBeside(path, ours.Document.ID)
	if !ok {
		return corpus.Content{}
	}
	c, err := ReadArticle(a, "", Layer{Source: ours.Document, Set: ours.Set}, Layer{Source: theirs.Document, Set: theirs.Set})
	if err != nil {
		return corpus.Content{}
	}
	return c
}

// articleBeside is the article of a sidecar at a path, by its name and the id of the
// document that it is of.
func articleBeside(path, id string) (a corpus.Article, ok bool) {
	of, _, _ := corpus.SplitSidecar(path)
	ok = corpus.IsSidecar(path)
	if id != "" {
		of, ok = corpus.SplitLayerFolder(filepath.Dir(path))
	}
	if info, err := os.Stat(of); !ok || err != nil || !info.Mode().IsRegular() {
		return corpus.Article{}, false
	}
	if id == "" {
		return corpus.Article{Path: of, Name: filepath.Base(of)}, true
	}
	all, err := corpus.Find([]string{of})
	i := slices.IndexFunc(all, func(a corpus.Article) bool { return a.ID() == id })
	if err != nil || i < 0 {
		return corpus.Article{}, false
	}
	return all[i], true
}

// reanchorToOneText brings the claims of a base, ours and theirs to one text, and says
// which that is.
func reanchorToOneText(sides *[3]sidecar.File, now corpus.Content) sidecar.DocumentRef {
	base, ours, theirs := sides[0], sides[1], sides[2]
	if now.Text != nil && reanchorSides(sides, now) {
		document := ours.Document
		document.SHA256, document.Encoding, document.Length = now.SHA256, now.Text.Encoding(), now.Text.Len()
		return document
	}
	there, other := ours, theirs
	if sameText(base.Document, ours.Document) || !sameText(base.Document, theirs.Document) && compareTexts(theirs.Document, ours.Document) > 0 {
		there, other = theirs, ours
	}
	for i, f := range sides {
		if !sameText(f.Document, there.Document) {
			sides[i].Set = placeByOther(f, base, there, other)
		}
	}
	return there.Document
}

// compareTexts puts texts into some order, so that the result of a merge does not
// hang on which side is ours.
func compareTexts(a, b sidecar.DocumentRef) int {
	return cmp.Or(cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Encoding, b.Encoding), cmp.Compare(a.Length, b.Length))
}

// byID finds the claims of a set by their ids.
func byID(s model.Set) map[string]*model.Claim {
	found := make(map[string]*model.Claim, len(s.Claims)+len(s.Adrift))
	for _, c := range s.All() {
		found[c.ID] = c
	}
	return found
}

// reanchorSides looks for the claims in the article, as opening it does, and reports
// whether that could be done.
func reanchorSides(sides *[3]sidecar.File, now corpus.Content) bool {
	found := *sides
	chart := anchor.NewLocator(now.Text, now.SHA256)
	for i := range found {
		f := &found[i]
		e, err := chart.Reanchor(f.Set, f.Document.SHA256, nil)
		if err == nil {
			f.Set, err = f.Set.Apply(e)
		}
		if err != nil {
			return false
		}
	}
	for i := range found {
		found[i].Set = completeFromOthers(i, found, *sides)
	}
	*sides = found
	return true
}

// completeFromOthers is a side whose claims were looked for in a text, with those that were not
// found there where another side has them: that one may have been made for this
// text. A claim that a person may have put elsewhere stays adrift.
func completeFromOthers(i int, found, were [3]sidecar.File) model.Set {
	base, was := byID(were[0].Set), byID(were[i].Set)
	others := []map[string]*model.Claim{}
	for k := range found {
		if k != i {
			others = append(others, byID(found[k].Set))
		}
	}
	set := model.Set{Document: found[i].Set.Document, Relations: found[i].Set.Relations}
	for _, c := range found[i].Set.All() {
		if then := was[c.ID]; c.Adrift() && !then.Adrift() && atRest(then, base[c.ID], sameText(were[i].Document, were[0].Document)) {
			for _, other := range others {
				if d := other[c.ID]; c.SameWords(d) && !d.Adrift() {
					c = c.At(d)
					break
				}
			}
		}
		set.Claims = append(set.Claims, c)
	}
	set.Normalize()
	return set
}

// atRest reports whether nobody put a claim at another place than the base has
// it at, as far as that can be told: nobody changed it, or it is where it was in
// the same text.
func atRest(c, base *model.Claim, sameText bool) bool {
	return c.SameWords(base) && (base.At(c).Equal(c) || sameText && slices.Equal(base.Spans(), c.Spans()))
}

// placeByOther are the claims of a sidecar for a text that is not known but by what
// another sidecar says of it. A claim that is there too, with the same words,
// stands where it does there, unless a person may have put it elsewhere. One that
// is not has no place until the article is opened: it is adrift, from the text of
// this sidecar or, where it is in a third one too, of that.
func placeByOther(f, base, there, other sidecar.File) model.Set {
	was, known, third := byID(base.Set), byID(there.Set), byID(other.Set)
	set := model.Set{Document: f.Set.Document, Relations: f.Set.Relations}
	for _, c := range f.Set.All() {
		resting := atRest(c, was[c.ID], sameText(f.Document, base.Document))
		if d := known[c.ID]; resting && c.SameWords(d) {
			set.Claims = append(set.Claims, c.At(d))
			continue
		}
		stood := f.Document.SHA256
		if d := third[c.ID]; resting && c.SameWords(d) {
			c, stood = c.At(d), other.Document.SHA256
		}
		if !c.Adrift() {
			c = c.Clone()
			c.Standing, c.Stood = model.Orphan, stood
		}
		set.Claims = append(set.Claims, c)
	}
	set.Normalize()
	return set
}

// countMoved says what came of the claims of two sides.
func (j *Merged) countMoved(ours, theirs model.Set) {
	sides := []map[string]*model.Claim{byID(ours), byID(theirs)}
	for _, c := range j.File.Set.All() {
		moved := slices.ContainsFunc(sides, func(side map[string]*model.Claim) bool {
			was := side[c.ID]
			return was != nil && !was.Adrift() && (c.Adrift() || !slices.Equal(was.Spans(), c.Spans()))
		})
		switch {
		case moved && c.Adrift():
			j.Adrift++
		case moved:
			j.Moved++
		}
	}
}
