package margin

import (
	"strings"
	"testing"

	"pizhu/model/text"
)

// picture is the pane's text, a row a line.
func picture(rows []Row) string {
	var lines []string
	for _, r := range rows {
		var b strings.Builder
		for _, c := range r.Cells {
			b.WriteString(c.Text)
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return strings.Join(lines, "\n")
}

func entry(id string, row int, open bool, tags ...string) Entry {
	e := Entry{ID: id, Row: row, Open: open}
	for _, t := range tags {
		e.Tags = append(e.Tags, Tag{Name: t})
	}
	return e
}

func TestDraw(t *testing.T) {
	noted := entry("n", 1, false, "目标")
	noted.Note = "查一下"
	detailed := entry("d", 4, true, "目标", "官员")
	detailed.Note, detailed.Detail = "好", []string{"chen"}
	tests := []struct {
		name    string
		entries []Entry
		height  int
		want    string
	}{
		{"level with their claims", []Entry{entry("a", 0, false, "甲"), noted}, 3, "甲\n目标 查一下\n"},
		{"pushed down", []Entry{entry("a", 0, false, "甲"), entry("b", 0, false, "乙"), entry("c", 1, false, "丙")}, 4, "甲\n乙\n丙\n"},
		{"the open one first on its row", []Entry{entry("a", 0, false, "甲"), entry("b", 0, true, "乙")}, 3, "> 乙\n甲\n"},
		{"the open one level, others pushed up", []Entry{entry("a", 2, false, "甲"), entry("b", 2, false, "乙"), entry("c", 3, true, "丙")}, 5, "\n甲\n乙\n> 丙\n"},
		{"the open one on the pane", []Entry{detailed}, 5, "\n\n> 目标 官员\n  好\n  chen"},
		{"the open one cut", []Entry{detailed}, 2, "> 目标 官员\n  好         +"},
		{"tags that do not fit", []Entry{entry("a", 0, false, "电子信息", "智能装备", "材料")}, 1, "电子信息 +"},
		{"open tags that do not fit", []Entry{entry("a", 0, true, "电子信息", "智能装备", "材料")}, 3, "> 电子信息\n  智能装备\n  材料"},
	}
	m := text.NewMeasure(text.Narrow)
	for _, tt := range tests {
		if got := picture(Draw(tt.entries, 14, tt.height, m)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestDrawSaysWhoseARowIs(t *testing.T) {
	rows := Draw([]Entry{entry("a", 0, false, "甲"), entry("b", 2, true, "乙")}, 14, 4, text.NewMeasure(text.Narrow))
	for i, want := range []string{"a", "", "b", ""} {
		if rows[i].ID != want {
			t.Errorf("row %d is %q's, want %q", i, rows[i].ID, want)
		}
	}
}
