package annotate

import (
	"fmt"

	"pizhu/annotate/sidecar"
)

// Look gives the job that looks whether another program wrote the sidecar or the
// article, and takes in what they say. It is nil while the sidecar is being written.
func (s *Session) Look() func() Flushed {
	if s.saving || s.disk.path == "" || s.Partial() {
		return nil
	}
	s.saving = true
	version := s.version
	article, asked, chart, set, made := s.article, s.asked, s.chart, s.set, s.made()
	begin := sidecar.Record{Op: sidecar.OpBegin, Time: s.author.Now().UTC(), Begin: s.disk.begin}
	return func() Flushed {
		s.disk.hold(begin)
		others := s.disk.others(begin.Begin)
		now, err := version, error(nil)
		gone := s.disk.lookForMissing(article)
		touched := gone.root == nil && s.disk.touched()
		if touched {
			now, err = s.disk.glance()
		}
		var f found
		if err == nil && now != version {
			f, err = s.disk.look()
			f.at = begin.Time
		}
		var r reread
		if s.disk.article.written(article.File()) || f.version != "" && f.fault == nil && f.file.Document.SHA256 != chart.Hash {
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

func (s *Session) looked(f found, changed bool, err error) {
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
	if f.version != "" && f.fault == nil {
		s.tell("another program wrote the sidecar: what it says is merged")
	}
}

// merge takes in what was found, unless it is about another text.
func (s *Session) merge(f found) error {
	if (f.version == "" || f.fault != nil) && s.held == nil {
		s.settleLost(f)
		return nil
	}
	if err := whose(s.article, f.file.Document.ID); err != nil {
		return fmt.Errorf("read sidecar %q: %w", s.disk.path, err)
	}
	if err := s.forget(); err != nil {
		return err
	}
	s.take(f)
	s.disk.took(f)
	return s.arrive(f.file.Document.SHA256)
}
