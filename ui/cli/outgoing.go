package cli

import (
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/klauspost/compress/zstd"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"pizhu/annotate/exchange"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/words"
	"pizhu/ui/message"
)

// outgoing are the flags of what is written in a format.
type outgoing struct {
	format, output, report, units string
	strict, words, comments       bool
	allow                         []string // the kinds of loss that strict lets pass
	selection                     exchange.Filter
	reading                       *exchange.Importer // of a conversion
	flags                         *flags
	inputs                        iter.Seq[input] // what no output may replace
	names                         []string        // of the documents; nil where they are not known yet
	others                        []output        // of the same command
}

// What ends an export that is not whole, or one that is with a loss.
var (
	errStopped = errors.New("stopped before all was written")
	errLost    = errors.New("the format cannot carry all that was exported")
)

// define defines the flags.
func (o *outgoing) define(set *pflag.FlagSet) {
	set.StringVar(&o.format, "format", "", "`FORMAT` to write")
	o.defineRest(set)
}

// defineRest defines all but the format, which convert calls by another name.
func (o *outgoing) defineRest(set *pflag.FlagSet) {
	set.StringVar(&o.output, "output", "-", "`FILE` to write, or the folder of a format that makes several files; - is standard output")
	set.StringVar(&o.units, "units", "", "`UNITS` that offsets count: codepoint, utf16, byte or grapheme (else as the format has it)")
	set.StringVar(&o.report, "report", "", "`FILE` to write the report of what was lost to, as JSON")
	set.BoolVar(&o.words, "words", false, "a word a line, as the program parts them, where the format is CoNLL")
	set.BoolVar(&o.comments, "comments", false, "begin each document with the comment \"# doc_id = NAME\", where the format is CoNLL")
	set.BoolVar(&o.strict, "strict", false, "exit with 3 where something was lost")
	set.StringSliceVar(&o.allow, "allow", nil, "`KIND` of loss that --strict lets pass, as provenance; export --list names them")
	set.StringSliceVar(&o.selection.Annotators, "annotator", nil, "`NAME` of the annotators whose layers are exported; gold is the adjudicated one")
	set.StringSliceVar(&o.selection.Statuses, "status", nil, "`STATUS` of the layers that are exported, as done")
	set.StringSliceVar(&o.selection.Labels, "label", nil, "`LABEL` of the claims that are exported: GROUP or GROUP/LABEL")
	set.BoolVar(&o.selection.Noise, "noise", false, "export the claims that mark noise, too")
	set.BoolVar(&o.selection.Unlabelled, "unlabelled", false, "export the articles that nobody has annotated in a training format, too")
	set.BoolVar(&o.selection.Undecided, "undecided", false, "export the suggestions that nobody has decided on in a training format, too")
	set.BoolVar(&o.selection.Negatives, "negatives", false, "export the rejected suggestions, too")
}

// export begins an export: what of the command line is wrong is said before
// anything is read.
func (o *outgoing) export(scheme *model.Scheme) (*exchange.Exporter, error) {
	if o.format == "" {
		return nil, usage("no format was named")
	}
	x, err := exchange.FindFormat(o.format)
	if err != nil {
		return nil, usageError{err}
	}
	if !x.Exports() {
		return nil, usageError{fault.Errorf("%w to export: %q is only read", exchange.ErrNoFormat, x.Name)}
	}
	unit := exchange.OffsetUnit(o.units)
	if unit != "" && !slices.Contains(x.Units, unit) {
		return nil, usageError{fault.Errorf("%w: %q has no %q", exchange.ErrNoUnit, x.Name, unit)}
	}
	if err := cmp.Or(o.checkAllowed(), o.checkFlags(x)); err != nil {
		return nil, err
	}
	e := &exchange.Exporter{Format: x, Scheme: scheme, Filter: o.selection, Unit: unit, Comments: o.comments}
	if o.words {
		e.Words = words.New()
	}
	return e, nil
}

// checkFlags returns a usage error if a format does not go with another flag.
func (o *outgoing) checkFlags(x exchange.Format) error {
	switch {
	case x.Folder && o.output == "-":
		return usage("%s makes several files: --output names a folder", x.Name)
	case o.words && !x.Tagged:
		return usage("--words is for CoNLL: %s has no lines of words", x.Name)
	case o.comments && !x.Tagged:
		return usage("--comments is for CoNLL: %s has no comments", x.Name)
	}
	return nil
}

