package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pizhu/model/text"
)

// cuts are texts and their words; what lies between words is left out.
var cuts = []struct{ name, text, want string }{
	{"nothing", "", ""},
	{"marks", "，。 \n「」…—— 🙂", ""},

	{"new technology", "面对新科技的冲击", "面对/新/科技/的/冲击"},
	{"a cluster of industries", "未来产业集群", "未来/产业/集群"},
	{"semiconductors", "半导体产值", "半导体/产值"},
	{"the origin of life", "研究生命起源", "研究/生命/起源"},
	{"traditional", "面對新科技的衝擊，廣東不能缺席", "面對/新/科技/的/衝擊/廣東/不能/缺席"},
	{"traditional industries", "未來產業集群半導體產值研究生命起源", "未來/產業/集群/半導體/產值/研究/生命/起源"},
	{"one simplified for many", "乾隆皇帝後來發現頭髮乾燥", "乾隆/皇帝/後來/發現/頭髮/乾燥"},
	{"Taiwan's forms", "臺灣這裡有著名的學者", "臺灣/這裡/有/著名/的/學者"},
	{"a name", "省工信厅副厅长吴东文说", "省/工信厅/副厅长/吴东文/说"},
	{"a name that the dictionary lacks", "黄仁勋表示", "黄仁勋/表示"},
	{"a transcription", "史特林和卡里努斯", "史特林/和/卡里努斯"},
	{"measures", "两座大楼，五名学生", "两/座/大楼/五/名/学生"},
	{"an idiom", "他一心一意", "他/一心一意"},

	{"years", "二〇二四年三月", "二〇二四/年/三/月"},
	{"figures", "2024年达1,000.5万元，25亿吨", "2024/年/达/1,000.5万/元/25亿/吨"},
	{"wide figures", "３．１４和１，０００", "３．１４/和/１，０００"},
	{"ordinals", "第12届第三十次", "第12/届/第三十/次"},
	{"lists of figures", "1, 2, 3", "1/2/3"},

	{"letters", "AI和5G、3.14、ChatGPT-4", "AI/和/5G/3.14/ChatGPT-4"},
	{"letters in words", "拍X光用C++和C#写", "拍/X光/用/C++/和/C#/写"},
	{"Latin", "it's an AK-47... end.", "it's/an/AK-47/end"},
	{"other scripts", "Привет, мир! β-catenin नमस्ते", "Привет/мир/β-catenin/नमस्ते"},
	{"accents that combine", "cafe\u0301的", "cafe\u0301/的"},

	{"particles", "私は東京都の大学で日本語を学ぶ", "私/は/東京都/の/大学/で/日本語/を/学ぶ"},
	{"verbs", "生まれる。走って、食べました。行われた", "生まれる/走って/食べました/行われた"},
	{"adjectives", "新しい花が美しかった", "新しい/花/が/美しかった"},
	{"forms of suru", "話した。発表した。勉強しています", "話した/発表/した/勉強/しています"},
	{"compounds", "経済産業省によると", "経済/産業/省/によると"},
	{"a long compound", "東京都知事選挙", "東京都/知事/選挙"},
	{"katakana", "コンピューターのデータを使う", "コンピューター/の/データ/を/使う"},
	{"a middle dot", "ジョン・スミス", "ジョン/スミス"},
	{"half width", "ﾊﾞﾅﾅを買う", "ﾊﾞﾅﾅ/を/買う"},
	{"hiragana that no list has", "りんごを食べる", "りんご/を/食べる"},
	{"from and to", "5月から10月まで", "5/月/から/10/月/まで"},

	{"Korean", "한국은 반도체 산업에서 경쟁력을 가지고 있다", "한국/은/반도체/산업/에서/경쟁력/을/가지고/있다"},
	{"Korean after figures", "16명을 서울까지", "16/명/을/서울/까지"},
	{"no particle on a short stem", "나는 물이", "나는/물이"},
	{"the form by the final", "학교로 서울로 부산으로 발전하는", "학교/로/서울/로/부산/으로/발전하는"},
	{"Korean in pieces", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "\u1112\u1161\u11ab\u1100\u116e\u11a8"},

	{"a private character", "\ue000\uffff和\U00030000", "和/\U00030000"},
	{"a variation selector", "葛\U000e0100城市", "葛\U000e0100/城市"},
	{"joiners", "👩‍👩‍👧‍👦的\u200d中", "的\u200d/中"},
	{"what could not be decoded", "\ufffd中国\ufffd\u0301", "中国"},
	{"many marks", "C+++ A#+", "C++/A#"},
}

