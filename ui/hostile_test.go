// Long: the table of hostile text, the way of it to the screen, and the one who looks at what comes out.

package ui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"pizhu/annotate/edit"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
	"pizhu/ui/term"
)

// hostileInputs names the number of inputs of TestHostile; without it there are
// few enough for every day.
const hostileInputs = "PIZHU_HOSTILE"

// fewInputs take a second or three.
const fewInputs = 30_000

// A weapon is one kind of hostile text.
type weapon struct {
	name string
	// forbidden says that none of it may reach a terminal as it is.
	forbidden bool
	make      func(*rand.Rand) string
}

// some is between one and n of what is made, one after another.
func some(n int, one func(*rand.Rand) string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteString(one(r))
		}
		return b.String()
	}
}

// within is a code point between two, both included.
func within(lo, hi rune) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return string(lo + r.Int32N(hi-lo+1)) }
}

func oneOf(list ...string) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return list[r.IntN(len(list))] }
}

// sequences are control sequences of every kind (ECMA-48, and what terminals
// have besides), whole.
var sequences = []string{
	"\x1b[2J", "\x1b[31m", "\x1b[5;5H", "\x1b[6n", "\x1b[c", "\x1b[>c", "\x1b[?1049l", "\x1b[?2026h", "\x1b[?25l", "\x1b[r", "\x1b[21t",
	"\x1b[8;1;1t", "\x1b[!p", "\x1b[?1000;1006h", "\x1b[1\x05;2H", "\x1b[0 q", "\x1b[>4;2m", "\x1b[99999999999999A", "\x1b[$w", "\x1b[?2$p",
	"\x1b]0;title\a", "\x1b]2;title\x1b\\", "\x1b]8;;http://a.example\x1b\\link\x1b]8;;\x1b\\", "\x1b]8;id=1;file:///etc/passwd\afile\x1b]8;;\a",
	"\x1b]52;c;cm0gLXJm\a", "\x1b]52;c;?\x1b\\", "\x1b]4;1;?\a", "\x1b]10;#000\a", "\x1b]1337;File=inline=1:AAAA\a", "\x1b]777;notify;a;b\x1b\\", "\x1b]9;a\a",
	"\x1bP$qm\x1b\\", "\x1bP+q544e\x1b\\", "\x1bPq#0;2;0;0;0#0~~\x1b\\", "\x1bP1000p%output\x1b\\", "\x1bPtmux;\x1b\x1b[2J\x1b\\", "\x1b_Gf=24,a=T;AAAA\x1b\\",
	"\x1b^private\x1b\\", "\x1bXstring\x1b\\", "\x1bc", "\x1b(0qqq\x1b(B", "\x1b%G", "\x1b%@", "\x1b#8", "\x1b7", "\x1b8", "\x1bM", "\x1bD", "\x1bE", "\x1bZ", "\x1b=", "\x1b\\", "\x1b\x1b", "\x1b[200~", "\x1b[201~",
}

// cut is a sequence that may lack its end, which what follows would then be.
func cut(s string, r *rand.Rand) string { return s[:1+r.IntN(len(s))] }

// introducers are the two-byte C1 controls of seven bits, by the byte after the
// escape; the eight-bit control is 0x40 above it.
var introducers = regexp.MustCompile(`\x1b[@-_]`)

// eightBit is a sequence with the C1 controls themselves: as code points or as
// bytes, which are not UTF-8.
func eightBit(r *rand.Rand) string {
	raw := r.IntN(2) == 0
	s := sequences[r.IntN(len(sequences))]
	for !introducers.MatchString(s) {
		s = sequences[r.IntN(len(sequences))]
	}
	return introducers.ReplaceAllStringFunc(s, func(c string) string {
		if raw {
			return string([]byte{c[1] + 0x40})
		}
		return string(rune(c[1] + 0x40))
	})
}

