package status

import (
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

func TestDistinct(t *testing.T) {
	tests := []struct {
		name   string
		others []string
		want   string
	}{
		{"未来材料", []string{"未来电子信息", "未来绿色低碳"}, "材料"},
		{"2030年目标", []string{"2035年目标"}, "2030"},
		{"Goal for 2030", []string{"Goal for 2035"}, "2030"},
		{"Materials", []string{"Life and health"}, "Materials"},
		{"官员", nil, "官员"},
		{"官员", []string{"官员"}, "官员"},
		{"战略意义", []string{"知识技术", "产业基础"}, "战略意义"},
	}
	for _, tt := range tests {
		if got := strings.TrimSpace(Distinct(tt.name, tt.others)); got != tt.want {
			t.Errorf("%q among %q: %q, want %q", tt.name, tt.others, got, tt.want)
		}
	}
}

func line(r paint.Row) string {
	var b strings.Builder
	for _, c := range r {
		b.WriteString(c.Text)
	}
	return b.String()
}

// TestLegendKeepsEveryKey holds that names give way, never keys, and that each
// entry can be found where it stands.
func TestLegendKeepsEveryKey(t *testing.T) {
	m := text.NewMeasure(text.Narrow)
	keys := []Key{{Key: "1", Name: "电子信息"}, {Key: "6", Name: "2030"}, {Key: "7", Name: "2035"}, {Key: "8", Name: "战略意义"}, {Key: "x", Name: "注入文字"}}
	for columns := 9; columns < 80; columns++ {
		row, hits := Legend(keys, columns, m)
		if row.Columns() > columns || len(hits) != len(keys) {
			t.Fatalf("%d columns: %q", columns, line(row))
		}
		for i, h := range hits {
			if h.Key != keys[i].Key || i > 0 && h.From < hits[i-1].To {
				t.Errorf("%d columns: entry %+v", columns, h)
			}
		}
	}
	row, _ := Legend(keys, 34, m)
	if got, want := line(row), "1电子 6 2030 7 2035 8战略 x注入"; strings.TrimRight(got, " ") != want {
		t.Errorf("34 columns: %q, want %q", got, want)
	}
}

func TestLineKeepsTheRight(t *testing.T) {
	m := text.NewMeasure(text.Narrow)
	left, right := paint.Row{}.Add(m, face.Face{}, strings.Repeat("长", 40)), paint.Row{}.Add(m, face.Face{}, "12%")
	if got := line(Line(left, right, 20)); !strings.HasSuffix(got, " 12%") {
		t.Errorf("%q", got)
	}
}
