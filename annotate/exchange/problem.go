package exchange

// A Problem is something in a file that an import could not take as it is.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Kind string `json:"kind"`
	What string `json:"what"`

	said error // What, in words that can be said in another language
}

// Said returns what is wrong as an error.
func (p Problem) Said() error { return p.said }

// The kinds of problems.
const (
	badSyntax    = "syntax"    // the line is not the format's
	badPlace     = "place"     // the offsets lead out of the text, or back
	badQuote     = "quote"     // another text stands at the offsets
	badCluster   = "cluster"   // an end lies within a character; it was moved outwards
	badLabel     = "label"     // the scheme does not know it
	badChanged   = "changed"   // its quote is in the text in other letters, which were taken
	badAmbiguous = "ambiguous" // its quote is in several places, and it names none
	badRelation  = "relation"  // one of its ends is not there
	badFeature   = "unknown"   // it has no place in a claim
	badUnit      = "unit"      // nothing says what the offsets count
	badID        = "id"        // it stands twice
	badName      = "name"      // no layer can have it
	badArticle   = "article"   // it is not there or is another now, or what is said of it is said twice
	badDocument  = "document"  // it was refused
	badEncoding  = "encoding"  // it cannot be decoded, or its encoding is not certain
	badLimit     = "limit"     // it is larger than a sidecar can be
)
