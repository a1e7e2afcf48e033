#!/usr/bin/env bash
# width.Fold makes half-width kana wide, but a voiced one stays two code points: the text is not the one that people type.
#
# Version:  golang.org/x/text v0.43.0
# Input:    ｶﾞ (U+FF76 U+FF9E)
# Expected: ガ (U+30AC).
# Seen:     U+30AB U+3099, which becomes U+30AC only after NFC.
# So:       a search that folds widths needs NFC after it, and the folded text must not be cut between the two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

func main() {
	folded := width.Fold.String("ｶﾞ")
	fmt.Printf("%U %U\n", []rune(folded), []rune(norm.NFC.String(folded)))
}
GO
go mod init finding 2>/dev/null
go get golang.org/x/text@v0.43.0 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '[U+30AB U+3099] [U+30AC]' ]] || { echo 'this has changed' >&2; exit 1; }
