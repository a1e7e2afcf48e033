package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pizhu/annotate/edit"
	"pizhu/annotate/exchange"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// incoming are the flags of what is read in a format.
type incoming struct {
	format, units, report string
	scheme                string // where one goes that knows all labels
	texts                 string // where the articles of formats without texts are
	textsEncoding         string // of these
	strict, suggestions   bool
	force                 bool // what cannot be decoded is taken
	labels                map[string]string
}

// errNothing says that an import found something, but nothing to take.
var errNothing = errors.New("nothing of it could be taken")

// errNotTaken says that whole documents were refused.
var errNotTaken = errors.New("not taken, as listed above")

// errRefused says that an import could not take all as it stands.
var errRefused = errors.New("not all of it could be taken as it stands")

func (i *incoming) define(set *pflag.FlagSet) {
	set.StringToStringVar(&i.labels, "map", nil, "`LABEL=GROUP/LABEL` what a label of the file is in the scheme; may be given again")
	set.StringVar(&i.scheme, "make-scheme", "", "`FILE` to write the scheme to, with the labels that it does not know")
	set.StringVar(&i.texts, "texts", "", "`DIR` of the articles that a file without texts is about (csv, tsv; import looks in --into)")
	set.StringVar(&i.textsEncoding, "texts-encoding", "", "`ENCODING` of these articles (else the sidecar's, else what each seems to be); --encoding is that of the files")
	set.BoolVar(&i.force, "force", false, "take texts with bytes that cannot be decoded, which become U+FFFD")
	set.BoolVar(&i.suggestions, "as-suggestions", false, "claims come as suggestions, for a person to accept or reject")
}

func importCommand(s System, f *flags) *cobra.Command {
	var in incoming
	var folder string
	c := &cobra.Command{
		Use:   "import --format FORMAT --into DIR FILE...",
		Short: "Read annotations that another tool wrote",
		Long: "import writes the text of each document into a folder, and its claims beside it. Offsets are checked against the text and\n" +
			"whatever the file quotes; what does not fit is listed with its line and not taken. Nothing is written over: an article whose layer\n" +
			"is there already is listed and passed over. A folder stands for the files in it; archives in .gz and .zst are unpacked.\n" +
			"Each file is read in the encoding that --encoding names, else in what it seems to be in; a text with bytes that are none is not taken.\n" +
			"csv and tsv hold no texts: their articles are looked for in the folder, and get their claims there; or in --texts.",
		Example: "  pizhu import --format brat --into articles/ data/\n" +
			"  pizhu import --format doccano --units codepoint --map ORG=role/firm --into articles/ project.jsonl\n" +
			"  pizhu import --format conll --as-suggestions --as tagger --into articles/ predicted.conll\n" +
			"  pizhu import --format yedda --make-scheme articles/pizhu.yaml --into articles/ news.ann\n" +
			"  pizhu import --format csv --into articles/ claims.csv",
		Args: some("no file was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := in.find()
			if err != nil {
				return err
			}
			if folder == "" {
				return usage("--into names the folder for the articles")
			}
			if info, err := os.Stat(folder); err == nil && !info.IsDir() {
				return usage("--into is %q, which is no folder", folder)
			}
			scheme, err := f.schemeOf(folder)
			if err != nil {
				return err
			}
			m, err := in.begin(f, s, x, scheme)
			if err != nil {
				return err
			}
			if err := in.checkOutputs(f, folder, args, output{flag: "--into", path: folder, writes: isText, keeps: true}); err != nil {
				return err
			}
			shelf := &layer.ImportTarget{Folder: folder, Scheme: scheme}
			if err := in.lend(f, m, shelf); err != nil {
				return err
			}
			return in.fill(cmd, f, m, shelf, args)
		},
	}
	c.Flags().StringVar(&in.format, "format", "", "`FORMAT` to read")
	c.Flags().StringVar(&folder, "into", "", "`DIR` to write articles and claims to")
	c.Flags().StringVar(&in.units, "units", "", "`UNITS` that offsets count: codepoint, utf16, byte or grapheme (else whichever fits)")
	c.Flags().StringVar(&in.report, "report", "", "`FILE` to write the list of what was not taken to, as JSON")
	c.Flags().BoolVar(&in.strict, "strict", false, "exit with 3 where something was not taken as it stands")
	in.define(c.Flags())
	return c
}

// fill reads files, puts their documents on a shelf, and reports.
func (i *incoming) fill(cmd *cobra.Command, f *flags, m *exchange.Importer, shelf *layer.ImportTarget, paths []string) error {
	ctx, stop := interruptible()
	defer stop()
	m.OnDocument = func(d exchange.Document) error {
		if ctx.Err() != nil {
			return errStopped
		}
		return refusal(shelf.Put(d))
	}
	if err := i.run(ctx, cmd, f, m, paths); err != nil {
		return err
	}
	if err := i.makeScheme(f, shelf.Folder, m); err != nil {
		return err
	}
	return i.judge(m)
}

