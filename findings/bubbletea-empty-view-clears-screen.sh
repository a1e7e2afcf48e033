#!/usr/bin/env bash
# Bubble Tea v2 clears the screen at every tick, 60 times a second, while a view in the alternate screen is empty.
#
# Version:  charm.land/bubbletea/v2 v2.1.1
# Input:    a view with AltScreen set and the content "", then the same with " "
# Expected: nothing is written after the first frame: nothing changes.
# Seen:     CSI H CSI 2J again and again (some 20 to 60 a second); with " " it is written at most twice.
# So:       a program that paints by itself, or has nothing to show yet, must give one blank.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mkdir empty
cat >empty/main.go <<'GO'
package main

import (
	"os"

	tea "charm.land/bubbletea/v2"
)

type empty struct{}

func (empty) Init() tea.Cmd { return nil }

func (e empty) Update(tea.Msg) (tea.Model, tea.Cmd) { return e, nil }

func (empty) View() tea.View {
	v := tea.NewView(os.Args[1])
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(empty{}).Run(); err != nil {
		panic(err)
	}
}
GO
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/creack/pty"
)

// clears is how often the screen is cleared in three seconds.
func clears(content string) int {
	c := exec.Command("./empty.bin", content)
	c.Env = append(os.Environ(), "TERM=xterm-256color", "TMUX=")
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		panic(err)
	}
	time.AfterFunc(3*time.Second, func() { c.Process.Kill() })
	var all bytes.Buffer
	all.ReadFrom(terminal) // ends with an error when the program does
	c.Wait()
	return bytes.Count(all.Bytes(), []byte("\x1b[2J"))
}

func main() {
	none, blank := clears(""), clears(" ")
	fmt.Println(none, blank)
	if none < 10 || blank > 2 {
		fmt.Println("this has changed")
		os.Exit(1)
	}
}
GO
go mod init finding 2>/dev/null
go get charm.land/bubbletea/v2@v2.1.1 github.com/creack/pty@v1.1.24 2>/dev/null
go build -o empty.bin ./empty
go run .
