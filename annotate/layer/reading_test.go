package layer

import (
	"testing"

	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// TestChooseReading holds the order in which readings are preferred.
func TestChooseReading(t *testing.T) {
	raw := []byte("未来产业")
	in := func(encoding, sha string) corpus.Content {
		r, err := text.DecodeAs(raw, encoding)
		if err != nil {
			t.Fatal(err)
		}
		return corpus.Content{Text: r, SHA256: sha}
	}
	utf8, gbk, ja := in("utf-8", "1"), in("gb18030", "1"), in("euc_jp", "1")
	quoting := func(r corpus.Content, sha, encoding string) Layer {
		c := &model.Claim{ID: "c", Fragments: []model.Fragment{model.Describe(r.Text, text.Span{Start: 0, End: 2})}}
		return Layer{Source: sidecar.DocumentRef{SHA256: sha, Encoding: encoding}, Set: model.Set{Claims: []*model.Claim{c}}}
	}
	made := Layer{Source: sidecar.DocumentRef{SHA256: "1", Encoding: "gb18030"}}
	for name, tt := range map[string]struct {
		readings []corpus.Content
		layers   []Layer
		detected string
		want     string
	}{
		"quotes":                        {[]corpus.Content{utf8, gbk, ja}, []Layer{quoting(gbk, "0", "utf-8")}, "utf-8", "gb18030"},
		"most quotes":                   {[]corpus.Content{utf8, gbk}, []Layer{quoting(gbk, "0", ""), quoting(gbk, "0", ""), quoting(utf8, "1", "utf-8")}, "utf-8", "gb18030"},
		"made for these bytes":          {[]corpus.Content{utf8, gbk}, []Layer{made}, "utf-8", "gb18030"},
		"valid UTF-8":                   {[]corpus.Content{gbk, ja, utf8}, nil, "utf-8", "utf-8"},
		"fewer undecodable":             {[]corpus.Content{ja, gbk}, nil, "cp932", "gb18030"},
		"the first of equals":           {[]corpus.Content{gbk, gbk}, nil, "big5", "gb18030"},
		"UTF-8 that seems to be others": {[]corpus.Content{in("gb18030", "1"), in("euc_jp", "1")}, nil, "utf-8", "gb18030"},
	} {
		if got := chooseReading(tt.readings, tt.layers, tt.detected).Text.Encoding(); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
