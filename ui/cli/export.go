package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/exchange"
	"pizhu/annotate/layer"
	"pizhu/annotate/noise"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/model/words"
	"pizhu/ui/message"
)

func exportCommand(s System, f *flags) *cobra.Command {
	var o outgoing
	var parts splitting
	var list, asJSON, clean bool
	c := &cobra.Command{
		Use:   "export --format FORMAT PATH...",
		Short: "Write the annotations of articles for training and for other tools",
		Long: "export writes articles with the layers of all their annotators, in a format that --list names. What the format cannot carry is\n" +
			"counted on standard error. Rejected suggestions and claims that mark noise are left out. A file is replaced as a whole, and only\n" +
			"when all is written; its name may end in .gz or .zst.",
		Example: "  pizhu export --list\n  pizhu export --format jsonl articles/ >claims.jsonl\n" +
			"  pizhu export --format brat --output brat/ --annotator chen articles/\n" +
			"  pizhu export --format conll --clean --status done --strict --allow provenance,annotators,names,status --output train.conll.zst articles/\n" +
			"  pizhu export --format parquet --split 80/10/10 --licence CC-BY-4.0 --output data/ articles/",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && !list {
				return usage("no article was named")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return listFormats(cmd.OutOrStdout(), f.words, asJSON)
			}
			found, articles, err := f.openFound(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			scheme := found.Scheme
			o.read(f, found, articles)
			cut, err := f.cut(articles, scheme, clean)
			if err != nil {
				return err
			}
			defer s.sayIllNamed(f, articles) // once, however often they are read
			defer s.sayLinks(f, articles)
			each := func(ctx context.Context, take func(int, exchange.Document) error) error {
				return s.each(ctx, f, articles, newProgress(s.Err, len(articles)), take)
			}
			if parts.shares != "" {
				return o.runSplit(cmd, s.Version, parts, scheme, cut, each)
			}
			return o.run(cmd, scheme, cut, func(ctx context.Context, take func(exchange.Document) error) error {
				return each(ctx, func(_ int, d exchange.Document) error { return take(d) })
			})
		},
	}
	o.define(c.Flags())
	parts.define(c.Flags())
	c.Flags().BoolVar(&list, "list", false, "list the formats")
	c.Flags().BoolVar(&asJSON, "json", false, "with --list: as JSON, a row {name, about, extension, folder, exports, imports, unit, units, loses} for each")
	c.Flags().BoolVar(&clean, "clean", false, "cut noise out of the texts; offsets count in what is left")
	c.MarkFlagsMutuallyExclusive("clean", "noise")
	return c
}

// cut makes the function that says what noise is cut out of a document, if any
// is to be: it has to look at all articles first, for what repeats.
func (f *flags) cut(articles []corpus.Article, scheme *model.Scheme, clean bool) (func(exchange.Document) []text.Span, error) {
	if !clean {
		return nil, nil
	}
	all, err := f.collect(articles)
	if err != nil {
		return nil, err
	}
	segmenter, rules := words.New(), noise.SchemeRules(scheme)
	return func(d exchange.Document) []text.Span {
		return layer.NoiseOf(d, all.Detect(d.Text, segmenter, rules), scheme)
	}, nil
}

// layerOptions say where the layers of articles are read from.
func (s System) layerOptions(f *flags) layer.Options {
	return layer.Options{Sidecars: f.sidecars, Encoding: f.encoding, State: s.state(), Host: s.Host, PID: s.PID}
}

// each loads articles one after the other, with their numbers. It passes over those that cannot be read.
func (s System) each(ctx context.Context, f *flags, articles []corpus.Article, p progress, take func(int, exchange.Document) error) error {
	defer p.clear()
	layers := layer.NewLoader(s.layerOptions(f))
	for i, a := range articles {
		if ctx.Err() != nil {
			return errStopped
		}
		p.at(i + 1)
		if f.passed.has(a) {
			continue
		}
		d, err := layers.Load(a)
		if err != nil {
			p.clear()
			f.passed.article(a, err)
			continue
		}
		if err := take(i, d); err != nil {
			return err
		}
	}
	return f.passed.all(len(articles))
}

// sayIllNamed says how many articles have another name in what is written than their files have.
func (s System) sayIllNamed(f *flags, articles []corpus.Article) {
	n := 0
	for _, a := range articles {
		if layer.IllNamed(a) {
			n++
		}
	}
	if n > 0 {
		say(s.Err, f.words, "report.illNamed", n)
	}
}

// sayLinks says how many articles are read twice, since a link to their file counts as an article of its own.
func (s System) sayLinks(f *flags, articles []corpus.Article) {
	links := corpus.LinksAmong(articles)
	if len(links) == 0 {
		return
	}
	say(s.Err, f.words, "report.links", len(links), links[0])
}

// formatRow is what --list says of a format.
type formatRow struct {
	Name      string                `json:"name"`
	About     string                `json:"about"`
	Extension string                `json:"extension"`
	Folder    bool                  `json:"folder"`
	Exports   bool                  `json:"exports"`
	Imports   bool                  `json:"imports"`
	Unit      exchange.OffsetUnit   `json:"unit"`
	Units     []exchange.OffsetUnit `json:"units"`
	Loses     []exchange.Loss       `json:"loses"`
}

func listFormats(w io.Writer, words *message.Words, asJSON bool) error {
	if asJSON {
		rows := []formatRow{}
		for _, x := range exchange.Formats() {
			rows = append(rows, formatRow{x.Name, x.About, x.Extension, x.Folder, x.Exports(), x.Imports(), x.Unit, append([]exchange.OffsetUnit{}, x.Units...), x.Losses()})
		}
		return PrintJSON(w, rows)
	}
	_, err := io.WriteString(w, formatsTable(words))
	return err
}

// formatsTable is the table of the formats in Markdown, as the manual has it.
func formatsTable(words *message.Words) string {
	var b strings.Builder
	b.WriteString(tableHead(words, "format", "what it is", "export", "import", "offsets count", "loses"))
	for _, x := range exchange.Formats() {
		unit, says := "-", map[bool]string{true: words.Term("yes"), false: words.Term("no")}
		if x.Unit != "" {
			unit = string(x.Unit)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", x.Name, words.Term(x.About), says[x.Exports()], says[x.Imports()], unit, join(x.Losses()))
	}
	return b.String()
}

// schemeOf gives the scheme for documents that stand in no corpus.
func (f *flags) schemeOf(folder string) (*model.Scheme, error) {
	var paths []string
	if folder != "" {
		paths = append(paths, folder)
	}
	found, err := f.readScheme(paths)
	return found.Scheme, err
}

// rawScheme gives the bytes of the scheme that schemeOf gives.
func (f *flags) rawScheme(folder string) ([]byte, error) {
	path := f.schemePath(folder)
	if path == "" {
		return schemefile.Builtin(), nil
	}
	return store.Read(path, schemefile.MaxSize)
}

// schemePath is where the scheme that schemeOf gives was read; empty where it is the
// built-in one.
func (f *flags) schemePath(folder string) string {
	path := f.scheme
	if path == "" && folder != "" {
		path, _ = corpusScheme(folder)
	}
	return path
}