// weapons is the table of hostile text: what screen.md names, and what was found
// since.
var weapons = []weapon{
	{"C0", true, some(4, oneOf("\x00", "\x01", "\x05", "\a", "\b", "\v", "\f", "\x0e", "\x0f", "\x11", "\x13", "\x18", "\x1a", "\x1c", "\x1f", "\x7f", "\t"))},
	{"CR", true, oneOf("a\rb", "\r\r", "\r\x1b[K")},
	{"C1", true, some(3, within(0x80, 0x9f))},
	{"sequence", true, func(r *rand.Rand) string { return sequences[r.IntN(len(sequences))] }},
	{"cut sequence", true, func(r *rand.Rand) string { return cut(sequences[r.IntN(len(sequences))], r) }},
	{"CSI", true, func(r *rand.Rand) string {
		return fmt.Sprintf("\x1b[%s%d;%d%c", []string{"", "?", ">", "<", "="}[r.IntN(5)], r.IntN(3000), r.IntN(300), 0x40+r.IntN(63))
	}},
	{"eight-bit", true, eightBit},
	{"bidi", true, some(4, oneOf("\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"))},
	{"zero-width", true, some(4, oneOf("\u200b", "\u200c", "\u2060", "\u2061", "\u2064", "\ufeff", "\u00ad", "\u180e", "\u206a", "\ufff9", "\U0001d173"))},
	{"tags", true, some(9, within(0xe0000, 0xe007f))},
	{"tagged flag", true, func(r *rand.Rand) string { return "🏴" + some(6, within(0xe0061, 0xe007a))(r) + "\U000e007f" }},
	{"bad UTF-8", true, oneOf("\xff", "\xc0\xaf", "\xe4\xb8", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc2", "\x9b31m", "\xe0\x80\x9b")},
	{"surrogates", true, some(3, oneOf("\xed\xa0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb8\x80"))},
	{"noncharacters", false, some(3, oneOf("\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"))},
	{"private use", safeIsStrict, some(3, oneOf("\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"))},
	{"line separators", true, some(3, oneOf("\u0085", "\u2028", "\u2029"))},
	{"fillers", true, some(3, oneOf("\u115f", "\u1160", "\u3164", "\uffa0"))},
	{"marks", true, func(r *rand.Rand) string {
		return "字" + strings.Repeat(within(0x300, 0x36f)(r), mostMarks+1+r.IntN(200))
	}},
	{"lone marks", false, some(9, oneOf("\u0301", "\u0344", "\u20dd", "\u0e31", "\u0f73", "\U0001d165", "\u034f", "\u09be"))},
	{"selectors", false, some(5, oneOf("\ufe0f", "\ufe0e", "\U000e0100", "a\ufe0f", "葛\U000e0100", "\u180b", "☎\ufe0e"))},
	{"joiners", false, some(5, oneOf("\u200d", "👨", "👩", "👧", "🏽", "a", "क्", "ष", "❤\ufe0f"))},
	{"emoji", false, some(4, oneOf("👨\u200d👩\u200d👧\u200d👦", "🇨", "🇳", "1\ufe0f\u20e3", "🏳\ufe0f\u200d🌈", "🫩"))},
	{"jamo", false, some(9, oneOf("\u1100", "\u1161", "\u11a8", "\ua960", "\ud7b0", "가", "\u0600", "\u0d4e"))},
	{"long word", false, func(r *rand.Rand) string {
		return strings.Repeat(oneOf("a", "é", "…", "%20", "م")(r), 200+r.IntN(300))
	}},
	{"text", false, some(3, oneOf("春眠不覺曉", "“花落”知多少……", "abc", "　", " ", "①②", "ｶﾞ", "𠮷"))},
	{"anything", false, some(6, within(0, unicode.MaxRune))},
}

// hostile is a piece of text from several weapons, at times damaged.
func hostile(r *rand.Rand) string {
	s := some(4, func(r *rand.Rand) string { return weapons[r.IntN(len(weapons))].make(r) })(r)
	if r.IntN(4) == 0 {
		b := []byte(s)
		b[r.IntN(len(b))] = byte(r.IntN(256))
		s = string(b[r.IntN(len(b)):])
	}
	return s
}

// paintedSequences are the control sequences that the painter sends, and all that it may:
// CUP, CHA, SGR of faces, EL, ED, DECSTBM, SU, SD, and the modes 7, 25, 2026.
var paintedSequences = regexp.MustCompile(`^\x1b\[(?:\d*(?:;\d+)?H|\d*G|(?:` + faces + `(?:;` + faces + `)*)?m|K|2J|(?:\d*;\d+)?r|\d*[ST]|\?7l|\?25[hl]|\?2026[hl])`)

// faces is what SGR may set: attributes that faces have, and colours.
const faces = `(?:[01237]|4(?::[2-5])?|[39][0-7]|4[0-7]|10[0-7]|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|58:5:\d+|58:2::\d+:\d+:\d+)`

// mostMarks is how many marks may follow each other on a screen: as many as Safe
// lets through.
const mostMarks = 4

// clean reports what in a piece of screen text, without sequences, a terminal
// might obey.
func clean(s string) error {
	marks := 0
	for i, c := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			return fmt.Errorf("byte %#x, which is not UTF-8", s[i])
		case i == 0 && joins(c) && safeIsStrict:
			return fmt.Errorf("%U with nothing before it", c)
		case selects(c):
		case !seeable(c):
			return fmt.Errorf("%U", c)
		case !unicode.Is(unicode.M, c):
			marks = 0
		default:
			marks++
		}
		if marks > mostMarks {
			return fmt.Errorf("%d marks in a row", marks)
		}
	}
	return nil
}

