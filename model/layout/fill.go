package layout

// A filler divides a paragraph into rows, one after the other.
type filler struct {
	scanner
	columns int
	hang    bool
}

// next is the number of code points on the next row, and whether another row
// follows it.
func (f *filler) next() (points int, more bool) {
	row := newFilling(f)
	for f.at < len(f.body) {
		here := f.cursor
		it := f.scanner.next()
		if row.begun {
			row.consider(here, it)
		}
		if !row.add(it) {
			f.cursor = row.cut(here, it)
			return f.points - row.start.points, true
		}
		if it.class == ender {
			return f.points - row.start.points, true
		}
		f.addRun(&row)
	}
	return f.points - row.start.points, false
}

// addRun puts a run on the row, as far as it fits. Of the places in it only the
// last can matter.
func (f *filler) addRun(row *filling) {
	run := f.run(row.columns - row.column)
	if run.count == 0 {
		return
	}
	f.step(run, run.count-1)
	row.ink = row.column + run.columns*(run.count-1)
	row.consider(f.cursor, item{before: run.before})
	f.step(run, 1)
	row.ink += run.columns
	row.column = row.ink
}

// filling is a row that is being filled.
//
//	columns 20, the 11th cluster does not fit:
//
//	参见附件https://exam|ple.org/2030
//	       ^ open: but leaves less than half a row
//	                    ^ loose
type filling struct {
	columns int  // of the layout
	hang    bool // a stop may stand right of them
	column  int  // where the next cluster begins
	ink     int  // where the last cluster ends that does not trail
	begun   bool // a cluster is on it
	start   cursor
	open    cursor // the last place where the row may end and is at least half full; start: none
	loose   cursor // the last place where kinsoku lets it end; start: none
	even    cursor // the last place that does not split a pair of inseparable marks
}

func newFilling(f *filler) filling {
	return filling{
		columns: f.columns, hang: f.hang,
		start: f.cursor, open: f.cursor, loose: f.cursor, even: f.cursor,
	}
}

// add puts a cluster on the row, and reports whether it fits. The first cluster
// always does, so does one that trails, and a stop that may hang does where the
// margin right of the row is free.
func (r *filling) add(it item) bool {
	columns := it.advance(r.column, r.columns)
	if it.class.trails() {
		r.begun = true
		r.column += columns
		return true
	}
	if r.begun && r.column+columns > r.columns && !(r.hang && it.class == stop && r.column <= r.columns) {
		return false
	}
	r.begun = true
	r.column += columns
	r.ink = r.column
	return true
}

// consider notes that the row could end at a place, before a cluster.
func (r *filling) consider(at cursor, it item) {
	if it.class == inseparable && !it.splits {
		r.even = at
	}
	if it.before == bound {
		return
	}
	r.loose = at
	if it.before == open && 2*r.ink >= r.columns {
		r.open = at
	}
}

// cut is where the row ends when the cluster at the given place does not fit. A
// word or address that would leave the row less than half full is split; where
// kinsoku forbids every place, so is what it binds together, but for the pairs
// of a dash or an ellipsis.
func (r *filling) cut(at cursor, it item) cursor {
	switch {
	case r.open.at > r.start.at:
		return r.open
	case r.loose.at > r.start.at:
		return r.loose
	case it.splits && r.even.at > r.start.at:
		return r.even
	}
	return at
}
