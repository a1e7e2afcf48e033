package annotate

import (
	"slices"

	"pizhu/model"
)

// A movement is a claim that was moved with its text, before and after.
type movement struct{ before, after *model.Claim }

// movements are those of an edit that followed a text.
func movements(e model.Edit) []movement {
	var list []movement
	for _, c := range e.Changes {
		before, after := c.Before.(*model.Claim), c.After.(*model.Claim)
		if !after.Adrift() && !slices.Equal(before.Spans(), after.Spans()) {
			list = append(list, movement{before, after})
		}
	}
	return list
}
