package sidecar

import (
	"bytes"

	"pizhu/model"
)

// AppendHistory is the history of a claim with one more entry, the last: where the
// claim stood, in the text with this SHA-256, and how it came away from there. It
// does not say when: two people whose article was changed alike remember the same,
// and their sidecars merge. What else the history holds stays as it is.
func AppendHistory(history []byte, stood []model.Fragment, in string, how model.Standing) ([]byte, error) {
	e := newEncoder(Order{})
	earlier().write(e, &model.Claim{Fragments: stood, Stood: in, Standing: how})
	if e.err != nil {
		return nil, e.err
	}
	history = bytes.TrimSuffix(history, []byte("]"))
	switch {
	case len(history) == 0:
		history = []byte("[")
	case history[0] != '[': // another program's
		history = append(append([]byte("["), history...), ", "...)
	case len(history) > 1:
		history = append(bytes.Clone(history), ", "...)
	}
	return append(append(bytes.Clone(history), e.buf...), ']'), nil
}

// earlier is the form of an entry in a history.
func earlier() object[model.Claim] {
	return object[model.Claim]{
		fields: []field[model.Claim]{
			member("standing", needed, func(c *model.Claim) *model.Standing { return &c.Standing },
				oneOf(model.Moved, model.Changed, model.Ambiguous, model.Orphan, model.Kept)),
			member("stood", needed, func(c *model.Claim) *[]model.Fragment { return &c.Fragments }, fragments(false)),
			member("stood_in", needed, func(c *model.Claim) *string { return &c.Stood }, prose().must(digest)),
		},
		unknown: func(c *model.Claim) *string { return &c.Unknown },
	}
}
