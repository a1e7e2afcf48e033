package help

import (
	"strings"
	"testing"
)

// TestManText holds that no text of the manual is a request of troff, and none of its signs means anything there.
func TestManText(t *testing.T) {
	m := NewMan("pizhu-a", 7, "it's about", "v1")
	m.Markdown("# Title\n\n.not a request\n\n'nor this\n\n`a\\b` and **bold**\n\n    .code \\e\n\n    \n| a | b | c |\n|---|---|---|\n| `k` | one | |\n| `l` | | two |\n\n中文，`a`（b）。\n")
	m.Paragraph("two", "lines 和", "中文。", "完")
	got := string(m.Bytes())
	for _, want := range []string{
		".TH \"PIZHU\\-A\" \"7\" \"\" \"pizhu v1\" \"pizhu\"\n",
		".SH NAME\npizhu\\-a \\- it\\(aqs about\n",
		".PP\n\\&.not a request\n", ".PP\n\\(aqnor this\n", ".PP\n\\fBa\\eb\\fR and \\fBbold\\fR\n",
		".nf\n\\&.code \\ee\n.fi\n",
		".PP\n中\\:文，\\:\\fBa\\fR\\:（b）。\n",
		".PP\ntwo lines 和\\:中\\:文。\\:完\n",
		".TP\n\\fBk\\fR\none\n.TP\n\\fBl\\fR\n.br\nc: two\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !IsMan(m.Bytes()) || IsMan([]byte(".TH X 1\n")) {
		t.Error("IsMan does not know its own pages")
	}
}
