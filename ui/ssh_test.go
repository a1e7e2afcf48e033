package ui

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sshd runs a server on this machine that lets its own user in, and gives the
// command that logs in to it.
func sshd(t *testing.T) string {
	t.Helper()
	server, err := exec.LookPath("/usr/sbin/sshd")
	if err != nil {
		t.Skip("no sshd (openssh-server): no server to log in to")
	}
	dir, err := os.MkdirTemp("", "pizhu-ssh")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"host", "key"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", at(name)).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v\n%s", err, out)
		}
	}
	if os.Getuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil { // where sshd shuts itself in
			t.Fatal(err)
		}
	}
	port := freePort(t)
	config := fmt.Sprintf("ListenAddress 127.0.0.1\nPort %d\nHostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n",
		port, at("host"), at("key.pub"))
	if err := os.WriteFile(at("config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(server, "-D", "-e", "-f", at("config"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for ; !over(t); time.Sleep(10 * time.Millisecond) { // until it listens
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			c.Close()
			break
		}
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("TERM=xterm-256color ssh -tt -p %d -i %s -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o SendEnv=none %s@127.0.0.1",
		port, at("key"), me.Username)
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// TestTerminalOverSSH does a part of the main job through ssh, on a server
// without a locale; then the line drops.
func TestTerminalOverSSH(t *testing.T) {
	binary := build(t)
	login := sshd(t)
	article := sample(t, "../testdata/articles/03-zh-hant-intelligent-equipment.txt", "a.txt")
	state := t.TempDir()
	x := start(t, "120x40", state, login+" LANG=C XDG_STATE_HOME="+state+" "+binary+" --as chen "+article)
	first := x.wait("? keys")
	if !strings.Contains(first, "「") || strings.Contains(first, "?? keys") {
		t.Errorf("the screen is\n%s", first)
	}
	x.keys("s", "2")
	x.wait("✓  1 claim")
	x.keys(")", "6", "r", "1")
	x.wait("✓  2 claims")
	x.tmux("run-shell", "pkill -KILL -f '^ssh -tt -p .*"+state+"'")
	for ; ; time.Sleep(50 * time.Millisecond) {
		out, _ := exec.Command("pgrep", "-f", "^"+binary).Output()
		if len(out) == 0 {
			break
		}
		if over(t) {
			t.Fatalf("the program goes on without a terminal: %s", out)
		}
	}
	if got := judged(t, article); !strings.Contains(got, `{"cluster": ["equipment"]}`) || !strings.Contains(got, `{"goal": ["2030"], "role": ["official"]}`) {
		t.Errorf("the sidecar holds\n%s", got)
	}
}
