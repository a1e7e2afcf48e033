package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// globalColumns begins the comment of CoNLL-U Plus that names the columns.
const globalColumns = "# global.columns = "

// A conllLayout says in which columns of the rows of a document the token and its
// tag stand.
type conllLayout struct {
	numbered bool // the first column numbers the rows, as in CoNLL-U
	token    int
	tag      int // lastColumn, noColumn, or a place
}

const (
	lastColumn = -1
	noColumn   = -2
)

// layout tells the columns by their names, else by what stands in them.
func (c *conllReader) layout() conllLayout {
	var rows [][]string
	for _, r := range c.rows {
		if r.columns != nil {
			rows = append(rows, r.columns)
		}
	}
	l := conllLayout{tag: lastColumn}
	named := func(fits func(string) bool) int { return slices.IndexFunc(c.columns, fits) }
	if form := named(isFormName); form >= 0 {
		l.token, l.tag, l.numbered = form, named(isTagName), named(func(s string) bool { return s == "ID" }) == 0
	} else if l.numbered = rowsNumbered(c.rows); l.numbered {
		l.token = 1
	}
	if l.numbered && l.tag < 0 || l.token > 0 && l.tag < 0 {
		l.tag = tagColumn(rows, l.token+1)
	}
	return l
}

func isFormName(s string) bool { return slices.Contains([]string{"FORM", "TOKEN", "WORD", "TEXT"}, s) }

// isTagName reports whether a column's name is that of tags of entities, not of
// parts of speech.
func isTagName(s string) bool {
	is := func(part string) bool { return strings.Contains(s, part) }
	return !is("POS") && (is("TAG") || is("NER") || is("BIO") || is("ENTITY") || is("LABEL"))
}

// rowsNumbered reports whether the first column of rows of three and more counts the
// tokens of each sentence, or those of the document. The numbers of multiword
// tokens are ranges, and those of empty nodes have a point.
func rowsNumbered(rows []conllRow) bool {
	last, n, script := 0, 0, false
	for _, r := range rows {
		if r.columns == nil {
			continue
		}
		if len(r.columns) < 3 {
			return false
		}
		from, to, empty, ok := rowNumbers(r.columns[0])
		switch {
		case !ok:
			return false
		case empty:
			continue
		case from != last+1 && from > 1:
			return false
		case to == from:
			last = to
		}
		script = script || firstTellingByte([]byte(r.columns[1])) < len(r.columns[1])
		n++
	}
	return n > 1 || script && n > 0 // of one row the number may be the token
}

// rowNumbers reads the number of a row: 3, of several words 3-4, of an empty node 3.1.
func rowNumbers(s string) (from, to int, empty, ok bool) {
	first, rest, ranged := strings.Cut(s, "-")
	if whole, _, point := strings.Cut(s, "."); point {
		first, empty = whole, true
	}
	from, err := strconv.Atoi(first)
	to = from
	if err == nil && ranged && !empty {
		to, err = strconv.Atoi(rest)
	}
	return from, to, empty, err == nil && from >= 0
}

// tagColumn is the first of the columns from one on in which most rows have a tag
// or O; noColumn where none is.
func tagColumn(rows [][]string, from int) int {
	width := 0
	for _, columns := range rows {
		width = max(width, len(columns))
	}
	for i := from; i < width; i++ {
		n := 0
		for _, columns := range rows {
			if i < len(columns) && (columns[i] == "O" || isTag(columns[i])) {
				n++
			}
		}
		if 2*n > len(rows) {
			return i
		}
	}
	return noColumn
}

// arrange gives each row its token and its tag. Words of a multiword token go,
// which has their text.
func (c *conllReader) arrange() {
	l := c.layout()
	var rows []conllRow
	covered, said := 0, false
	for _, r := range c.rows {
		if r.columns == nil {
			rows, covered = append(rows, r), 0
			continue
		}
		if l.numbered {
			var isPart bool
			if covered, isPart = coveredBy(r.columns[0], covered); isPart {
				continue
			}
		}
		tag := l.tag
		if tag == lastColumn {
			tag = len(r.columns) - 1
		}
		if l.token >= len(r.columns) || r.columns[l.token] == "" {
			c.m.addProblem(c.doc.file, r.number, badSyntax, "%q has no token", strings.Join(r.columns, "\t"))
			continue
		}
		r.token, r.tag = r.columns[l.token], "O"
		switch {
		case tag == noColumn && !said:
			said = true
			c.m.addProblem(c.doc.file, r.number, badSyntax, "no column has tags: the text is taken without claims")
		case tag >= 0 && tag < len(r.columns):
			r.tag = r.columns[tag]
		case tag >= 0:
			c.m.addProblem(c.doc.file, r.number, badSyntax, "%q has no tag", strings.Join(r.columns, "\t"))
		}
		c.leaveColumns(r, l.token, tag)
		rows = append(rows, r)
	}
	c.rows = rows
}

// coveredBy returns up to which row the tokens are parts of one that came before, given the number of a row and that of the rows
// before it, and whether the row is such a part, or an empty one.
func coveredBy(number string, covered int) (next int, isPart bool) {
	switch from, to, empty, _ := rowNumbers(number); {
	case empty || from == to && from <= covered:
		return covered, true
	case to > from:
		return to, false
	}
	return 0, false
}

// leaveColumns notes the columns of a row that are not read.
func (c *conllReader) leaveColumns(r conllRow, token, tag int) {
	for i := token + 1; i < len(r.columns); i++ {
		if i != tag && strings.Trim(r.columns[i], "_-O ") != "" {
			c.m.noteUnread(c.doc.file, r.number, fmt.Sprintf("column %d", i+1))
		}
	}
}

// tagLetters are those that say where in an entity a token stands.
const tagLetters = "BIOESMLUW"

// parseTag parts a tag into its letter and its label: B-LOC, B_LOC, LOC-B or LOC_B.
func parseTag(tag string) (letter, label string, ok bool) {
	if len(tag) < 3 {
		return "", "", false
	}
	isLetter := func(s string) bool { return strings.Contains(tagLetters, s) }
	isSign := func(c byte) bool { return c == '-' || c == '_' }
	n := len(tag)
	switch {
	case isLetter(tag[:1]) && isSign(tag[1]):
		return tag[:1], tag[2:], true
	case isLetter(tag[n-1:]) && isSign(tag[n-2]):
		return tag[n-1:], tag[:n-2], true
	}
	return "", "", false
}

// isTag reports whether a tag begins or goes on with a label.
func isTag(tag string) bool {
	_, _, ok := parseTag(tag)
	return ok
}
