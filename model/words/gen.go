//go:build ignore

// This program, with gen_pack.go, makes dict.bin: jieba's dictionary and character classes drawn from it, the fold of
// variants from OpenCC, and the words of own.txt, packed as dict.go reads them. CI does not run it. On
// Debian 12:
//
//	apt-get install python3-jieba libopencc-data opencc
//	go generate ./model/words
package main

import (
	"bufio"
	"bytes"
	"flag"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const head = `pizhu words 1
Words, frequencies and tags, changed: jieba 0.42.1 dict.txt (Debian python3-jieba), Copyright 2012-2017 Sun Junyi, MIT.
Fold of variants, changed: OpenCC 1.1.6 TSCharacters and JPVariantsRev (Debian libopencc-data), Copyright 2010-2022 BYVoid, Apache-2.0.
More words: own.txt of pizhu. Made by gen.go; the notices stand in dict_LICENSE.
`

// The scale of the costs: a word of frequency f costs unit × (log total − prior − log f). The prior makes every word a
// little cheaper, so that long words which are made of common ones lose to them; it was chosen on the development part
// of UD Chinese GSDSimp.
const (
	unit  = 14.0
	prior = 1.5
	mixed = 6 * unit // the most that a word with a letter costs: X光, T恤. There is no other reading to weigh it against
)

// ending is the letter that okurigana stand under, so that they are not taken for words.
const ending = '‿'

func main() {
	log.SetFlags(0)
	jieba := flag.String("jieba", "/usr/lib/python3/dist-packages/jieba/dict.txt", "jieba's dictionary")
	opencc := flag.String("opencc", "/usr/share/opencc", "OpenCC's data")
	flag.Parse()
	f := variants(*opencc)
	b := builder{fold: f, cost: map[string]int{}, words: read(*jieba, f)}
	b.count()
	b.addWords()
	b.addOwn("own.txt")
	if err := os.WriteFile("dict.bin", b.pack(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// A word is a line of jieba's dictionary, folded.
type word struct {
	text string
	freq float64
	tag  string
}

func read(name string, f fold) []word {
	var words []word
	for line := range lines(name) {
		fields := strings.Fields(line)
		freq, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			log.Fatalf("%s: %q: %v", name, line, err)
		}
		words = append(words, word{f.word(fields[0]), max(freq, 1), fields[2]})
	}
	return words
}

func lines(name string) func(func(string) bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	return func(yield func(string) bool) {
		for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
			if s.Text() != "" && !yield(s.Text()) {
				return
			}
		}
	}
}

// A fold takes a character to the one that stands for all its variants.
type fold map[rune]rune

// variants reads OpenCC: traditional to simplified, and Japanese by way of traditional.
func variants(dir string) fold {
	f := fold{'著': '着', '祇': '只', '妳': '你', '裏': '里', '裡': '里', '臺': '台', '麽': '么', '歩': '步', '値': '值'}
	for old, to := range table(dir, "TSCharacters") {
		if _, ok := f[old]; !ok {
			f[old] = to
		}
	}
	for shinjitai, old := range table(dir, "JPVariantsRev") {
		if _, ok := f[shinjitai]; !ok {
			f[shinjitai] = f.rune(old)
		}
	}
	return f
}

// table lists a dictionary of OpenCC's: each character and the first that it becomes.
func table(dir, name string) map[rune]rune {
	out := filepath.Join(os.TempDir(), name+".txt")
	defer os.Remove(out)
	cmd := exec.Command("opencc_dict", "-i", filepath.Join(dir, name+".ocd2"), "-o", out, "-f", "ocd2", "-t", "text")
	if msg, err := cmd.CombinedOutput(); err != nil {
		log.Fatalf("opencc_dict: %v: %s", err, msg)
	}
	t := map[rune]rune{}
	for line := range lines(out) {
		from, to, _ := strings.Cut(line, "\t")
		t[[]rune(from)[0]] = []rune(to)[0]
	}
	return t
}

// rune folds variants, case and width.
func (f fold) rune(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	if to, ok := f[r]; ok {
		return to
	}
	return unicode.ToUpper(r)
}

func (f fold) word(s string) string { return strings.Map(f.rune, s) }

// A builder gathers the words and what their tags tell of the characters.
type builder struct {
	fold                    fold
	words                   []word
	cost                    map[string]int
	total                   float64
	all, alone              map[rune]float64 // by frequency: in words, as a word
	kinds, foreign          map[rune]float64 // by number of words: all, and names in transcription
	surname, given          map[rune]float64 // by number of names
	names, givens, foreigns float64
}

// count learns from jieba's tags: nr is a person's name, nrt a foreign one in transcription.
func (b *builder) count() {
	for _, m := range []*map[rune]float64{&b.all, &b.alone, &b.kinds, &b.foreign, &b.surname, &b.given} {
		*m = map[rune]float64{}
	}
	for _, w := range b.words {
		b.total += w.freq
		r := []rune(w.text)
		for _, c := range r {
			b.all[c] += w.freq
		}
		switch {
		case len(r) == 1:
			b.alone[r[0]] += w.freq
			continue
		case w.tag == "nrt":
			b.countForeign(r)
		case strings.HasPrefix(w.tag, "nr") && len(r) <= 3 && strings.ContainsRune(surnames, r[0]):
			b.countName(r)
		}
		for _, c := range r {
			b.kinds[c]++
		}
	}
}

func (b *builder) countName(r []rune) {
	b.surname[r[0]]++
	b.names++
	for _, c := range r[1:] {
		b.given[c]++
		b.givens++
	}
}

func (b *builder) countForeign(r []rune) {
	for _, c := range r {
		b.foreign[c]++
		b.foreigns++
	}
}

// surnames are the common ones of one character (the first 200 of the census lists, without a few that are common
// words); everything else about names is counted.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方" +
	"邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂" +
	"成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫柏"

// Numerals and measures are words of their own in every standard (PKU, CTB, UD): 一个 is 一/个. jieba has many of them
// as one; those that are no longer counted with are kept.
const (
	numerals = "〇零一二两三四五六七八九十百千万亿"
	counters = numerals + "几数这那每各某"
	measures = "个种座条部支所层篇次名位年月日天人件只项家台本张块片间场颗根队级届类批份对双排组架艘辆匹头棵株朵侧句段章节分秒点岁"
	kept     = "一点 一对 一片 十分 各位 各种 各个 各类 各项 各级 各家 各人 每天 每年 每日 每人 每次 每个 万人 千家 百家 百年 千年 万年 万岁 百分 某人 某种 某些 那些 这些"
)

func counted(w string) bool {
	r := []rune(w)
	last := len(r) - 1
	if last < 1 || !strings.ContainsRune(measures, r[last]) || slices.Contains(strings.Fields(kept), w) {
		return false
	}
	if last == 1 {
		return strings.ContainsRune(counters, r[0])
	}
	return strings.Trim(string(r[:last]), numerals) == ""
}

func (b *builder) addWords() {
	for _, w := range b.words {
		c := unit * (math.Log(b.total) - prior - math.Log(w.freq))
		if strings.ContainsFunc(w.text, func(r rune) bool { return r < 0x80 }) {
			c = min(c, mixed)
		}
		if !counted(w.text) {
			b.add(w.text, c)
		}
	}
}

func (b *builder) add(w string, cost float64) {
	c := min(max(int(math.Round(cost)), 1), 255)
	if old, ok := b.cost[w]; !ok || c < old {
		b.cost[w] = c
	}
}

// addOwn reads the words made by hand: "cost word word …" a line; a word after ending is okurigana. Lines that begin with
// a name and = define parts, which a word names in braces.
func (b *builder) addOwn(name string) {
	parts := map[string][]string{}
	for line := range lines(name) {
		if line[0] == '#' {
			continue
		}
		if key, list, ok := strings.Cut(line, " = "); ok {
			parts[key] = expandAll(strings.Fields(list), parts)
			continue
		}
		fields := strings.Fields(line)
		cost, err := strconv.Atoi(fields[0])
		if err != nil {
			log.Fatalf("%s: %q: %v", name, line, err)
		}
		for _, w := range expandAll(fields[1:], parts) {
			b.add(b.fold.word(strings.Replace(w, "~", string(ending), 1)), unit*float64(cost)/10)
		}
	}
}

func expandAll(words []string, parts map[string][]string) (all []string) {
	for _, w := range words {
		all = append(all, expand(w, parts)...)
	}
	return all
}

// expand replaces the first {part} by each of its choices, and goes on with the rest.
func expand(w string, parts map[string][]string) []string {
	before, rest, ok := strings.Cut(w, "{")
	if !ok {
		return []string{w}
	}
	key, after, _ := strings.Cut(rest, "}")
	if parts[key] == nil {
		log.Fatalf("own.txt: no part %q", key)
	}
	var all []string
	for _, p := range parts[key] {
		all = append(all, expand(before+p+after, parts)...)
	}
	return all
}
