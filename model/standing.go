package model

// A Standing is how a claim stands in the text of its article, after that was
// changed.
type Standing string

// The standings. Of the last two the place is not known.
const (
	Unmoved   Standing = "same"      // where it stood
	Moved     Standing = "moved"     // elsewhere, its text unchanged
	Changed   Standing = "changed"   // its text was changed a little
	Ambiguous Standing = "ambiguous" // at one of several places
	Orphan    Standing = "orphan"    // nowhere
)

// Kept is an orphan that a person has seen and keeps.
const Kept Standing = "kept"
