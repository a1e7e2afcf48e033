package anchor

import (
	"slices"

	"pizhu/model"
)

// A Move is a claim that was moved with its text, before and after.
type Move struct{ Before, After *model.Claim }

// Moves returns the claims that an edit of Reanchor moved.
func Moves(e model.Edit) []Move {
	var list []Move
	for _, c := range e.Changes {
		before, after := c.Before.(*model.Claim), c.After.(*model.Claim)
		if !after.Adrift() && !slices.Equal(before.Spans(), after.Spans()) {
			list = append(list, Move{before, after})
		}
	}
	return list
}
