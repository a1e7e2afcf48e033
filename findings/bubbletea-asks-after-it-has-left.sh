#!/usr/bin/env bash
# Bubble Tea v2, when it is left within its first tick, asks the terminal two questions after it has given the screen back.
#
# Version:  charm.land/bubbletea/v2 v2.1.1
# Input:    a program in the alternate screen that quits as soon as it has begun
# Expected: nothing after CSI ?1049l and the modes; a question is sent only where somebody is there to read the answer.
# Seen:     CSI ?2026$p and CSI ?2027$p after CSI ?1049l, where no tick came before the end.
# So:       on a slow line the answers are typed into the shell. Whoever wraps the output must hold these back.
set -euo pipefail
command -v python3 >/dev/null || apt-get install -y -qq python3 >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import tea "charm.land/bubbletea/v2"

type page struct{}

func (page) Init() tea.Cmd { return tea.Quit }

func (p page) Update(tea.Msg) (tea.Model, tea.Cmd) { return p, nil }

func (page) View() tea.View {
	v := tea.NewView("text")
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(page{}, tea.WithFPS(1)).Run(); err != nil {
		panic(err)
	}
}
GO
cat >run.py <<'PY'
import os, pty

pid, terminal = pty.fork()
if pid == 0:
    os.environ.pop("TMUX", None)
    os.environ["TERM"] = "xterm-256color"
    os.execv("./program", ["program"])
out = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    out += piece
left = out.rindex(b"\x1b[?1049l")
print(*(question for question in ("?2026$p", "?2027$p") if question.encode() in out[left:]))
PY
go mod init finding 2>/dev/null
go get charm.land/bubbletea/v2@v2.1.1 2>/dev/null
go build -o program .
seen=$(python3 run.py)
echo "$seen"
# shellcheck disable=SC2016 # the $ is part of the question
[[ $seen == '?2026$p ?2027$p' ]] || { echo 'this has changed' >&2; exit 1; }
