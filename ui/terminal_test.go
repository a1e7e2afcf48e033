package ui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/model/corpus"
)

// The tests of this file run the program as people do: the built binary, in
// tmux, with keys in and the screen out.

// A terminal is a tmux server of one pane.
type terminal struct {
	t      *testing.T
	socket string
}

// build makes the program once for a test in tmux.
func build(t *testing.T) string {
	t.Helper()
	needTmux(t)
	return compile(t)
}

func needTmux(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux: no terminal to try the program in")
	}
}

// compile makes the program, with arguments for go build.
func compile(t *testing.T, arguments ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the program is not built")
	}
	binary := filepath.Join(t.TempDir(), "pizhu")
	cmd := exec.Command("go", append(append([]string{"build", "-o", binary}, arguments...), "pizhu")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// start runs a shell command in a new terminal. The environment is that of a
// login over ssh on a server without a locale.
func start(t *testing.T, size, state, command string) *terminal {
	t.Helper()
	dir, err := os.MkdirTemp("", "pizhu") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t, filepath.Join(dir, "s")}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-S", term.socket, "kill-server").Run()
		os.RemoveAll(dir)
	})
	columns, rows, _ := strings.Cut(size, "x")
	term.tmux("-u", "-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", rows,
		"-e", "LANG=C", "-e", "LC_ALL=", "-e", "XDG_STATE_HOME="+state, "-e", "PIZHU_ANNOTATOR=chen",
		command+"; echo exit $?; sleep 9999")
	return term
}

func (x *terminal) tmux(args ...string) string {
	x.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// screen is what is seen.
func (x *terminal) screen() string { return x.tmux("capture-pane", "-p") }

// keys types keys by tmux's names; one that begins with = is text.
func (x *terminal) keys(list ...string) {
	x.t.Helper()
	for _, k := range list {
		literal, ok := strings.CutPrefix(k, "=")
		switch {
		case ok && literal != "":
			x.tmux("send-keys", "-l", "--", literal)
		case k == ";": // which parts tmux's own commands
			x.tmux("send-keys", "--", `\;`)
		default:
			x.tmux("send-keys", "--", k)
		}
	}
}

// wait waits until something is on the screen.
func (x *terminal) wait(want string) string {
	x.t.Helper()
	return x.until(fmt.Sprintf("%q on the screen", want), func(s string) bool { return strings.Contains(s, want) })
}

// until waits until the screen is as it should be.
func (x *terminal) until(what string, ok func(screen string) bool) string {
	x.t.Helper()
	var s string
	for x.t.Context().Err() == nil && !over(x.t) {
		if s = x.screen(); ok(s) {
			return s
		}
		time.Sleep(20 * time.Millisecond)
	}
	x.t.Fatalf("no %s:\n%s", what, s)
	return ""
}

// over reports whether the time of all tests is nearly over: no test has a time of its own.
func over(t *testing.T) bool {
	end, limited := t.Deadline()
	return limited && time.Until(end) < 20*time.Second
}

// kept waits until an article's sidecar holds something: it is written a moment after the journal, which ✓ speaks of. It gives the
// claims.
func (x *terminal) kept(article string, want ...string) string {
	x.t.Helper()
	var got string
	x.until(fmt.Sprintf("sidecar with %q", want), func(string) bool {
		if _, err := os.Stat(sidecar(article)); err != nil {
			return false
		}
		got = judged(x.t, article)
		return !slices.ContainsFunc(want, func(s string) bool { return !strings.Contains(got, s) })
	})
	return got
}

// sidecar is where the sidecar of an article is.
func sidecar(article string) string {
	return corpus.Article{Path: article}.SidecarPath("chen", "")
}

// judge is python3's word on a sidecar: that it slices every claim to its text,
// that ids are unique, and that claims stand in order. It prints the claims.
const judge = `
import json, sys
d = json.load(open(sys.argv[2], encoding="utf-8"))
t = open(sys.argv[1], encoding=d["document"]["encoding"], errors="replace", newline="").read()
assert len(t) == d["document"]["length"], (len(t), d["document"]["length"])
ids, order = set(), []
for c in d["claims"]:
    assert c["id"] not in ids, c["id"]
    ids.add(c["id"])
    order.append((c["spans"][0]["start"], c["spans"][-1]["end"], c["id"]))
    for s in c["spans"]:
        assert t[s["start"]:s["end"]] == s["text"], s
        assert t[max(0, s["start"] - 32):s["start"]].endswith(s["prefix"]), s
        assert t[s["end"]:s["end"] + 32].startswith(s["suffix"]), s
    print("|".join(s["text"] for s in c["spans"]), json.dumps(c["labels"], ensure_ascii=False), c["note"])
assert order == sorted(order), order
`

// judged is what python3 makes of an article's sidecar.
func judged(t *testing.T, article string) string {
	t.Helper()
	out, err := exec.Command("python3", "-c", judge, article, sidecar(article)).CombinedOutput()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, out)
	}
	return string(out)
}

