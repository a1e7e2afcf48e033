package cli

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"

	"pizhu/model/text"
)

// TestHelpOnTerminal holds that a topic has styles and the width of the terminal there, and no styles on a dumb one.
func TestHelpOnTerminal(t *testing.T) {
	for _, test := range []struct {
		term   string
		styled bool
	}{{"xterm-256color", true}, {"dumb", false}} {
		main, tty, err := pty.Open()
		if err != nil {
			if os.Getenv("PIZHU_CI") == "1" {
				t.Fatal(err)
			}
			t.Skipf("no terminal: %v", err)
		}
		const columns = 64
		if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
			t.Fatal(err)
		}
		shown := make(chan []byte, 1)
		go func() {
			raw, _ := io.ReadAll(main) // it ends with an error when the other end is closed
			shown <- raw
		}()
		var errs bytes.Buffer
		code := Run([]string{"help", "--lang", "zh", "columns"}, System{Out: tty, Err: &errs, Env: func(name string) string { return map[string]string{"TERM": test.term, "COLUMNS": "200"}[name] }})
		tty.Close()
		got := string(<-shown)
		main.Close()
		if code != exitOK || !strings.Contains(got, "--ambiguous") {
			t.Fatalf("%s: exit %d: %s%s", test.term, code, errs.String(), got)
		}
		if styled := strings.Contains(got, "\x1b[1m") && strings.Contains(got, "\x1b[2m"); styled != test.styled || !styled && strings.Contains(got, "\x1b") {
			t.Errorf("%s: styles %v, want %v: %q", test.term, styled, test.styled, got)
		}
		widest := 0
		for line := range strings.Lines(strings.NewReplacer("\x1b[m", "", "\x1b[1m", "", "\x1b[2m", "", "\r", "").Replace(got)) {
			widest = max(widest, text.NewMeasure(text.Narrow).Width(strings.TrimSuffix(line, "\n")))
		}
		if widest > columns || widest < columns-4 {
			t.Errorf("%s: the widest line has %d columns of %d", test.term, widest, columns)
		}
	}
}