// checkAllowed returns a usage error if --allow names no kind of loss, or is there without --strict.
func (o *outgoing) checkAllowed() error {
	for _, kind := range o.allow {
		if !slices.Contains(exchange.LossKinds(), exchange.Loss(kind)) {
			return usage("--allow is %q, which is no kind of loss: %s", kind, join(exchange.LossKinds()))
		}
	}
	if len(o.allow) > 0 && !o.strict {
		return usage("--allow says what --strict lets pass, which is not there")
	}
	return nil
}

// A documents passes documents on, one after the other, each time it is called.
type documents func(ctx context.Context, take func(exchange.Document) error) error

// run writes documents, without the spans of cut, and reports.
func (o *outgoing) run(cmd *cobra.Command, scheme *model.Scheme, cut func(exchange.Document) []text.Span, each documents) error {
	e, err := o.export(scheme)
	if err != nil {
		return err
	}
	e.Cut = cut
	if err := o.checkOutputs(e, o.files(e, "--output", o.output)); err != nil {
		return err
	}
	if _, shown := cmd.OutOrStdout().(*terminalWriter); shown && o.output == "-" && e.Format.Binary {
		return usage("%s is nothing to be read on a terminal: --output names a file", e.Format.Name)
	}
	ctx, stop := interruptible()
	defer stop()
	if err := o.checkFilters(ctx, scheme, each); err != nil {
		return err
	}
	to, err := openDestination(e, o.output, cmd.OutOrStdout())
	if err != nil {
		return err
	}
	if err := each(ctx, e.Write); err != nil {
		return errors.Join(err, to.abort())
	}
	if err := to.close(); err != nil {
		return err
	}
	return o.tell(cmd.ErrOrStderr(), e)
}

// read notes what an export reads.
func (o *outgoing) read(f *flags, scheme foundScheme, articles []corpus.Article) {
	o.flags, o.inputs = f, inputsFrom(schemeInput(scheme.Path), f.articleInputs(articles))
	for _, a := range articles {
		o.names = append(o.names, filepath.ToSlash(a.Name))
	}
}

// files are what an export writes to a path.
func (o *outgoing) files(e *exchange.Exporter, flag, path string) []output {
	x := output{flag: flag, path: path}
	if e.Format.Folder {
		x.writes = e.Format.OutputMatcher(o.names)
		return []output{x}
	}
	list := []output{x}
	if end, _, ok := e.Format.Companion(e.Scheme); ok && path != "-" {
		list = append(list, output{flag: "the file beside that of " + flag, path: path + end})
	}
	return list
}

// checkOutputs returns a usage error where these files or the report would replace
// an input or one another.
func (o *outgoing) checkOutputs(e *exchange.Exporter, files []output) error {
	return o.flags.checkOutputs(slices.Concat(files, o.others, []output{{flag: "--report", path: o.report}}), o.inputs)
}

// interruptible ends when the person at the keyboard or the system says so.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// A destination is where an export goes: standard output, a folder, or a file,
// packed if its name says so, that comes to its place when all is written.
type destination struct {
	export *exchange.Exporter
	path   string
	stream *store.Stream // nil where there is none
	packed io.WriteCloser
	sum    hash.Hash // of the file
}

func openDestination(e *exchange.Exporter, path string, stdout io.Writer) (*destination, error) {
	d := &destination{export: e, path: path, sum: sha256.New()}
	switch {
	case e.Format.Folder:
		e.Sink = store.Folder(path)
		return d, nil
	case path == "-":
		e.Writer = stdout
		return d, nil
	}
	var err error
	if d.stream, err = store.NewStream(path); err != nil {
		return nil, err
	}
	if d.packed, err = packed(path, io.MultiWriter(d.stream, d.sum)); err != nil {
		return nil, errors.Join(err, d.stream.Abort())
	}
	e.Writer = d.packed
	return d, nil
}

// close ends the export and puts the file in its place.
func (d *destination) close() error {
	err := d.export.Close()
	if d.stream == nil {
		return err
	}
	if err == nil {
		err = d.packed.Close()
	}
	if err != nil {
		return errors.Join(err, d.stream.Abort())
	}
	if err := d.stream.Close(); err != nil {
		return err
	}
	if end, raw, ok := d.export.Format.Companion(d.export.Scheme); ok {
		return store.Write(d.path+end, raw)
	}
	return nil
}

// abort drops the file.
func (d *destination) abort() error {
	if d == nil || d.stream == nil {
		return nil
	}
	return d.stream.Abort()
}

