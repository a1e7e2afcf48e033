// Package exchange reads and writes the formats of other tools, a file or two a format. Formats read from an io.Reader and
// write to an io.Writer or a Sink; they know no paths.
//
// The unit of work is a Document: one article with its layers. An Exporter writes one document at a time and an Importer
// passes one at a time to OnDocument, so that a corpus need not fit into memory. Nothing is dropped silently: a Report counts
// what a format cannot hold (its losses), and a Problem lists what a file claims and its text does not confirm.
//
// Begin with exchange.go: Format is the row of the table that the rest of the program knows of a format. To add a format, write
// NAME.go with a function that returns its rows and add that to Formats; give its codec and its reader as write and read, and
// list in Carries what it can hold, so that all else is counted as lost. The samples, goldens and properties of the tests then
// include it.
//
//   - Export: filter.go selects, clean.go cuts noise out, report.go and loss.go count, then the format's codec writes.
//   - Import: decode.go detects the encoding, a format's reader fills an importDoc (importdoc.go) with claims as the file has
//     them, and import.go makes a Document of it. verify.go compares offsets with quotes and detects what offsets count
//     (unit.go); labels.go finds the labels in the scheme; unread.go lists the fields that were not read.
//   - split.go, contain.go and minhash.go divide a corpus for training.
//
// The package is over 1,500 lines because each format has a file of its own; what they share has some 3,200 lines.
package exchange

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/words"
)

// A Document is an article with its layers, as it is exported or imported.
type Document struct {
	Name   string // its place in the corpus
	SHA256 string // of its bytes as stored
	Text   *text.Text
	Layers []Layer
}

// A Layer is what one annotator said of an article.
type Layer struct {
	Annotator string
	Set       model.Set
	Moved     int    // claims that were made for an earlier text, and moved with theirs
	Unknown   string // fields of the sidecar that claims have no place for, as JSON members: see bratRest
	Recovered int    // edits that only journals had
	Damaged   int    // records of journals that cannot be read
	Withheld  [2]int // changes and deletions in journals that the sidecar lacks, for somebody put it back
}

// A Format is a row of the table of formats: what a format can hold, and how it is read and written.
type Format struct {
	Name      string
	About     string       // in one line
	Extension string       // of its files, with the dot
	Folder    bool         // it makes several files
	Textless  bool         // it has no texts: see Importer.Library
	Tagged    bool         // a line is a token and its tag, as in CoNLL
	Training  bool         // who reads it takes what has no label for what nobody would label
	Binary    bool         // it is no text, so that it has no encoding
	Unit      OffsetUnit   // that offsets count, empty where there are none
	Units     []OffsetUnit // that can be asked for
	Carries   []Loss       // what it has a place for, of all that can be lost

	claimsOnly bool // an article without claims leaves no trace

	write func(*Exporter) codec           // nil where it is only read
	read  func(*Importer, []Source) error // nil where it holds no text, or no places in it

	beside func(*model.Scheme) []byte // what stands in a file beside, if anything
	end    string                     // of that file's name, after the other's
}

// Imports reports whether documents can be read from the format.
func (f Format) Imports() bool { return f.read != nil }

// Exports reports whether documents can be written in the format.
func (f Format) Exports() bool { return f.write != nil }

// Companion returns the file that goes beside one of the format, and the end of its name, which follows the other's.
// Few formats have one; ok is false for the rest.
func (f Format) Companion(s *model.Scheme) (end string, raw []byte, ok bool) {
	if f.beside == nil {
		return "", nil, false
	}
	return f.end, f.beside(s), true
}

