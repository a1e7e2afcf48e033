package sidecar

import (
	"bytes"

	"pizhu/model"
)

// AppendHistory returns the history of a claim, as JSON, with one more entry at its end: the fragments where the claim
// was, the SHA-256 of the text in which it was there, and how it left that place. The entry has no time, so that two
// people whose article changed in the same way write the same entry and their sidecars merge. Other content of history
// is kept.
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

// historyObject returns the object of an entry in a history.
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
