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

// A Rest is what came of a job of Session.Rest.
type Rest struct {
	session *Session
	content corpus.Content
	chart   *anchor.Locator
	err     error
}

// Partial reports whether only the beginning of the article is known.
func (s *Session) Partial() bool { return s.missing != "" }

// Rest gives the job that reads all of an article of which only the beginning is known, to be run in another goroutine and
// its result handed to Settle. It is nil where there is nothing more to read.
func (s *Session) Rest() func() Rest {
	if s.missing == "" {
		return nil
	}
	article, asked, set, was, made := s.article, s.asked, s.set, s.former, s.made()
	known := layer.Layer{Source: sidecar.Source{SHA256: was, Encoding: s.missing}, Set: set}
	return func() Rest {
		c, err := layer.ReadArticle(article, asked, known)
		if err != nil {
			return Rest{session: s, err: err}
		}
		chart := anchor.NewLocator(c.Text, c.SHA256)
		_, err = chart.Reanchor(set, cmp.Or(was, chart.Hash), made) // what is found is known when it is settled
		return Rest{s, c, chart, err}
	}
}

// Of is the session whose article was read.
func (r Rest) Of() *Session { return r.session }

// Settle gives the session all of its text. The offsets of the beginning stay as they were.
func (r Rest) Settle() error {
	s := r.session
	switch {
	case r.err != nil:
		return r.err
	case s.missing == "":
		return nil
	}
	d := s.disk
	s.text, s.chart = r.content.Text, r.chart
	d.SetDocument(layer.NewSource(s.article, r.content, d.File.Document))
	d.Mu.Lock()
	d.Begin.SHA256, d.Begin.Encoding = d.File.Document.SHA256, d.File.Document.Encoding
	d.Mu.Unlock()
	s.missing = ""
	return s.arrive(cmp.Or(s.former, s.chart.Hash))
}
