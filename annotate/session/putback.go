package session

import (
	"errors"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// ErrPutBack is the error of a change to a layer whose sidecar was put back, before a person has said whether the later changes are
// wanted.
var ErrPutBack = errors.New("somebody put the sidecar back to an earlier version; first say in the reader whether the later changes are wanted")

// withheldEdits is what was made after a sidecar that somebody put back.
type withheldEdits struct {
	counts layer.Withheld
	base   model.Set // the sidecar's
	found  journal.Contents
	edits  []sidecar.Record
}

// Withheld says what was made after the sidecar, where somebody put it back to an earlier
// state: it stands, and nothing can be changed, until Bring or Leave. Ok is false where
// there is nothing to ask, or while only the beginning of the article is known.
func (s *Session) Withheld() (w layer.Withheld, ok bool) {
	if s.withheld == nil || s.IsPartial() {
		return layer.Withheld{}, false
	}
	return s.withheld.counts, true
}

// DiscardWithheld answers that the sidecar stands: what was made after it stays in the journals and
// is not asked about again.
func (s *Session) DiscardWithheld() {
	if s.withheld != nil {
		s.settleWithheld()
	}
}

// RestoreWithheld answers that what was made after the sidecar is to be made again, on what it says:
// as one edit, which can be undone. It returns that edit.
func (s *Session) RestoreWithheld() (model.Edit, error) {
	if s.withheld == nil {
		return model.Edit{}, nil
	}
	h := s.withheld
	set, conflicts := layer.Replay(h.base, h.edits)
	followed, err := s.locator.Reanchor(set, h.found.Source().SHA256, nil)
	if err == nil {
		set, err = set.Apply(followed)
	}
	if err != nil {
		return model.Edit{}, err
	}
	e := model.Edit{Action: actionRestore, Changes: layer.Difference(s.set, set)}
	if err := sidecar.CheckWritable(e); err != nil {
		return model.Edit{}, err
	}
	s.addConflicts(conflicts)
	s.settleWithheld()
	if len(e.Changes) == 0 {
		return e, nil
	}
	return e, s.Do(e)
}

// actionRestore names the edit that brings what was made after a sidecar.
const actionRestore = "bring-back"

// settleWithheld ends the question: from now on the sidecar counts as one that has all the edits
// that were made until now. A record says so, before which the session's edits stand.
func (s *Session) settleWithheld() {
	s.watermark, s.withheld = s.withheld.found.History.Watermark(), nil
	note := s.snapshotRecord(s.watermark)
	note.Sidecar, note.Written = string(s.version), note.Time
	s.decision, s.snapshot = append(s.decision, note), note
}
