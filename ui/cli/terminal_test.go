package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/creack/pty"
)

// obeyed is what terminals obey, and what hides or turns what is around it.
const obeyed = "\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1bP1$r\x1b\\\u009b31m\u0090x\u009c\x7f\b\v\x0e\u202e\u2066\u200b\u2028\u00ad\U000e0041\r"

// isObeyed reports whether a character of an output may be on no terminal.
func isObeyed(r rune) bool {
	return r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// TestTerminalWriter holds that nothing a terminal obeys goes through, however the
// writes are cut, and that plain text does as it is.
func TestTerminalWriter(t *testing.T) {
	const plain = "春眠\t不覺曉\n𠮷🚀 e\u0301 한국어\n"
	for n := 1; n < 8; n++ {
		var out bytes.Buffer
		w := &terminalWriter{w: &out}
		all := []byte(plain + obeyed + "\n\xe5\x8d\xff\r\n末")
		for len(all) > 0 {
			k := min(n, len(all))
			if _, err := w.Write(all[:k]); err != nil {
				t.Fatal(err)
			}
			all = all[k:]
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); !strings.HasPrefix(got, plain) || !strings.HasSuffix(got, "\n末") || strings.ContainsFunc(got, isObeyed) || strings.Contains(got, "\xff") {
			t.Errorf("%d bytes at a time: %q", n, got)
		}
	}
	var out bytes.Buffer
	w := &terminalWriter{w: &out}
	long := strings.Repeat("春", mostHeld)
	for _, c := range []byte(long) {
		_, _ = w.Write([]byte{c}) // a buffer takes all
	}
	if len(w.held) > mostHeld+4 || w.Flush() != nil || out.String() != long {
		t.Errorf("%d bytes are held, %d of %d are shown", len(w.held), out.Len(), len(long))
	}
}

// hostileCorpus has an article, labels, notes and a scheme of what terminals obey.
func hostileCorpus(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	body := "甲" + obeyed + "乙"
	put := func(name, content string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("a.txt", body)
	quoted := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if r > 0xffff {
				r -= 0x10000
				fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
				continue
			}
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		return `"` + b.String() + `"`
	}
	put("a.txt.chen.pizhu.json", fmt.Sprintf(`{"format": "pizhu.sidecar", "version": 1,
"document": {"path": "a.txt", "id": "", "sha256": "%064d", "encoding": "utf-8", "length": %d}, "scheme": {"id": "s", "sha256": "%064d"},
"annotator": "chen", "status": "done", "claims": [{"id": "c1", "spans": [{"start": 0, "end": %d, "text": %s, "prefix": "", "suffix": ""}],
"labels": {"goal": ["2030"]}, "attributes": {}, "note": %s, "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:00:00Z"}}]}`,
		0, len([]rune(body)), 0, len([]rune(body)), quoted(body), quoted(obeyed)))
	return folder
}

// TestDataToTerminal holds that no command sends what a terminal obeys to one, and that
// in a file the same data is exact.
func TestDataToTerminal(t *testing.T) {
	folder := hostileCorpus(t)
	commands := [][]string{{"check", folder}, {"check", "--json", folder}, {"clean", folder}, {"clean", "--json", folder}, {"keys"}, {"keys", "--json"}, {"log", "--json", folder}}
	for _, format := range []string{"csv", "tsv", "conll", "jsonl", "classify", "instruct", "doccano", "spacy", "prodigy", "label-studio", "html", "markdown"} {
		commands = append(commands, []string{"export", "--format", format, folder})
	}
	env := func(string) string { return "" }
	for _, args := range commands {
		main, tty, err := pty.Open()
		if err != nil {
			if os.Getenv("PIZHU_CI") == "1" {
				t.Fatal(err)
			}
			t.Skipf("no terminal: %v", err)
		}
		shown := make(chan []byte, 1)
		go func() {
			raw, _ := io.ReadAll(main) // it ends with an error when the other end is closed
			shown <- raw
		}()
		var errs bytes.Buffer
		Run(args, System{Out: tty, Err: &errs, Env: env, Now: time.Now})
		tty.Close()
		got := strings.ReplaceAll(string(<-shown), "\r\n", "\n") // as a terminal has them
		main.Close()
		if strings.ContainsFunc(got, isObeyed) {
			t.Errorf("%v: %.300q", args, got)
		}
		if args[0] == "export" && !strings.Contains(got, "甲") {
			t.Errorf("%v: %.300q is shown; %s", args, got, errs.String())
		}
	}
	out := filepath.Join(t.TempDir(), "o.csv")
	if code := Run([]string{"export", "--format", "csv", "--output", out, folder}, System{Out: io.Discard, Err: io.Discard, Env: env}); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	if raw, err := os.ReadFile(out); err != nil || !strings.Contains(string(raw), obeyed) {
		t.Errorf("%v, %q is not exact", err, raw)
	}
}
