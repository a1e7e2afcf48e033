#!/usr/bin/env bash
# go-readability takes only the headline of a page whose text stands in a container that a script shows later.
#
# Version:  codeberg.org/readeck/go-readability/v2 v2.1.3
# Input:    a headline, and two long paragraphs in <div style="visibility: hidden; opacity: 0">, which is how WeChat
#           serves its articles (a script takes the style off)
# Expected: the paragraphs, or an error: nothing else on the page is text.
# Seen:     the headline alone, no error.
# So:       pages saved without running their scripts need that style taken off first, and a count of what was left out.
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

const page = `<html><head><title>岚江</title></head><body><h1>岚江市未来产业</h1>
<div style="visibility: hidden; opacity: 0">
<p>岚江省统计局公布，二月全省工业增加值同比增长百分之五，其中未来产业增长百分之十二，全省新开工项目三百个，总投资一千亿元。</p>
<p>到二〇三〇年，全省未来产业规模将突破一万亿元，形成五个产业集群，建成三个未来产业科技园，培育一百家链主企业。</p>
</div></body></html>`

func main() {
	article, err := readability.FromReader(strings.NewReader(page), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var text strings.Builder
	if err := article.RenderText(&text); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.TrimSpace(text.String()))
}
GO
go mod init finding 2>/dev/null
go get codeberg.org/readeck/go-readability/v2@v2.1.3 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '岚江市未来产业' ]] || { echo 'this has changed' >&2; exit 1; }
