package noise

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/model/words"
)

// certainOf returns the Certain candidates without rules, as "kind text", without blank lines.
func certainOf(s string) []string {
	t := text.New(s)
	var list []string
	for _, f := range Detect(t, words.New(), Rules{}) {
		if f.Confidence >= Certain && f.Kind != Blank {
			list = append(list, string(f.Kind)+" "+t.Slice(f.Span))
		}
	}
	return list
}

const body = "2月29日，岚江省政府新闻办举行发布会，省工业和信息化厅、省科学技术厅负责人介绍了刚刚印发的方案，并回答了记者关心的问题。\n"

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"an article", body, nil},
		{
			"once, within a word",
			"邹勇兵强万博官方体育app调，广东特色鲜明。",
			[]string{"injected 万博官方体育app"},
		},
		{
			"an address within a word",
			"参与制定的法www.qwkl123.com律已经生效。",
			[]string{"injected www.qwkl123.com"},
		},
		{
			"without any word of advertisements, at four places within words",
			"面对新科星驰阅览技的冲击，广东不能缺席。副主任强星驰阅览调，要加快发星驰阅览展，落实政星驰阅览策。",
			[]string{"injected 星驰阅览", "injected 星驰阅览", "injected 星驰阅览", "injected 星驰阅览"},
		},
		{
			"between words, where none would be named",
			"雲嶺大學青梧棋牌官网下载機械系的人都在。古罗马青梧棋牌官网下载居民利用拱结构，海外青梧棋牌官网下载專家來了。",
			[]string{"injected 青梧棋牌官网下载", "injected 青梧棋牌官网下载", "injected 青梧棋牌官网下载"},
		},
		{
			"between hangul",
			"배터리청룡카지노다운로드공장을 짓는다. 연구청룡카지노다운로드개발에 나선다. 산업청룡카지노다운로드단지를 넓힌다.",
			[]string{"injected 청룡카지노다운로드", "injected 청룡카지노다운로드", "injected 청룡카지노다운로드"},
		},
		{"a site that the article is about", "记者在中国体育彩票官网看到，登录中国体育彩票官网可以查询，中国体育彩票官网的数据显示，销量在涨。", nil},
		{"a product between words", "他用LarkMind写代码，也用LarkMind画图；台下有人问LarkMind的价格。", nil},
		{"an app that the article is about", "记者在学习强国app上看到，学习强国app的用户已经过亿，使用学习强国app的单位很多。", nil},
		{"an address where a sentence has one", "欢迎到 https://weekly.example.org/xichuan?id=2030 留言，或访问www.example.com了解。", nil},
		{"editor", body + "【编辑:黄钰涵】\n", []string{"editor 【编辑:黄钰涵】"}},
		{"editor, wide and indented", body + "　　（责任编辑：张　三）　\n", []string{"editor （责任编辑：张　三）"}},
		{"editor after the last sentence", strings.TrimSpace(body) + "（责编：李楠、王一）\n", []string{"editor （责编：李楠、王一）"}},
		{"an interview is no editor's line", "编辑：你怎么看？\n作者：我们还有很长的路要走。\n记者：明白。\n" + body, nil},
		{"source above", "来源：新华网 2028-03-05 10:22\n" + body, []string{"source 来源：新华网 2028-03-05 10:22"}},
		{"a sentence that begins with a source", "来源：工信部的数据显示，今年的产值突破了一万亿元。\n" + body, nil},
		{"a newspaper in brackets is only suggested", strings.TrimSpace(body) + "（羊城晚报）\n", nil},
		{
			"links between an editor and a disclaimer",
			body + "责任编辑：张晓明\n 这座小城的图书馆，为什么凌晨两点还亮着灯？\n\n 一图读懂\n免责声明：本文仅供参考，不构成投资建议。\n",
			[]string{
				"editor 责任编辑：张晓明", "related 这座小城的图书馆，为什么凌晨两点还亮着灯？", "related 一图读懂",
				"disclaimer 免责声明：本文仅供参考，不构成投资建议。",
			},
		},
		{
			"links below their head", body + "■ 相关阅读：\n一图读懂\n春耕时节的田野\n",
			[]string{"related ■ 相关阅读：", "related 一图读懂", "related 春耕时节的田野"},
		},
		{"headlines within the article", body + "为何谋？\n" + body + "如何谋？\n" + body, nil},
		{"share bar", body + "分享到：微信 微博 QQ空间\n", []string{"share 分享到：微信 微博 QQ空间"}},
		{"an article about copying", "法院认为，未经授权不得转载他人作品，平台应当承担责任。\n" + body, nil},
		{"Japanese", "県は、2030年までに水素ステーションを10カ所つくる。\n関連記事\n水素で走る町\n無断転載・複製を禁じます\n", []string{
			"related 関連記事", "related 水素で走る町", "disclaimer 無断転載・複製を禁じます",
		}},
		{"Korean", "시는 2030년까지 배터리 공장을 짓는다.\n편집: 김하늘\n저작권자 ⓒ 가온일보 무단전재 및 재배포 금지\n", []string{
			"editor 편집: 김하늘", "disclaimer 저작권자 ⓒ 가온일보 무단전재 및 재배포 금지",
		}},
	} {
		if got := certainOf(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBlank(t *testing.T) {
	x := text.New("一\n\n二\n \t\n\u3000\r\n\n三\n")
	got := Detect(x, words.New(), Rules{})
	if len(got) != 1 || got[0].Kind != Blank || x.Slice(got[0].Span) != " \t\n\u3000\r\n\n" {
		t.Errorf("got %v", got)
	}
}

// The noise of the sample, and of the project's own article that is like it: all that there is, and nothing else.
func TestNoisyArticles(t *testing.T) {
	for _, c := range []struct {
		file, brand string
		tail        []string
	}{
		{"../../../shared/samples/000_d0b006f6bbb81b49.txt", "万博官方体育app", []string{
			"editor 【编辑:黄钰涵】", "related 国台办任命首位女副主任，透露出哪些信息？", "related 台湾7.3级地震：“花莲有地震很正常，但这次不一样”",
			"related 南部战区位中缅边境我方一侧举行联合实兵实弹演习", "related 29岁旅日大熊猫“爽爽”因病死亡",
			"disclaimer 声明：该文观点仅代表作者本人，搜狐号系信息发布平台，搜狐仅提供信息存储空间服务。",
		}},
		{"../../testdata/articles/08-zh-hans-scraped-noisy.txt", "青梧快览app下载", []string{
			"editor 【编辑:木子舟】", "related 岚西地铁4号线试运行，首日客流突破12万人次", "related 这座小城的图书馆，为什么凌晨两点还亮着灯？",
			"related “会走路的路灯”亮相岚西：市民直呼“没想到”", "related 29岁的老码头，迎来第一艘氢能渡轮",
			"disclaimer 声明：该文观点仅代表作者本人，本站系信息发布平台，仅提供信息存储空间服务。",
		}},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			raw, err := os.ReadFile(c.file)
			if err != nil {
				t.Skip("needs ../shared: ", err)
			}
			want := append(slices.Repeat([]string{"injected " + c.brand}, 3), c.tail...)
			if got := certainOf(string(raw)); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// Nothing in the project's clean articles is noise for certain, the hostile and the broken ones included.
func TestCleanArticles(t *testing.T) {
	files, err := filepath.Glob("../../testdata/articles/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no articles: ", err)
	}
	for _, f := range files {
		if strings.Contains(f, "noisy") {
			continue
		}
		x := text.Decode(read(t, f))
		for _, found := range Detect(x, words.New(), Rules{}) {
			if found.Kind != Blank && found.Confidence >= Certain {
				t.Errorf("%s: %v %q", filepath.Base(f), found, x.Slice(found.Span))
			}
		}
	}
}

func TestResolveOverlaps(t *testing.T) {
	x := text.New(strings.Repeat("字", 100))
	weak := Candidate{span(0, 20), Related, 0.7, ""}
	inner := Candidate{span(5, 9), Injected, 0.95, ""}
	strong := Candidate{span(0, 20), Editor, 0.96, ""}
	for _, c := range []struct {
		name     string
		in, want []Candidate
	}{
		{"a sure find within an unsure line", []Candidate{inner, weak}, []Candidate{weak, inner}},
		{"any find within a sure line", []Candidate{inner, strong}, []Candidate{strong}},
		{"the same place", []Candidate{weak, strong}, []Candidate{strong}},
		{"side by side", []Candidate{{span(9, 12), Share, 0.9, ""}, inner}, []Candidate{inner, {span(9, 12), Share, 0.9, ""}}},
	} {
		if got := resolveOverlaps(x, c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// Spans lie on cluster boundaries even where an injected string begins with a mark that combines.
func TestClusters(t *testing.T) {
	x := text.New("产业\u0301广告业务\n\u0301编辑：张三\n")
	checkCandidates(t, x, Detect(x, words.New(), Rules{Injected: []string{"\u0301广告"}}))
}

// checkCandidates checks the properties of the candidates of any text.
func checkCandidates(t *testing.T, x *text.Text, candidates []Candidate) {
	t.Helper()
	for i, f := range candidates {
		if f.Span.Empty() || f.Span.Start < 0 || f.Span.End > x.Len() || x.Snap(f.Span) != f.Span {
			t.Errorf("%v: not a span of whole clusters", f)
		}
		if f.Confidence < minConfidence || f.Confidence > 1 || f.Kind == "" || f.Reason == "" {
			t.Errorf("%v: not whole", f)
		}
		for _, g := range candidates[:i] {
			if g.Span.Start > f.Span.Start || g.Span.Overlaps(f.Span) && !canNest(g, f) {
				t.Errorf("%v and %v: out of order, or overlap", g, f)
			}
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("邹勇兵强万博官方体育app调。\n【编辑:黄钰涵】\n", "万博", "*编辑*")
	f.Add("\n\n\r\n　相关阅读\n\u0301app下载\u200b分享到：微信 微博", "\u0301a", "*")
	f.Add("人", "\xba", "0")
	f.Add(strings.Repeat("产业www.a.com发展", 3), "", "**产*业**")
	f.Fuzz(func(t *testing.T, s, injected, pattern string) {
		x := text.New(s)
		var c CorpusCounts
		for range minDocuments {
			c.Add(x)
		}
		r := Rules{Injected: []string{injected}, Lines: []string{pattern}}
		checkCandidates(t, x, c.Detect(x, words.New(), r))
	})
}
