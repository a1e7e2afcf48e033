package layout

// A rowBreaker divides a paragraph into rows, one after the other.
type rowBreaker struct {
	scanner
	columns int
	hang    bool
}

// next returns the number of code points of the next row, and whether another row follows it.
func (f *rowBreaker) next() (points int, more bool) {
	row := newPendingRow(f)
	for f.at < len(f.body) {
		here := f.cursor
		it := f.scanner.next()
		if row.hasCluster {
			row.noteBreak(here, it)
		}
		if !row.add(it) {
			f.cursor = row.breakPoint(here, it)
			return f.points - row.start.points, true
		}
		if it.class == ender {
			return f.points - row.start.points, true
		}
		f.addRun(&row)
	}
	return f.points - row.start.points, false
}

// addRun adds as much of a run to the row as fits. Of the breaks in it only the last can matter.
func (f *rowBreaker) addRun(row *pendingRow) {
	run := f.runAhead(row.columns - row.column)
	if run.count == 0 {
		return
	}
	f.skip(run, run.count-1)
	row.inkEnd = row.column + run.columns*(run.count-1)
	row.noteBreak(f.cursor, item{before: run.before})
	f.skip(run, 1)
	row.inkEnd += run.columns
	row.column = row.inkEnd
}

// A pendingRow is a row that is being filled, and the places at which it may end.
//
//	columns 20, the 11th cluster does not fit:
//
//	参见附件https://exam|ple.org/2030
//	       ^ allowed, but leaves less than half a row
//	                    ^ emergency
type pendingRow struct {
	columns    int  // of the layout
	hang       bool // a stop may hang right of them
	column     int  // of the next cluster
	inkEnd     int  // the column behind the last cluster that does not trail
	hasCluster bool
	start      cursor
	allowed    cursor // the last allowed break that leaves the row at least half full; start: none
	emergency  cursor // the last break that kinsoku permits; start: none
	unsplit    cursor // the last break that does not split a pair of inseparable marks
}

func newPendingRow(f *rowBreaker) pendingRow {
	return pendingRow{
		columns: f.columns, hang: f.hang,
		start: f.cursor, allowed: f.cursor, emergency: f.cursor, unsplit: f.cursor,
	}
}

// add adds a cluster to the row, and reports whether it fits. The first cluster always fits, and so do one that trails
// and a stop that may hang while the margin right of the row is free.
func (r *pendingRow) add(it item) bool {
	columns := it.advance(r.column, r.columns)
	if it.class.canTrail() {
		r.hasCluster = true
		r.column += columns
		return true
	}
	if r.hasCluster && r.column+columns > r.columns && !(r.hang && it.class == stop && r.column <= r.columns) {
		return false
	}
	r.hasCluster = true
	r.column += columns
	r.inkEnd = r.column
	return true
}

// noteBreak notes the break before a cluster.
func (r *pendingRow) noteBreak(at cursor, it item) {
	if it.class == inseparable && !it.splits {
		r.unsplit = at
	}
	if it.before == breakProhibited {
		return
	}
	r.emergency = at
	if it.before == breakAllowed && 2*r.inkEnd >= r.columns {
		r.allowed = at
	}
}

// breakPoint returns where the row ends when the cluster at a cursor does not fit. It splits a word or address that
// would leave the row less than half full. Where kinsoku prohibits every break, it breaks all the same, but between the
// two marks of a dash or an ellipsis only if nothing else is on the row.
func (r *pendingRow) breakPoint(at cursor, it item) cursor {
	switch {
	case r.allowed.at > r.start.at:
		return r.allowed
	case r.emergency.at > r.start.at:
		return r.emergency
	case it.splits && r.unsplit.at > r.start.at:
		return r.unsplit
	}
	return at
}
