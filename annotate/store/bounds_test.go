//go:build unix

package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A ground is a corpus that stands in a folder to which a link leads, as /tmp does on some systems, and a folder beside it.
type ground struct{ corpus, outside string }

func newGround(t *testing.T) ground {
	t.Helper()
	base := t.TempDir()
	p := ground{filepath.Join(base, "var", "corpus"), filepath.Join(base, "outside")}
	for _, err := range []error{
		os.MkdirAll(filepath.Join(base, "private", "var", "corpus", "sub"), 0o755),
		os.Symlink(filepath.Join("private", "var"), filepath.Join(base, "var")),
		os.Mkdir(p.outside, 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(p.outside, "secret"), before, 0o600)
	put(t, filepath.Join(p.corpus, "real.json"), before, 0o640)
	return p
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

// methods are the ways in which a Disk reads and writes a path that is a link.
var methods = map[string]func(Disk, string) error{
	"read": func(d Disk, path string) error { _, err := d.Read(path, 1000); return err },
	"open": func(d Disk, path string) error { return closed(d.Open(path)) },
	"replace": func(d Disk, path string) error {
		_, err := d.Replace(path, versionOf(before), []byte(before))
		return err
	},
	"extend": func(d Disk, path string) error { return d.Extend(path, nil) },
}

func closed(r io.ReadCloser, err error) error {
	if err != nil {
		return err
	}
	return r.Close()
}

// TestLinksOfFiles follows the links that stay within the folder, and no others.
func TestLinksOfFiles(t *testing.T) {
	for _, tt := range []struct {
		name, target string // # stands for the folder as it is named, % for the real one, ^ for the one beside it
		says         string
	}{
		{"inside", "real.json", ""},
		{"inside by way of a folder", "sub/../real.json", ""},
		{"inside, absolute", "#/real.json", ""},
		{"inside, absolute and real", "%/real.json", ""},
		{"out and in again", "../corpus/real.json", ""},
		{"a link to a link", "inside", ""},
		{"out", "../../../outside/secret", `leads out of "%", to "^/secret"`},
		{"out, absolute", "^/secret", `leads out of "%", to "^/secret"`},
		{"a link that leads out", "out", `leads out of "%", to "^/secret"`},
		{"nowhere", "nothing", "leads nowhere"},
		{"nowhere, out", "^/nothing", "leads nowhere"},
		{"itself", "itself", "leads nowhere"},
	} {
		p := newGround(t)
		real, err := filepath.EvalSymlinks(p.corpus)
		if err != nil {
			t.Fatal(err)
		}
		outside, err := filepath.EvalSymlinks(p.outside)
		if err != nil {
			t.Fatal(err)
		}
		fill := strings.NewReplacer("#", p.corpus, "%", real, "^", outside).Replace
		for _, l := range [][2]string{{"inside", "real.json"}, {"out", "^/secret"}, {tt.name, tt.target}} {
			if l[0] != tt.name || l[1] == tt.target {
				_ = os.Remove(filepath.Join(p.corpus, l[0]))
				link(t, fill(l[1]), filepath.Join(p.corpus, l[0]))
			}
		}
		was := names(t, p.corpus)
		path := filepath.Join(p.corpus, tt.name)
		for method, call := range methods {
			err := call(Disk{}.Within(p.corpus), path)
			if (err == nil) != (tt.says == "") || err != nil && (!errors.Is(err, ErrLink) || !strings.Contains(err.Error(), fill(tt.says))) {
				t.Errorf("%s: %s: %v, want %s", tt.name, method, err, fill(tt.says))
			}
		}
		if got := (Disk{}.Within(p.corpus)).IsLinked(path); got != (tt.says == "") {
			t.Errorf("%s: linked %v", tt.name, got)
		}
		if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link is gone: %v", tt.name, err)
		}
		if content(t, filepath.Join(p.outside, "secret")) != before || len(names(t, p.outside)) != 1 || !slices.Equal(names(t, p.corpus), was) {
			t.Errorf("%s: something was written: %q, %q", tt.name, names(t, p.outside), names(t, p.corpus))
		}
	}
}

// TestLinksOfFolders has a folder inside that is a link.
func TestLinksOfFolders(t *testing.T) {
	p := newGround(t)
	link(t, "sub", filepath.Join(p.corpus, "inside"))
	link(t, p.outside, filepath.Join(p.corpus, "out"))
	link(t, "nothing", filepath.Join(p.corpus, "nowhere"))
	d := Disk{}.Within(p.corpus)
	calls := func(folder string) []error {
		file := filepath.Join(p.corpus, folder, "a.json")
		_, replaced := d.Replace(file, "", []byte(before))
		_, read := d.Read(file, 1000)
		_, listed := d.Names(filepath.Join(p.corpus, folder))
		journal, made := d.Create(filepath.Join(p.corpus, folder, "x.journal"))
		if made == nil {
			made = journal.Append([]byte("line\n"))
			journal.Close()
		}
		return []error{
			d.MakeFolder(filepath.Join(p.corpus, folder, "deep", "er")), replaced, read, listed, made,
			d.Rename(file, "b.json"), d.Extend(filepath.Join(p.corpus, folder, "b.json"), []byte(after)), d.Remove(filepath.Join(p.corpus, folder, "b.json")),
		}
	}
	for i, err := range calls("inside") {
		if err != nil {
			t.Errorf("inside, call %d: %v", i, err)
		}
	}
	if got := names(t, filepath.Join(p.corpus, "sub")); !slices.Equal(got, []string{"deep", "x.journal"}) {
		t.Errorf("inside there are %q", got)
	}
	for _, folder := range []string{"out", "nowhere"} {
		for i, err := range calls(folder) {
			if !errors.Is(err, ErrLink) {
				t.Errorf("%s, call %d: %v", folder, i, err)
			}
		}
	}
	if got := names(t, p.outside); !slices.Equal(got, []string{"secret"}) {
		t.Errorf("outside there are %q", got)
	}
}

// TestLinksThatAreNamed has links that a person chose: the folder itself, and one above it.
func TestLinksThatAreNamed(t *testing.T) {
	p := newGround(t)
	chosen := filepath.Join(p.outside, "chosen")
	link(t, p.corpus, chosen)
	t.Chdir(p.outside)
	for _, folder := range []string{p.corpus, chosen, "chosen", "chosen/"} {
		d := Disk{}.Within(folder)
		path := filepath.Join(folder, "a.json")
		v, err := d.Replace(path, "", []byte(before))
		if err == nil {
			_, err = d.Replace(path, v, []byte(after))
		}
		raw, failed := d.Read(path, 1000)
		if err != nil || failed != nil || string(raw) != after || d.IsLinked(path) {
			t.Errorf("%s: %v, %v, %q", folder, err, failed, raw)
		}
		link(t, "a.json", filepath.Join(p.corpus, "b.json"))
		if raw, err = d.Read(filepath.Join(folder, "b.json"), 1000); err != nil || string(raw) != after || !d.IsLinked(filepath.Join(folder, "b.json")) {
			t.Errorf("%s: a link inside: %q, %v", folder, raw, err)
		}
		if _, err := d.Read(filepath.Join(folder, "sub", "none"), 1000); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: a file that is not there: %v", folder, err)
		}
		for _, name := range []string{"a.json", "b.json"} {
			if err := d.Remove(filepath.Join(folder, name)); err != nil {
				t.Error(err)
			}
		}
	}
	if got := names(t, p.corpus); !slices.Equal(got, []string{"real.json", "sub"}) {
		t.Errorf("left %q: removing a link removes what it leads to?", got)
	}
}

