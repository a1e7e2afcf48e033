package layer

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"pizhu/annotate/anchor"
	"pizhu/annotate/journal"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// An article may be saved in another encoding between two sessions, or while one is open. Its text is the same then, and its
// claims must keep their places, so a sidecar decides on the encoding only for the bytes that it was written for.

const (
	sampledQuotes = 256     // claims whose text is looked for in a reading
	shortText     = 1 << 18 // code points of the longest text that is tried in every encoding
	ambiguousText = 64      // code points of the longest text of another encoding that may be valid UTF-8 by chance
)

// ReadArticle reads an article in the encoding that is asked for. If none is asked for, its layers and its bytes decide, see
// chooseReading. The text of a page is UTF-8, or what somebody made of that, whatever its layers say.
func ReadArticle(a corpus.Article, asked string, layers ...Layer) (corpus.Content, error) {
	named := ""
	if !a.IsPage() {
		named = cmp.Or(encodingsOf(layers)...)
	}
	c, err := a.ReadContent(cmp.Or(asked, named))
	if asked == "" && named != "" && isLineError(err) {
		named = ""
		c, err = a.ReadContent(named)
	}
	if err != nil || asked != "" || named == "" {
		return c, err
	}
	return reconsider(a, c, layers)
}

// ReadBeginning reads an article as readArticle does, but only the beginning of a large one, unless its sidecar has claims
// that are not in their places there, or names another encoding than the article seems to be in: only the hash of all bytes
// tells whether the sidecar was written for them.
func ReadBeginning(a corpus.Article, asked string, l Layer) (corpus.Content, error) {
	named := l.Source.Encoding
	if a.IsPage() {
		named = ""
	}
	c, err := a.ReadHead(cmp.Or(asked, named))
	if asked == "" && isLineError(err) {
		return ReadArticle(a, asked, l)
	}
	switch {
	case err != nil:
		return corpus.Content{}, err
	case !c.Partial && (asked != "" || named == ""):
		return c, nil
	case !c.Partial:
		return reconsider(a, c, []Layer{l})
	case len(l.Set.Adrift) > 0 || isDisplaced(c.Text, l.Set.Claims):
		return ReadArticle(a, asked, l)
	case asked != "" || named == "":
		return c, nil
	}
	detected, err := a.ReadHead("")
	if err == nil && detected.Text.Encoding() != c.Text.Encoding() {
		return ReadArticle(a, asked, l)
	}
	return c, err
}

// isLineError reports whether a document of a JSONL file cannot be read: in another encoding than the file's its line may be
// no JSON.
func isLineError(err error) bool {
	at := (*corpus.LineError)(nil)
	return errors.As(err, &at)
}

// Evidence is the layer that decides on the encoding of its article, as far as it is needed for that: where there is a
// sidecar, the edits that only journals have are left out.
func Evidence(f journal.Contents, o Options) Layer {
	if f.Version == "" {
		return FromContents(f, o.Author.Name, o.Scheme)
	}
	return Layer{Source: f.Source(), Set: f.Start(o.Scheme)}
}

// isDisplaced reports whether one of the claims that end in the beginning of a text is not in its place there.
func isDisplaced(t *text.Text, claims []*model.Claim) bool {
	return slices.ContainsFunc(claims, func(c *model.Claim) bool { return c.End() <= t.Len() && !anchor.IsInPlace(t, c) })
}

// encodingsOf returns the encodings that layers name, in the order of the layers.
func encodingsOf(layers []Layer) []string {
	names := make([]string, len(layers))
	for i, l := range layers {
		names[i] = l.Source.Encoding
	}
	return names
}

