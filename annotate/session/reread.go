package session

import (
	"pizhu/annotate/anchor"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// A reread is what came of reading an article again.
type reread struct {
	content corpus.Content
	chart   *anchor.Locator // nil where the text is as it was
	err     error
}

// rereadArticle reads an article again, where it seems to have been changed. What it takes
// time to find for the session's claims is found by then.
func rereadArticle(a corpus.Article, asked string, was *anchor.Locator, set model.Set, made map[string]bool) reread {
	known := sidecar.DocumentRef{SHA256: was.Hash, Encoding: was.Text.Encoding()}
	c, err := layer.ReadArticle(a, asked, layer.Layer{Source: known, Set: set})
	if err != nil || c.SHA256 == was.Hash {
		return reread{err: err}
	}
	m := anchor.NewLocator(c.Text, c.SHA256)
	if m.Text.Len() <= anchor.MaxText {
		m.Resolver = anchor.New(m.Text)
	}
	_, err = m.Reanchor(set, was.Hash, made)
	return reread{c, m, err}
}

// settleReread gives the session another text, which its claims follow.
func (s *Session) settleReread(r reread) {
	if r.err != nil {
		s.notify("the article was changed, and cannot be read again: %v", r.err)
	}
	if r.err != nil || r.chart == nil || r.chart.Hash == s.locator.Hash {
		return
	}
	was := s.locator.Hash
	if len(s.pendingReanchor.Changes) > 0 {
		was = s.formerHash
	}
	if err := s.revertReanchor(); err != nil {
		s.unsaved = err
		return
	}
	if r.content.Text.Len() == 0 {
		s.notify("the article was emptied")
	}
	named, news := s.backend.File.Document.Encoding, len(s.notices)
	s.text, s.locator = r.content.Text, r.chart
	s.backend.SetDocument(layer.NewSource(s.article, r.content, s.backend.File.Document))
	if err := s.reanchorAndNotify(was); err != nil {
		s.unsaved = err
	}
	if len(s.notices) == news {
		s.notify("the article was changed; every claim is in its place")
	}
	if s.noteEncoding(named) {
		s.behind = true
	}
}

// MoveOffset is where a place of an earlier text is in the session's, as far as that can
// be found by what stands there.
func (s *Session) MoveOffset(old *text.Text, o text.Offset) text.Offset {
	const enough = 24 // code points, to know a place by
	for _, at := range []text.Span{{Start: o, End: min(o+enough, old.Len())}, {Start: max(0, o-enough), End: o}} {
		if at = old.Snap(at); at.Empty() || s.locator.Resolver == nil {
			continue
		}
		c := &model.Claim{Fragments: []model.Fragment{model.Describe(old, at)}}
		if p := s.locator.Resolver.Resolve([]*model.Claim{c})[0]; len(p.Spans) > 0 && at.Start == o {
			return p.Spans[0].Start
		} else if len(p.Spans) > 0 {
			return p.Spans[0].End
		}
	}
	return s.text.Floor(min(o, s.text.Len()))
}
