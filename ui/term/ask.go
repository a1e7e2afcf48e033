package term

import (
	"slices"
	"strconv"
)

// How a question is asked: on a row that is not the first, for a report of the
// first row can be read as Shift+F3; concealed, and without autowrap.
const (
	concealed = "\x1b[?7l\x1b[8m"
	revealed  = "\x1b[m"
	report    = "\x1b[6n"
	firstRow  = 2
	mostRows  = 8
)

// An Inquiry asks a terminal how many columns it takes for each of a number of
// clusters: it is shown the cluster at the start of a row, and asked where the
// cursor is then (DSR 6). Answers may come late, in part or never; typed keys
// may stand between them.
//
// Questions are asked on several rows in turn, so that an answer tells which of
// them it belongs to, even where one before it got lost.
type Inquiry struct {
	clusters []string
	apart    bool
	rows     int // that questions are asked on
	next     int // the first that has no answer yet
	columns  map[string]int
}

// NewInquiry makes an inquiry about clusters that Safe leaves as they are, to a
// terminal of a number of rows, two or more.
func NewInquiry(clusters []string, height int) *Inquiry {
	return &Inquiry{clusters: clusters, rows: min(mostRows, height-1), columns: make(map[string]int, len(clusters))}
}

// Confine has the questions asked on so many rows at most, so that less is
// to be painted after them.
func (q *Inquiry) Confine(rows int) { q.rows = min(q.rows, rows) }

// Apart has each question asked after a blank, which no terminal joins with
// what comes next: a terminal may have taken a cluster for a part of the one
// before it.
func (q *Inquiry) Apart() { q.apart = true }

// Rows are the rows that the questions are written over, from 0: [top, bottom).
func (q *Inquiry) Rows() (top, bottom int) { return firstRow - 1, firstRow - 1 + q.rows }

// Asks reports whether a cluster is one of those that are asked about.
func (q *Inquiry) Asks(cluster string) bool { return slices.Contains(q.clusters, cluster) }

// row is the row that the i-th question is asked on, from 1.
func (q *Inquiry) row(i int) int { return firstRow + i%q.rows }

// Bytes are the questions, for a screen whose Rows are painted after them.
func (q *Inquiry) Bytes() []byte {
	b := []byte(concealed)
	for i, c := range q.clusters {
		if q.apart {
			b = append(q.move(b, i), ' ')
		}
		b = append(q.move(b, i), c...)
		b = append(b, report...)
	}
	return append(b, revealed...)
}

// move appends the way to the place of the i-th question.
func (q *Inquiry) move(b []byte, i int) []byte {
	b = append(b, "\x1b["...)
	b = strconv.AppendInt(b, int64(q.row(i)), 10)
	return append(b, 'H')
}

// Answer takes a report of the cursor, with row and column counted from 0. It
// is false for one that this inquiry has not asked for.
func (q *Inquiry) Answer(at, column int) bool {
	for i := q.next; i < len(q.clusters) && i < q.next+q.rows; i++ {
		if q.row(i) == at+1 {
			q.columns[q.clusters[i]] = column
			q.next = i + 1
			return true
		}
	}
	return false
}

// Done reports whether the last question was answered.
func (q *Inquiry) Done() bool { return q.next == len(q.clusters) }

// Missing are the clusters without an answer until now.
func (q *Inquiry) Missing() []string {
	var missing []string
	for _, c := range q.clusters {
		if _, ok := q.columns[c]; !ok {
			missing = append(missing, c)
		}
	}
	return missing
}

// Columns are the answers until now: the columns that each cluster takes.
func (q *Inquiry) Columns() map[string]int { return q.columns }
