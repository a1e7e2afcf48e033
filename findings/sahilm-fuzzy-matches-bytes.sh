#!/usr/bin/env bash
# sahilm/fuzzy says at which bytes a pattern matches, under a name that does not say so.
#
# Version:  github.com/sahilm/fuzzy v0.1.3
# Input:    电信 in 未来电子信息
# Expected: MatchedIndexes [2 4], the places of the characters.
# Seen:     MatchedIndexes [6 12].
# So:       a list that marks the matched letters marks wrong ones, or none, as soon as a name is not ASCII.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/sahilm/fuzzy"
)

func main() { fmt.Println(fuzzy.Find("电信", []string{"未来电子信息"})[0].MatchedIndexes) }
GO
go mod init finding 2>/dev/null
go get github.com/sahilm/fuzzy@v0.1.3 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '[6 12]' ]] || { echo 'this has changed' >&2; exit 1; }
