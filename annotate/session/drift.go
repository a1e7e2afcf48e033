package session

import (
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/model"
)

// A Unresolved is a claim that a person should look at, since the article was changed:
// it is adrift, or was moved with its text in this session.
type Unresolved struct {
	Claim *model.Claim
	Old   []model.Fragment // as it stood in the earlier text
	anchor.Resolution
}

// Unresolved are the claims to look at: those that are adrift, those that were moved,
// and at last the orphans that are kept.
func (s *Session) Unresolved() []Unresolved {
	var drifts, kept []Unresolved
	places := s.locator.Locate(s.set.Adrift)
	for i, c := range s.set.Adrift {
		d := Unresolved{c, c.Fragments, places[i]}
		d.Standing = c.Standing
		if c.Standing == model.Kept {
			kept = append(kept, d)
		} else {
			drifts = append(drifts, d)
		}
	}
	for _, c := range s.set.Claims {
		if len(s.moved) == 0 {
			break
		}
		if m, ok := s.moved[c.ID]; ok && slices.Equal(m.After.Spans(), c.Spans()) {
			drifts = append(drifts, Unresolved{c, m.Before.Fragments, anchor.Resolution{Standing: model.Moved, Spans: c.Spans()}})
		}
	}
	return append(drifts, kept...)
}

// UnresolvedCount is how many claims are adrift and wait for a person.
func (s *Session) UnresolvedCount() int {
	n := 0
	for _, c := range s.set.Adrift {
		if c.Standing != model.Kept {
			n++
		}
	}
	return n
}

// ConfirmMove says that a person agrees with where a claim was moved to.
func (s *Session) ConfirmMove(id string) {
	delete(s.moved, id)
	s.commitReanchor()
}

// notifyUnresolved says what became of the claims of an article that was changed.
func (s *Session) notifyUnresolved() {
	moved, waiting := 0, s.UnresolvedCount()
	for _, d := range s.Unresolved() {
		if d.Standing == model.Moved {
			moved++
		}
	}
	switch {
	case moved == 1:
		s.notify("the article was changed: 1 claim moved, %d to look at", waiting)
	case moved > 1:
		s.notify("the article was changed: %d claims moved, %d to look at", moved, waiting)
	case waiting > 0:
		s.notify("the article was changed: %d to look at", waiting)
	}
}
