package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/noise"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// found says what noise a part of an article has; of one that is not large, all of it.
type found struct {
	text    *text.Text
	part    text.Span
	repeats *noise.CorpusCounts // that was known when they were looked for
	finds   []noise.Candidate
}

// detectable is the length in code points up to which an article is looked through as a whole.
const detectable = 1 << 20

// detect looks for noise in the present article, once: in a large one only in the part that is in view.
func (a *App) detect() tea.Cmd {
	if a.session.IsPartial() {
		return nil
	}
	t := a.session.Text()
	large, part := t.Len() > detectable, text.Part{Span: t.All()}
	if large {
		part = t.Part(a.reader.Top())
	}
	if a.looked[part.Span.Start] {
		return nil
	}
	if a.looked == nil {
		a.looked = map[text.Offset]bool{}
	}
	a.looked[part.Span.Start] = true
	w, c, rules := a.words, a.repeats, noise.SchemeRules(a.Scheme)
	return func() tea.Msg {
		look := t
		if large {
			look = text.New(part.Text)
		}
		finds := c.Detect(look, w, rules)
		for i := range finds {
			finds[i].Span.Start += part.Span.Start
			finds[i].Span.End += part.Span.Start
		}
		return found{t, part.Span, c, finds}
	}
}

// foundNoise takes in what noise a part has, in place of what was known of it.
func (a *App) foundNoise(msg found) {
	if msg.text != a.session.Text() || msg.repeats != a.repeats {
		return
	}
	kept := slices.DeleteFunc(a.finds, func(f noise.Candidate) bool { return f.Span.Start >= msg.part.Start && f.Span.Start < msg.part.End })
	i, _ := slices.BinarySearchFunc(kept, msg.part.Start, func(f noise.Candidate, o text.Offset) int { return int(f.Span.Start - o) })
	a.finds = slices.Insert(kept, i, msg.finds...)
	a.refresh()
}

// learnt says what repeats over the articles.
type learnt struct{ repeats *noise.CorpusCounts }

// learn looks through the articles for what repeats over them. There is one such
// look, when the program begins; noise is then looked for again.
func (a *App) learn() tea.Cmd {
	articles, encoding := a.Articles, a.Encoding
	return func() tea.Msg { return learnt{layer.LearnRepeats(articles, encoding)} }
}

// learnt takes in what repeats over the articles: what was found without it is looked for again.
func (a *App) learnt(msg learnt) {
	if a.repeats = msg.repeats; a.repeats != nil {
		a.looked = nil
	}
}

// found are the places that count as noise though nobody has said so: the finds
// that are sure and not rejected.
func (a *App) found() []text.Span {
	var spans []text.Span
	for _, f := range a.open {
		if f.Confidence >= noise.Certain {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

// desk is where the next edit is made.
func (a *App) desk() edit.Editor {
	d := a.session.Editor()
	d.Found = a.found()
	return d
}

// findAt is the find at a place in the text, if there is one.
func (a *App) findAt(o text.Offset) (noise.Candidate, bool) {
	i := slices.IndexFunc(a.open, func(f noise.Candidate) bool { return f.Span.Contains(o) })
	if i < 0 {
		return noise.Candidate{}, false
	}
	return a.open[i], true
}

// decide accepts or rejects the suggestion or the find at the cursor, and goes
// on to the next. Where the cursor is on none, it goes to the next and asks.
func (a *App) decide(v model.Verdict) tea.Cmd {
	cursor := a.reader.Cursor()
	if c := a.current(); c != nil && c.Suggested() {
		a.commit(a.desk().Judge(c, v), "", nil)
	} else if f, ok := a.findAt(cursor); ok {
		e, _, err := a.desk().Decide(f, v)
		a.commit(e, "", err)
		if err != nil {
			return nil
		}
	}
	a.askNext(cursor)
	return nil
}

// askNext goes to what is suggested next, from a place in the text on.
func (a *App) askNext(from text.Offset) {
	f := slices.IndexFunc(a.open, func(f noise.Candidate) bool { return f.Span.Start >= from })
	claims := a.session.Set().Claims
	c := slices.IndexFunc(claims, func(c *model.Claim) bool { return c.Start() >= from && c.Suggested() })
	switch {
	case c >= 0 && (f < 0 || claims[c].Start() <= a.open[f].Span.Start):
		a.reader.Place(claims[c].Start())
		a.picked = claims[c].ID
		a.message = a.labelNames(claims[c]) + "? > yes  < no   " + strings.Join(history(claims[c].Provenance)[:1], "")
	case f >= 0:
		a.reader.Place(a.open[f].Span.Start)
		a.message = fmt.Sprintf("%s? > yes  < no   %s", a.open[f].Kind, a.open[f].Reason)
	default:
		a.message = "nothing more is suggested after this"
	}
}

// labelNames are the names of a claim's labels.
func (a *App) labelNames(c *model.Claim) string {
	var names []string
	for _, group := range a.groupsOf(c) {
		for _, id := range c.Labels[group] {
			names = append(names, a.labelName(group, id))
		}
	}
	return strings.Join(names, ", ")
}

// The faces of finds: what counts as noise is dim, what may be some is only
// marked.
var (
	sureFace   = face.Face{FG: face.Grey, Dim: true}
	unsureFace = face.Face{Mark: face.Dots, MarkColour: face.Grey}
)

// findLayers show the finds in the text, below the claims.
func (a *App) findLayers() []paint.Layer {
	var unsure []text.Span
	for _, f := range a.open {
		if f.Confidence < noise.Certain {
			unsure = append(unsure, f.Span)
		}
	}
	return []paint.Layer{{Spans: unsure, Face: unsureFace}, {Spans: a.found(), Face: sureFace}}
}

// findEntries are what the margin says of the finds in view; the one at the
// cursor is opened out, unless a claim is.
func (a *App) findEntries(s scene, below bool) []margin.Entry {
	at, on := a.findAt(a.reader.Cursor())
	var entries []margin.Entry
	for _, f := range a.open {
		row, _, in := a.reader.At(f.Span.Start)
		here := on && f.Span == at.Span && s.current == nil
		if !in || below && !here {
			continue
		}
		if below {
			row = 0
		}
		e := margin.Entry{Row: row, Open: here, Tags: []margin.Tag{{Name: string(f.Kind) + "?", Face: sureFace}}}
		if here {
			e.Detail = []string{fmt.Sprintf("%.2f %s", f.Confidence, f.Reason), "> accepts, < rejects"}
		}
		entries = append(entries, e)
	}
	return entries
}
