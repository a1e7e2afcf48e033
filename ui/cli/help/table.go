package help

import (
	"slices"
	"strings"
)

const (
	tableGap       = 2  // columns between two columns of a table
	narrowestShare = 16 // columns that a column of a table is narrowed to at most; below that rows become records
)

// table returns the lines of a table: as a table if that fits, else a record for each row.
func (p Page) table(rows [][]string) []string {
	grid := make([][]styledText, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			base := plain
			if i == 0 {
				base = bold
			}
			grid[i] = append(grid[i], inline(cell, base, false))
		}
	}
	widths, ok := p.widths(grid)
	if !ok {
		return p.records(grid)
	}
	var lines []string
	for i, row := range grid {
		lines = append(lines, p.tableRow(row, widths)...)
		if i == 0 {
			lines = append(lines, p.rule(widths))
		}
	}
	return lines
}

// widths returns the widths of the columns. Where the page is too narrow the widest ones are narrowed; ok is false if
// that leaves too little.
func (p Page) widths(grid [][]styledText) (widths []int, ok bool) {
	widths = make([]int, len(grid[0]))
	for _, row := range grid {
		for i, cell := range row {
			widths[i] = max(widths[i], p.width(cell))
		}
	}
	room := p.Columns - tableGap*(len(widths)-1)
	for total := sum(widths); total > room; total-- {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= narrowestShare {
			return nil, false
		}
		widths[widest]--
	}
	return widths, true
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}

// tableRow returns the lines of one row, whose cells may need several.
func (p Page) tableRow(row []styledText, widths []int) []string {
	wrapped := make([][]styledText, len(row))
	height := 0
	for i, cell := range row {
		wrapped[i] = p.rows(cell, widths[i])
		height = max(height, len(wrapped[i]))
	}
	lines := make([]string, height)
	for k := range lines {
		blank := 0 // columns that the next cell is away
		for i, cell := range wrapped {
			if k < len(cell) && len(cell[k].runes) > 0 {
				lines[k] += strings.Repeat(" ", blank) + p.paint(cell[k])
				blank = -p.width(cell[k])
			}
			blank += widths[i] + tableGap
		}
	}
	return lines
}

// rule returns the line below the header.
func (p Page) rule(widths []int) string {
	var t styledText
	for i, n := range widths {
		if i > 0 {
			t.add(strings.Repeat(" ", tableGap), plain)
		}
		t.add(strings.Repeat("-", n), dim)
	}
	return p.paint(t)
}

// records returns a table as a record for each row: the first cell, and below it a line for each other cell that is not empty.
func (p Page) records(grid [][]styledText) []string {
	const indent = "  "
	var lines []string
	for i, row := range grid[1:] {
		if i > 0 {
			lines = append(lines, "")
		}
		for k, cell := range row {
			if k == 0 {
				lines = append(lines, p.wrap(embolden(cell), p.Columns)...)
				continue
			}
			if len(cell.runes) == 0 {
				continue
			}
			var named styledText
			named.add(string(grid[0][k].runes)+": ", plain)
			named.runes, named.styles = append(named.runes, cell.runes...), append(named.styles, cell.styles...)
			lines = append(lines, p.hang(indent, indent+indent, named, p.Columns)...)
		}
	}
	return lines
}

// embolden returns a text in bold.
func embolden(t styledText) styledText {
	var all styledText
	all.add(string(t.runes), bold)
	return all
}
