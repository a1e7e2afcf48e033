package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"pizhu/model"
	"pizhu/model/text"
)

func trainingFormats() []Format {
	return []Format{
		{
			Name: "classify", About: "JSONL for a classifier: the text of a claim and its labels, a claim a line", Extension: ".jsonl", Training: true, claimsOnly: true,
			Carries: []Loss{ArticleNames, Lines, Blanks, Places, Overlaps, Unlabelled, ManyLabels, Suggestions, Negatives, Annotators},
			write:   func(e *Exporter) codec { return &classify{e: e} },
		},
		{
			Name: "instruct", About: "JSONL for instruction tuning: messages that ask for the claims of an article and give them, a layer a line", Extension: ".jsonl", Training: true,
			Carries: []Loss{Texts, Lines, Blanks, Places, Overlaps, ManyLabels, EmptyLayers},
			write:   func(e *Exporter) codec { return &instruct{e: e} },
		},
	}
}

// A classify writes a claim a line, and of one in several fragments each: a text
// that joins them stands nowhere in the article.
type classify struct {
	e   *Exporter
	buf bytes.Buffer
}

type classifyLine struct {
	Text      string   `json:"text"`
	Labels    []string `json:"labels"` // group/label
	Article   string   `json:"article"`
	Annotator string   `json:"annotator"`
	ID        string   `json:"id"`
	Method    string   `json:"method"`
	Verdict   string   `json:"verdict"` // rejected: it is none of the labels
}

func (c *classify) close() error { return nil }

func (c *classify) write(d Document) error {
	for _, l := range d.Layers {
		for _, k := range l.Set.Claims {
			labels := model.LabelPaths(c.e.Scheme.Groups, k.Labels)
			for _, f := range k.Fragments {
				line := classifyLine{f.Text, labels, d.Name, l.Annotator, k.ID, string(k.Provenance.Method), string(k.Provenance.Verdict)}
				if err := writeLine(c.e.Writer, &c.buf, line); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// An instruct writes what a chat model is to answer: the first message says what
// may be asked for, the second has the article, the third its claims.
type instruct struct {
	e     *Exporter
	buf   bytes.Buffer
	about string // the first message, the same in every line
}

type (
	instructLine struct {
		Messages [3]instructMessage `json:"messages"`
	}
	instructMessage struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	instructClaim struct {
		Text   string   `json:"text"`
		Labels []string `json:"labels"`
	}
)

func (i *instruct) close() error { return nil }

func (i *instruct) write(d Document) error {
	if i.about == "" {
		i.about = instructions(i.e.Scheme)
	}
	for _, l := range d.Layers {
		claims := i.claims(l.Set)
		answer, err := json.Marshal(claims)
		if err != nil {
			return err
		}
		line := instructLine{[3]instructMessage{{"system", i.about}, {"user", d.Text.String()}, {"assistant", string(answer)}}}
		if err := writeLine(i.e.Writer, &i.buf, line); err != nil {
			return err
		}
	}
	return nil
}

// claims are what is to be answered: the fragments of claims, each of which is in the
// article to the letter, in their order there.
func (i *instruct) claims(set model.Set) []instructClaim {
	type place struct {
		start text.Offset
		claim instructClaim
	}
	var places []place
	for _, k := range set.Claims {
		labels := model.LabelPaths(i.e.Scheme.Groups, k.Labels)
		for _, f := range k.Fragments {
			places = append(places, place{f.Span.Start, instructClaim{f.Text, labels}})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.start, b.start) })
	claims := make([]instructClaim, len(places))
	for n, p := range places {
		claims[n] = p.claim
	}
	return claims
}

// instructions say what the labels of a scheme mean. Noise is not asked for.
func instructions(s *model.Scheme) string {
	var b strings.Builder
	b.WriteString("Find the claims in the article. Answer with a JSON list of objects {\"text\", \"labels\"}, in the order of the article; " +
		"text is copied from it to the letter, labels are some of these:\n")
	for _, g := range s.Groups {
		if g.Noise {
			continue
		}
		for _, l := range g.Labels {
			b.WriteString("- " + g.ID + "/" + l.ID + " (" + l.Names.All() + ")")
			if l.Guideline != "" {
				b.WriteString(": " + l.Guideline)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
