package session

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/schemefile"
	"pizhu/model"
	"pizhu/model/text"
)

// article has an advertisement in the middle of its first sentence.
const article = "　　未来产业是代表未来科技和产业万博体育app发展新方向的产业，市场潜力大。\n去年5月公布。"

// newEditor is an editor of the article, its clock and ids fixed.
func newEditor(t testing.TB) edit.Editor {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	ids := 0
	return edit.Editor{
		Text: text.New(article), Scheme: scheme, Set: model.NewSet(scheme),
		Author: edit.Author{
			Name:  "chen",
			Now:   func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
			NewID: func() string { ids++; return fmt.Sprintf("c%d", ids) },
		},
	}
}

// span is where a piece of the article stands.
func span(t *testing.T, piece string) text.Span {
	t.Helper()
	at := strings.Index(article, piece)
	if at < 0 {
		t.Fatalf("%q is not in the article", piece)
	}
	x := text.New(article)
	return text.Span{Start: x.OffsetOfByte(at), End: x.OffsetOfByte(at + len(piece))}
}

// apply makes an edit.
func apply(t *testing.T, d *edit.Editor, e model.Edit, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if d.Set, err = d.Set.Apply(e); err != nil {
		t.Fatal(err)
	}
}

// short is the set of a session in short: fragments parted by |, labels, note.
func short(s *Session) string {
	var b strings.Builder
	for _, c := range s.Set().Claims {
		var parts []string
		for _, f := range c.Fragments {
			parts = append(parts, f.Text)
		}
		fmt.Fprintf(&b, "%s %v", strings.Join(parts, "|"), c.Labels)
		if c.Note != "" {
			fmt.Fprintf(&b, " %q", c.Note)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
