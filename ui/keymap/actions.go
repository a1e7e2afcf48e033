package keymap

import "pizhu/model"

// An Action names something that the program does. Those that make an edit are declared in model, for the journal names
// them too.
type Action = model.Action

// The actions of reading.
const (
	MoveLeft              Action = "move-left"
	MoveRight             Action = "move-right"
	MoveUp                Action = "move-up"
	MoveDown              Action = "move-down"
	MoveWordBack          Action = "move-word-back"
	MoveWord              Action = "move-word"
	MoveClauseBack        Action = "move-clause-back"
	MoveClause            Action = "move-clause"
	MoveSentenceBack      Action = "move-sentence-back"
	MoveSentence          Action = "move-sentence"
	MoveParagraphBack     Action = "move-paragraph-back"
	MoveParagraph         Action = "move-paragraph"
	MoveRowStart          Action = "move-row-start"
	MoveRowEnd            Action = "move-row-end"
	PageDown              Action = "page-down"
	PageUp                Action = "page-up"
	HalfPageDown          Action = "half-page-down"
	HalfPageUp            Action = "half-page-up"
	MoveTop               Action = "move-top"
	MoveEnd               Action = "move-end"
	CenterCursor          Action = "center-cursor"
	HintClause            Action = "hint-clause"
	HintSentence          Action = "hint-sentence"
	SelectWord            Action = "select-word"
	SelectWordBack        Action = "select-word-back"
	SelectClause          Action = "select-clause"
	SelectClauseBack      Action = "select-clause-back"
	SelectSentence        Action = "select-sentence"
	SelectSentenceBack    Action = "select-sentence-back"
	SelectQuotation       Action = "select-quotation"
	SelectQuotationBack   Action = "select-quotation-back"
	SelectFigure          Action = "select-figure"
	SelectFigureBack      Action = "select-figure-back"
	SelectTime            Action = "select-time"
	SelectTimeBack        Action = "select-time-back"
	SelectParenthesis     Action = "select-parenthesis"
	SelectParenthesisBack Action = "select-parenthesis-back"
	SelectParagraph       Action = "select-paragraph"
	SelectParagraphBack   Action = "select-paragraph-back"
	ExtendLeft            Action = "extend-left"
	ExtendRight           Action = "extend-right"
	ExtendUp              Action = "extend-up"
	ExtendDown            Action = "extend-down"
	HoldAnchor            Action = "hold-anchor"
	SwapEnds              Action = "swap-ends"
	GrowSelection         Action = "grow-selection"
	ShrinkSelection       Action = "shrink-selection"
	Cancel                Action = "cancel"
	RepeatLabels                 = model.ActionRepeatLabels
	AddFragment                  = model.ActionAddFragment
	CutFragment                  = model.ActionCutFragment
	NextClaim             Action = "next-claim"
	PreviousClaim         Action = "previous-claim"
	EditNote                     = model.ActionEditNote
	EditAttributes               = model.ActionEditAttributes
	BeginRelation                = model.ActionRelate
	ShowThread            Action = "thread"
	DeleteClaim                  = model.ActionDeleteClaim
	ClaimHistory          Action = "claim-history"
	AcceptSuggestion             = model.ActionAcceptSuggestion
	RejectSuggestion             = model.ActionRejectSuggestion
	ReviewClaims          Action = "review-claims"
	Undo                         = model.ActionUndo
	Redo                         = model.ActionRedo
	Search                Action = "search"
	NextMatch             Action = "next-match"
	PreviousMatch         Action = "previous-match"
	SearchSelection       Action = "search-selection"
	NextArticle           Action = "next-article"
	PreviousArticle       Action = "previous-article"
	LabelDocument                = model.ActionLabelDocument
	SetStatus                    = model.ActionSetStatus
	Save                  Action = "save"
	Help                  Action = "help"
	Redraw                Action = "redraw"
	Suspend               Action = "suspend"
	Quit                  Action = "quit"
)

// The actions of typing a line.
const (
	InputLeft       Action = "input-left"
	InputRight      Action = "input-right"
	InputHome       Action = "input-home"
	InputEnd        Action = "input-end"
	InputBackspace  Action = "input-backspace"
	InputDelete     Action = "input-delete"
	InputDeleteWord Action = "input-delete-word"
	InputDeleteLine Action = "input-delete-line"
	Accept          Action = "accept"
)

// The actions of lists.
const (
	ListUp       Action = "list-up"
	ListDown     Action = "list-down"
	ListPageUp   Action = "list-page-up"
	ListPageDown Action = "list-page-down"
	ListHome     Action = "list-home"
	ListEnd      Action = "list-end"
)

// The actions of a thread.
const (
	NoteRelation = model.ActionNoteRelation
	Unrelate     = model.ActionUnrelate
)

// The actions of the claims whose place is not resolved.
const (
	PlaceClaim        = model.ActionPlaceClaim
	KeepOrphan        = model.ActionKeepOrphan
	GoThere    Action = "go-there"
)

// The actions of questions.
const (
	Yes Action = "yes"
	No  Action = "no"
)
