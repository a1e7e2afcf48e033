//go:build linux

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asAccount says in the environment of a copy of this test what it does as another account: "replace" the file "a.json" of a
// folder, or "read" it.
const asAccount = "PIZHU_TEST_AS_ACCOUNT"

func TestMain(m *testing.M) {
	call, folder, ok := strings.Cut(os.Getenv(asAccount), " ")
	if !ok {
		os.Exit(m.Run())
	}
	syscall.Umask(0o002)
	path := filepath.Join(folder, "a.json")
	var err error
	switch call {
	case "replace":
		if _, err = Replace(path, versionOf(before), []byte(after)); err == nil {
			err = MakeFolder(filepath.Join(folder, ".a.txt.pizhu"))
		}
	case "read":
		var raw []byte
		if raw, err = (Disk{}).Within(folder).Read(path, 1000); err == nil {
			fmt.Println(string(raw))
		}
	}
	switch {
	case errors.Is(err, ErrReadOnly):
		fmt.Println("read-only")
	case errors.Is(err, fs.ErrNotExist):
		fmt.Println("nothing")
	case errors.Is(err, fs.ErrPermission):
		fmt.Println("refused")
	case err != nil:
		fmt.Println(err)
	}
	os.Exit(0)
}

// copied is a copy of this test that every account can run.
func copied(t *testing.T) (binary string) {
	t.Helper()
	binary = filepath.Join(worldFolder(t), "store.test")
	raw, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(binary, raw, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// run makes a call as the account wang, and gives what it says.
func run(t *testing.T, binary, call, folder string) string {
	t.Helper()
	cmd := exec.Command(binary)
	cmd.Env = []string{asAccount + "=" + call + " " + folder}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: wang, Gid: wang, Groups: []uint32{team}}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// worldFolder is a new folder that every account can enter.
func worldFolder(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can act as other accounts")
	}
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

const (
	chen, wang = 61001, 61002 // accounts
	team       = 62000        // the group of both
	others     = 62001        // a group of neither
)

// TestReplaceByAnotherAccount saves a file as an account that is not its owner, or not in its group: what it may write it can
// replace, and nobody can read more than before.
func TestReplaceByAnotherAccount(t *testing.T) {
	binary := copied(t)
	for _, tt := range []struct {
		name         string
		owner, group uint32
		mode         fs.FileMode
		says         string
		newGroup     uint32
		newMode      fs.FileMode
	}{
		{"a file of the group", chen, team, 0o664, "", team, 0o664},
		{"a file of the group that only it may read", chen, team, 0o660, "", team, 0o660},
		{"a file that all may write", chen, others, 0o666, "", team, 0o666},
		{"a file that only its owner may write", chen, team, 0o644, "read-only", team, 0o644},
		{"a file that another group may write", chen, others, 0o664, "read-only", others, 0o664},
		{"an own file of another group", wang, others, 0o640, "", team, 0o600},
		{"an own file", wang, team, 0o600, "", team, 0o600},
		{"root's", 0, 0, 0o644, "read-only", 0, 0o644},
	} {
		folder := worldFolder(t)
		put(t, filepath.Join(folder, "a.json"), before, 0o600)
		for _, err := range []error{
			os.Chown(folder, chen, team),
			os.Chmod(folder, 0o775|fs.ModeSetgid),
			os.Chown(filepath.Join(folder, "a.json"), int(tt.owner), int(tt.group)),
			os.Chmod(filepath.Join(folder, "a.json"), tt.mode),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if said := run(t, binary, "replace", folder); said != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, said, tt.says)
		}
		want, owner := after, uint32(wang)
		if tt.says != "" {
			want, owner = before, tt.owner
		}
		info, err := os.Stat(filepath.Join(folder, "a.json"))
		if err != nil {
			t.Fatal(err)
		}
		is := info.Sys().(*syscall.Stat_t)
		if content(t, filepath.Join(folder, "a.json")) != want || is.Uid != owner || is.Gid != tt.newGroup || info.Mode() != tt.newMode {
			t.Errorf("%s: %d:%d %v, want %d:%d %v", tt.name, is.Uid, is.Gid, info.Mode(), owner, tt.newGroup, tt.newMode)
		}
		if tt.says != "" {
			continue
		}
		info, err = os.Stat(filepath.Join(folder, ".a.txt.pizhu"))
		if err != nil || info.Mode() != fs.ModeDir|fs.ModeSetgid|0o775 || info.Sys().(*syscall.Stat_t).Gid != team {
			t.Errorf("%s: the new folder is %v, %v", tt.name, info, err)
		}
	}
}

// TestReadAsAnotherAccount reads in folders that an account may enter and not list, as those of homes often are.
func TestReadAsAnotherAccount(t *testing.T) {
	binary := copied(t)
	for _, tt := range []struct {
		name   string
		folder fs.FileMode
		file   fs.FileMode // 0 for none
		says   string
	}{
		{"all may list", 0o755, 0o644, before},
		{"all may enter", 0o711, 0o644, before},
		{"a file that is not there", 0o711, 0, "nothing"},
		{"a file of root's alone", 0o711, 0o600, "refused"},
		{"nobody may enter", 0o700, 0o644, "refused"},
	} {
		folder := worldFolder(t)
		if tt.file != 0 {
			put(t, filepath.Join(folder, "a.json"), before, tt.file)
		}
		if err := os.Chmod(folder, tt.folder); err != nil {
			t.Fatal(err)
		}
		if said := run(t, binary, "read", folder); said != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, said, tt.says)
		}
	}
}
