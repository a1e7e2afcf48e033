package journal

import (
	"cmp"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// An Undoable is an edit that can be taken back.
type Undoable struct {
	RecordID
	Edit model.Edit // as people know it: an undo has the name of what it took back
}

// UndoHistory is what was done before a session began, read from its end and only as
// far as somebody undoes.
type UndoHistory struct {
	lines  []sidecar.Line // the newest last, once they are sorted
	sorted bool
	taken  map[RecordID]bool // what a later one took back
	Forked bool              // whether an edit was met that is neither undo nor redo: what was undone before it cannot be redone
}

// NewUndoHistory is what a trail remembers.
func NewUndoHistory(t History) UndoHistory {
	return UndoHistory{lines: t.Lines, taken: map[RecordID]bool{}}
}

// sort puts the edits into the order of their times. It is done when the first
// is wanted.
func (p *UndoHistory) sort() {
	if p.sorted {
		return
	}
	p.sorted = true
	p.lines = slices.DeleteFunc(slices.Clone(p.lines), func(l sidecar.Line) bool { return l.Op != sidecar.OpEdit })
	slices.SortStableFunc(p.lines, func(a, b sidecar.Line) int { return cmp.Compare(sortableTime(a), sortableTime(b)) })
}

// The actions of edits that undo or redo another.
const (
	ActionUndo = model.ActionUndo
	ActionRedo = model.ActionRedo
)

// Previous gives the newest entry that was not given yet, and whether it is one that
// was undone. What was taken back, and what cannot be read, is passed over.
func (p *UndoHistory) Previous() (e Undoable, undone, ok bool) {
	p.sort()
	for len(p.lines) > 0 {
		n := len(p.lines) - 1
		l := p.lines[n]
		p.lines = p.lines[:n]
		r, err := l.Record()
		if err != nil {
			continue
		}
		if r.Edit.Action == anchor.ActionReanchor {
			continue
		}
		at := RecordID{l.Session, l.Seq}
		if r.Undoes > 0 {
			p.taken[RecordID{cmp.Or(r.Of, l.Session), r.Undoes}] = true
		} else {
			p.Forked = true
		}
		if p.taken[at] {
			continue
		}
		undone = r.Edit.Action == ActionUndo
		r.Edit.Action = p.name(r, l.Session)
		return Undoable{at, r.Edit}, undone, true
	}
	return Undoable{}, false, false
}

// name is what people call the edit that a record made, took back or made again.
func (p *UndoHistory) name(r sidecar.Record, session string) model.Action {
	for i := len(p.lines) - 1; i >= 0 && r.Undoes > 0; i-- {
		l := p.lines[i]
		if (RecordID{l.Session, l.Seq}) != (RecordID{cmp.Or(r.Of, session), r.Undoes}) {
			continue
		}
		earlier, err := l.Record()
		if err != nil {
			break
		}
		r, session = earlier, l.Session
	}
	return r.Edit.Action
}
