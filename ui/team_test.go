//go:build linux

package ui

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// accountNames names two accounts that have a group in common, and that group: "one two team". Without it the test takes
// numbers that are no accounts.
const accountNames = "PIZHU_ACCOUNTS"

// A login is how a command is run as an account, with the rights of root given up.
type login struct {
	name    string
	uid     int
	setpriv string
	home    string
}

// logins are two accounts and the number of their group.
func logins(t *testing.T) (two [2]login, group int) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can act as other accounts")
	}
	if _, err := exec.LookPath("setpriv"); err != nil {
		t.Skip("no setpriv: no way to act as other accounts")
	}
	names := strings.Fields(os.Getenv(accountNames))
	if len(names) == 0 {
		group = 62000
		for i := range two {
			uid := 61001 + i
			home := filepath.Join(worldFolder(t), "home")
			err := os.Mkdir(home, 0o700)
			if err == nil {
				err = os.Chown(home, uid, uid)
			}
			if err != nil {
				t.Fatal(err)
			}
			two[i] = login{fmt.Sprint("account", i), uid, fmt.Sprintf("setpriv --reuid=%d --regid=%d --groups=%d", uid, uid, group), home}
		}
		return two, group
	}
	team, err := user.LookupGroup(names[2])
	if err != nil {
		t.Fatal(err)
	}
	if group, err = strconv.Atoi(team.Gid); err != nil {
		t.Fatal(err)
	}
	for i, name := range names[:2] {
		u, err := user.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			t.Fatal(err)
		}
		two[i] = login{name, uid, fmt.Sprintf("setpriv --reuid=%s --regid=%s --init-groups", name, u.Gid), u.HomeDir}
	}
	return two, group
}

// worldFolder is a new folder that every account can enter.
func worldFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pizhu")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// A team is two accounts, a folder of articles that is their group's, and the program where both can run it.
type team struct {
	t      *testing.T
	logins [2]login
	binary string
	folder string
	umask  string
}

