package annotate

import (
	"cmp"
	"fmt"

	"pizhu/model/corpus"
)

// Of a large article a session first knows the beginning only: it is shown, and can be labelled, at once. What is done then
// is not written before all of the article was read, for the sidecar says which text its spans count in.

// beginning is read, but of a large article it gives only the beginning.
func beginning(a corpus.Article, asked, named string) (corpus.Content, error) {
	if a.Converted() {
		named = ""
	}
	return a.Head(cmp.Or(asked, named))
}

// A Rest is what came of a job of Session.Rest.
type Rest struct {
	session *Session
	content corpus.Content
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
	article, encoding := s.article, s.missing
	return func() Rest {
		c, err := article.Content(encoding)
		return Rest{s, c, err}
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
	if err := check(s.article, r.content, d.file.Document.ID, s.set); err != nil {
		return fmt.Errorf("read sidecar %q: %w", d.path, err)
	}
	s.text = r.content.Text
	d.file.Document = source(s.article, r.content, d.file.Document)
	d.begin.SHA256 = d.file.Document.SHA256
	s.missing = ""
	return nil
}
