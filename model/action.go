package model

import "strings"

// An Action names something that a person does: it is what a key is bound to, and what the journal calls an edit.
type Action string

// The actions that make an edit. Those of the screen alone are in ui/keymap.
const (
	ActionRepeatLabels     Action = "repeat-labels"
	ActionAddFragment      Action = "add-fragment"
	ActionCutFragment      Action = "cut-fragment"
	ActionEditNote         Action = "edit-note"
	ActionEditAttributes   Action = "edit-attributes"
	ActionDeleteClaim      Action = "delete-claim"
	ActionAcceptSuggestion Action = "accept-suggestion"
	ActionRejectSuggestion Action = "reject-suggestion"
	ActionPlaceClaim       Action = "place-claim"
	ActionKeepOrphan       Action = "keep-orphan"
	ActionRelate           Action = "relate"
	ActionUnrelate         Action = "unrelate"
	ActionNoteRelation     Action = "note-relation"
	ActionLabelDocument    Action = "label-document"
	ActionSetStatus        Action = "set-status"
	ActionUndo             Action = "undo"
	ActionRedo             Action = "redo"
)

// labelPrefix begins the actions of a scheme's labels.
const labelPrefix = "label:"

// LabelAction returns the action that puts a label on, or takes it off: label:GROUP/LABEL.
func LabelAction(group, label string) Action { return Action(labelPrefix + group + "/" + label) }

// Label returns the group and the label of an action that LabelAction made. It reports whether a is one.
func (a Action) Label() (group, label string, ok bool) {
	rest, ok := strings.CutPrefix(string(a), labelPrefix)
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "/")
}
