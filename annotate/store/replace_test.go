//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const (
	before = "春眠不覺曉，處處聞啼鳥。"
	after  = "夜來風雨聲，花落知多少。夜來風雨聲，花落知多少。"
)

// put writes a file for a test, with all that holds of it.
func put(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(raw)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func versionOf(content string) Version {
	if content == "" {
		return ""
	}
	return Version(Hash([]byte(content)))
}

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	v, err := Replace(path, "", []byte(before))
	if err != nil || v != versionOf(before) || content(t, path) != before {
		t.Fatalf("%s, %v, %q", v, err, content(t, path))
	}
	v, err = Replace(path, v, []byte(after))
	if err != nil || v != versionOf(after) || content(t, path) != after {
		t.Fatalf("%s, %v, %q", v, err, content(t, path))
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"a.json"}) {
		t.Errorf("left %q", got)
	}
}

func TestReplaceTakesTheLongestNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("文", 82)+".json") // 251 bytes of 255
	if _, err := Replace(path, "", []byte(after)); err != nil {
		t.Error(err)
	}
}

func TestReplaceRefusesAnotherVersion(t *testing.T) {
	for _, tt := range []struct {
		name, there string
		expected    Version
	}{
		{"another's", before, versionOf("another")},
		{"a new one", before, ""},
		{"gone", "", versionOf(before)},
	} {
		path := filepath.Join(t.TempDir(), "a.json")
		if tt.there != "" {
			put(t, path, tt.there, 0o644)
		}
		v, err := Replace(path, tt.expected, []byte(after))
		if !errors.Is(err, ErrChanged) || v != "" || content(t, path) != tt.there {
			t.Errorf("%s: %q, %v, %q", tt.name, v, err, content(t, path))
		}
	}
}

// TestReplaceSeesALateWriter lets another program write while the new file is
// being synced.
func TestReplaceSeesALateWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	put(t, path, before, 0o644)
	p := newProbe(osSystem{})
	p.before = func() {
		if len(p.calls) > 0 && p.calls[len(p.calls)-1] == "sync" {
			put(t, path, "another's", 0o644)
		}
	}
	if _, err := On(p).Replace(path, versionOf(before), []byte(after)); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	if content(t, path) != "another's" || len(names(t, filepath.Dir(path))) != 1 {
		t.Errorf("%q in %q", content(t, path), names(t, filepath.Dir(path)))
	}
}

func TestReplaceKeepsMode(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o664, 0o755} {
		path := filepath.Join(t.TempDir(), "a.json")
		put(t, path, before, mode)
		if _, err := Replace(path, versionOf(before), []byte(after)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("mode %v, %v, want %v", info.Mode(), err, mode)
		}
	}
}

// TestReplaceKeepsOwner gives the file to another user, where the test may; else
// it is the test's own and stays so.
func TestReplaceKeepsOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	put(t, path, before, 0o640)
	if os.Geteuid() == 0 {
		if err := os.Chown(path, 1234, 2345); err != nil {
			t.Fatal(err)
		}
	}
	owner := func() (uid, gid uint32) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		stat := info.Sys().(*syscall.Stat_t)
		return stat.Uid, stat.Gid
	}
	uid, gid := owner()
	if _, err := Replace(path, versionOf(before), []byte(after)); err != nil {
		t.Fatal(err)
	}
	if u, g := owner(); u != uid || g != gid {
		t.Errorf("owner %d:%d, want %d:%d", u, g, uid, gid)
	}
}

func TestReplaceWritesThroughLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target := filepath.Join(elsewhere, "real.json")
	put(t, target, before, 0o644)
	for _, link := range [][2]string{
		{target, filepath.Join(dir, "first")},
		{"first", filepath.Join(dir, "a.json")},
		{elsewhere, filepath.Join(dir, "folder")},
	} {
		if err := os.Symlink(link[0], link[1]); err != nil {
			t.Fatal(err)
		}
	}
	v, err := Replace(filepath.Join(dir, "a.json"), versionOf(before), []byte(after))
	if err != nil || content(t, target) != after {
		t.Fatalf("%v, %q", err, content(t, target))
	}
	if info, err := os.Lstat(filepath.Join(dir, "a.json")); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if _, err := Replace(filepath.Join(dir, "folder", "real.json"), v, []byte(before)); err != nil || content(t, target) != before {
		t.Errorf("through a linked folder: %v, %q", err, content(t, target))
	}
	if _, err := Replace(filepath.Join(dir, "folder", "new.json"), "", []byte(before)); err != nil || len(names(t, elsewhere)) != 2 {
		t.Errorf("a new file through a linked folder: %v, %q", err, names(t, elsewhere))
	}
}

func TestReplaceRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put(t, at("read-only"), before, 0o444)
	for _, err := range []error{
		os.Symlink("nothing", at("dangling")),
		os.Symlink("loop", at("loop")),
		os.Mkdir(at("folder"), 0o755),
		syscall.Mkfifo(at("pipe"), 0o644),
		os.Symlink("/dev/null", at("device")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := names(t, dir)
	for name, says := range map[string]string{
		"read-only":     "the file is read-only",
		"dangling":      "the link leads nowhere",
		"loop":          "too many levels of symbolic links",
		"folder":        "not a regular file but a directory",
		"pipe":          "not a regular file but a pipe",
		"device":        "not a regular file but a device",
		"nowhere/a":     "no such file or directory",
		"read-only/a/b": "not a directory",
	} {
		v, err := Replace(at(name), versionOf(before), []byte(after))
		if err == nil || v != "" || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %q, %v, want %s", name, v, err, says)
		}
	}
	if got := names(t, dir); !slices.Equal(got, want) || content(t, at("read-only")) != before {
		t.Errorf("left %q, want %q", got, want)
	}
}

// A scene is a directory before a replace.
type scene struct {
	name string
	old  string // the file's content, empty for none
	link bool   // whether the path is a link to the file
}

var scenes = []scene{{"a new file", "", false}, {"an old file", before, false}, {"a link", before, true}}

func (s scene) set(t *testing.T) (path, target string) {
	t.Helper()
	dir := t.TempDir()
	target = filepath.Join(dir, "a.json")
	if s.old != "" {
		put(t, target, s.old, 0o640)
	}
	if !s.link {
		return target, target
	}
	path = filepath.Join(dir, "link.json")
	if err := os.Symlink("a.json", path); err != nil {
		t.Fatal(err)
	}
	return path, target
}

// TestEveryCallFails lets each call of a replace fail in turn.
func TestEveryCallFails(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			path, _ := s.set(t)
			whole := newProbe(osSystem{})
			if _, err := On(whole).Replace(path, versionOf(s.old), []byte(after)); err != nil {
				t.Fatal(err)
			}
			for i, call := range whole.calls {
				failing(t, s, i, call)
			}
		})
	}
}

func failing(t *testing.T, s scene, i int, call string) {
	t.Helper()
	path, target := s.set(t)
	was := names(t, filepath.Dir(target))
	p := newProbe(osSystem{})
	p.fail = i
	v, err := On(p).Replace(path, versionOf(s.old), []byte(after))
	if !errors.Is(err, errProbe) || v != "" {
		t.Errorf("%s (call %d): %q, %v", call, i, v, err)
	}
	if call == "sync directory" {
		checkUpdate(t, s, i)
		var unsynced *UnsyncedError
		if !errors.As(err, &unsynced) || unsynced.Version != versionOf(after) || content(t, target) != after {
			t.Errorf("%s: %v, %q", call, err, content(t, target))
		}
		return
	}
	if got := content(t, target); got != s.old {
		t.Errorf("%s (call %d): the file is %q, want %q", call, i, got, s.old)
	}
	if got := names(t, filepath.Dir(target)); !slices.Equal(got, was) {
		t.Errorf("%s (call %d): left %q, want %q", call, i, got, was)
	}
}