// safeIsStrict: text.Safe may let a cluster begin with a joiner, a selector or a
// mark where what stood before that is hidden ("\u200d\u200d"), and lets
// private use through where it has a mark. TODO: true, when it does not.
const safeIsStrict = true

// joins reports whether a code point belongs to the one before it.
func joins(c rune) bool { return selects(c) || unicode.Is(unicode.M, c) }

// selects reports whether a code point is the joiner of emoji, or chooses
// between the forms of the one before it.
func selects(c rune) bool {
	return c == 0x200d || c >= 0xfe00 && c <= 0xfe0f || c >= 0xe0100 && c <= 0xe01ef
}

// seeable reports whether a code point may be sent to a terminal: it moves,
// hides and reorders nothing. It is written without a look at Safe.
func seeable(c rune) bool {
	switch {
	case c < 0x20, c >= 0x7f && c < 0xa0, c == 0x2028, c == 0x2029:
		return false
	case c == 0x115f, c == 0x1160, c == 0x3164, c == 0xffa0, c >= 0xe0000 && c <= 0xe0fff:
		return false
	}
	return !unicode.Is(unicode.Cf, c) && !(unicode.Is(unicode.Co, c) && safeIsStrict)
}

// bytesFault is the first thing in what is sent that is neither clean text nor
// the painter's own.
func bytesFault(sent []byte, own *regexp.Regexp) error {
	rest := sent
	for len(rest) > 0 {
		n := slices.Index(rest, '\x1b')
		if n < 0 {
			n = len(rest)
		}
		if err := clean(string(rest[:n])); err != nil {
			return fmt.Errorf("%w in %q", err, rest[:n])
		}
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
		found := own.FindIndex(rest)
		if found == nil {
			return fmt.Errorf("a sequence that is not the painter's: %q", rest[:min(len(rest), 40)])
		}
		rest = rest[found[1]:]
	}
	return nil
}

// cellsFault is the first cell whose text is not clean. Where there is none,
// every sequence that is sent is the painter's own.
func cellsFault(f paint.Frame) error {
	for y, row := range f.Rows {
		for _, c := range row {
			if err := clean(c.Text); err != nil {
				return fmt.Errorf("row %d: %w in the cell %q", y, err, c.Text)
			}
		}
	}
	return nil
}

// A siege is an App into which hostile text is put wherever data comes from. Its
// commands are run only where they fail: nothing is written.
type siege struct {
	*rand.Rand
	app    *App
	screen *paint.Screen
	inputs int
}

// piece is a new input.
func (s *siege) piece() string {
	s.inputs++
	return hostile(s.Rand)
}

// filename is an input that a file system takes for a name.
func (s *siege) filename() string {
	name := strings.Map(func(c rune) rune {
		if c == '/' || c == 0 {
			return -1
		}
		return c
	}, s.piece())
	return fmt.Sprintf("%d%s", s.inputs, name[:min(len(name), 150)])
}

// piecesInText is how many inputs an article has.
const piecesInText = 100

// article is hostile text in lines and between text.
func (s *siege) article() string {
	var b strings.Builder
	for range piecesInText {
		b.WriteString(s.piece())
		b.WriteString(oneOf("\n", "\n", "\r\n", "", "春眠，", "\n\n")(s.Rand))
	}
	return b.String()
}

// scheme is a scheme with other names.
func (s *siege) scheme(of *model.Scheme) *model.Scheme {
	scheme := *of
	scheme.Groups = slices.Clone(of.Groups)
	names := func() model.Names { return model.Names{{Lang: "zh", Text: s.piece()}} }
	for i := range scheme.Groups {
		g := &scheme.Groups[i]
		g.Names, g.Labels = names(), slices.Clone(g.Labels)
		for k := range g.Labels {
			g.Labels[k].Names, g.Labels[k].Guideline = names(), s.piece()
		}
	}
	return &scheme
}

