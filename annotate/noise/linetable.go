package noise

import (
	"strings"
	"sync"
)

// A form is where in a line the words of a rule occur.
type form int

const (
	formLabel  form = iota // before a colon or blank, a few names after it, often in brackets: 【编辑:黄钰涵】
	formHead               // before a colon, a title or address after it: 上一篇：…
	formWhole              // the whole line: 相关阅读
	formPhrase             // anywhere; several together count for more
	formButton             // one of several on a line of nothing else: 微信 微博 QQ空间
)

// A lineRule is a row of words that make a line noise, with the confidence of one of them in the body of an article.
type lineRule struct {
	kind       Kind
	form       form
	confidence float64
	reason     string
	words      string
}

var lineTable = [...]lineRule{
	{Editor, formLabel, 0.96, "names an editor", `编辑 編輯 责任编辑 責任編輯 责编 責編 本文编辑 执行编辑 值班编辑 主编 主編 总编 实习编辑 实习生 美编 校对 校對
		审核 審核 审校 责校 一审 二审 三审 初审 复审 终审 终审编辑 监制 監製 值班主任 值班总编 值班编委 排版 制作 核稿 核稿編輯 统筹 編集 編集者 編集担当 校閲
		편집 편집자 교열 editor edited`},
	{Editor, formLabel, 0.7, "names an author", `作者 撰文 文 文字 记者 記者 撰稿 通讯员 本报记者 图 图/文 文/图 摄影 攝影 执笔 記事 写真 글 사진 취재 author by`},
	{Source, formLabel, 0.95, "names a source", `来源 來源 稿源 文章来源 文章來源 信息来源 资讯来源 新闻来源 新聞來源 本文来源 消息来源 转自 转载自 轉載自 本文转自 摘自 原载 内容来源
		出典 引用元 情報元 提供元 출처 자료출처 자료제공 기사출처 source`},
	{Source, formLabel, 0.8, "names the source of a picture or table", `图片来源 圖片來源 图源 圖源 数据来源 資料來源 资料来源 题图 頭圖 封面图 供图 画像 画像提供 写真提供 사진제공 사진출처`},
	{Source, formHead, 0.94, "names the original", `原标题 原標題 原文链接 原文連結 原文地址 原文网址 本文链接 本文網址 本文地址 链接地址 文章链接 原題 元記事 元記事URL 원문 원문링크 원제 기사원문`},
	{Related, formHead, 0.94, "leads to another article", `上一篇 下一篇 上一条 下一条 上一則 下一則 前の記事 次の記事 이전기사 다음기사 이전글 다음글 阅读更多 閱讀更多 更多阅读 点击阅读 点击查看
		相关链接 相關連結 延伸阅读 延伸閱讀 相关阅读 相關閱讀 相关新闻 相關新聞 推荐阅读 推薦閱讀 更多新闻 看更多 関連記事 関連リンク 関連ニュース 관련기사 관련뉴스`},
	{Related, formWhole, 0.96, "heads a list of links", `相关阅读 相關閱讀 延伸阅读 延伸閱讀 扩展阅读 推荐阅读 推薦閱讀 相关新闻 相關新聞 相关推荐 相關推薦 相关文章 相關文章 相关报道 相關報導 相关链接
		热门推荐 熱門推薦 热点推荐 热门新闻 熱門新聞 热点新闻 热文推荐 热门文章 猜你喜欢 猜你喜歡 大家都在看 你可能感兴趣 为你推荐 為你推薦 编辑推荐 精彩推荐 今日热点 今日推荐
		最新文章 最新新闻 最新消息 更多新闻 更多精彩 更多阅读 往期回顾 往期推荐 精选文章 排行榜 点击排行 新闻排行 阅读排行 今日推薦 焦點新聞
		関連記事 関連リンク 関連ニュース おすすめ記事 人気記事 あわせて読みたい 最新記事 アクセスランキング 관련기사 관련뉴스 추천기사 인기기사 많이본뉴스 주요뉴스 함께보면좋은기사`},
	{Share, formWhole, 0.95, "a button", `阅读原文 閱讀原文 查看原文 点击查看原文 展开全文 阅读全文 閱讀全文 收起 返回首页 回首頁 返回顶部 回到顶部 返回列表 打开APP查看 打开APP阅读全文 分享到
		分享至 分享给好友 我要评论 发表评论 查看评论 举报/反馈 举报 点击加载更多 加载更多 点赞 收藏 打印本页 关闭窗口 打印 关闭 字体大小 复制链接 扫码关注 长按识别二维码
		用微信扫码二维码 分享至好友和朋友圈 微信扫一扫 扫一扫分享 続きを読む ページトップへ 記事を印刷 シェアする ツイートする 記事を保存 기사공유 공유하기 기사저장 글자크기 댓글쓰기 기사목록 스크랩 인쇄하기`},
	{Share, formPhrase, 0.75, "asks to share or follow", `分享到 分享至 扫一扫 掃一掃 扫码关注 关注我们 關注我們 关注公众号 微信公众号 长按识别 长按二维码 识别二维码 点击下方 点个在看 点赞在看 转发朋友圈 分享到朋友圈
		下载客户端 打开APP 用微信扫码 加入粉絲團 按讚 追蹤我們 加入好友 フォローする フォローして シェアする ツイートする いいね！する 공유하기 구독하기 카카오톡으로 네이버에서 채널 추가`},
	{Share, formButton, 0.95, "a row of buttons", `微信 微博 新浪微博 qq qq空间 朋友圈 豆瓣 知乎 抖音 人人网 腾讯微博 贴吧 钉钉 复制链接 点赞 收藏 转发 评论 分享 分享到 打印 关闭 举报 在看 赞 喜欢 复制 字体 字号 大 中 小 纠错
		首页 返回 顶部 更多 facebook twitter x line linkedin telegram whatsapp weibo wechat email rss pocket hatena はてなブックマーク はてブ ツイート シェア ブックマーク 印刷 保存 いいね
		페이스북 트위터 카카오톡 카카오스토리 네이버 밴드 네이버밴드 블로그 공유 인쇄 스크랩 댓글 좋아요 URL복사 기사공유 收起 臉書 推特 留言 按讚 列印 加入書籤 複製連結`},
	{Disclaimer, formPhrase, 0.85, "disclaims", `仅代表作者 僅代表作者 不代表本网 不代表本站 不代表本平台 不代表本报 不代表本刊 信息存储空间 信息发布平台 资讯存储空间 免责声明 免責聲明 版权声明 著作權聲明
		侵权必究 侵權必究 违者必究 追究法律责任 联系删除 聯繫刪除 不构成投资建议 不構成投資建議 不构成任何投资 据此操作 转载请注明 轉載請註明 轉載請注明 授权转载 未经授权 未經授權 未经许可 未經許可 不得转载 不得轉載 禁止转载 谢绝转载
		无断転載 無断転載 無断複製 転載を禁じます 転載禁止 転載・複製 著作権は 免責事項 무단전재 무단 전재 재배포 금지 재배포금지 저작권자 all rights reserved copyright`},
	{Disclaimer, formPhrase, 0.6, "disclaims", `版权所有 版權所有 版权归 版權歸 如有侵权 如有侵權 如涉侵权 若有侵权 涉及侵权 仅供参考 僅供參考 特别声明 特別聲明 郑重声明 声明： 聲明： 本站 本网 本網 搜狐号 网易号 百家号 头条号 企鹅号 大鱼号
		作者本人 本平台 本人观点 观点仅 與本站無關 与本站无关 概不负责 自行承担 风险自负 投资有风险 入市需谨慎 本文系 原创 独家稿件 書面授權 书面授权 © ⓒ 当サイト 掲載の記事 本サイト 뉴스 전재 기사 및 사진`},
}

// A tableRow refers to the row of lineTable that a word is from.
type tableRow struct {
	row int
}

// A lineLexicon holds the words of the table by form.
type lineLexicon struct {
	heads   lexicon[tableRow] // labels and heads
	phrases lexicon[tableRow]
	whole   map[string]tableRow
	buttons map[string]bool
}

var lineWords = sync.OnceValue(func() lineLexicon {
	l := lineLexicon{lexicon[tableRow]{}, lexicon[tableRow]{}, map[string]tableRow{}, map[string]bool{}}
	for i, row := range lineTable {
		for word := range strings.FieldsSeq(row.words) {
			l.add(word, row.form, tableRow{i})
		}
	}
	l.heads.sort()
	l.phrases.sort()
	return l
})

func (l lineLexicon) add(word string, f form, m tableRow) {
	switch f {
	case formLabel, formHead:
		l.heads.add(word, m)
	case formPhrase:
		l.phrases.add(word, m)
	case formWhole:
		l.whole[foldString(word)] = m
	case formButton:
		l.buttons[foldString(word)] = true
	}
}

func foldString(s string) string { return strings.Map(foldRune, s) }
