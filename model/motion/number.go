package motion

import (
	"regexp"
	"slices"
	"sync"
	"unicode/utf8"

	"pizhu/model/text"
)

// The patterns are compiled when they are first needed: the first frame does not
// wait for them.
var (
	numberRegexp = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(numberPattern) })
	dateRegexp   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(datePattern) })
)

// A number in digits or in Han numerals, its multiplier, and its unit. A number
// in Han numerals counts only with a unit or a multiplier: 一 alone is a word.
const (
	digits   = `[0-9０-９]+(?:[,.．][0-9０-９]+)*`
	numerals = `[〇零一二三四五六七八九十百千万萬亿億兆两兩]+`
	many     = `[十百千万萬亿億兆만억조]*`
	about    = `[多余餘几數数]?`
	unit     = `(?:个百分点|個百分點|%|％|‰|℃|人民币|美元|欧元|日元|港元|新台币|元|円|원|ドル|달러|` +
		`个|個|家|项|項|座|条|條|位|名|人|명|개|件|类|類|种|種|次|倍|年間|年间|年|个月|個月|か月|ヶ月|级|級|大|批|台|臺|辆|輛|架|艘|套|间|間|所|户|戶|社|か所|` +
		`平方米|平方公里|公顷|公頃|亩|畝|公里|千米|公斤|吨|噸|トン|톤|千瓦时|千瓦|兆瓦|瓦|纳米|奈米|米|小时|小時|時間|分钟|分鐘|秒|天|岁|歲|` +
		`(?:km|cm|mm|nm|kg|mg|GW|MW|kW|kWh|MWh|GWh|GHz|MHz|GB|TB|[mgtWVAJKC])\b)`
	numberPattern = `百分之` + numerals + `|[约約近超]?` + digits + many + about + many + unit + `?|` + numerals + about + many + unit
)

// Dates and periods: 到2030年, 2月29日, 去年5月, 令和12年, 民國119年, “十五五”时期,
// 20世纪90年代, 2030년 5월, 2030-05-01.
const (
	number      = `(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})`
	day         = `(?:` + number + `月(?:份|` + number + `[日号號])?)`
	era         = `(?:令和|平成|昭和|民國|民国|公元|西元)`
	year        = `(?:` + era + `(?:[0-9０-９]{1,4}|元|[一二三四五六七八九十]{1,3})年度?|[0-9０-９]{2,4}年[代度]?|[〇零一二三四五六七八九]{4}年[代度]?|[今去明前后後][年])`
	datePattern = `[“「『]十[一二三四五六七八九]?五[”」』](?:时期|時期|期间|期間|规划|規劃)?|` +
		`(?:截至|到|至|自|从|從)?(?:[0-9０-９]{2}世[纪紀](?:[0-9０-９]{2}年代)?|` + year + day + `?[底末初中]?|` + number + `月` + number + `[日号號])|` +
		`[0-9]{2,4}년(?: ?[0-9]{1,2}월)?(?: ?[0-9]{1,2}일)?|[0-9]{1,2}월 ?[0-9]{1,2}일|` +
		`\b[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?\b`
)

// splitNumbers returns the numbers with their units, without those that are part of a date.
func splitNumbers(c Context, p text.Span) []text.Span {
	times := splitDates(c, p)
	return slices.DeleteFunc(matches(c, p, numberRegexp()), func(s text.Span) bool {
		return slices.ContainsFunc(times, s.Overlaps)
	})
}

// splitDates returns the dates and periods of a paragraph.
func splitDates(c Context, p text.Span) []text.Span { return matches(c, p, dateRegexp()) }

// matches returns the spans of a paragraph that match a pattern.
func matches(c Context, p text.Span, pattern *regexp.Regexp) []text.Span {
	s := c.Text.Slice(p)
	var spans []text.Span
	at, seen := p.Start, 0
	for _, m := range pattern.FindAllStringIndex(s, -1) {
		at += text.Offset(utf8.RuneCountInString(s[seen:m[0]]))
		end := at + text.Offset(utf8.RuneCountInString(s[m[0]:m[1]]))
		spans = append(spans, text.Span{Start: at, End: end})
		at, seen = end, m[1]
	}
	return spans
}