func newTeam(t *testing.T, umask string) *team {
	t.Helper()
	two, group := logins(t)
	x := &team{t: t, logins: two, binary: filepath.Join(worldFolder(t), "pizhu"), folder: filepath.Join(worldFolder(t), "team"), umask: umask}
	raw, err := os.ReadFile(build(t))
	if err == nil {
		err = os.WriteFile(x.binary, raw, 0o755)
	}
	if err == nil {
		err = os.Mkdir(x.folder, 0o755)
	}
	if err == nil {
		err = os.Chown(x.folder, two[0].uid, group)
	}
	if err == nil {
		err = os.Chmod(x.folder, 0o775|fs.ModeSetgid)
	}
	if err == nil {
		raw, err = os.ReadFile("../testdata/articles/01-zh-hans-future-industries.txt")
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(map[string]string{"id": "x", "text": string(raw)})
	if err != nil {
		t.Fatal(err)
	}
	x.put("a.txt", string(raw))
	x.put("d.jsonl", string(line)+"\n")
	return x
}

// put writes a file of the first account.
func (x *team) put(name, content string) {
	x.t.Helper()
	path := filepath.Join(x.folder, name)
	err := os.WriteFile(path, []byte(content), 0o664)
	if err == nil {
		err = os.Chown(path, x.logins[0].uid, -1)
	}
	if err != nil {
		x.t.Fatal(err)
	}
}

// open opens an article as an account, as an annotator.
func (x *team) open(account int, annotator, name string) *terminal {
	x.t.Helper()
	l := x.logins[account]
	state := filepath.Join(l.home, "state")
	return start(x.t, "160x40", state, fmt.Sprintf("%s env HOME=%s sh -c 'umask %s; exec %s --as %s %s'",
		l.setpriv, l.home, x.umask, x.binary, annotator, filepath.Join(x.folder, name)))
}

// work labels once and leaves, and gives all that was on the screen after the label.
func (x *team) work(account int, annotator, name string, claims int) (seen string) {
	x.t.Helper()
	s := x.open(account, annotator, name)
	s.wait("? keys")
	s.keys(slices.Repeat([]string{")"}, claims-1)...)
	s.keys("s", "6")
	seen = s.wait(fmt.Sprintf("✓  %d claim", claims))
	s.keys("q")
	return seen + s.wait("exit 0")
}

// stat is whose a file of the team is.
func (x *team) stat(name string) (mode fs.FileMode, uid, gid int) {
	x.t.Helper()
	info, err := os.Stat(filepath.Join(x.folder, name))
	if err != nil {
		x.t.Fatal(err)
	}
	is := info.Sys().(*syscall.Stat_t)
	return info.Mode(), int(is.Uid), int(is.Gid)
}

// TestTerminalTwoAccounts has two accounts work in a folder of their group, each on a layer of its own and both on one: all is
// saved beside the articles, nothing goes to the state folder, and those are each account's own.
func TestTerminalTwoAccounts(t *testing.T) {
	x := newTeam(t, "002")
	_, _, group := x.stat(".")
	for _, article := range []string{"a.txt", "d.jsonl"} {
		for account := range x.logins {
			x.work(account, fmt.Sprint("own", account), article, 1)
		}
		claims := 0
		for range 2 {
			for account := range x.logins {
				claims++
				if seen := x.work(account, "both", article, claims); strings.Contains(seen, "safe in") || strings.Contains(seen, "permission") {
					t.Errorf("account %d: it says\n%s", account, seen)
				}
			}
		}
	}
	for _, folder := range []string{".a.txt.pizhu", "d.jsonl.pizhu", "d.jsonl.pizhu/.x.pizhu"} {
		if mode, _, gid := x.stat(folder); mode != fs.ModeDir|fs.ModeSetgid|0o775 || gid != group {
			t.Errorf("%s has %v and the group %d", folder, mode, gid)
		}
	}
	for _, article := range []string{"a.txt", "d.jsonl.pizhu/x"} {
		for _, annotator := range []string{"own0", "own1", "both"} {
			log := filepath.Join(filepath.Dir(article), "."+filepath.Base(article)+".pizhu", annotator+".log")
			for _, name := range []string{article + "." + annotator + ".pizhu.json", log} {
				if mode, _, gid := x.stat(name); mode != 0o664 || gid != group {
					t.Errorf("%s has %v and the group %d", name, mode, gid)
				}
			}
		}
	}
	for _, l := range x.logins {
		state := filepath.Join(l.home, "state", "pizhu")
		info, err := os.Stat(state)
		if err != nil || info.Mode().Perm() != 0o700 || int(info.Sys().(*syscall.Stat_t).Uid) != l.uid {
			t.Errorf("the state folder of %s: %v, %v", l.name, info, err)
		}
		if left, _ := filepath.Glob(filepath.Join(state, "journal", "*", "*")); len(left) > 0 {
			t.Errorf("the state folder of %s has %q", l.name, left)
		}
	}
	if out, err := exec.Command(x.binary, "check", x.folder).CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
}

// TestTerminalTwoAccountsAtOnce has both work on one layer at one time: each sees what the other does, and both are saved.
func TestTerminalTwoAccountsAtOnce(t *testing.T) {
	x := newTeam(t, "002")
	a, b := x.open(0, "both", "a.txt"), x.open(1, "both", "a.txt")
	a.wait("? keys")
	b.wait("? keys")
	a.keys("s", "6")
	a.wait("✓  1 claim")
	b.wait("✓  1 claim")
	b.keys(")", "s", "6")
	b.wait("✓  2 claims")
	a.wait("✓  2 claims")
	for _, s := range []*terminal{a, b} {
		s.keys("q")
		s.wait("exit 0")
	}
	out, err := exec.Command(x.binary, "export", "--format", "jsonl", x.folder).CombinedOutput()
	if err != nil || strings.Count(string(out), `"by":"both"`) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTerminalTwoAccountsControl has a umask that shares nothing: the second one's work is kept from the folder of the first,
// and goes to the state folder, which is said.
func TestTerminalTwoAccountsControl(t *testing.T) {
	x := newTeam(t, "022")
	x.work(0, "own0", "a.txt", 1)
	if seen := x.work(1, "own1", "a.txt", 1); !strings.Contains(seen, "safe in") {
		t.Errorf("nothing is said:\n%s", seen)
	}
}

// TestNoLoginName asks for a name where the account has none, as in many containers.
func TestNoLoginName(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can act as other accounts")
	}
	binary := filepath.Join(worldFolder(t), "pizhu")
	raw, err := os.ReadFile(compile(t))
	if err == nil {
		err = os.WriteFile(binary, raw, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "a.txt")
	cmd.Env = []string{}
	cmd.Dir = worldFolder(t)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 61003, Gid: 61003}}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "pizhu: error: the account has no login name to call the annotator by") ||
		!strings.Contains(string(out), "pizhu: hint: --as NAME or $PIZHU_ANNOTATOR names the annotator") {
		t.Errorf("%v\n%s", err, out)
	}
}
