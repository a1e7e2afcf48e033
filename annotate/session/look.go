package session

import (
	"fmt"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
)

// Look gives the job that looks whether another program wrote the sidecar or the
// article, and takes in what they say. It is nil while the sidecar is being written.
func (s *Session) Look() func() Flushed {
	if s.saving || s.disk.Path == "" || s.Partial() {
		return nil
	}
	s.saving = true
	version := s.version
	article, asked, chart, set, made := s.article, s.asked, s.chart, s.set, s.made()
	begin := sidecar.Record{Op: sidecar.OpBegin, Time: s.author.Now().UTC(), Begin: s.disk.Begin}
	return func() Flushed {
		s.disk.BeginLease(begin)
		others := s.disk.Peers(begin.Begin)
		now, err := version, error(nil)
		gone := s.disk.LookForMissing(article)
		touched := gone.Root == nil && s.disk.ChangedOnDisk()
		if touched {
			now, err = s.disk.CurrentVersion()
		}
		var f journal.Contents
		if err == nil && now != version {
			f, err = s.disk.ReadUsable()
			f.At = begin.Time
		}
		var r reread
		if s.disk.ArticleWatch.Changed(article.File()) || f.Version != "" && f.Fault == nil && f.File.Document.SHA256 != chart.Hash {
			r = rereadArticle(article, asked, chart, set, made)
		}
		return Flushed{s, func(s *Session) {
			s.met(others)
			s.settleMissing(gone)
			s.retext(r)
			if touched && err == nil {
				s.settleReadable(now != version)
			}
			s.looked(f, now != version, err)
		}}
	}
}

func (s *Session) looked(f journal.Contents, changed bool, err error) {
	s.saving = false
	if err != nil {
		s.settleRefused(err)
		return
	}
	if !changed {
		return
	}
	if err := s.merge(f); err != nil {
		s.unsaved = err
		return
	}
	if f.Version != "" && f.Fault == nil {
		s.tell("another program wrote the sidecar: what it says is merged")
	}
}

// merge takes in what was found, unless it is about another text.
func (s *Session) merge(f journal.Contents) error {
	if (f.Version == "" || f.Fault != nil) && s.held == nil {
		s.settleLost(f)
		return nil
	}
	if err := layer.CheckOwner(s.article, f.File.Document.ID); err != nil {
		return fmt.Errorf("read sidecar %q: %w", s.disk.Path, err)
	}
	if err := s.forget(); err != nil {
		return err
	}
	s.take(f)
	s.disk.Adopt(f)
	return s.arrive(f.File.Document.SHA256)
}
