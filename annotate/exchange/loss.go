package exchange

import (
	"slices"

	"pizhu/model"
)

// A Loss is a kind of content that a format may be unable to hold.
type Loss string

// What can be lost.
const (
	Discontinuous  Loss = "discontinuous"
	Overlaps       Loss = "overlaps"
	Places         Loss = "places"
	Lines          Loss = "lines"
	Blanks         Loss = "blanks"
	Unlabelled     Loss = "unlabelled"
	ManyLabels     Loss = "many-labels"
	Attributes     Loss = "attributes"
	Notes          Loss = "notes"
	Relations      Loss = "relations"
	Provenance     Loss = "provenance"
	Suggestions    Loss = "suggestions"
	Negatives      Loss = "negatives"
	History        Loss = "history"
	Annotators     Loss = "annotators"
	EmptyLayers    Loss = "empty-layers"
	Status         Loss = "status"
	DocumentLabels Loss = "document-labels"
	DocumentNotes  Loss = "document-notes"
	RelationNotes  Loss = "relation-notes"
	Texts          Loss = "texts"
	ArticleNames   Loss = "names"
	Offsets        Loss = "offsets"
	BratLines      Loss = "brat"
	UnknownFields  Loss = "unknown-fields"
	LineEnds       Loss = "line-ends"
	Journals       Loss = "journals"
	Undecodable    Loss = "undecodable"
)

// losses is the table of what can be lost: a phrase for it (see phrase), and in how
// many places of a layer it stands. Where there is no count, the format's own code
// counts what it could not place.
var losses = []struct {
	Loss  Loss
	What  phrase
	count func(model.Set) int
}{
	{Texts, "article[s] whose text[s] [is|are] not written", nil},
	{ArticleNames, "article[s] whose name[s] [is|are] not written", nil},
	{Offsets, "claim[s] whose place[s] in the article [is|are] not written", claimsWith(func(*model.Claim) bool { return true })},
	{Discontinuous, "claim[s] in several fragments (each is written as a claim)", claimsWith(func(c *model.Claim) bool { return len(c.Fragments) > 1 })},
	{Overlaps, "overlapping claim[s] or fragment[s] (left out; the longest is kept)", nil},
	{Places, "end[s] of claims inside a unit that is counted as one (moved outwards)", nil},
	{Lines, "line end[s] in claims (split, or cut off there)", nil},
	{Blanks, "tab[s], blank[s] or line end[s] in texts (replaced or left out)", nil},
	{Unlabelled, "claim[s] without a label (left out)", nil},
	{ManyLabels, "claim[s] with several labels (split, or reduced to the first label)", claimsWith(func(c *model.Claim) bool { return labelCount(c) > 1 })},
	{Attributes, "attribute[s] of claims", sumOf(func(c *model.Claim) int { return len(c.Attributes) })},
	{Notes, "note[s] of claims", claimsWith(func(c *model.Claim) bool { return c.Note != "" })},
	{Relations, "relation[s]", func(s model.Set) int { return len(s.Relations) }},
	{RelationNotes, "note[s] of relations", countRelationNotes},
	{Provenance, "claim[s] whose time, version, confidence or editors are not kept", claimsWith(func(*model.Claim) bool { return true })},
	{Suggestions, "undecided suggestion[s] (written as [a claim|claims])", claimsWith((*model.Claim).Suggested)},
	{Negatives, "rejected suggestion[s] (written as [a claim|claims])", claimsWith(func(c *model.Claim) bool { return c.Provenance.Verdict == model.Rejected })},
	{History, "claim[s] whose earlier places are not kept", claimsWith(func(c *model.Claim) bool { return len(c.History) > 0 })},
	{Annotators, "layer[s] whose annotator is not named", func(model.Set) int { return 1 }},
	{EmptyLayers, "layer[s] without claims (nothing records that the article was read)", func(s model.Set) int { return boolCount(len(s.Claims) == 0) }},
	{Status, "status[|es] of articles", documentsWith(func(d model.Document) bool { return d.Status != "" })},
	{DocumentLabels, "article[s] with labels of [its|their] own", documentsWith(func(d model.Document) bool { return len(d.Labels) > 0 })},
	{DocumentNotes, "note[s] of articles", documentsWith(func(d model.Document) bool { return d.Note != "" })},
	{BratLines, "line[s] of brat without a claim, such as events", nil},
}

func boolCount(is bool) int {
	if is {
		return 1
	}
	return 0
}

func sumOf(n func(*model.Claim) int) func(model.Set) int {
	return func(s model.Set) int {
		sum := 0
		for _, c := range s.Claims {
			sum += n(c)
		}
		return sum
	}
}

func claimsWith(is func(*model.Claim) bool) func(model.Set) int {
	return sumOf(func(c *model.Claim) int { return boolCount(is(c)) })
}

func documentsWith(is func(model.Document) bool) func(model.Set) int {
	return func(s model.Set) int { return boolCount(is(s.Document)) }
}

func countRelationNotes(s model.Set) int {
	n := 0
	for _, r := range s.Relations {
		if r.Note != "" {
			n++
		}
	}
	return n
}

func labelCount(c *model.Claim) int {
	n := 0
	for _, list := range c.Labels {
		n += len(list)
	}
	return n
}

// articleLosses is the table of what depends on articles and sidecars, not on the format:
// of an article that was changed since it was annotated, only the claims whose text
// is there unchanged are written; no format has the fields that only a later version
// knows; and a journal may be damaged.
var articleLosses = []struct {
	Loss Loss
	What phrase
}{
	{Loss(model.Moved), "claim[s] of changed articles (written where [its|their] text is now)"},
	{Loss(model.Changed), "claim[s] whose text was changed (left out)"},
	{Loss(model.Ambiguous), "claim[s] of changed articles that may be at several places (left out)"},
	{Loss(model.Orphan), "claim[s] whose text is no longer in the article (left out)"},
	{Loss(model.Kept), "claim[s] kept though [its|their] text is no longer in the article (left out)"},
	{UnknownFields, "field[s] of sidecars that this version does not know"},
	{LineEnds, "article[s] with lines that end in CR LF, which some readers of the format count as one character"},
	{Undecodable, "byte sequence[s] of articles that cannot be decoded (written as U+FFFD)"},
	{Journals, "unreadable record[s] of journals (what [it says|they say] is missing)"},
}

// LossKinds returns all kinds of losses.
func LossKinds() (kinds []Loss) {
	for _, l := range losses {
		kinds = append(kinds, l.Loss)
	}
	for _, l := range articleLosses {
		kinds = append(kinds, l.Loss)
	}
	return kinds
}

// Losses returns what the format cannot hold. It is empty for formats that are only read.
func (f Format) Losses() []Loss {
	kinds := []Loss{}
	if !f.Exports() {
		return kinds
	}
	for _, l := range losses {
		if !slices.Contains(f.Carries, l.Loss) {
			kinds = append(kinds, l.Loss)
		}
	}
	return kinds
}
