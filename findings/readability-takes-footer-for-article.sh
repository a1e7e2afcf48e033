#!/usr/bin/env bash
# go-readability gives the footer of a page as its article where the article is shorter, even if that is in <article>.
#
# Version:  codeberg.org/readeck/go-readability/v2 v2.1.3
# Input:    <article> with a paragraph of 41, 82, 123, 164 characters; <footer> with one of 95 characters
# Expected: the text of <article>, each time. (Lengths that are usual for news in Chinese, which takes a third of the
#           characters of English for the same content; the scores count characters and commas.)
# Seen:     up to 123 characters only the footer, at 164 both.
# So:       article and main must be looked for before the scores decide.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
)

const (
	body   = "岚江省统计局公布，二月全省工业增加值同比增长百分之五，其中未来产业增长百分之十二。"
	footer = "版权所有，未经书面授权，任何单位和个人不得转载、摘编或以其他方式使用本网站的内容，违者将依法追究其法律责任，" +
		"举报电话见首页，邮箱见页脚，备案号见下，网站地图见下，友情链接见下，联系我们见下。"
)

func main() {
	for n := 1; n <= 4; n++ {
		page := "<html><head><title>岚江</title></head><body><article><p>" + strings.Repeat(body, n) +
			"</p></article><footer><p>" + footer + "</p></footer></body></html>"
		article, err := readability.FromReader(strings.NewReader(page), nil)
		if err != nil {
			fmt.Println(err)
			continue
		}
		var text strings.Builder
		if err := article.RenderText(&text); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%d of %d: article %t, footer %t\n", n*len([]rune(body)), len([]rune(footer)),
			strings.Contains(text.String(), "岚江省"), strings.Contains(text.String(), "版权所有"))
	}
}
GO
go mod init finding 2>/dev/null
go get codeberg.org/readeck/go-readability/v2@v2.1.3 2>/dev/null
seen=$(go run .)
echo "$seen"
want='41 of 95: article false, footer true
82 of 95: article false, footer true
123 of 95: article false, footer true
164 of 95: article true, footer true'
[[ $seen == "$want" ]] || { echo 'this has changed' >&2; exit 1; }
