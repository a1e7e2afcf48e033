package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/annotate/noise"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/model/words"
)

// cleanRow is what clean reports of one find.
type cleanRow struct {
	Article    string      `json:"article"`
	Start      text.Offset `json:"start"`
	End        text.Offset `json:"end"`
	Kind       noise.Kind  `json:"kind"`
	Confidence float64     `json:"confidence"`
	Reason     string      `json:"reason"`
	Text       string      `json:"text"`
}

// cleanMap says where a piece of the cleaned text stood in the article.
type cleanMap struct {
	Clean text.Offset `json:"clean"` // where it begins in the cleaned text
	Start text.Offset `json:"start"` // and in the article
	End   text.Offset `json:"end"`
}

// mapEnd ends the name of the file that says where each piece stood.
const mapEnd = ".map.json"

func cleanCommand(s System, f *flags) *cobra.Command {
	var asJSON, learn, write bool
	var to string
	c := &cobra.Command{
		Use:   "clean PATH...",
		Short: "Report what in articles is no part of them",
		Long: "clean reports advertisements within sentences, editors' lines, links, disclaimers, runs of blank lines, and lines that\n" +
			"repeat over the articles. It changes nothing. With --output it writes one article without what is surely noise, blank lines kept, and beside it\n" +
			"FILE.map.json, which says where each piece stood: offsets are code points. With --learn it prints the rules that follow from what\n" +
			"people accepted, rejected and marked as noise in the articles; with --write too it adds them to the scheme file.",
		Example: "  pizhu clean articles/\n  pizhu clean --json a.txt\n  pizhu clean --output a.clean.txt a.txt\n  pizhu clean --learn --write articles/",
		Args:    some("no article was named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			scheme, articles, err := f.openFound(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			if learn || write {
				return s.learnNoise(cmd, f, articles, scheme, asJSON, write)
			}
			rules := noise.SchemeRules(scheme.Scheme)
			if to != "" {
				if len(articles) != 1 {
					return usage("--output takes one article, not %d", len(articles))
				}
				outputs := []output{{flag: "--output", path: to}, {flag: "the map beside it", path: to + mapEnd}}
				if err := f.checkOutputs(outputs, inputsFrom(schemeInput(scheme.Path), f.articleInputs(articles))); err != nil {
					return err
				}
				return f.writeClean(articles[0], rules, to)
			}
			return f.reportNoise(cmd.OutOrStdout(), articles, rules, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON: a row {article, start, end, kind, confidence, reason, text} for each find")
	c.Flags().StringVar(&to, "output", "", "`FILE` to write the cleaned text to")
	c.Flags().BoolVar(&learn, "learn", false, "print the rules that follow from what people decided; with --json a row {rule, text, by, added} for each")
	c.Flags().BoolVar(&write, "write", false, "with --learn: add them to the scheme file")
	c.MarkFlagsMutuallyExclusive("learn", "output")
	c.MarkFlagsMutuallyExclusive("write", "output")
	return c
}

// readArticle reads an article in the encoding that the flags name, if they do.
func (f *flags) readArticle(a corpus.Article) (*text.Text, error) {
	if f.encoding == "" {
		t, _, err := a.Read()
		return t, err
	}
	t, _, err := a.ReadAs(f.encoding)
	return t, err
}

func (f *flags) reportNoise(w io.Writer, articles []corpus.Article, rules noise.Rules, asJSON bool) error {
	all, err := f.collect(articles)
	if err != nil {
		return err
	}
	rows := []cleanRow{}
	segmenter := words.New()
	for _, a := range articles {
		if f.passed.has(a) {
			continue
		}
		t, err := f.readArticle(a)
		if err != nil {
			f.passed.article(a, err)
			continue
		}
		for _, find := range all.Detect(t, segmenter, rules) {
			rows = append(rows, cleanRow{a.Name, find.Span.Start, find.Span.End, find.Kind, find.Confidence, find.Reason, t.Slice(find.Span)})
		}
	}
	if err := f.passed.all(len(articles)); err != nil {
		return err
	}
	if asJSON {
		return PrintJSON(w, rows)
	}
	for _, r := range rows {
		if _, err := fmt.Fprintf(w, "%s:%d-%d\t%s\t%.2f\t%s\t%s\n", text.SafeLine(r.Article), r.Start, r.End, r.Kind, r.Confidence, r.Reason, text.SafeLine(r.Text)); err != nil {
			return err
		}
	}
	return nil
}

// collect learns what repeats over articles. They are read for it alone, and
// again for their finds: a corpus need not fit into memory.
func (f *flags) collect(articles []corpus.Article) (*noise.CorpusCounts, error) {
	if len(articles) == 1 {
		return nil, nil // nothing repeats over one
	}
	all := &noise.CorpusCounts{}
	for _, a := range articles {
		t, err := f.readArticle(a)
		if err != nil {
			f.passed.article(a, err)
			continue
		}
		all.Add(t)
	}
	return all, f.passed.all(len(articles))
}

func (f *flags) writeClean(a corpus.Article, rules noise.Rules, path string) error {
	t, err := f.readArticle(a)
	if err != nil {
		return err
	}
	var cut []text.Span
	for _, find := range noise.Detect(t, words.New(), rules) {
		if find.Confidence >= noise.Certain && find.Kind != noise.Blank {
			cut = append(cut, find.Span)
		}
	}
	var cleaned strings.Builder
	kept := []cleanMap{}
	at := text.Offset(0)
	for _, s := range t.All().Subtract(cut) {
		kept = append(kept, cleanMap{at, s.Start, s.End})
		cleaned.WriteString(t.Slice(s))
		at += s.End - s.Start
	}
	if err := store.Write(path, []byte(cleaned.String())); err != nil {
		return err
	}
	var b strings.Builder
	if err := PrintJSON(&b, kept); err != nil {
		return err
	}
	return store.Write(path+mapEnd, []byte(b.String()))
}
