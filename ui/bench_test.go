package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// page is an article of full rows.
func page(b *testing.B) *desk {
	b.Helper()
	d := open(b, write(b, "a.txt", strings.Repeat("广东将以未来电子信息产业集群、未来智能装备产业集群、未来生命健康产业集群为抓手，打造未来产业发展矩阵。“这些产业均立足各自产业基础和特点。”", 40)+"\n"))
	d.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	return d
}

// BenchmarkKey is all that a key costs between Bubble Tea and the terminal:
// Update, the frame, and the bytes of the difference.
func BenchmarkKey(b *testing.B) {
	for name, keys := range map[string][]string{
		"move": {"right", "left"}, "extend": {"shift+right", "shift+left"}, "sentence": {")", "("}, "page": {"pgdown", "pgup"},
		"scroll": {"G", "g"},
	} {
		b.Run(name, func(b *testing.B) {
			d := page(b)
			screen := paint.NewScreen(paint.Options{SGR: face.NewPalette(colorprofile.TrueColor, true, true).SGR})
			screen.Set(d.app.Frame())
			screen.Paint(true)
			typed := []tea.KeyPressMsg{key(b, keys[0]), key(b, keys[1])}
			bytes, i := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				d.app.Update(typed[i%2])
				screen.Set(d.app.Frame())
				bytes += len(screen.Paint(false))
				i++
			}
			b.ReportMetric(float64(bytes)/float64(b.N), "bytes/key")
		})
	}
}
