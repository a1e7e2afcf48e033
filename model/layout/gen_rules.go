//go:build ignore

package main

// rules are the rules of UAX #14, revision 55 (Unicode 17.0), in its order and
// its words. A rule holds at a place when what is left of the place ends with
// its left side and what is right of it begins with its right side; of the rules
// that hold, the first decides. An empty side is anything. A side is a sequence
// of sets; a set is alternatives with | between, ^ before all of them and * after
// all of them; see sets for what is not simply a class.
//
// LB1 is in resolve, LB2 and LB3 are left to the breaker, LB10 and what LB9 does
// to the left side are in state.after.
var rules = []rule{
	{"LB4", "BK", "!", ""},
	{"LB5", "CR", "×", "LF"},
	{"LB5", "CR|LF|NL", "!", ""},
	{"LB6", "", "×", "BK|CR|LF|NL"},
	{"LB7", "", "×", "SP|ZW"},
	{"LB8", "ZW SP*", "÷", ""},
	{"LB8a", "joiner", "×", ""}, // ZWJ
	{"LB9", "", "×", "CM|ZWJ"},  // those that LB10 does not make AL
	{"LB11", "", "×", "WJ"},
	{"LB11", "WJ", "×", ""},
	{"LB12", "GL", "×", ""},
	{"LB12a", "^SP|BA|HY|HH", "×", "GL"},
	{"LB13", "", "×", "CL|CP|EX|SY"},
	{"LB14", "OP SP*", "×", ""},
	{"LB15a", "sot|BK|CR|LF|NL|OP|QU|GL|SP|ZW QU&Pi SP*", "×", ""},
	{"LB15b", "", "×", "QU&Pf SP|GL|WJ|CL|QU|CP|EX|IS|SY|BK|CR|LF|NL|ZW|eot"},
	{"LB15c", "SP", "÷", "IS NU"},
	{"LB15d", "", "×", "IS"},
	{"LB16", "CL|CP SP*", "×", "NS"},
	{"LB17", "B2 SP*", "×", "B2"},
	{"LB18", "SP", "÷", ""},
	{"LB19", "", "×", "QU-Pi"},
	{"LB19", "QU-Pf", "×", ""},
	{"LB19a", "^EA", "×", "QU"},
	{"LB19a", "", "×", "QU ^EA"}, // eot is not EA either
	{"LB19a", "QU", "×", "^EA"},
	{"LB19a", "^EA QU", "×", ""}, // nor is sot
	{"LB20", "", "÷", "CB"},
	{"LB20", "CB", "÷", ""},
	{"LB20a", "sot|BK|CR|LF|NL|SP|ZW|CB|GL HY|HH", "×", "AL|HL"},
	{"LB21", "", "×", "BA|HH|HY|NS"},
	{"LB21", "BB", "×", ""},
	{"LB21a", "HL HY|HH", "×", "^HL"},
	{"LB21b", "SY", "×", "HL"},
	{"LB22", "", "×", "IN"},
	{"LB23", "AL|HL", "×", "NU"},
	{"LB23", "NU", "×", "AL|HL"},
	{"LB23a", "PR", "×", "ID|EB|EM"},
	{"LB23a", "ID|EB|EM", "×", "PO"},
	{"LB24", "PR|PO", "×", "AL|HL"},
	{"LB24", "AL|HL", "×", "PR|PO"},
	{"LB25", "NU SY|IS* CL|CP", "×", "PO|PR"},
	{"LB25", "NU SY|IS*", "×", "PO|PR|NU"},
	{"LB25", "PO|PR", "×", "OP NU"},
	{"LB25", "PO|PR", "×", "OP IS NU"},
	{"LB25", "PO|PR|HY|IS", "×", "NU"},
	{"LB26", "JL", "×", "JL|JV|H2|H3"},
	{"LB26", "JV|H2", "×", "JV|JT"},
	{"LB26", "JT|H3", "×", "JT"},
	{"LB27", "JL|JV|JT|H2|H3", "×", "PO"},
	{"LB27", "PR", "×", "JL|JV|JT|H2|H3"},
	{"LB28", "AL|HL", "×", "AL|HL"},
	{"LB28a", "AP", "×", "AK|◌|AS"},
	{"LB28a", "AK|◌|AS", "×", "VF|VI"},
	{"LB28a", "AK|◌|AS VI", "×", "AK|◌"},
	{"LB28a", "AK|◌|AS", "×", "AK|◌|AS VF"},
	{"LB29", "IS", "×", "AL|HL"},
	{"LB30", "AL|HL|NU", "×", "OP-EA"},
	{"LB30", "CP-EA", "×", "AL|HL|NU"},
	{"LB30a", "odd", "×", "RI"}, // (sot | [^RI]) (RI RI)* RI
	{"LB30b", "EB", "×", "EM"},
	{"LB30b", "ExtPict&Cn", "×", "EM"},
	{"LB31", "", "÷", ""},
}

// sets are the sets of the rules that are not classes.
var sets = map[string]func(atom) bool{
	"EA":         func(a atom) bool { return a.eastAsian },
	"QU&Pi":      func(a atom) bool { return a.class == "QU" && a.mark == "Pi" },
	"QU&Pf":      func(a atom) bool { return a.class == "QU" && a.mark == "Pf" },
	"QU-Pi":      func(a atom) bool { return a.class == "QU" && a.mark != "Pi" },
	"QU-Pf":      func(a atom) bool { return a.class == "QU" && a.mark != "Pf" },
	"OP-EA":      func(a atom) bool { return a.class == "OP" && !a.eastAsian },
	"CP-EA":      func(a atom) bool { return a.class == "CP" && !a.eastAsian },
	"◌":          func(a atom) bool { return a.mark == "◌" },
	"ExtPict&Cn": func(a atom) bool { return a.mark == "ExtPict&Cn" },
}

// A rule is a row of rules: × forbids a break, ÷ allows one, ! demands one.
type rule struct{ name, left, verdict, right string }