// sample is a copy of an article in a folder of its own.
func sample(t testing.TB, name, as string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		if strings.Contains(name, "shared") && os.IsNotExist(err) {
			t.Skip("no ../shared: the sample article is not there")
		}
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), as)
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestTerminalMainJob does the main job on the project's noisy article: noise
// is marked and cut out of a claim, a claim gets several labels and a note, one
// is deleted and brought back; then all is found as it was.
func TestTerminalMainJob(t *testing.T) {
	binary := build(t)
	article := sample(t, "../testdata/articles/08-zh-hans-scraped-noisy.txt", "a.txt")
	state := t.TempDir()
	x := start(t, "120x40", state, binary+" "+article)
	first := x.wait("? keys")

	// Noise first: the advertisement in the middle of a name.
	at := place(t, first, "青梧快览app下载")
	x.press(at.column, at.row)
	x.keys("v")
	for range len([]rune("青梧快览app下载")) - 1 {
		x.keys("l")
	}
	x.keys("x")
	x.wait("✓  1 claim")
	x.keys("Escape", "s", "8", "o", "1", "r", "1")
	x.wait("✓  2 claims")
	x.keys("i", "=定义句；中间的广告不算。", "Enter")
	x.wait("定义句")
	x.keys("Escape", ";", "7")
	x.wait("✓  3 claims")
	x.keys("d")
	x.wait("✓  2 claims")
	x.keys("u")
	x.wait("✓  3 claims")

	before := x.kept(article, `["strategic"]`, `["official"]`, "定义句", `["2035"]`)
	if lines := strings.Split(strings.TrimSpace(before), "\n"); len(lines) != 3 || !strings.Contains(before, "|") ||
		!strings.Contains(before, `"criterion": ["strategic"]`) || !strings.Contains(before, `"role": ["official"]`) || !strings.Contains(before, "定义句；中间的广告不算。") {
		t.Errorf("the sidecar holds\n%s", before)
	}
	x.tmux("resize-window", "-x", "80", "-y", "24")
	x.until("screen of 24 rows", func(s string) bool { return strings.Count(s, "\n") == 24 && strings.Contains(s, "3 claims") })
	x.keys("q")
	x.wait("exit 0")

	again := start(t, "80x24", state, binary+" "+article)
	again.wait("✓  3 claims")
	again.keys("q")
	again.wait("exit 0")
	if after := judged(t, article); after != before {
		t.Errorf("the sidecar held\n%snow it holds\n%s", before, after)
	}
}

// TestTerminalSample marks the sample's definition, in which an advertisement
// stands.
func TestTerminalSample(t *testing.T) {
	binary := build(t)
	article := sample(t, "../../shared/samples/000_d0b006f6bbb81b49.txt", "sample.txt")
	x := start(t, "120x40", t.TempDir(), binary+" "+article)
	at := place(t, x.wait("? keys"), "万博官方体育app发展")
	x.press(at.column, at.row)
	x.keys("v", "l", "l", "l", "l", "l", "l", "l", "l", "x")
	x.wait("✓  1 claim")
	x.keys("Escape", "'", "8", "r", "1")
	x.wait("✓  2 claims")
	want := "未来产业是代表未来科技和产业|发展新方向且具有前瞻性和先导性的产业，市场潜力大、带动作用强，" +
		"是一个国家或地区经济社会发展水平和综合竞争力的具体表现。 {\"criterion\": [\"strategic\"], \"role\": [\"official\"]} \n" +
		"万博官方体育app {\"noise\": [\"injected\"]} \n"
	if got := x.kept(article, strings.Split(want, "\n")...); got != want {
		t.Errorf("the sidecar holds\n%swant\n%s", got, want)
	}
	x.keys("q")
	x.wait("exit 0")
}

// A cell is a place on the screen, from 0.
type cell struct{ row, column int }

// place finds a piece of text on the screen. Full-width characters and the
// slots of ambiguous ones take two columns.
func place(t *testing.T, screen, piece string) cell {
	t.Helper()
	for row, line := range strings.Split(screen, "\n") {
		before, _, ok := strings.Cut(line, piece)
		if !ok {
			continue
		}
		column := 0
		for _, r := range before {
			column++
			if r >= 0x2e80 {
				column++
			}
		}
		return cell{row, column}
	}
	t.Fatalf("%q is not on the screen:\n%s", piece, screen)
	return cell{}
}

