package noise

import (
	"slices"
	"strings"
	"sync"
)

// A lexicon finds the longest of its words at a position, by first character. It is read only.
type lexicon[T any] map[rune][]entry[T] // by first character, longest first

type entry[T any] struct {
	word []rune
	what T
}

func (l lexicon[T]) add(word string, what T) {
	runes := []rune(word)
	for i, r := range runes {
		runes[i] = foldRune(r)
	}
	l[runes[0]] = append(l[runes[0]], entry[T]{runes, what})
}

func (l lexicon[T]) sort() {
	for _, entries := range l {
		slices.SortStableFunc(entries, func(a, b entry[T]) int { return len(b.word) - len(a.word) })
	}
}

// longestAt returns the length of the longest word that folded text begins with, and its value; 0 if there is none.
func (l lexicon[T]) longestAt(folded []rune) (n int, what T) {
	for _, e := range l[folded[0]] {
		if len(e.word) <= len(folded) && slices.Equal(e.word, folded[:len(e.word)]) {
			return len(e.word), e.what
		}
	}
	return 0, what
}

// adWords are the words of advertisements in scraped articles, with the weight of each: 1 for words of ordinary articles
// too, 2 for words of web sites and games of chance.
var adWords = [...]struct {
	weight int
	words  string
}{
	{1, `体育 體育 娱乐 娛樂 平台 直播 官方 手机 手機 手机版 最新版 网址 網址 入口 最新 游戏 遊戲 在线 在線 線上 客户端 免费 免費
		公众号 公眾號 微信 关注 關注 点击 點擊 扫码 掃碼 国际 國際 网页版 安装 视频 影院 棋牌类 世界杯 会员 會員 代理 电子 竞猜 捕鱼
		公式 サイト アプリ 無料 オンライン 사이트 온라인 무료 추천 주소 vip pro live ios android game games`},
	{2, `下载 下載 官网 官網 注册 註冊 登录 登錄 登陆 登入 博彩 彩票 棋牌 娱乐城 娛樂城 赌场 賭場 真人 百家乐 百家樂 投注 开户 開戶 充值
		返水 送彩金 六合彩 老虎机 老虎機 电竞 電競 时时彩 德州扑克 德州撲克 快三 pk10 开奖 開獎 外围 足彩 体彩网 首充 送金 购彩
		加微信 微信号 qq群 加群 代开 发票 贷款app 官方网站 官方網站 最新网址 备用网址 手机app 公众号搜索 微信公众号 更多精彩 点击进入
		カジノ ダウンロード ギャンブル パチンコ 公式サイト 카지노 바카라 토토 먹튀 다운로드 슬롯 도박 배팅 베팅
		app apk bet casino poker slot slots www. http:// https:// .com .cn .net .cc .vip .top .xyz .org .app .co`},
}

var adLexicon = sync.OnceValue(func() lexicon[int] {
	l := lexicon[int]{}
	for _, row := range adWords {
		for word := range strings.FieldsSeq(row.words) {
			l.add(word, row.weight)
		}
	}
	l.sort()
	return l
})

// adAt returns the length and the weight of the advertising word at i, 0 if there is none. Latin words must be whole,
// except for digits after them (bet365) and for the ends of addresses (.com).
func (p *page) adAt(l lexicon[int], i int) (n, weight int) {
	n, weight = l.longestAt(p.fold[i:])
	if n == 0 || !isLatin(p.fold[i+n-1]) {
		return n, weight
	}
	if i+n < len(p.fold) && isLatin(p.fold[i+n]) || isLatin(p.fold[i]) && i > 0 && isLatin(p.fold[i-1]) {
		return 0, 0
	}
	return n, weight
}

// adWeight returns the sum of the weights of the advertising words in [i, j).
func (p *page) adWeight(l lexicon[int], i, j int) int {
	sum := 0
	for i < j {
		n, weight := p.adAt(l, i)
		if n == 0 || i+n > j {
			i++
			continue
		}
		sum += weight
		i += n
	}
	return sum
}

// isLatin reports whether a folded rune is a Latin letter.
func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

// isAddressRune reports whether a folded rune may be part of a web address or the name of an app.
func isAddressRune(r rune) bool {
	return isLatin(r) || r >= '0' && r <= '9' || r < 0x80 && strings.ContainsRune(".-_/:?=&%+~@#", r)
}
