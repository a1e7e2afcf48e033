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
	historyObject().encode(e, &model.Claim{Fragments: stood, Stood: in, Standing: how})
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

// historyObject is the form of an entry in a history.
func historyObject() object[model.Claim] {
	return object[model.Claim]{
		fields: []field[model.Claim]{
			newField("standing", required, func(c *model.Claim) *model.Standing { return &c.Standing },
				enumCodec(model.Moved, model.Changed, model.Ambiguous, model.Orphan, model.Kept)),
			newField("stood", required, func(c *model.Claim) *[]model.Fragment { return &c.Fragments }, fragmentsCodec(false)),
			newField("stood_in", required, func(c *model.Claim) *string { return &c.Stood }, stringCodec().withCheck(checkSHA256)),
		},
		unknown: func(c *model.Claim) *string { return &c.Unknown },
	}
}
