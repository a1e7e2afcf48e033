package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"pizhu/annotate/layer"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/text/charset"
	"pizhu/ui/message"
)

// flags are the flags of every command.
type flags struct {
	as, scheme, sidecars, encoding, lang, ambiguous string
	textField, idField, saveAs                      string
	noHang, keepAll                                 bool

	words  *message.Words
	passed passedOver
	state  string // the folder of what the program remembers; empty where there is none
}

func (f *flags) define(set *pflag.FlagSet) {
	set.StringVar(&f.as, "as", "", "annotator `NAME` (else $PIZHU_ANNOTATOR, else the login name)")
	set.StringVar(&f.scheme, "scheme", "", "scheme `FILE` (else pizhu.yaml in the articles' folder or one above, else the built-in one)")
	set.StringVar(&f.sidecars, "sidecars", "", "keep the sidecars below `DIR`, not beside the articles")
	set.StringVar(&f.encoding, "encoding", "", "`ENCODING` of the articles, or of the files to import (else the sidecar's, else what each seems to be): "+strings.Join(charset.Encodings(), " "))
	set.StringVar(&f.textField, "text-field", "text", "`FIELD` of JSONL documents that holds the text")
	set.StringVar(&f.idField, "id-field", "id", "`FIELD` of JSONL documents that holds the id; one without it goes by its line")
	set.StringVar(&f.lang, "lang", "", "`LANGUAGE` of messages and of the labels' names, zh or en (else the locale's)")
	set.StringVar(&f.ambiguous, "ambiguous", string(text.Auto), "`COLUMNS` of characters such as “ and …: auto asks the terminal; 1; 2; slot suits both kinds")
}

// schemeName is the scheme file of a corpus.
const schemeName = "pizhu.yaml"

// A foundScheme is a scheme and where it was found.
type foundScheme struct {
	*model.Scheme
	Path string // empty where it is the built-in one
	Root string // the corpus root, if the scheme is in one
}

// readScheme reads the scheme that the flags name, else that of the corpus,
// else the built-in one.
func (f *flags) readScheme(paths []string) (foundScheme, error) {
	found := foundScheme{Path: f.scheme}
	if found.Path == "" && len(paths) > 0 {
		found.Path, found.Root = corpusScheme(paths[0])
	}
	scheme, err := loadScheme(found.Path)
	scheme.Root = found.Root
	return scheme, err
}

// corpusScheme looks for the scheme of the corpus that a path is in: in a folder
// that is named or the one of a file, then in those above, up to the root of a
// repository. Both results are empty where there is none.
func corpusScheme(path string) (scheme, root string) {
	folder := path
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		folder = filepath.Dir(path)
	}
	for root = folder; ; root = filepath.Join(root, "..") {
		scheme = filepath.Join(root, schemeName)
		if isThere(scheme) {
			return scheme, root
		}
		if _, err := os.Stat(filepath.Join(root, ".git")); err == nil || isTop(root) {
			return "", ""
		}
	}
}

// isThere reports whether a path leads to something, or to what cannot be read. A folder on its way that is none, or a link to
// nowhere, leads to nothing.
func isThere(path string) bool {
	if info, err := os.Stat(filepath.Dir(path)); err == nil && !info.IsDir() || err != nil && !errors.Is(err, fs.ErrPermission) {
		return false
	}
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// isTop reports whether nothing is above a folder.
func isTop(folder string) bool {
	here, err := filepath.Abs(folder)
	return err != nil || filepath.Dir(here) == here
}

// annotator is the name of the layer that is worked on.
func (f *flags) annotator(env func(string) string) (string, error) {
	if f.as != "" {
		return named("--as", f.as)
	}
	for _, variable := range []string{"PIZHU_ANNOTATOR", "USER", "LOGNAME"} {
		if name := env(variable); name != "" {
			return named("$"+variable, name)
		}
	}
	u, err := user.Current()
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoLogin, err)
	}
	return named("login name", u.Username)
}

// errNoLogin says that an annotator is to be named.
var errNoLogin = errors.New("the account has no login name to call the annotator by")

// named is the annotator of a name that was given by a flag, a variable or the system.
func named(by, name string) (string, error) {
	made, err := layer.AnnotatorName(name)
	if err != nil {
		return "", usageError{fault.Errorf("%s %w", by, err)}
	}
	return made, nil
}

// find gives the articles that paths name, but for those that a scheme ignores.
func (f *flags) find(in io.Reader, paths []string, scheme foundScheme) ([]corpus.Article, error) {
	if f.saveAs != "" && !slices.Contains(paths, "-") {
		return nil, usage("--save-as keeps standard input, which is named -")
	}
	return corpus.Finder{
		TextField: f.textField, IDField: f.idField, Encoding: f.encoding, Input: in, SaveAs: f.saveAs,
		Ignore: corpus.Ignore{Patterns: scheme.Ignore, Root: scheme.Root, Source: scheme.Path},
		OnSkip: f.passed.note,
	}.Find(paths)
}

// open gives the articles that paths name, and the scheme that goes with them.
func (f *flags) open(in io.Reader, paths []string) (*model.Scheme, []corpus.Article, error) {
	scheme, articles, err := f.openFound(in, paths)
	return scheme.Scheme, articles, err
}

// openFound is open for who has to know where the scheme was found.
func (f *flags) openFound(in io.Reader, paths []string) (foundScheme, []corpus.Article, error) {
	scheme, err := f.readScheme(paths)
	if err != nil {
		return foundScheme{}, nil, err
	}
	articles, err := f.find(in, paths, scheme)
	return scheme, articles, err
}

// read shows articles on the terminal.
func (s System) read(f *flags, in io.Reader, paths []string) error {
	switch text.Ambiguous(f.ambiguous) {
	case text.Auto, text.Narrow, text.Wide, text.Slot:
	default:
		return usage("--ambiguous is %q", f.ambiguous)
	}
	name, err := f.annotator(s.Env)
	if err != nil {
		return err
	}
	f.passed = passedOver{w: io.Discard, words: f.words} // it is said on the screen
	scheme, articles, err := f.open(in, paths)
	if err != nil {
		return err
	}
	notice := f.passed.summary()
	f.passed = passedOver{}
	return s.Read(Reading{
		Notice:   notice,
		Articles: articles, Scheme: scheme, Annotator: name,
		Sidecars: f.sidecars, Encoding: f.encoding, Lang: message.Language(f.lang, s.Env), Words: f.words, Ambiguous: f.ambiguous,
		NoHang: f.noHang, KeepAll: f.keepAll,
		Warn: func(err error) { say(s.Err, f.words, "report.warning", err) },
	})
}

// ErrNoTerminal says that there is no terminal to show a screen on.
var ErrNoTerminal = errors.New("no terminal: standard output must be one")
