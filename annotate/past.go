package annotate

import (
	"cmp"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// An entry is an edit that can be taken back.
type entry struct {
	ref
	edit model.Edit // as people know it: an undo has the name of what it took back
}

// past is what was done before a session began, read from its end and only as
// far as somebody undoes.
type past struct {
	lines  []sidecar.Line // the newest last, once they are sorted
	sorted bool
	taken  map[ref]bool // what a later one took back
	forked bool         // whether an edit was met that is neither undo nor redo: what was undone before it cannot be redone
}

// newPast is what a trail remembers.
func newPast(t trail) past { return past{lines: t.lines, taken: map[ref]bool{}} }

// sort puts the edits into the order of their times. It is done when the first
// is wanted.
func (p *past) sort() {
	if p.sorted {
		return
	}
	p.sorted = true
	p.lines = slices.DeleteFunc(slices.Clone(p.lines), func(l sidecar.Line) bool { return l.Op != sidecar.OpEdit })
	slices.SortStableFunc(p.lines, func(a, b sidecar.Line) int { return cmp.Compare(moment(a), moment(b)) })
}

const (
	undo = model.ActionUndo
	redo = model.ActionRedo
)

// back gives the newest entry that was not given yet, and whether it is one that
// was undone. What was taken back, and what cannot be read, is passed over.
func (p *past) back() (e entry, undone, ok bool) {
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
		at := ref{l.Session, l.Seq}
		if r.Undoes > 0 {
			p.taken[ref{cmp.Or(r.Of, l.Session), r.Undoes}] = true
		} else {
			p.forked = true
		}
		if p.taken[at] {
			continue
		}
		undone = r.Edit.Action == undo
		r.Edit.Action = p.name(r, l.Session)
		return entry{at, r.Edit}, undone, true
	}
	return entry{}, false, false
}

// name is what people call the edit that a record made, took back or made again.
func (p *past) name(r sidecar.Record, session string) model.Action {
	for i := len(p.lines) - 1; i >= 0 && r.Undoes > 0; i-- {
		l := p.lines[i]
		if (ref{l.Session, l.Seq}) != (ref{cmp.Or(r.Of, session), r.Undoes}) {
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
