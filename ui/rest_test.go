package ui

import (
	"strings"
	"testing"

	"pizhu/annotate"
)

// TestTheEndOfALargeArticle holds that who goes to the end while only the beginning is known gets there when all of it is,
// that the place in the beginning is kept, and that a label made meanwhile is saved.
func TestTheEndOfALargeArticle(t *testing.T) {
	path := write(t, "a.txt", strings.Repeat("未来产业是代表未来科技和产业发展新方向的产业。\n", 50_000)+"终。\n")
	for _, tt := range []struct {
		keys string
		end  bool
	}{{"G", true}, {"j j s 6", false}} {
		d := openBeginning(t, path)
		if !d.app.session.Partial() {
			t.Fatal("all of it was read at once")
		}
		d.keys(tt.keys)
		before := d.app.reader.Cursor()
		d.run(d.app.rest())
		now := d.app.reader.Cursor()
		if end := now == d.app.reader.Last(); d.app.session.Partial() || end != tt.end || !end && now != before {
			t.Errorf("%s: from %d to %d of %d", tt.keys, before, now, d.app.session.Text().Len())
		}
		if state, err := d.app.session.State(); state != annotate.Durable {
			t.Errorf("%s: state %v, %v", tt.keys, state, err)
		}
		if row := d.app.Frame().Picture(); tt.end && !strings.Contains(row, "终。") {
			t.Errorf("%s shows\n%s", tt.keys, row)
		}
	}
}
