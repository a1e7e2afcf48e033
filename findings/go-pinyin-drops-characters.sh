#!/usr/bin/env bash
# go-pinyin leaves out every character that has no reading: the list is shorter than the text, and places shift.
#
# Version:  github.com/mozillazg/go-pinyin v0.21.0
# Input:    𠮷野家2030年 (9 characters; U+20BB7 and the digits have no reading)
# Expected: one item for each character, empty where there is no reading.
# Seen:     [ye jia nian], three items. SinglePinyin, called for each character, gives an empty list for 𠮷.
# So:       whoever matches pinyin against a text must ask for each character and keep its place himself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/mozillazg/go-pinyin"
)

func main() {
	args := pinyin.NewArgs()
	fmt.Println(pinyin.LazyPinyin("𠮷野家2030年", args), len(pinyin.SinglePinyin('𠮷', args)))
}
GO
go mod init finding 2>/dev/null
go get github.com/mozillazg/go-pinyin@v0.21.0 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '[ye jia nian] 0' ]] || { echo 'this has changed' >&2; exit 1; }
