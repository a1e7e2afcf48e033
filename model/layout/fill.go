package layout

// A filler divides a paragraph into rows, one after the other.
type filler struct {
	items   scanner
	columns int
}

func newFiller(body string, t *traits, columns int) *filler {
	return &filler{
		items:   scanner{body: body, traits: t, breaks: breaks{body: body}},
		columns: columns,
	}
}

// next is the number of code points on the next row, and whether another row
// follows it.
func (f *filler) next() (points int, more bool) {
	row := filling{columns: f.columns}
	for i := 0; ; i++ {
		it, ok := f.items.item(i)
		switch {
		case !ok:
			return f.items.take(i), false
		case !row.add(i, it):
			return f.items.take(row.cut(i)), true
		case it.class == ender:
			return f.items.take(i + 1), true
		}
	}
}

// filling is a row that is being filled.
//
//	columns 20, the 11th cluster does not fit:
//
//	参见附件https://exam|ple.org/2030
//	       ^ open: but leaves less than half a row
//	                    ^ loose
type filling struct {
	columns int // of the layout
	column  int // where the next cluster begins
	ink     int // where the last cluster ends that does not hang
	open    int // the last place, in clusters, where the row may end and is at least half full; 0: none
	loose   int // the last place where kinsoku lets it end; 0: none
}

// add puts cluster number i on the row, and reports whether it fits. The first
// cluster always does, and so does one that hangs.
func (r *filling) add(i int, it item) bool {
	if i > 0 {
		r.consider(i, it.before)
	}
	columns := it.advance(r.column, r.columns)
	if it.class.hangs() {
		r.column += columns
		return true
	}
	if i > 0 && r.column+columns > r.columns {
		return false
	}
	r.column += columns
	r.ink = r.column
	return true
}

// consider notes that the row could end before cluster number i.
func (r *filling) consider(i int, b boundary) {
	if b == bound {
		return
	}
	r.loose = i
	if b == open && 2*r.ink >= r.columns {
		r.open = i
	}
}

// cut is the number of clusters on the row, when the cluster number i does not
// fit. A word or address that would leave the row less than half full is split;
// where kinsoku forbids every place, so is what it binds together.
func (r *filling) cut(i int) int {
	switch {
	case r.open > 0:
		return r.open
	case r.loose > 0:
		return r.loose
	}
	return i
}