// besiege opens a hostile article under a hostile name with a hostile scheme;
// the one after it cannot be opened.
func besiege(dir string, seed uint64, of *model.Scheme) (*siege, error) {
	s := &siege{Rand: rand.New(rand.NewPCG(seed, 1))}
	path := filepath.Join(dir, s.filename())
	if err := os.WriteFile(path, []byte(s.article()), 0o600); err != nil {
		return nil, err
	}
	sidecars := filepath.Join(dir, s.filename())
	scheme := s.scheme(of)
	keys, err := keymap.New(scheme)
	if err != nil {
		return nil, err
	}
	s.app, err = New(Config{
		Articles: []corpus.Article{{Path: path, Name: filepath.Base(path)}, {Path: filepath.Join(dir, s.filename()), Name: s.filename()}},
		Scheme:   scheme, Keys: keys, Measure: s.measure(), Lang: "zh", Places: store.LoadPlaces(dir), Sidecars: sidecars,
		Encoding: []string{"utf-8", "utf-8", "utf-8", ""}[s.IntN(4)],
		Author: edit.Author{
			Name:  "chen",
			Now:   func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
			NewID: func() string { return strconv.FormatUint(s.Uint64(), 36) },
		},
	})
	if err != nil {
		return nil, err
	}
	// A file where the folder of the sidecars should be: no write succeeds.
	if err := os.WriteFile(sidecars, nil, 0o600); err != nil {
		return nil, err
	}
	profile := []colorprofile.Profile{colorprofile.NoTTY, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor}[s.IntN(4)]
	s.screen = paint.NewScreen(paint.Options{SGR: face.NewPalette(profile, s.IntN(2) == 0, s.IntN(2) == 0).SGR, Synchronized: s.IntN(2) == 0})
	return s, nil
}

// measure is a measure of any kind.
func (s *siege) measure() text.Measure {
	return text.NewMeasure([]text.Ambiguous{text.Auto, text.Slot, text.Narrow, text.Wide}[s.IntN(4)])
}

// asked are the questions that go to the terminal, as the widthProbe asks them.
var asked = regexp.MustCompile(`^\x1b\[(?:\?7l|8m|\d+H|6n|m)`)

// answer asks for widths, and takes answers as a terminal without reason gives
// them.
func (s *siege) answer() error {
	questions := s.app.Measure.Unanswered(s.app.article.Session.Text().String(), batch)
	if err := bytesFault(term.NewProbeBatch(questions, 24).Bytes(), asked); err != nil {
		return fmt.Errorf("in the questions: %w", err)
	}
	columns := map[string]int{}
	for _, q := range questions {
		columns[q] = []int{0, 1, 1, 2, 2, 2, 2, 5}[s.IntN(8)]
	}
	s.app.Measured(s.app.Measure.WithAnswers(columns))
	return nil
}

// assaults are the ways of data to the screen, but for the article's.
var assaults = []func(*siege){
	func(s *siege) { s.app.message = s.piece() },
	func(s *siege) { s.arrive(s.app.goArticle(1)) },
	func(s *siege) { s.app.Update(tea.KeyPressMsg{Code: tea.KeyExtended, Text: s.piece()}) },
	func(s *siege) { s.app.setDialog(&openDialog{Dialog: &dialog.Confirm{Question: s.piece()}}) },
	func(s *siege) { s.press("o") },
	func(s *siege) { s.press("f") },
	func(s *siege) { s.press("?"); s.app.Update(tea.PasteMsg{Content: s.piece()}) },
	func(s *siege) {
		s.press("?")
		for range s.IntN(4) {
			s.press("pgdown")
		}
	},
	func(s *siege) { s.press("s", "8", "i"); s.app.Update(tea.PasteMsg{Content: s.piece()}) },
	func(s *siege) {
		s.press("s", "6", "i")
		s.app.Update(tea.PasteMsg{Content: s.piece()})
		s.press("enter")
	},
	(*siege).claim,
	(*siege).relation,
	(*siege).fail,
	func(s *siege) { s.app.Update(tea.WindowSizeMsg{Width: 1 + s.IntN(160), Height: 1 + s.IntN(60)}) },
}

// claim adds a claim whose note, author and labels came from somebody else's
// file.
func (s *siege) claim() {
	s.press("s")
	span, ok := s.app.article.Reader.Selected()
	if !ok {
		return
	}
	edit, id, err := s.app.article.Session.Editor().LabelSpan(span, "criterion", "goal")
	for _, c := range edit.Changes {
		if claim, ok := c.After.(*model.Claim); ok {
			claim.Note, claim.Provenance.By, claim.Provenance.ModifiedBy = s.piece(), s.piece(), s.piece()
			claim.Labels = map[string][]string{s.piece(): {s.piece()}}
		}
	}
	s.app.commit(edit, id, err)
}

