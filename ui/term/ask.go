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

// A ProbeBatch asks a terminal how many columns each of some clusters takes. It
// writes a cluster at the start of a row and asks for the position of the cursor
// (DSR 6). Answers may come late, in part or never, with typed keys between them.
//
// Questions go to several rows in turn, so that the row of an answer tells which
// question it belongs to, even if an earlier answer was lost.
type ProbeBatch struct {
	clusters []string
	apart    bool
	rows     int // that questions are asked on
	next     int // the first that has no answer yet
	columns  map[string]int
}

// NewProbeBatch returns a batch of questions about clusters that Safe does not change. The
// terminal has height rows, two or more.
func NewProbeBatch(clusters []string, height int) *ProbeBatch {
	return &ProbeBatch{clusters: clusters, rows: min(mostRows, height-1), columns: make(map[string]int, len(clusters))}
}

// Confine limits the questions to so many rows, which leaves less to paint after them.
func (q *ProbeBatch) Confine(rows int) { q.rows = min(q.rows, rows) }

// Apart writes a blank before each cluster, which no terminal joins with it: a
// terminal may have taken a cluster for a part of the one before it.
func (q *ProbeBatch) Apart() { q.apart = true }

// Rows returns the rows that the questions are written on, from 0: [top, bottom).
func (q *ProbeBatch) Rows() (top, bottom int) { return firstRow - 1, firstRow - 1 + q.rows }

// Asks reports whether the batch asks about a cluster.
func (q *ProbeBatch) Asks(cluster string) bool { return slices.Contains(q.clusters, cluster) }

// row returns the row of the i-th question, from 1.
func (q *ProbeBatch) row(i int) int { return firstRow + i%q.rows }

// Bytes returns the questions, for a screen whose Rows are painted after them.
func (q *ProbeBatch) Bytes() []byte {
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

// move appends the sequence that moves the cursor to the i-th question.
func (q *ProbeBatch) move(b []byte, i int) []byte {
	b = append(b, "\x1b["...)
	b = strconv.AppendInt(b, int64(q.row(i)), 10)
	return append(b, 'H')
}

// Answer takes a report of the cursor, with row and column counted from 0, and
// reports whether it answers a question of this batch.
func (q *ProbeBatch) Answer(at, column int) bool {
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
func (q *ProbeBatch) Done() bool { return q.next == len(q.clusters) }

// Missing returns the clusters that have no answer yet.
func (q *ProbeBatch) Missing() []string {
	var missing []string
	for _, c := range q.clusters {
		if _, ok := q.columns[c]; !ok {
			missing = append(missing, c)
		}
	}
	return missing
}

// Columns returns the answers so far: how many columns each cluster takes.
func (q *ProbeBatch) Columns() map[string]int { return q.columns }
