package session

import (
	"cmp"

	"pizhu/annotate/anchor"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// Of a large article a session first knows the beginning only: it is shown, and can be labelled, at once. What is done then
// is not written before all of the article was read, for the sidecar says which text its spans count in.

// A RestRead is what came of a job of Session.Rest.
type RestRead struct {
	owner   *Session
	content corpus.Content
	chart   *anchor.Locator
	err     error
}

// IsPartial reports whether only the beginning of the article is known.
func (s *Session) IsPartial() bool { return s.partialEncoding != "" }

// ReadRest gives the job that reads all of an article of which only the beginning is known, to be run in another goroutine and
// its result handed to Settle. It is nil where there is nothing more to read.
func (s *Session) ReadRest() func() RestRead {
	if s.partialEncoding == "" {
		return nil
	}
	article, asked, set, was, made := s.article, s.askedEncoding, s.set, s.formerHash, s.claimsMadeHere()
	known := layer.Layer{Source: sidecar.DocumentRef{SHA256: was, Encoding: s.partialEncoding}, Set: set}
	return func() RestRead {
		c, err := layer.ReadArticle(article, asked, known)
		if err != nil {
			return RestRead{owner: s, err: err}
		}
		chart := anchor.NewLocator(c.Text, c.SHA256)
		_, err = chart.Reanchor(set, cmp.Or(was, chart.Hash), made) // what is found is known when it is settled
		return RestRead{s, c, chart, err}
	}
}

// Session is the session whose article was read.
func (r RestRead) Session() *Session { return r.owner }

// Settle gives the session all of its text. The offsets of the beginning stay as they were.
func (r RestRead) Settle() error {
	s := r.owner
	switch {
	case r.err != nil:
		return r.err
	case s.partialEncoding == "":
		return nil
	}
	d := s.backend
	s.text, s.locator = r.content.Text, r.chart
	d.SetDocument(layer.NewSource(s.article, r.content, d.File.Document))
	d.Mu.Lock()
	d.Begin.SHA256, d.Begin.Encoding = d.File.Document.SHA256, d.File.Document.Encoding
	d.Mu.Unlock()
	s.partialEncoding = ""
	return s.reanchorAndNotify(cmp.Or(s.formerHash, s.locator.Hash))
}
