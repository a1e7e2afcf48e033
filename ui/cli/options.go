package cli

import (
	"cmp"
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

	"pizhu/annotate/anchor"
	"pizhu/annotate/exchange"
	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/session"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/corpus/html"
	"pizhu/model/text"
	"pizhu/model/text/charset"
	"pizhu/ui/cli/help"
	"pizhu/ui/message"
)

// flags are the flags of every command.
type flags struct {
	as, scheme, sidecars, encoding, lang, ambiguous string
	textField, idField, saveAs                      string
	noHang, keepAll                                 bool

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
		return "", usageError{fmt.Errorf("%s %w", by, err)}
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
	f.passed = passedOver{w: io.Discard} // it is said on the screen
	scheme, articles, err := f.open(in, paths)
	if err != nil {
		return err
	}
	notice := f.passed.summary()
	f.passed = passedOver{}
	return s.Read(Reading{
		Notice:   notice,
		Articles: articles, Scheme: scheme, Annotator: name,
		Sidecars: f.sidecars, Encoding: f.encoding, Lang: message.Language(f.lang, s.Env), Ambiguous: f.ambiguous,
		NoHang: f.noHang, KeepAll: f.keepAll,
		Warn: func(err error) { fmt.Fprintf(s.Err, "pizhu: warning: %s\n", text.SafeLine(err.Error())) },
	})
}

// ErrNoTerminal says that there is no terminal to show a screen on.
var ErrNoTerminal = errors.New("no terminal: standard output must be one")

// hints is the table of what helps against an error.
var hints = []struct {
	err  error
	hint string
}{
	{ErrNoTerminal, "run it in a terminal; over ssh, ssh -t gives one; export, keys and schema need none"},
	{corpus.ErrIgnored, "name what is wanted itself, take its pattern out of the scheme file, or name another scheme with --scheme"},
	{corpus.ErrNoArticles, "a folder's articles are its .txt, .md, .html and .jsonl files, also packed; a file of another name can be named itself"},
	{corpus.ErrSidecar, "name the article that stands beside it"},
	{corpus.ErrNotRegular, "name a file, a folder of them, or - for standard input"},
	{corpus.ErrCompressed, "unpack it first"},
	{corpus.ErrNotJSON, "each line must be one JSON object, in UTF-8"},
	{corpus.ErrNoText, "--text-field names the field that holds the text"},
	{corpus.ErrBadID, "--id-field names the field that holds the id"},
	{corpus.ErrDuplicateID, "its layer would be that of the other; give each document an id of its own, or name another --id-field"},
	{corpus.ErrIDGone, "start anew, and the documents that there are now are listed"},
	{corpus.ErrChanged, "start anew, so that its lines are counted again"},
	{html.ErrNoText, "the page is empty, or a script makes it; save its text as a .txt file"},
	{corpus.ErrNotTextName, "name a .txt file"},
	{exchange.ErrNoFormat, "pizhu export --list shows the formats"},
	{exchange.ErrNoUnit, "pizhu export --list shows the units of each format"},
	{session.ErrUnusable, "move it away: the next start makes a new one of what the journals have, and exports read them; pizhu log ARTICLE lists that"},
	{journal.ErrFolderGone, "bring the folder back, or go to where it was moved: " + joinRescued},
	{layer.ErrExists, "nothing was written over; name another folder, or with --as another layer"},
	{errNoTopic, "pizhu help lists the commands; the topics are " + strings.Join(help.Names(), ", ")},
	{errNotMan, "nothing was written; name another folder, or replace it with --force"},
	{errNoLogin, "--as NAME or $PIZHU_ANNOTATOR names the annotator"},
	{store.ErrLink, "put the file itself in the link's place, or name the folder that holds both; the folder of --sidecars may be a link"},
	{errTaken, "nothing was written; name another file or folder"},
	{layer.ErrReserved, "--as NAME names the layer to work on, with 1 to 32 of a-z, 0-9, _ and -, such as chen or gold-chen; exports read the layer gold with --annotator gold"},
	{layer.ErrNoName, "--as NAME names the layer to work on, with 1 to 32 of a-z, 0-9, _ and -, such as chen; other characters become -"},
	{errNoScheme, "--scheme names one; or put pizhu.yaml into the root of the articles"},
	{schemefile.ErrBracketed, "write it with a line for each rule, each after a dash"},
	{schemefile.ErrUneditable, "write them yourself: without --write they are only printed"},
	{errLost, "the report above says what; --allow KIND lets a kind pass, and without --strict all is only said"},
	{errNotTaken, "the others were; the list says what is wrong with each, and where"},
	{errNothing, "the list above says why; look whether --format is the one that the file is in"},
	{errRefused, "the list above says where; without --strict it is only said"},
	{errProblems, "the list above says what and where"},
	{errPassed, "each is listed with its reason; what could be read is done"},
	{errUnread, "each is listed with its reason; what could be read was counted"},
	{errNotRenamed, "each is listed with its reason; the others are done, and migrate may be run again"},
	{errNotInScheme, "put the new name into the scheme first, or name the scheme that has it with --scheme"},
	{errFaults, "mend the file; pizhu schema scheme prints what a scheme must be like"},
	{session.ErrPutBack, "open the article in the reader: y brings the later changes back, n leaves them out"},
	{layer.ErrTwoLayers, "nothing was written; each annotator's layer of each document is merged by itself"},
	{layer.ErrTwoFutures, "nothing was written; merge with that version"},
	{errConflicts, "the file is whole; look at it in the reader, then git add it"},
	{fs.ErrExist, "name a file that is not there yet"},
	{corpus.ErrBadArchive, "the archive is cut off or broken; unpack it with another program to see what can be saved"},
	{corpus.ErrTooLarge, "cut it into articles, an archive after it was unpacked"},
	{html.ErrTooLarge, "save its text as a .txt file"},
	{charset.ErrUnknownEncoding, "the names are those of Python's codecs and of the WHATWG"},
	{anchor.ErrOtherText, "nothing was written. Bring the old text back, or move the sidecar away to start anew"},
	{fs.ErrNotExist, "check the path"},
	{fs.ErrPermission, "check who may read it, and who may write in its folder"},
	{store.ErrChanged, "another program, or another window of yours, has written it; nothing was written over"},
}

// joinRescued says what to do with a sidecar that was written elsewhere.
const joinRescued = "pizhu merge /dev/null SIDECAR FILE joins the file with the sidecar that it is named after; where there is none, give it that name"

// hintFor returns what helps against an error of a command, or nothing. The command goes by the path that is typed for it:
// pizhu scheme check.
func hintFor(command string, err error) string {
	if mistyped := (mistypedError{}); errors.As(err, &mistyped) {
		return mistyped.hint()
	}
	for _, h := range hints {
		if errors.Is(err, h.err) {
			return h.hint
		}
	}
	if unknown := (unknownError{}); errors.As(err, &unknown) {
		return unknown.hint()
	}
	if errors.As(err, &usageError{}) {
		return command + " --help shows what can be typed"
	}
	if at := (*schemefile.SyntaxError)(nil); errors.As(err, &at) {
		return cmp.Or(at.Hint, "pizhu scheme check lists all that is wrong; pizhu schema scheme prints what a scheme must be like")
	}
	if at := (*session.RescuedError)(nil); errors.As(err, &at) && corpus.IsRescued(at.Path) {
		return joinRescued
	}
	if at := (*sidecar.SyntaxError)(nil); errors.As(err, &at) {
		return "nothing was written over. Mend the file, or move it away to start anew; pizhu schema sidecar prints what it must be like"
	}
	return ""
}