// checkUpdate fails to sync the folder at the first Update, which leaves the new file, so that the second writes it again.
func checkUpdate(t *testing.T, s scene, i int) {
	t.Helper()
	path, target := s.set(t)
	p := newProbe(osSystem{})
	p.fail = i
	known := versionOf(s.old)
	if err := On(p).Update(path, &known, []byte(after)); !errors.Is(err, errProbe) || known != versionOf(after) {
		t.Errorf("an Update that is not synced: %v, version %q", err, known)
	}
	if err := On(osSystem{}).Update(path, &known, []byte(after)); err != nil || known != versionOf(after) || content(t, target) != after {
		t.Errorf("the Update after it: %v, version %q", err, known)
	}
	known = versionOf("another")
	if err := On(osSystem{}).Update(path, &known, []byte("x")); !errors.Is(err, ErrChanged) || known != versionOf("another") {
		t.Errorf("an Update of another version: %v, version %q", err, known)
	}
}

// TestFaultsOfTheSystem plays what systems say of full disks and directories
// that may not be written, which root never hears.
func TestFaultsOfTheSystem(t *testing.T) {
	for _, tt := range []struct {
		call  string
		fault syscall.Errno
		step  string
	}{
		{"create", syscall.EACCES, "create a file beside it"},
		{"create", syscall.EROFS, "create a file beside it"},
		{"keep", syscall.EPERM, "keep the file's owner and mode"},
		{"write", syscall.ENOSPC, "write the new file"},
		{"write", syscall.EDQUOT, "write the new file"},
		{"sync", syscall.EIO, "sync the new file"},
		{"close", syscall.ENOSPC, "close the new file"},
		{"rename", syscall.EXDEV, "rename the new file"},
	} {
		path, _ := scenes[1].set(t)
		whole := newProbe(osSystem{})
		if _, err := On(whole).Replace(path, versionOf(before), []byte(after)); err != nil {
			t.Fatal(err)
		}
		path, _ = scenes[1].set(t)
		p := newProbe(osSystem{})
		p.fail, p.with = slices.Index(whole.calls, tt.call), tt.fault
		_, err := On(p).Replace(path, versionOf(before), []byte(after))
		if !errors.Is(err, tt.fault) || !strings.HasSuffix(err.Error(), tt.step+": "+tt.fault.Error()) {
			t.Errorf("%s: %v, want %s: %v", tt.call, err, tt.step, tt.fault)
		}
		if content(t, path) != before || len(names(t, filepath.Dir(path))) != 1 {
			t.Errorf("%s: %q in %q", tt.call, content(t, path), names(t, filepath.Dir(path)))
		}
	}
}

// TestWhatCannotBeRemovedIsNamed: then there is no other way to find it.
func TestWhatCannotBeRemovedIsNamed(t *testing.T) {
	path, _ := scenes[0].set(t)
	p := newProbe(osSystem{})
	p.before = func() {
		if last := len(p.calls) - 1; last >= 0 && (p.calls[last] == "create" || p.calls[last] == "close") {
			p.fail = last + 1 // the write, then the removal
		}
	}
	_, err := On(p).Replace(path, "", []byte(after))
	if err == nil || !strings.Contains(err.Error(), `.tmp" cannot be removed`) {
		t.Error(err)
	}
}

// TestOrderOfCalls holds the recipe: bytes durable, then the name, then the
// name durable. The controls leave one call out, and must be found out.
func TestOrderOfCalls(t *testing.T) {
	recipe := []string{"create", "keep", "write", "sync", "close", "look", "rename", "sync directory"}
	for _, omit := range []string{"", "sync", "sync directory"} {
		path, _ := scenes[1].set(t)
		p := newProbe(osSystem{})
		p.omit = omit
		if _, err := On(p).Replace(path, versionOf(before), []byte(after)); err != nil {
			t.Fatal(err)
		}
		if err := inOrder(p.calls, recipe...); (err == nil) != (omit == "") {
			t.Errorf("without %q: %v", omit, err)
		}
	}
}

func BenchmarkReplace(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.json")
	data := []byte(strings.Repeat("x", 4096))
	var v Version
	for b.Loop() {
		next, err := Replace(path, v, data)
		if err != nil {
			b.Fatal(err)
		}
		v = next
	}
}