// press presses the left button of the mouse (SGR encoding, DEC mode 1006).
func (x *terminal) press(column, row int) {
	for _, end := range []string{"M", "m"} {
		x.keys(fmt.Sprintf("=\x1b[<0;%d;%d%s", column+1, row+1, end))
	}
}

// restored reports whether the terminal is as the program found it: the main
// screen, no mouse, a cursor, lines with their echo.
func (x *terminal) restored() bool {
	modes := x.tmux("display-message", "-p", "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{pane_tty}")
	modes, tty, _ := strings.Cut(strings.TrimSpace(modes), " /")
	line, err := exec.Command("stty", "-a", "-F", "/"+tty).Output()
	if err != nil {
		x.t.Fatal(err)
	}
	flags := strings.Fields(string(line))
	return modes == "0 0 1" && slices.Contains(flags, "icanon") && slices.Contains(flags, "echo")
}

// TestTerminalHangup holds that work is on disk when the terminal goes away,
// and when the program is told to end.
func TestTerminalHangup(t *testing.T) {
	binary := build(t)
	for _, signal := range []string{"HUP", "TERM"} {
		article := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")
		x := start(t, "80x24", t.TempDir(), binary+" "+article)
		x.wait("? keys")
		x.keys("s", "6")
		x.wait("1 claim")
		x.tmux("run-shell", "pkill -"+signal+" -f '^"+binary+"'")
		s := x.wait("exit ")
		if strings.Contains(s, "? keys") || !x.restored() {
			t.Errorf("SIG%s: the screen was not restored:\n%s", signal, s)
		}
		if got := judged(t, article); !strings.Contains(got, `{"goal": ["2030"]}`) {
			t.Errorf("SIG%s: the sidecar holds %q", signal, got)
		}
	}
}

// TestTerminalWritesNothing opens every article of the project and leaves: the
// tree is as it was, names, bytes and times; and a read-only one can be read.
func TestTerminalWritesNothing(t *testing.T) {
	binary := build(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../testdata/articles")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("chmod", "-R", "a-w", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("chmod", "-R", "u+w", dir).Run() })
	before := tree(t, dir)
	articles, err := corpus.Find([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	x := start(t, "100x30", t.TempDir(), binary+" "+dir)
	for i := range articles {
		x.wait(fmt.Sprintf(" %d/%d", i+1, len(articles)))
		x.keys("Space", "G", "C-n")
	}
	x.wait("this is the last article")
	x.keys("q")
	x.wait("exit 0")
	if after := tree(t, dir); after != before {
		t.Errorf("the tree was\n%s\nand is\n%s", before, after)
	}
}

// tree lists a folder's files with their sizes, times and contents' sums.
func tree(t *testing.T, dir string) string {
	t.Helper()
	out, err := exec.Command("sh", "-c", "cd "+dir+" && find . -printf '%p %s %m %T@\\n' | sort && find . -type f | sort | xargs sha256sum").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestTerminalDoctor asks tmux what it does.
func TestTerminalDoctor(t *testing.T) {
	x := start(t, "110x40", t.TempDir(), build(t)+" doctor")
	report := x.wait("exit 0")
	for _, want := range []string{"found  tmux", "tmux answers for its own grid", "“ 1", "made   “ 1", "🚀 2"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
}

// TestTerminalSuspended holds that the shell has the terminal while the program is suspended, and that the first key after
// it is the program's.
func TestTerminalSuspended(t *testing.T) {
	binary := build(t)
	article := sample(t, "../testdata/articles/08-zh-hans-scraped-noisy.txt", "a.txt")
	x := start(t, "100x30", t.TempDir(), "env PS1='ready> ' bash --norc -i")
	x.wait("ready>")
	x.keys("="+binary+" "+article, "Enter")
	x.wait("? keys")
	for n, key := range []string{")", "1", "2", "3"} {
		x.keys("C-z")
		x.wait("Stopped")
		x.keys("=stty -a | grep -q -- -icanon || clear", "Enter") // cleared where the shell has lines again
		x.until("a cleared screen", func(s string) bool { return !strings.Contains(s, "Stopped") })
		x.keys("=fg", "Enter")
		x.wait("? keys")
		x.keys(key)
		if n > 0 {
			x.wait("✓  1 claim")
		}
	}
	x.keys("q")
	x.wait("ready>")
	if got := judged(t, article); !strings.Contains(got, `["electronics", "equipment", "health"]`) {
		t.Errorf("the sidecar holds\n%s", got)
	}
}
