#!/usr/bin/env bash
# Lip Gloss wraps Chinese text so that a row begins with a comma.
#
# Version:  charm.land/lipgloss/v2 v2.0.6
# Input:    全市未来产业规模， wrapped to 16 columns
# Expected: 模 goes down with its comma: no row begins with a closing mark (UAX #14, LB13; CLREQ; JLREQ).
# Seen:     全市未来产业规模 and a row of ， alone.
# So:       its Wrap, and the components that call it, are not usable for Chinese and Japanese paragraphs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
)

func main() { fmt.Printf("%q\n", strings.Split(lipgloss.Wrap("全市未来产业规模，", 16, ""), "\n")) }
GO
go mod init finding 2>/dev/null
go get charm.land/lipgloss/v2@v2.0.6 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == '["全市未来产业规模" "，"]' ]] || { echo 'this has changed' >&2; exit 1; }
