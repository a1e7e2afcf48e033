package journal

import (
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
)

// A Watermark says which edits are in a set: those within the first bytes of the
// log, and of each session those up to a number.
type Watermark struct {
	Log     int
	Through map[string]int
}

// has reports whether a line of a trail is in the set. Lines of the log are the
// first ones.
func (c Watermark) has(l sidecar.Line, logged bool) bool {
	return logged && l.At < c.Log || l.Seq <= c.Through[l.Session]
}

// Watermark covers all that is in the trail. Snapshots do not count: one may stand
// before an edit of a lower number, but edits stand in their order.
func (t History) Watermark() Watermark {
	c := Watermark{Log: t.LogSize, Through: map[string]int{}}
	for _, l := range t.Lines[t.logged:] {
		if l.Op == sidecar.OpEdit {
			c.Through[l.Session] = max(c.Through[l.Session], l.Seq)
		}
	}
	return c
}

// Covered says which edits are in a sidecar, from the snapshots that were noted
// before it was written. Of a sidecar that another program wrote nobody noted
// any: known is false. Placed is when the sidecar was last known to be in its place,
// zero where a crash may have come before that was noted, and where a session may be
// putting it there now.
func (t History) Covered(v store.Version) (c Watermark, placed time.Time, known bool) {
	c.Through = map[string]int{}
	if v == "" {
		return c, placed, true
	}
	newest := map[string]sidecar.Line{} // the snapshot of each session that notes what came to its place
	for i, l := range t.Lines {
		if l.Op != sidecar.OpSnapshot {
			continue
		}
		silent := i < t.logged && t.withoutWritten[l.Session]
		if !silent && l.Seq >= newest[l.Session].Seq {
			newest[l.Session] = l
		}
		r, ok := snapshotOf(l, v)
		if !ok {
			continue
		}
		known = true
		c.add(l.Session, r)
		if (silent || !r.Written.IsZero()) && r.Time.After(placed) {
			placed = r.Time // before a session's journal was joined to the log the sidecar was read back
		}
	}
	for _, l := range newest {
		if l.Mentions(string(v)) && !l.IsWritten() {
			return c, time.Time{}, known
		}
	}
	return c, placed, known
}

// snapshotOf returns the record of a line, if it is about a version of the sidecar.
func snapshotOf(l sidecar.Line, v store.Version) (sidecar.Record, bool) {
	if !l.Mentions(string(v)) {
		return sidecar.Record{}, false
	}
	r, err := l.Record()
	return r, err == nil && r.Sidecar == string(v)
}

// add adds what a snapshot of a session says to a cover.
func (c *Watermark) add(session string, r sidecar.Record) {
	c.Log = max(c.Log, r.Log)
	c.Through[session] = max(c.Through[session], r.Through)
	for other, seq := range r.Also {
		c.Through[other] = max(c.Through[other], seq)
	}
}

// lastWritten collects the last snapshot of each session whose sidecar came to its place
// for certain: one that is noted as written, or, of a version that noted nothing, one in
// the log. It covers those before it.
type lastWritten map[string]sidecar.Line

func (p lastWritten) see(l sidecar.Line, silent bool) {
	if l.IsWritten() || l.Op == sidecar.OpSnapshot && silent {
		p[l.Session] = l
	}
}

// since covers the edits in all sidecars whose saves began after a time and came to
// an end.
func (t History) since(then time.Time) Watermark {
	last := lastWritten{}
	for i, l := range t.Lines {
		last.see(l, i < t.logged && t.withoutWritten[l.Session])
	}
	c := Watermark{Through: map[string]int{}}
	for session, l := range last {
		if sortableTime(l) <= sortable(then) {
			continue
		}
		r, err := l.Record()
		if began := r.Written; err == nil && (began.IsZero() && r.Time.After(then) || began.After(then)) {
			c.add(session, r)
		}
	}
	return c
}

// IsPutBack reports whether a sidecar that has the edits of c, and that was in its place
// at a time, was replaced by one with more edits later, and is there again all the same:
// then somebody brought it back, from a backup or with git. Two sessions that write at
// once may also lose the one's sidecar to the other's; but then the save of the one that
// is lost began before the other's came to its end, or the other's has not ended yet.
func (t History) IsPutBack(c Watermark, placed time.Time) bool {
	if placed.IsZero() {
		return false
	}
	var later Watermark
	for i, l := range t.Lines {
		if l.Op != sidecar.OpEdit || c.has(l, i < t.logged) {
			continue
		}
		if later.Through == nil {
			later = t.since(placed)
		}
		if later.has(l, i < t.logged) {
			return true
		}
	}
	return false
}

// Through is the newest edit of a session in a cover. Somebody may have taken the session
// for gone and joined its journal to the log: then the cover has it by its place there.
func (t History) Through(c Watermark, session string) int {
	newest := c.Through[session]
	if c.Log > 0 { // what was passed over is in the cover that the log was read for
		newest = max(newest, t.skippedThrough[session])
	}
	for _, l := range t.Lines[:t.logged] {
		if l.Op == sidecar.OpEdit && l.Session == session && c.has(l, true) {
			newest = max(newest, l.Seq)
		}
	}
	return newest
}