// OutputMatcher returns a function that reports whether the format may write a file of a name, with slashes, for
// documents of these names, or for any documents if they are nil.
func (f Format) OutputMatcher(documents []string) func(name string) bool {
	bases := map[string]bool{}
	for _, d := range documents {
		bases[strings.ToLower(FileNames{}.Assign(strings.TrimSuffix(d, ".txt")))] = true
	}
	return func(name string) bool {
		name = strings.ToLower(name)
		base, ok := strings.CutSuffix(name, f.Extension)
		if !ok {
			base, ok = strings.CutSuffix(name, ".txt")
		}
		if !ok || documents == nil {
			return ok || name == bratConf
		}
		return bases[base] || bases[numbered.ReplaceAllString(base, "")]
	}
}

// numbered is what FileNames puts after a name that stands twice.
var numbered = regexp.MustCompile(`-\d+$`)

// A codec writes documents one after the other, and at the end what follows all of them.
type codec interface {
	write(Document) error
	close() error
}

// A Sink creates the files of a format that makes several. Names may contain slashes.
type Sink interface {
	Create(name string) (io.WriteCloser, error)
}

// A Source is a file to import.
type Source struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Formats returns the table of formats, sorted by name.
func Formats() []Format {
	rows := slices.Concat(
		jsonlFormats(), bratFormats(), conllFormats(), doccanoFormats(), spacyFormats(), tableFormats(), parquetFormats(), studioFormats(), w3cFormats(), casFormats(), otherFormats(),
		trainingFormats(), peopleFormats(), webannoFormats())
	slices.SortFunc(rows, func(a, b Format) int { return compareText(a.Name, b.Name) })
	return rows
}

// FindFormat returns the format of a name. An unknown name is ErrNoFormat.
func FindFormat(name string) (Format, error) {
	rows := Formats()
	i := slices.IndexFunc(rows, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, fmt.Errorf("%w %q", ErrNoFormat, name)
	}
	return rows[i], nil
}

// An Exporter writes documents in a format: Write for each document, then Close. Report counts what was written, left
// out and lost.
type Exporter struct {
	Format Format
	Scheme *model.Scheme
	Filter Filter
	Unit   OffsetUnit                 // empty: the format's
	Writer io.Writer                  // where the format makes one file
	Sink   Sink                       // where it makes several
	Cut    func(Document) []text.Span // what is cut out of texts; nil: nothing
	Report Report

	// What can be asked for where the format is Tagged.
	Words    *words.Segmenter // a line is a word of these; nil: a character
	Comments bool             // a comment before each document has its name

	codec codec
}

// Write writes what Filter selects of a document.
func (e *Exporter) Write(d Document) error {
	d, ok := e.selectDocument(d, &e.Report)
	if !ok {
		return nil
	}
	carried := e.carriedLosses()
	d = e.Report.removeUnlabelled(d, carried)
	e.Report.countDocument(d, carried)
	if err := e.startCodec().write(d); err != nil {
		return fault.Errorf("export %q: %w", d.Name, err)
	}
	return nil
}

// carriedLosses returns what the format can hold with the settings of the export, so that it is no loss.
func (e *Exporter) carriedLosses() []Loss {
	list := slices.Clip(e.Format.Carries)
	if e.Comments {
		list = append(list, ArticleNames)
	}
	if e.Format.Training && !e.Format.claimsOnly && !e.Filter.Unlabelled {
		list = append(list, EmptyLayers) // an article is there because somebody read it
	}
	return list
}

// selectDocument returns what is exported of a document, and whether any of it is.
func (e *Exporter) selectDocument(d Document, r *Report) (Document, bool) {
	var cut []text.Span
	if e.Cut != nil {
		cut = e.Cut(d)
	}
	d, ok := e.Filter.forFormat(e.Format).apply(d, e.Scheme, r)
	if ok && len(cut) > 0 {
		d = removeSpans(d, cut, r)
	}
	return d, ok
}

// Close writes what follows the last document.
func (e *Exporter) Close() error { return e.startCodec().close() }

// startCodec returns the codec of the export, which it makes at the first call.
func (e *Exporter) startCodec() codec {
	if e.codec == nil {
		if e.Unit == "" {
			e.Unit = e.Format.Unit
		}
		e.codec = e.Format.write(e)
	}
	return e.codec
}
