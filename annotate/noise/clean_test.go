package noise

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/model/words"
)

// published reads a file of the published data, and skips the test where there is none.
func published(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/" + name)
	if err != nil {
		t.Skip("needs ../shared: ", err)
	}
	return string(raw)
}

// udhr returns the Universal Declaration of Human Rights, a line a paragraph.
func udhr(t *testing.T, language string) *text.Text {
	_, body, _ := strings.Cut(published(t, "conformance/text/udhr/"+language+".html"), "<body>")
	body = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, "")
	return text.New(strings.Join(paragraphsOf(html.UnescapeString(body)), "\n"))
}

// cfever returns the claims of c-FEVER.
func cfever(t *testing.T) []string {
	var list []string
	for line := range strings.Lines(published(t, "conformance/claims/cfever-dev.head.jsonl")) {
		var row struct{ Claim string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row.Claim)
	}
	return list
}

// Texts without noise, and how many candidates that are Certain, and that are not, they may have.
func TestClean(t *testing.T) {
	w := words.New()
	check := func(name string, texts []*text.Text, mostUnsure int) {
		certain, unsure := 0, 0
		for _, x := range texts {
			for _, f := range Detect(x, w, Rules{}) {
				if f.Confidence >= Certain {
					certain++
				} else {
					unsure++
				}
			}
		}
		t.Logf("%-22s %4d texts, %d false finds, %d below %v", name, len(texts), certain, unsure, Certain)
		if certain > 0 || unsure > mostUnsure {
			t.Errorf("%s: %d false finds, %d below %v", name, certain, unsure, Certain)
		}
	}
	for _, language := range []string{"cmn_hans", "cmn_hant", "jpn", "kor", "yue", "nan"} {
		check("UDHR "+language, []*text.Text{udhr(t, language)}, 0)
	}
	claims := cfever(t)
	check("c-FEVER together", []*text.Text{text.New(strings.Join(claims, "\n"))}, 4)
	var each []*text.Text
	for _, claim := range claims {
		each = append(each, text.New(claim))
	}
	check("c-FEVER one by one", each, 0)
	for set, name := range []string{"development hosts", "test hosts"} {
		var list []*text.Text
		for _, h := range hosts(t, set) {
			list = append(list, text.New(strings.Join(h, "\n")))
		}
		check(name, list, 2)
	}
}