// reconsider returns the reading of an article that fits its layers best, given the one in the first encoding that a layer
// names. It reads more only where the layers leave a doubt.
func reconsider(a corpus.Article, c corpus.Content, layers []Layer) (corpus.Content, error) {
	certain := slices.DeleteFunc(slices.Clone(layers), func(l Layer) bool {
		return l.Source.Encoding == "" || l.Source.SHA256 != c.SHA256 || hasUnplaced(l.Set)
	})
	readings := []corpus.Content{c}
	if len(certain) > 0 {
		readings, err := addReadings(a, readings, encodingsOf(certain))
		if err != nil {
			return corpus.Content{}, err
		}
		return chooseReading(readings, layers, c.Text.Encoding()), nil
	}
	seems, err := a.ReadHead("")
	if err != nil {
		return corpus.Content{}, err
	}
	detected := seems.Text.Encoding()
	readings, err = addReadings(a, readings, append(encodingsOf(layers), detected))
	if err != nil {
		return corpus.Content{}, err
	}
	best := chooseReading(readings, layers, detected)
	if found, all := countQuotes(best.Text, layers); 2*found < all && mayMislead(seems) {
		if readings, err = addReadings(a, readings, charset.Encodings()); err != nil {
			return corpus.Content{}, err
		}
		best = chooseReading(readings, layers, detected)
	}
	return best, nil
}

// hasUnplaced reports whether a set has claims whose text was not found when the sidecar was written: it may have been
// looked for in the wrong reading.
func hasUnplaced(s model.Set) bool {
	return slices.ContainsFunc(s.Adrift, func(c *model.Claim) bool { return c.Standing != model.Kept })
}

// mayMislead reports whether the encoding that an article seems to be in may be the wrong one, as is so with short texts.
func mayMislead(c corpus.Content) bool {
	return !c.Partial && c.Text.Len() <= shortText && (c.Text.Confidence() < 1 || c.Text.Len() <= ambiguousText)
}

// addReadings adds the readings of an article in more encodings, each once. An encoding that the program does not know is
// passed over.
func addReadings(a corpus.Article, readings []corpus.Content, encodings []string) ([]corpus.Content, error) {
	has := func(encoding string) bool {
		return slices.ContainsFunc(readings, func(r corpus.Content) bool { return r.Text.Encoding() == encoding })
	}
	for _, encoding := range encodings {
		if encoding == "" || has(encoding) {
			continue
		}
		c, err := a.ReadContent(encoding)
		switch {
		case errors.Is(err, charset.ErrUnknownEncoding), isLineError(err):
		case err != nil:
			return nil, err
		case !has(c.Text.Encoding()):
			readings = append(readings, c)
		}
	}
	return readings, nil
}

// chooseReading returns the one of several readings of an article in which the claims of its layers keep their text: the one
// that holds most of the quotes, else the one that a layer was made for, else valid UTF-8, else the one with fewest bytes
// that cannot be decoded. Of equals it is the first. Detected is the encoding that the article seems to be in: what switches
// its character set with escape sequences is valid UTF-8 too, and is not meant by that.
func chooseReading(readings []corpus.Content, layers []Layer, detected string) corpus.Content {
	rank := func(c corpus.Content) [4]int {
		quotes, _ := countQuotes(c.Text, layers)
		made := slices.ContainsFunc(layers, func(l Layer) bool {
			return l.Source.SHA256 == c.SHA256 && l.Source.Encoding == c.Text.Encoding()
		})
		valid := isUTF8(detected) && isUTF8(c.Text.Encoding()) && c.Text.Undecodable() == 0
		return [4]int{quotes, boolToInt(made), boolToInt(valid), -c.Text.Undecodable()}
	}
	best, highest := readings[0], rank(readings[0])
	for _, c := range readings[1:] {
		if r := rank(c); slices.Compare(r[:], highest[:]) > 0 {
			best, highest = c, r
		}
	}
	return best
}

func isUTF8(encoding string) bool { return strings.HasPrefix(encoding, "utf-8") }

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// countQuotes counts the claims of layers, and those of them whose text a reading holds. Of many claims it takes some, the
// same ones for each reading. In a text that is too long to look for claims in, only their own places count.
func countQuotes(t *text.Text, layers []Layer) (found, all int) {
	var claims []*model.Claim
	for _, l := range layers {
		claims = append(claims, l.Set.All()...)
	}
	step := 1 + len(claims)/sampledQuotes
	whole := ""
	for i := 0; i < len(claims); i += step {
		c := claims[i]
		if c.Standing == model.Kept {
			continue
		}
		all++
		if anchor.IsInPlace(t, c) {
			found++
			continue
		}
		if t.Len() > anchor.MaxText {
			continue
		}
		if whole == "" {
			whole = t.String()
		}
		if !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool { return !strings.Contains(whole, f.Text) }) {
			found++
		}
	}
	return found, all
}
