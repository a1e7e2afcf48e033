#!/usr/bin/env bash
# Bubble Tea v2 paints every row that holds a wide character again in every frame, though nothing in it has changed.
#
# Version:  charm.land/bubbletea/v2 v2.1.1
# Input:    a page of 38 rows of 80 columns that never changes; a key that moves the cursor down by one row
# Expected: some 10 bytes for the key, whatever the text is.
# Seen:     13 bytes where the text is "abab…", 3,000 and more (about 5,400) where it is "未未…".
# So:       over a slow line each key costs a page. The cost is not seen in a test with Latin text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mkdir page
cat >page/main.go <<'GO'
package main

import (
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
)

type page struct{ row int }

func (p page) Init() tea.Cmd { return nil }

func (p page) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		p.row++
	}
	return p, nil
}

func (p page) View() tea.View {
	v := tea.NewView(strings.TrimSuffix(strings.Repeat(os.Args[1]+"\n", 38), "\n"))
	v.AltScreen, v.Cursor = true, tea.NewCursor(0, p.row)
	return v
}

func main() {
	if _, err := tea.NewProgram(page{}).Run(); err != nil {
		panic(err)
	}
}
GO
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"github.com/creack/pty"
)

// cost is how many bytes a key takes, once the page is there and nothing more comes.
func cost(text string) int64 {
	c := exec.Command("./page.bin", text)
	c.Env = append(os.Environ(), "TERM=xterm-256color", "TMUX=")
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		panic(err)
	}
	defer c.Wait()
	defer c.Process.Kill()
	var bytes atomic.Int64
	go func() {
		b := make([]byte, 1<<16)
		for n, err := terminal.Read(b); err == nil; n, err = terminal.Read(b) {
			bytes.Add(int64(n))
		}
	}()
	settled := func() int64 {
		for last := int64(-1); ; {
			time.Sleep(2 * time.Second)
			if now := bytes.Load(); now > 0 && now == last {
				return now
			} else {
				last = now
			}
		}
	}
	before := settled()
	terminal.Write([]byte("j"))
	return settled() - before
}

func main() {
	latin, han := cost(strings.Repeat("ab", 40)), cost(strings.Repeat("未", 40))
	fmt.Println(latin, han)
	if latin > 100 || han < 3000 {
		fmt.Println("this has changed")
		os.Exit(1)
	}
}
GO
go mod init finding 2>/dev/null
go get charm.land/bubbletea/v2@v2.1.1 github.com/creack/pty@v1.1.24 2>/dev/null
go build -o page.bin ./page
go run .
