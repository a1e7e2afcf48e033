package noise

import "strings"

// Where an author names a site or an app, a word leads to it or goes on from it: 登录X, 在X上, X的用户, X에서. Where one was
// injected, its neighbours are the halves of a sentence that it split:
//
//	记者[在]体彩官网[上]看到        an author's: 在 and 上
//	雲嶺大學[彩云棋牌官网下载]機械系     injected: neither 學 nor 機
const (
	particles = "的了和与與及在从從到于於由为為是被把将將让讓给給跟像如按对對向以而则則就都也还還却但のはがをにでともやへ"
	leading   = particles + "用过過录錄陆陸开開载載问問注入上叫该該款个個其指据據自即某经經比称稱家名有查看搜索击擊打览覽たる"
	following = particles + "上中里裡内內发發显顯公等可进進已能會会用平客官网網站版后後前时時并並由かまさ은는이가을를에의로와과도"
)

// isOutOfContext reports whether [i, j) is in running text where no author would name it. It ignores a string that
// begins or ends with a particle: its ends are not those of a name.
func (p *page) isOutOfContext(i, j int) bool {
	in := func(list string, at ...int) bool {
		for _, k := range at {
			if strings.ContainsRune(list, p.runes[k]) {
				return true
			}
		}
		return false
	}
	return p.isInText(i, j) && !in(leading, i-1) && !in(following, j) && !in(particles, i, j-1)
}
