#!/usr/bin/env bash
# go.yaml.in/yaml/v4 ends a comment, and so a line, at U+2028 (LINE SEPARATOR).
#
# Version:  go.yaml.in/yaml/v4 v4.0.0
# Input:    "a: 1 # x<U+2028>y\nb: 2\n": two lines in any editor, the first with a comment
# Expected: a = 1, b = 2. YAML 1.2.2, 5.4: U+2028 is no line break (it was one in YAML 1.1).
# Seen:     yaml: line 3: could not find expected ':'
# So:       what was pasted from a web page into a comment breaks the file, and the error names a line that it has not.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

func main() {
	var v any
	fmt.Println(yaml.Unmarshal([]byte("a: 1 # x\u2028y\nb: 2\n"), &v))
}
GO
go mod init finding 2>/dev/null
go get go.yaml.in/yaml/v4@v4.0.0 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == "yaml: line 3: could not find expected ':'" ]] || { echo 'this has changed' >&2; exit 1; }
