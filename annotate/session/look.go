package session

import (
	"path/filepath"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/fault"
)

// Poll gives the job that looks whether another program wrote the sidecar or the
// article, and takes in what they say. A scheme that was written is only said: the session goes on with the one that it
// has. While a question about the sidecar is open it also reads the journals, which may have another session's answer. It is
// nil while the sidecar is being written.
func (s *Session) Poll() func() JobResult {
	if s.saving || s.backend.Path == "" || s.IsPartial() {
		return nil
	}
	s.saving = true
	version, asking := s.version, s.withheld != nil
	article, asked, chart, set, made, scheme := s.article, s.askedEncoding, s.locator, s.set, s.claimsMadeHere(), s.scheme
	watch := &s.schemeWatch
	begin := sidecar.Record{Op: sidecar.OpBegin, Time: s.author.Now().UTC(), Begin: s.backend.Begin}
	return func() JobResult {
		s.backend.BeginLease(begin)
		others := s.backend.Peers(begin.Begin)
		now, err := version, error(nil)
		gone := s.backend.LookForMissing(article)
		touched := gone.Root == nil && s.backend.ChangedOnDisk()
		if touched {
			now, err = s.backend.CurrentVersion()
		}
		var f journal.Contents
		if err == nil && (now != version || asking && gone.Root == nil) {
			f, err = s.backend.ReadUsable()
			f.At, now = begin.Time, f.Version
		}
		replaced := isSchemeReplaced(watch, scheme)
		var r reread
		if s.backend.ArticleWatch.Changed(article.File()) || isOfAnotherText(f, chart.Hash) {
			r = rereadArticle(article, asked, chart, set, made)
		}
		return JobResult{s, func(s *Session) {
			s.notifyPeers(others)
			s.settleMissing(gone)
			s.settleReread(r)
			if replaced {
				s.notify("the scheme %q was changed: start pizhu again to use it; until then claims get the labels of the old one", filepath.Base(scheme.File))
			}
			if touched && err == nil {
				s.settleReadable(now != version)
			}
			s.settlePoll(f, now != version, err)
		}}
	}
}

// isOfAnotherText reports whether a sidecar that can be read is for a text with another hash.
func isOfAnotherText(f journal.Contents, hash string) bool {
	return f.Version != "" && f.Fault == nil && f.File.Document.SHA256 != hash
}

// isSchemeReplaced reports whether the file of a scheme was written since the last call, and holds another scheme.
func isSchemeReplaced(w *journal.FileWatch, scheme *model.Scheme) bool {
	if scheme == nil || scheme.File == "" || !w.Changed(scheme.File) {
		return false
	}
	raw, err := store.Read(scheme.File, schemefile.MaxSize)
	return err == nil && store.Hash(raw) != scheme.Hash
}

func (s *Session) settlePoll(f journal.Contents, changed bool, err error) {
	s.saving = false
	if err != nil {
		s.settleRefused(err)
		return
	}
	if !changed {
		s.adoptAnswer(f)
		return
	}
	if err := s.mergeContents(f); err != nil {
		s.unsaved = err
		return
	}
	if f.Version != "" && f.Fault == nil {
		s.notify("another program wrote the sidecar: what it says is merged")
	}
}

// adoptAnswer ends the question about a sidecar that was put back if the journals say that another session answered it: then
// the sidecar is valid, with what was brought since.
func (s *Session) adoptAnswer(f journal.Contents) {
	if s.withheld == nil || f.Version == "" || f.Fault != nil || f.IsPutBack() {
		return
	}
	if err := s.mergeContents(f); err != nil {
		s.unsaved = err
		return
	}
	s.notify("the question about the sidecar was answered in another session")
}

// mergeContents takes in what was found, unless it is about another text.
func (s *Session) mergeContents(f journal.Contents) error {
	if (f.Version == "" || f.Fault != nil) && s.withheld == nil {
		s.settleLost(f)
		return nil
	}
	if err := layer.CheckOwner(s.article, f.File.Document.ID); err != nil {
		return fault.Errorf("read sidecar %q: %w", s.backend.Path, err)
	}
	if err := s.revertReanchor(); err != nil {
		return err
	}
	s.loadState(f)
	s.backend.Adopt(f)
	return s.reanchorAndNotify(f.File.Document.SHA256)
}