// packed compresses what is written to a file of this name, if that says so.
func packed(name string, w io.Writer) (io.WriteCloser, error) {
	switch {
	case strings.HasSuffix(name, ".gz"):
		return gzip.NewWriter(w), nil
	case strings.HasSuffix(name, ".zst"):
		return zstd.NewWriter(w)
	}
	return plain{w}, nil
}

// plain is a writer that is closed by its owner.
type plain struct{ io.Writer }

func (plain) Close() error { return nil }

// A lossReport is what --report writes.
type lossReport struct {
	Format    string               `json:"format"`
	Unit      exchange.OffsetUnit  `json:"unit"`
	Documents int                  `json:"documents"`
	Claims    int                  `json:"claims"`
	Relations int                  `json:"relations"`
	Recovered int                  `json:"recovered"` // edits that only journals had
	Lost      []exchange.ReportRow `json:"lost"`
	LeftOut   []exchange.ReportRow `json:"left_out"`

	Problems []exchange.Problem `json:"problems,omitempty"` // of what was converted
}

// bringsIn tells by which flag what a training format leaves out is exported.
func bringsIn(w *message.Words, row exchange.ReportRow) string {
	switch row.What {
	case exchange.Unannotated.String():
		return w.Text("report.unannotated")
	case exchange.Undecided.String():
		return w.Text("report.undecided")
	}
	return ""
}

// lossText returns a row of a report: how many of what.
func lossText(w *message.Words, row exchange.ReportRow) string {
	if w.IsEnglish() {
		return row.String()
	}
	return w.Text("report.loss", w.Term(row.What), row.Count)
}

// tell reports what was exported and what was lost.
func (o *outgoing) tell(w io.Writer, e *exchange.Exporter) error {
	r := &e.Report
	rows := lossReport{Format: e.Format.Name, Unit: e.Unit, Documents: r.Documents, Claims: r.Claims, Relations: r.Relations, Recovered: r.Recovered, Lost: r.Lost(), LeftOut: r.LeftOut()}
	if o.reading != nil {
		rows.Problems = o.reading.Problems
	}
	words := o.flags.words
	say(w, words, "report.wrote", words.Count(r.Documents, "document"), words.Count(r.Claims, "claim"), words.Count(r.Relations, "relation"))
	sayRecovered(w, words, r.Recovered)
	for _, row := range rows.LeftOut {
		say(w, words, "report.leftOut", lossText(words, row), bringsIn(words, row))
	}
	for _, row := range rows.Lost {
		say(w, words, "report.lost", lossText(words, row))
	}
	if o.report != "" {
		var b strings.Builder
		if err := PrintJSON(&b, rows); err != nil {
			return err
		}
		if err := store.Write(o.report, []byte(b.String())); err != nil {
			return err
		}
	}
	if kinds := o.forbidden(rows.Lost); o.strict && len(kinds) > 0 {
		return foundError{fmt.Errorf("%w: %s", errLost, join(kinds))}
	}
	return nil
}

// sayRecovered says how many edits are not in the sidecars yet.
func sayRecovered(w io.Writer, words *message.Words, edits int) {
	if edits > 0 {
		say(w, words, "report.recovered", words.Count(edits, "edit"))
	}
}

// forbidden are the kinds of losses that are not allowed.
func (o *outgoing) forbidden(lost []exchange.ReportRow) (kinds []exchange.Loss) {
	for _, row := range lost {
		if !slices.Contains(o.allow, string(row.Kind)) {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

func join(kinds []exchange.Loss) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// A progress is a bar on the terminal of standard error, and elsewhere nothing.
type progress struct {
	w     io.Writer // nil: nothing
	total int
}

// barWidth is that of a bar, in columns.
const barWidth = 30

func newProgress(w io.Writer, total int) progress {
	f, ok := w.(*os.File)
	if !ok || total < 2 || !term.IsTerminal(int(f.Fd())) {
		return progress{}
	}
	return progress{w, total}
}

// at says how many are done. The bar is drawn when it has grown.
func (p progress) at(n int) {
	if p.w == nil || n > 1 && n*barWidth/p.total == (n-1)*barWidth/p.total {
		return
	}
	done := n * barWidth / p.total
	fmt.Fprintf(p.w, "\r[%s%s] %d/%d", strings.Repeat("#", done), strings.Repeat("-", barWidth-done), n, p.total)
}

// clear takes the bar away.
func (p progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// say prints a message as a line, whatever its arguments hold.
func say(w io.Writer, words *message.Words, id string, args ...any) {
	fmt.Fprintf(w, "%s\n", text.SafeLine(words.Text(id, args...)))
}
