package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

// A Report counts what was exported, what the filter left out, and what the format could not hold.
type Report struct {
	Documents, Claims, Relations int

	Recovered int // edits that only journals had

	labels map[[2]string]int // how often each stands, by group and label
	left   map[phrase]int
	lost   map[Loss]int
}

// A ReportRow is one count of a report, with its words.
type ReportRow struct {
	Kind  Loss   `json:"kind,omitzero"`
	What  string `json:"what"` // of many, whatever the count is
	Count int    `json:"count"`

	phrase phrase
}

// String returns the count and its words, in the right number.
func (c ReportRow) String() string { return fmt.Sprintf("%d %s", c.Count, c.phrase.forCount(c.Count)) }

// A phrase has forms for one and for many: [one|many] is either, [s] is [|s].
type phrase string

// forCount returns the form for n.
func (p phrase) forCount(n int) string {
	var b strings.Builder
	for rest := string(p); rest != ""; {
		plain, choice, _ := strings.Cut(rest, "[")
		b.WriteString(plain)
		choice, rest, _ = strings.Cut(choice, "]")
		one, many, ok := strings.Cut(choice, "|")
		if !ok {
			one, many = "", choice
		}
		if n == 1 {
			many = one
		}
		b.WriteString(many)
	}
	return b.String()
}

// String returns the form for many.
func (p phrase) String() string { return p.forCount(2) }

// newCount returns a row of n.
func newCount(kind Loss, p phrase, n int) ReportRow { return ReportRow{kind, p.String(), n, p} }

// removeUnlabelled returns a document without the claims that the format cannot hold at all because they have no
// label. It counts them and their relations as lost.
func (r *Report) removeUnlabelled(d Document, carried []Loss) Document {
	if slices.Contains(carried, Unlabelled) {
		return d
	}
	d.Layers = slices.Clone(d.Layers)
	for i := range d.Layers {
		set := &d.Layers[i].Set
		if !slices.ContainsFunc(set.Claims, func(c *model.Claim) bool { return !c.Labelled() }) {
			continue
		}
		claims := slices.DeleteFunc(slices.Clone(set.Claims), func(c *model.Claim) bool { return !c.Labelled() })
		labelled := relatedIn(model.Set{Claims: claims}).claims
		relations := slices.DeleteFunc(slices.Clone(set.Relations), func(x *model.Relation) bool {
			return labelled[x.From] == nil || labelled[x.To] == nil
		})
		r.addLoss(Unlabelled, len(set.Claims)-len(claims))
		r.addLoss(Relations, len(set.Relations)-len(relations))
		set.Claims, set.Relations = claims, relations
	}
	return d
}

// countDocument counts a document, and all of it that the format cannot hold.
func (r *Report) countDocument(d Document, carried []Loss) {
	r.Documents++
	if r.labels == nil {
		r.labels = map[[2]string]int{}
	}
	for _, kind := range []Loss{Texts, ArticleNames} {
		if !slices.Contains(carried, kind) {
			r.addLoss(kind, 1)
		}
	}
	r.addLoss(Undecodable, undecoded(d, slices.Contains(carried, Texts)))
	for _, l := range d.Layers {
		if !slices.Contains(carried, BratLines) {
			r.addLoss(BratLines, len(bratRestOf(l).Lines))
		}
		r.addLoss(Loss(model.Moved), l.Moved)
		r.addLoss(UnknownFields, unknownFields(l))
		r.addLoss(Journals, l.Damaged)
		r.Recovered += l.Recovered
		r.addLeftOut(byPutBack, l.Withheld[0])
		r.addLeftOut(byPutBackDeleted, l.Withheld[1])
		for _, c := range l.Set.Adrift {
			r.addLoss(Loss(c.Standing), 1)
		}
		r.Claims += len(l.Set.Claims)
		r.Relations += len(l.Set.Relations)
		for _, c := range l.Set.Claims {
			for group, list := range c.Labels {
				for _, label := range list {
					r.labels[[2]string{group, label}]++
				}
			}
		}
		for _, row := range losses {
			if row.count != nil && !slices.Contains(carried, row.Loss) {
				r.addLoss(row.Loss, row.count(l.Set))
			}
		}
	}
}

