#!/usr/bin/env bash
# uniseg allows no line break before an opening quotation mark that follows Chinese punctuation.
#
# Version:  github.com/rivo/uniseg v0.4.7 (the rules of Unicode 15.0)
# Input:    他说：“你好，世界”。
# Expected: a break between ： and “, as Unicode 16 and later have it (UAX #14, rule LB19a: a quotation mark
#           between East Asian characters does not glue).
# Seen:     他 | 说：“你 | 好， | 世 | 界”。 The four characters 说：“你 stay together.
# So:       rows before a quotation end far too early; the version of Unicode of a library matters for layout.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/rivo/uniseg"
)

func main() {
	rest, state, segment := "他说：“你好，世界”。", -1, ""
	for len(rest) > 0 {
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		fmt.Printf("%s|", segment)
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/rivo/uniseg@v0.4.7 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '他|说：“你|好，|世|界”。|' ]] || { echo 'this has changed' >&2; exit 1; }
