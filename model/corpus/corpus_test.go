package corpus

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"

	"pizhu/model/text/charset"
)

const poem = "春眠不覺曉，處處聞啼鳥。\r\n夜來風雨聲，花落知多少。\n"

// folder makes a folder of files with these names, and contents that say so.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		write(t, filepath.Join(dir, name), []byte(name))
	}
	return dir
}

func write(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// names lists the articles that Find finds in paths.
func names(t *testing.T, paths ...string) []string {
	t.Helper()
	articles, err := Find(paths)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range articles {
		all = append(all, filepath.ToSlash(a.Name))
	}
	return all
}

func TestFindTakesArticlesInNaturalOrder(t *testing.T) {
	dir := folder(t, "10.txt", "2.txt", "1.md", "b/2.txt.gz", "b/1.txt.zst", "a/第10章.md.gz", "a/第9章.md.zst")
	want := []string{"1.md", "2.txt", "10.txt", "a/第9章.md.zst", "a/第10章.md.gz", "b/1.txt.zst", "b/2.txt.gz"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestFindSkipsOtherFiles(t *testing.T) {
	dir := folder(t, "a.txt", "a.txt.chen.pizhu.json", "a.txt.gz.chen.pizhu.json", ".hidden.txt", ".git/b.txt", "c.jsonl.pizhu/d.txt",
		".cache.pizhu/e.md", "pizhu.yaml", "f.json", "g.gz", "h.zst", "txt", "i.txt.gz.zst", "j.txt.bz2", ".md")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"a.txt"}) {
		t.Errorf("found %q", got)
	}
}

func TestFindKeepsTheOrderOfPaths(t *testing.T) {
	dir := folder(t, "z.html", "a/1.txt", ".hidden/2.txt")
	got := names(t, filepath.Join(dir, "z.html"), filepath.Join(dir, ".hidden"), filepath.Join(dir, "a"))
	if want := []string{"z.html", "2.txt", "1.txt"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestFindFollowsLinksToFiles(t *testing.T) {
	dir, other := folder(t, "a.txt"), folder(t, "b.txt", "sub/c.txt")
	for name, to := range map[string]string{"link.txt": filepath.Join(other, "b.txt"), "sub": filepath.Join(other, "sub"), "loop": dir} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); !slices.Equal(got, []string{"a.txt", "link.txt"}) {
		t.Errorf("found %q", got)
	}
	x, _, err := Article{Path: filepath.Join(dir, "link.txt")}.Read()
	if err != nil || x.String() != "b.txt" {
		t.Errorf("the link reads as %v, %v", x, err)
	}
}

// TestFindGivesAnArticleOnce names articles by several paths. A link to a file stays an article of its own, for it has its own
// sidecars, and LinksAmong names it.
func TestFindGivesAnArticleOnce(t *testing.T) {
	dir := folder(t, "a.txt", "sub/b.txt", "p.html")
	lines := write(t, filepath.Join(dir, "sub", "c.jsonl"), []byte("{\"text\":\"1\"}\n{\"text\":\"2\"}\n"))
	saved := write(t, filepath.Join(dir, "p.html.txt"), []byte("p"))
	other := t.TempDir()
	if err := errors.Join(os.Symlink(dir, filepath.Join(other, "corpus")), os.Symlink(filepath.Join(dir, "a.txt"), filepath.Join(dir, "sub", "link.txt"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	documents := []string{"c.jsonl#line-000001", "c.jsonl#line-000002"}
	for _, tt := range []struct{ paths, want []string }{
		{[]string{"a.txt", "./a.txt", filepath.Join(dir, "a.txt")}, []string{"a.txt"}},
		{[]string{"sub/../a.txt", filepath.Join(other, "corpus", "a.txt"), "a.txt"}, []string{"a.txt"}},
		{[]string{"sub", ".", filepath.Join(other, "corpus")}, []string{"b.txt", documents[0], documents[1], "link.txt", "a.txt", "p.html"}},
		{[]string{lines, "sub/c.jsonl"}, documents},
		{[]string{"p.html", saved}, []string{"p.html"}},
		{[]string{"a.txt", "sub/link.txt", "./sub/link.txt"}, []string{"a.txt", "link.txt"}},
	} {
		if got := names(t, tt.paths...); !slices.Equal(got, tt.want) {
			t.Errorf("%q: found %q, want %q", tt.paths, got, tt.want)
		}
	}
	articles, err := Find([]string{"sub", "a.txt"})
	if got := LinksAmong(articles); err != nil || !slices.Equal(got, []string{filepath.Join("sub", "link.txt")}) {
		t.Errorf("links: %q, %v", got, err)
	}
	if articles, err = Find([]string{"sub"}); err != nil || LinksAmong(articles) != nil {
		t.Errorf("without their targets: %q, %v", LinksAmong(articles), err)
	}
}

// TestFindSaysWhatIsNoFile holds that what has the name of an article and is a pipe or a socket is said, unless it is ignored.
func TestFindSaysWhatIsNoFile(t *testing.T) {
	dir := folder(t, "a.txt")
	t.Chdir(dir) // for the path of a socket must be short
	socket, err := net.Listen("unix", "socket.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, name := range []string{"pipe.txt", "pipe.jsonl", "ignored.txt", "pipe", ".pipe.txt"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said []string
	found, err := Finder{
		Ignore: Ignore{Patterns: []string{"ignored*"}, Root: dir},
		OnSkip: func(name string, err error) {
			if !errors.Is(err, ErrNotRegular) {
				t.Errorf("%s: %v", name, err)
			}
			said = append(said, filepath.Base(name))
		},
	}.Find([]string{dir})
	if err != nil || len(found) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
	if want := []string{"pipe.jsonl", "pipe.txt", "socket.txt"}; !slices.Equal(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
}

func TestFindErrors(t *testing.T) {
	dir := folder(t, "no-article.json")
	if _, err := Find([]string{dir}); !errors.Is(err, ErrNoArticles) {
		t.Errorf("a folder without articles: %v", err)
	}
	if _, err := Find([]string{filepath.Join(dir, "missing")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a path that leads nowhere: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	dir := folder(t, "locked.txt")
	pipe, broken, loop := filepath.Join(dir, "pipe"), filepath.Join(dir, "broken.txt"), filepath.Join(dir, "loop.txt")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o644), os.Symlink("missing", broken), os.Symlink(loop, loop)); err != nil {
		t.Fatal(err)
	}
	type test struct {
		path string
		want error
	}
	tests := []test{
		{dir, ErrNotRegular},
		{pipe, ErrNotRegular},
		{os.DevNull, ErrNotRegular},
		{broken, fs.ErrNotExist},
		{loop, syscall.ELOOP},
		{filepath.Join(dir, "missing.txt"), fs.ErrNotExist},
	}
	if locked := filepath.Join(dir, "locked.txt"); os.Geteuid() != 0 { // root may read it all the same
		if err := os.Chmod(locked, 0); err != nil {
			t.Fatal(err)
		}
		tests = append(tests, test{locked, fs.ErrPermission})
	}
	for _, tt := range tests {
		x, stored, err := Article{Path: tt.path}.Read()
		if !errors.Is(err, tt.want) || x != nil || stored != nil || !strings.Contains(err.Error(), tt.path) {
			t.Errorf("%s: %v, want %v", tt.path, err, tt.want)
		}
	}
}

func zipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	return pack(t, &b, w, content)
}

func zstded(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	return pack(t, &b, w, content)
}

func pack(t *testing.T, b *bytes.Buffer, w io.WriteCloser, content []byte) []byte {
	t.Helper()
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadReturnsTextAndBytes(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(poem)
	if err != nil {
		t.Fatal(err)
	}
	one := zipped(t, []byte(poem))
	tests := []struct {
		name, encoding, want string
		stored               []byte
	}{
		{"a.txt", "utf-8", poem, []byte(poem)},
		{"a.md", "utf-8", "# 題\n\n*春*\n", []byte("# 題\n\n*春*\n")},
		{"a.txt", "gb18030", poem, []byte(gbk)},
		{"a.txt.gz", "utf-8", poem, one},
		{"a.txt.gz", "utf-8", poem + poem, slices.Concat(one, one)}, // archives may follow on each other
		{"a.md.gz", "gb18030", poem, zipped(t, []byte(gbk))},
		{"a.md.zst", "utf-8-sig", poem, zstded(t, []byte("\ufeff"+poem))},
		{"a.txt.zst", "utf-8", poem + poem, slices.Concat(zstded(t, []byte(poem)), zstded(t, []byte(poem)))},
		{"a.txt.zst", "utf-8", "", zstded(t, nil)},
		{"a", "utf-8", "no extension", []byte("no extension")},
	}
	for _, tt := range tests {
		a := Article{Path: write(t, filepath.Join(t.TempDir(), tt.name), tt.stored)}
		x, stored, err := a.Read()
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if x.String() != tt.want || x.Encoding() != tt.encoding || !bytes.Equal(stored, tt.stored) {
			t.Errorf("%s: %q in %s, want %q in %s", tt.name, x.String(), x.Encoding(), tt.want, tt.encoding)
		}
	}
}

func TestReadAs(t *testing.T) {
	a := Article{Path: write(t, filepath.Join(t.TempDir(), "a.txt.gz"), zipped(t, []byte("\xb0\xa1")))}
	for name, want := range map[string]string{"gbk": "啊", "euc-kr": "가", "euc-jp": "亜", "big5": "陛"} {
		if x, _, err := a.ReadAs(name); err != nil || x.String() != want {
			t.Errorf("as %s: %v, %v, want %s", name, x, err, want)
		}
	}
	if x, stored, err := a.ReadAs("klingon"); !errors.Is(err, charset.ErrUnknownEncoding) || x != nil || stored != nil {
		t.Errorf("as klingon: %v", err)
	}
}

func TestReadRefusesDamagedArchives(t *testing.T) {
	long := []byte(strings.Repeat(poem, 1000))
	for ext, whole := range map[string][]byte{".gz": zipped(t, long), ".zst": zstded(t, long)} {
		changed := bytes.Clone(whole)
		changed[len(changed)-3] ^= 1 // in the checksum
		type test struct {
			name   string
			stored []byte
			says   string
		}
		tests := []test{
			{"cut in the middle", whole[:len(whole)/2], "breaks off after"},
			{"cut in the head", whole[:5], "after 0 bytes"},
			{"changed", changed, "check"},
			{"no archive", []byte(poem), "after 0 bytes"},
		}
		if ext == ".gz" { // of zstd, nothing is the archive of nothing
			tests = append(tests, test{"nothing", nil, "after 0 bytes"})
		}
		for _, tt := range tests {
			path := write(t, filepath.Join(t.TempDir(), "a.txt"+ext), tt.stored)
			x, stored, err := Article{Path: path}.Read()
			if !errors.Is(err, ErrBadArchive) || x != nil || stored != nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s, %s: %v", ext, tt.name, err)
			}
		}
	}
}

// TestReadRefusesBombs has archives that grow a thousandfold, and more.
func TestReadRefusesBombs(t *testing.T) {
	zeros := make([]byte, minUnpacked+1)
	for ext, stored := range map[string][]byte{".gz": zipped(t, zeros), ".zst": zstded(t, zeros)} {
		path := write(t, filepath.Join(t.TempDir(), "a.txt"+ext), stored)
		if _, _, err := (Article{Path: path}).Read(); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", ext, err)
		}
		path = write(t, filepath.Join(t.TempDir(), "a.txt"+ext), slices.Repeat(stored, 3))
		if _, _, err := (Article{Path: path}).Read(); !errors.Is(err, ErrTooLarge) {
			t.Errorf("three times %s: %v", ext, err)
		}
	}
	// A frame of zstd that says it needs a window of 1 GiB.
	path := write(t, filepath.Join(t.TempDir(), "a.txt.zst"), []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 20 << 3, 0x01, 0x00, 0x00})
	if _, _, err := (Article{Path: path}).Read(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a window of 1 GiB: %v", err)
	}
}
