#!/usr/bin/env bash
# The real cursor of a text input of Bubbles v2 stands in the middle of Chinese text: it counts characters, not columns.
#
# Version:  charm.land/bubbles/v2 v2.2.1
# Input:    未来 typed after the prompt "> ", the cursor at the end, SetVirtualCursor(false)
# Expected: column 6, where the text ends.
# Seen:     column 4.
# So:       an input method opens its window over the text; with the drawn (virtual) cursor the fault does not show.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"fmt"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
)

func main() {
	in := textinput.New()
	in.SetVirtualCursor(false)
	in.SetWidth(20)
	in.Focus()
	for _, text := range []string{"ab", "未来"} {
		in.SetValue(text)
		in.CursorEnd()
		fmt.Printf("%s: cursor %d, end of the text %d\n", text, in.Cursor().Position.X, lipgloss.Width(in.Prompt+text))
	}
}
GO
go mod init finding 2>/dev/null
go get charm.land/bubbles/v2@v2.2.1 charm.land/lipgloss/v2@v2.0.6 2>/dev/null
go mod tidy 2>/dev/null
seen=$(go run .)
echo "$seen"
want='ab: cursor 4, end of the text 4
未来: cursor 4, end of the text 6'
[[ $seen == "$want" ]] || { echo 'this has changed' >&2; exit 1; }
