package layer

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// NewSource says which article the spans count in, where a sidecar said it before.
func NewSource(a corpus.Article, c corpus.Content, kept sidecar.DocumentRef) sidecar.DocumentRef {
	kept.Path = cmp.Or(kept.Path, text.EscapeName(filepath.Base(a.File())))
	kept.ID = a.ID()
	kept.SHA256, kept.Encoding, kept.Length = c.SHA256, c.Text.Encoding(), c.Text.Len()
	if c.Page != nil && kept.Unknown == "" {
		kept.Unknown = origin(filepath.Base(a.Path), store.Hash(c.Page))
	}
	return kept
}

// origin is the member of a sidecar's document that says what page it was made
// of.
func origin(name, hash string) string {
	quoted, _ := jsontext.AppendQuote(nil, text.EscapeName(name))
	return fmt.Sprintf(`"origin": {"path": %s, "sha256": %q}`, quoted, hash)
}

// CheckOwner reports whether a sidecar is of an article, by the document's id in it.
func CheckOwner(a corpus.Article, id string) error {
	if id != "" && id != a.ID() {
		return fault.Errorf("document %q: %w", id, anchor.ErrOtherText)
	}
	return nil
}