// TestLinksToAnotherAccount follows no link to what is neither this account's nor root's.
func TestLinksToAnotherAccount(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files to other accounts")
	}
	p := newGround(t)
	link(t, "real.json", filepath.Join(p.corpus, "a.json"))
	d := Disk{}.Within(p.corpus)
	if _, err := d.Read(filepath.Join(p.corpus, "a.json"), 1000); err != nil {
		t.Error(err)
	}
	if err := os.Chown(filepath.Join(p.corpus, "real.json"), 1234, 2345); err != nil {
		t.Fatal(err)
	}
	for method, call := range methods {
		err := call(d, filepath.Join(p.corpus, "a.json"))
		if !errors.Is(err, ErrLink) || !strings.Contains(err.Error(), "belongs to another account") {
			t.Errorf("%s: %v", method, err)
		}
		if err := call(d, filepath.Join(p.corpus, "real.json")); err != nil {
			t.Errorf("%s without the link: %v", method, err)
		}
	}
}

// TestLinkSwappedDuringACall puts a link out in the place of a folder after it was looked at.
func TestLinkSwappedDuringACall(t *testing.T) {
	for _, folder := range []string{"sub", "sub/deep"} {
		p := newGround(t)
		if err := os.Mkdir(filepath.Join(p.corpus, "sub", "deep"), 0o755); err != nil {
			t.Fatal(err)
		}
		swapped := false
		probe := newProbe(osSystem{})
		probe.before = func() {
			if n := len(probe.calls); !swapped && n > 0 && probe.calls[n-1] == "lstat" {
				if _, err := os.Lstat(filepath.Join(p.corpus, folder)); err == nil {
					swapped = true
					_ = os.RemoveAll(filepath.Join(p.corpus, folder))
					link(t, p.outside, filepath.Join(p.corpus, folder))
				}
			}
		}
		_, err := On(probe).Within(p.corpus).Replace(filepath.Join(p.corpus, folder, "secret"), versionOf(before), []byte(after))
		if err == nil || !swapped || content(t, filepath.Join(p.outside, "secret")) != before {
			t.Errorf("%s: %v, swapped %v, %q", folder, err, swapped, content(t, filepath.Join(p.outside, "secret")))
		}
	}
}