func TestWords(t *testing.T) {
	for _, c := range cuts {
		t.Run(c.name, func(t *testing.T) {
			if got := cut(New(), c.text); got != c.want {
				t.Errorf("%q is cut into\n%s, want\n%s", c.text, got, c.want)
			}
		})
	}
}

func cut(s *Segmenter, t string) string {
	var parts []string
	for i, j := range s.Words(t) {
		parts = append(parts, t[i:j])
	}
	return strings.Join(parts, "/")
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ names, text, want string }{
		{"未来产业集群", "五大未来产业集群", "五大/未来产业集群"},
		{"未来产业,未来产业集群", "未来产业和未来产业集群", "未来产业/和/未来产业集群"},
		{"万博官方", "在万博官方体育", "在/万博官方/体育"},
		{"新科", "面对新科技的", "面对/新/科技/的"}, // a name that is less likely than words
		{"Open AI,AI", "Open AI和AIDS与AI", "Open AI/和/AIDS/与/AI"},
		{"约翰·史密斯", "约翰·史密斯来了", "约翰·史密斯/来/了"},
		{"삼성전자", "삼성전자측은", "삼성전자/측은"},
		{"5G基站", "建5G基站", "建/5G基站"},
		{"", "中", "中"},
	} {
		if got := cut(New(strings.Split(c.names, ",")...), c.text); got != c.want {
			t.Errorf("with %s, %s is cut into %s, want %s", c.names, c.text, got, c.want)
		}
	}
}

// TestLong cuts paragraphs that are longer than a window: they fall into the words of their sentences.
func TestLong(t *testing.T) {
	for _, p := range paragraphs {
		once := cut(New(), p.text)
		want := strings.TrimSuffix(strings.Repeat(once+"/", 50), "/")
		if got := cut(New(), strings.Repeat(p.text, 50)); got != want {
			t.Errorf("%s: a long paragraph is cut in another way than its sentences", p.name)
		}
	}
	for _, run := range []string{"a", "가", "中", "ん", "ア", "一", "斯", "。", "a,", "e\u0301"} {
		check(t, New(), strings.Repeat(run, 3*windowSize))
	}
}

func TestNotice(t *testing.T) {
	for _, want := range []string{"jieba 0.42.1", "MIT", "OpenCC 1.1.6", "Apache-2.0", "dict_LICENSE"} {
		if !strings.Contains(dictNotice(), want) {
			t.Errorf("the head of dict.bin does not name %s:\n%s", want, dictNotice())
		}
	}
	if len(packed) > 4<<20 {
		t.Errorf("dict.bin has %d bytes, more than 4 MB", len(packed))
	}
}

func TestNoAllocations(t *testing.T) {
	s, p := New("未来产业集群"), strings.Repeat(paragraphs[0].text, 20)
	if n := testing.AllocsPerRun(10, func() {
		for range s.Words(p) {
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestWordsStops(t *testing.T) {
	n := 0
	for range New().Words("未来产业集群") {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d words after a break", n)
	}
}

// check checks the properties of the words of any text: they are in order and on cluster boundaries, no letter is
// between them, and a second call returns the same.
func check(t *testing.T, s *Segmenter, p string) {
	t.Helper()
	edge := map[int]bool{0: true}
	at := 0
	for c := range text.Clusters(p) {
		at += len(c)
		edge[at] = true
	}
	last := 0
	for i, j := range s.Words(p) {
		if i < last || j <= i || !edge[i] || !edge[j] {
			t.Fatalf("word [%d,%d) after %d of %q is out of order, or cuts a cluster", i, j, last, p)
		}
		checkGap(t, p[last:i])
		last = j
	}
	checkGap(t, p[last:])
	if a, b := spans(s, p), spans(s, p); !slices.Equal(a, b) {
		t.Fatalf("%q is cut in two ways", p)
	}
}

func checkGap(t *testing.T, between string) {
	t.Helper()
	for c := range text.Clusters(between) {
		if r, _ := utf8.DecodeRuneInString(c); scriptOf(r) != gap {
			t.Fatalf("%q of %q is in no word", c, between)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, c := range cuts {
		f.Add(c.text, "未来产业集群")
	}
	f.Add("Open AI和AIDS", "Open AI")
	f.Fuzz(func(t *testing.T, p, name string) {
		check(t, New(name, "AI"), p)
		check(t, New(), strings.Repeat(p, 1+2*windowSize/max(len(p), 1)))
	})
}