// relation leads a relation to a claim that is not there, as somebody else's file
// might, and opens the thread, at times to write its note.
func (s *siege) relation() {
	s.claim()
	c := s.app.article.Current()
	if c == nil {
		return
	}
	r := &model.Relation{
		ID: s.piece(), Type: s.piece(), From: c.ID, To: s.piece(), Note: s.piece(),
		Provenance: model.Provenance{By: s.piece(), ModifiedBy: s.piece(), Modified: s.app.Author.Now()},
	}
	s.app.commit(model.Edit{Action: model.Action(s.piece()), Changes: []model.Change{{After: r}}}, c.ID, nil)
	if s.press("M"); s.IntN(2) == 0 {
		s.press("i")
		s.app.Update(tea.PasteMsg{Content: s.piece()})
	}
}

// fail tries to write what was done, which cannot be.
func (s *siege) fail() {
	s.claim()
	if job := s.app.article.Session.Flush(); job != nil {
		s.app.Update(flushedMsg{job()})
	}
}

var keysOfSiege = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "pgdown": {Code: tea.KeyPgDown},
}

// press types keys.
func (s *siege) press(names ...string) {
	for _, name := range names {
		msg, ok := keysOfSiege[name]
		if !ok {
			msg = tea.KeyPressMsg{Code: rune(name[0]), Text: name}
		}
		s.app.Update(msg)
	}
}

// look paints the screen and looks at all that is sent.
func (s *siege) look() error {
	f := s.app.Frame()
	if err := cellsFault(f); err != nil {
		return err
	}
	s.screen.Set(f)
	return bytesFault(s.screen.Paint(s.IntN(3) == 0), paintedSequences)
}

// arrive gives the App the article that a command opens.
func (s *siege) arrive(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			s.arrive(c)
		}
	case openedMsg:
		s.app.Update(msg)
	}
}

// storm reads the article from its start to its end, with an assault on every
// page.
func (s *siege) storm() error {
	if err := s.answer(); err != nil {
		return err
	}
	for {
		assaults[s.IntN(len(assaults))](s)
		if err := s.look(); err != nil {
			return err
		}
		s.app.closeDialogs()
		s.app.message = ""
		s.app.stay() // or keys would wait for an article that cannot be opened
		s.app.Update(tea.WindowSizeMsg{Width: 100 + s.IntN(100), Height: 30 + s.IntN(30)})
		if err := s.look(); err != nil {
			return err
		}
		if s.app.article.Reader.Bottom() >= s.app.article.Session.Text().Len() {
			return nil
		}
		s.app.article.Reader.LetGo()
		s.press("pgdown")
	}
}

// attack besieges one App in a folder of its own, and gives the number of inputs.
func attack(seed uint64, scheme *model.Scheme) (inputs int, err error) {
	dir, err := os.MkdirTemp("", "pizhu")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	s, err := besiege(dir, seed, scheme)
	if err != nil {
		return 0, err
	}
	err = s.storm()
	return s.inputs, err
}

// TestHostile puts hostile text into the App wherever data comes from, and looks
// at every byte that goes to the terminal.
func TestHostile(t *testing.T) {
	want := fewInputs
	if testing.Short() {
		want /= 20
	}
	if s := os.Getenv(hostileInputs); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("%s: %v", hostileInputs, err)
		}
		want = n
	}
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	var seeds, done atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for done.Load() < int64(want) && !t.Failed() {
				seed := uint64(seeds.Add(1))
				n, err := attack(seed, scheme)
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				done.Add(int64(n))
			}
		})
	}
	workers.Wait()
	t.Logf("%d inputs", done.Load())
}

// TestHostileIsFound is the control: on a screen that is not Safe's, each weapon
// is found.
func TestHostileIsFound(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉"))
	f := d.app.Frame()
	if err := cellsFault(f); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 1))
	for _, w := range weapons {
		for range 100 {
			if !w.forbidden {
				continue
			}
			raw := w.make(r)
			f.Rows = slices.Clone(f.Rows)
			f.Rows[0] = paint.Row{{Text: raw, Columns: 2}}
			if cellsFault(f) == nil {
				t.Errorf("%s: %q in a cell is not found", w.name, raw)
			}
			sent := paint.Diff(nil, nil, &f, paint.Options{SGR: func(face.Face) string { return "" }})
			own := paintedSequences.MatchString(raw) // among the painter's own only the cell shows it
			if bytesFault(sent, paintedSequences) == nil && !own {
				t.Errorf("%s: %q is sent and is not found", w.name, raw)
			}
		}
	}
}