// TestKeepCopy gives a copy to nobody who could not read what it copies.
func TestKeepCopy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o664, 0o400} {
		put(t, path, before, 0o600)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		to := path + mode.String()
		if err := (Disk{}).KeepCopy(path, versionOf(before), to, []byte(before)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(to); err != nil || info.Mode() != mode || content(t, to) != before {
			t.Errorf("mode %v, %v, want %v", info.Mode(), err, mode)
		}
		if err := (Disk{}).KeepCopy(path, versionOf(before), to, []byte(before)); !errors.Is(err, ErrChanged) {
			t.Errorf("a second one: %v", err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(t, path, after, 0o666)
	for _, from := range []string{path, filepath.Join(dir, "gone")} {
		to := from + ".kept"
		if err := (Disk{}).KeepCopy(from, versionOf(before), to, []byte(before)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(to); err != nil || info.Mode() != 0o600 {
			t.Errorf("of a file that is another one now: mode %v, %v", info.Mode(), err)
		}
	}
}

// TestPrivate makes what nobody else looks into.
func TestPrivate(t *testing.T) {
	home := t.TempDir()
	state := filepath.Join(home, "state", "pizhu")
	usual := filepath.Join(home, "usual")
	if err := os.WriteFile(usual, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(usual)
	if err != nil {
		t.Fatal(err)
	}
	d := Disk{}.Within(home).Private(state)
	j, err := d.Create(filepath.Join(state, "journal", "a", "x.journal"))
	if err != nil {
		t.Fatal(err)
	}
	j.Close()
	if _, err := d.Replace(filepath.Join(state, "a.json"), "", []byte(before)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Replace(filepath.Join(home, "a.json"), "", []byte(before)); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]fs.FileMode{
		state: 0o700, filepath.Join(state, "journal"): 0o700, filepath.Join(state, "journal", "a"): 0o700,
		j.Path(): 0o600, filepath.Join(state, "a.json"): 0o600, filepath.Join(home, "a.json"): info.Mode(),
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, mode)
		}
	}
}