// outputs are the files that an import writes, but for the documents.
func (i *incoming) outputs() []output {
	return []output{{flag: "--make-scheme", path: i.scheme, over: "scheme"}, {flag: "--report", path: i.report}}
}

// inputs are the files that an import reads, and the articles that there are.
func (i *incoming) inputs(f *flags, folder string, paths []string) iter.Seq[input] {
	lists := []iter.Seq[input]{schemeInput(f.schemePath(folder)), sourcesIn(paths)}
	for _, texts := range []string{folder, i.texts} {
		if texts != "" {
			lists = append(lists, textsIn(texts))
		}
	}
	return inputsFrom(lists...)
}

// checkOutputs returns a usage error where an output of an import would replace
// another file than an older one of its kind.
func (i *incoming) checkOutputs(f *flags, folder string, paths []string, others ...output) error {
	if err := f.checkOutputs(append(others, i.outputs()...), i.inputs(f, folder, paths)); err != nil {
		return err
	}
	if i.scheme == "" {
		return nil
	}
	switch raw, err := store.Read(i.scheme, schemefile.MaxSize); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	default:
		if _, err := schemefile.Parse(raw); err != nil {
			return usage("--make-scheme is %q, which is there and is no scheme: %w", i.scheme, err)
		}
	}
	return nil
}

// isText reports whether a name may be that of an imported text.
func isText(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".txt") }

// find returns the format to read, and checks what its flags say of it.
func (i *incoming) find() (exchange.Format, error) {
	if i.format == "" {
		return exchange.Format{}, usage("no format was named")
	}
	x, err := exchange.FindFormat(i.format)
	if err != nil {
		return exchange.Format{}, usageError{err}
	}
	if !x.Imports() {
		return exchange.Format{}, usageError{fault.Errorf("%w to import: %q is not read back", exchange.ErrNoFormat, x.Name)}
	}
	if u := exchange.OffsetUnit(i.units); u != "" && !slices.Contains(x.Units, u) {
		return exchange.Format{}, usageError{fault.Errorf("%w: %q has no %q", exchange.ErrNoUnit, x.Name, u)}
	}
	return x, nil
}

// begin begins an import, of which the function that takes documents is not set
// yet.
func (i *incoming) begin(f *flags, s System, x exchange.Format, scheme *model.Scheme) (*exchange.Importer, error) {
	if f.encoding != "" && x.Binary {
		return nil, usage("--encoding does not apply: %s is no text, and says itself that its texts are in UTF-8", x.Name)
	}
	for _, name := range []string{f.encoding, i.textsEncoding} {
		if _, err := text.DecodeAs(nil, cmp.Or(name, "utf-8")); err != nil {
			return nil, usageError{err}
		}
	}
	name, err := f.annotator(s.Env)
	if err != nil {
		return nil, err
	}
	return &exchange.Importer{ImportSettings: exchange.ImportSettings{
		Format: x, Scheme: scheme, Labels: i.labels, Unit: exchange.OffsetUnit(i.units), Annotator: name, SingleAnnotator: f.as != "",
		Encoding: f.encoding, Force: i.force, MaxClaims: sidecar.MaxClaims, MaxString: sidecar.MaxString,
		Suggestions: i.suggestions, LayerName: layer.LayerName, Now: s.Now().UTC().Truncate(time.Second), NewID: edit.NewID,
	}}, nil
}

// lend gives an import the articles that its files are about, where these have
// no texts: those of --texts, else those of the folder that is imported into,
// which get their claims where they are.
func (i *incoming) lend(f *flags, m *exchange.Importer, into *layer.ImportTarget) error {
	folder := i.texts
	switch {
	case !m.Format.Textless && folder != "":
		return usage("--texts is for formats without texts: %s has them", m.Format.Name)
	case !m.Format.Textless:
		return nil
	case folder == "" && into == nil:
		return usage("%s has no texts: --texts names the folder of its articles", m.Format.Name)
	case folder == "":
		folder = into.Folder
	}
	scheme, err := f.readScheme([]string{folder})
	if err != nil {
		return err
	}
	found, err := f.find(nil, []string{folder}, scheme)
	if err != nil {
		return err
	}
	articles := layer.NewLibrary(found, layer.Options{Sidecars: f.sidecars, Encoding: i.textsEncoding})
	m.Library = articles
	if into != nil && sameFolder(folder, into.Folder) {
		into.Library = articles
	}
	return nil
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	y, bad := os.Stat(b)
	return err == nil && bad == nil && os.SameFile(x, y)
}