// undecoded counts the byte sequences of an article that are written as U+FFFD because they cannot be decoded: those
// of the whole text or, if the format writes no texts, those in claims.
func undecoded(d Document, whole bool) int {
	switch {
	case d.Text == nil:
		return 0
	case whole, d.Text.Undecodable() == 0:
		return d.Text.Undecodable()
	}
	seen := map[text.Offset]bool{}
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			for _, f := range c.Fragments {
				for o := f.Span.Start; o < f.Span.End; o++ {
					if _, bad := d.Text.Raw(o); bad {
						seen[o] = true
					}
				}
			}
		}
	}
	return len(seen)
}

// unknownFields counts the fields of a layer that this version does not know, without those that are kept for brat.
func unknownFields(l Layer) int {
	n := membersOf(l.Unknown)
	if len(bratRestOf(l).Lines) > 0 {
		n--
	}
	for _, c := range l.Set.Claims {
		n += membersOf(c.Unknown) + membersOf(c.Provenance.Unknown)
		for _, f := range c.Fragments {
			n += membersOf(f.Unknown)
		}
	}
	for _, r := range l.Set.Relations {
		n += membersOf(r.Unknown) + membersOf(r.Provenance.Unknown)
	}
	return n
}

// membersOf counts the members of a JSON object that is given without its braces.
func membersOf(inside string) int {
	if inside == "" {
		return 0
	}
	var members map[string]jsontext.Value
	if json.Unmarshal([]byte("{"+inside+"}"), &members, lenient) != nil {
		return 1 // whatever it is, it is not written
	}
	return len(members)
}

// countDropped counts what is lost with a claim of which nothing is written.
func (r *Report) countDropped(c *model.Claim, carried []Loss) {
	for _, row := range losses {
		if row.count != nil && row.Loss != Annotators && row.Loss != Offsets && slices.Contains(carried, row.Loss) {
			r.addLoss(row.Loss, row.count(model.Set{Claims: []*model.Claim{c}}))
		}
	}
}

// Add adds the counts of another report.
func (r *Report) Add(other *Report) {
	r.Documents += other.Documents
	r.Claims += other.Claims
	r.Relations += other.Relations
	r.Recovered += other.Recovered
	for kind, n := range other.lost {
		r.addLoss(kind, n)
	}
	for why, n := range other.left {
		r.addLeftOut(why, n)
	}
}

func (r *Report) addLoss(kind Loss, n int) {
	if n > 0 {
		if r.lost == nil {
			r.lost = map[Loss]int{}
		}
		r.lost[kind] += n
	}
}

func (r *Report) addLeftOut(why phrase, n int) {
	if n > 0 {
		if r.left == nil {
			r.left = map[phrase]int{}
		}
		r.left[why] += n
	}
}

// Lost returns a row for each kind of loss, in the order of LossKinds.
func (r *Report) Lost() []ReportRow {
	rows := []ReportRow{}
	for _, l := range losses {
		if n := r.lost[l.Loss]; n > 0 {
			rows = append(rows, newCount(l.Loss, l.What, n))
		}
	}
	for _, l := range articleLosses {
		if n := r.lost[l.Loss]; n > 0 {
			rows = append(rows, newCount(l.Loss, l.What, n))
		}
	}
	return rows
}

// Labels returns how often each label was exported, by group/label.
func (r *Report) Labels() map[string]int {
	labels := map[string]int{}
	for l, n := range r.labels {
		labels[l[0]+"/"+l[1]] = n
	}
	return labels
}

// LeftOut returns a row for each reason for which the filter left something out.
func (r *Report) LeftOut() []ReportRow {
	rows := []ReportRow{}
	for _, why := range slices.Sorted(maps.Keys(r.left)) {
		rows = append(rows, newCount("", why, r.left[why]))
	}
	return rows
}
