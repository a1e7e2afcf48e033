package session

import (
	"slices"

	"pizhu/annotate/sidecar"
)

// Who works on a layer says so in files that are locked as long as the process
// lives: one among what the program remembers, from the start, and from the
// first change on the journal. The locks tell people of each other and do
// nothing else; where there can be none, nobody is told.

// Files are those that the session has to do with: the article, and its sidecar,
// which may not be there yet. Other programs may write them.
func (s *Session) Files() []string { return []string{s.article.File(), s.backend.Path} }

// notifyPeers says who has the layer open too, once of each.
func (s *Session) notifyPeers(others []sidecar.Record) {
	for _, o := range others {
		if slices.Contains(s.peers, o.Session) {
			continue
		}
		s.peers = append(s.peers, o.Session)
		since := o.Time.Local()
		form := "15:04"
		if now := s.author.Now().Local(); now.YearDay() != since.YearDay() || now.Year() != since.Year() {
			form = "2006-01-02 15:04"
		}
		s.notify("%s has this open too: on %s, process %d, since %s; what is done in either comes to both", o.Annotator, o.Host, o.PID, since.Format(form))
	}
}