// refusal makes what is wrong with one document no end of an import. Where no
// document can be written any more, it ends.
func refusal(err error) error {
	ends := func(e syscall.Errno) bool { return errors.Is(err, e) }
	if err == nil || slices.ContainsFunc([]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO, syscall.EMFILE}, ends) {
		return err
	}
	return &exchange.RefusedError{Err: err}
}

// run reads files and reports, also where not all could be read.
func (i *incoming) run(ctx context.Context, cmd *cobra.Command, f *flags, m *exchange.Importer, paths []string) error {
	files, err := sources(ctx, paths, cmd.InOrStdin())
	if err != nil {
		return err
	}
	err = m.Run(files)
	w := cmd.ErrOrStderr()
	for _, p := range m.Problems {
		say(w, f.words, "report.problem", p.File, p.Line, p.Kind, p.Said())
	}
	say(w, f.words, "report.read", f.words.Count(m.Documents, "document"), f.words.Count(m.Claims, "claim"), readAs(f.words, m), f.words.Count(len(m.Problems), "problem"))
	return err
}

// makeScheme writes the scheme with the labels that it did not know, where that
// was asked for.
func (i *incoming) makeScheme(f *flags, folder string, m *exchange.Importer) error {
	if i.scheme == "" {
		return nil
	}
	raw, err := f.rawScheme(folder)
	if err == nil {
		raw, err = schemefile.Extend(raw, m.Unknown)
	}
	if err != nil {
		return err
	}
	return store.Write(i.scheme, raw)
}

// judge writes the list of problems, where it was asked for, and says whether
// there may be any. That an article was there already is always an error.
func (i *incoming) judge(m *exchange.Importer) error {
	if i.report != "" {
		var b strings.Builder
		if err := PrintJSON(&b, append([]exchange.Problem{}, m.Problems...)); err != nil {
			return err
		}
		if err := store.Write(i.report, []byte(b.String())); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(m.FirstRefusal, layer.ErrExists):
		return fault.Errorf("%v: not written: %w", documentCount(m.Refused), layer.ErrExists)
	case m.Refused > 0:
		return fault.Errorf("%v: %w", documentCount(m.Refused), errNotTaken)
	}
	if i.strict && len(m.Problems) > 0 {
		return foundError{errRefused}
	}
	if m.Documents == 0 && len(m.Problems) > 0 {
		return fault.Errorf("read as %s: %w", m.Format.Name, errNothing)
	}
	return nil
}

func convertCommand(s System, f *flags) *cobra.Command {
	var in incoming
	var o outgoing
	c := &cobra.Command{
		Use:     "convert --from FORMAT --to FORMAT FILE...",
		Short:   "Write annotations of one format in another",
		Long:    "convert reads as import does and writes as export does, with no corpus between them. --units is what is written.",
		Example: "  pizhu convert --from brat --to jsonl --output claims.jsonl data/*.txt data/*.ann\n  pizhu convert --from doccano --from-units codepoint --to conll - <project.jsonl",
		Args:    some("no file was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := in.find()
			if err != nil {
				return err
			}
			scheme, err := f.schemeOf("")
			if err != nil {
				return err
			}
			m, err := in.begin(f, s, x, scheme)
			if err != nil {
				return err
			}
			if err := in.lend(f, m, nil); err != nil {
				return err
			}
			in.strict = o.strict
			o.reading = m
			if err := in.checkOutputs(f, "", args); err != nil {
				return err
			}
			o.flags, o.inputs, o.others = f, in.inputs(f, "", args), in.outputs()
			each := func(ctx context.Context, take func(exchange.Document) error) error {
				m.OnDocument = func(d exchange.Document) error {
					if ctx.Err() != nil {
						return errStopped
					}
					return take(d)
				}
				return in.run(ctx, cmd, f, m, args)
			}
			if !exchange.NewVocabulary(scheme).HasAll(o.selection) {
				each = held(each) // what the documents have decides whether it is written, and they can be read once
			}
			err = o.run(cmd, scheme, nil, each)
			if err != nil && !errors.As(err, &foundError{}) {
				return err
			}
			if err := in.makeScheme(f, "", m); err != nil {
				return err
			}
			return cmp.Or(err, in.judge(m))
		},
	}
	c.Flags().StringVar(&in.format, "from", "", "`FORMAT` to read")
	c.Flags().StringVar(&in.units, "from-units", "", "`UNITS` that its offsets count (else whichever fits)")
	c.Flags().StringVar(&o.format, "to", "", "`FORMAT` to write")
	o.defineRest(c.Flags())
	in.define(c.Flags())
	return c
}
