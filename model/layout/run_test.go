package layout

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pizhu/model/text"
)

// TestHanTraitsAreEqual checks what runs of Han take for granted: under every measure all
// of them have the one trait, and none has to do with the cluster next to it.
func TestHanTraitsAreEqual(t *testing.T) {
	for _, a := range []text.Ambiguous{text.Slot, text.Narrow, text.Wide} {
		known := newTraits(text.NewMeasure(a))
		for r := rune(0x800); r <= 0xffff; r++ {
			s := string(r)
			if !isHan(s[0], s[1]) {
				continue
			}
			if got := known.ofRune(r, s); got != hanTrait || text.ClusterLen("一"+s) != hanBytes || classOf(r) != other {
				t.Fatalf("%U with %s: %+v, where Han is %+v", r, a, got, hanTrait)
			}
		}
	}
}

// TestMarksEndClusters checks that what ends a run of Han takes nothing of it in.
func TestMarksEndClusters(t *testing.T) {
	for r := rune(0x800); r <= 0xffff; r++ {
		if s := string(r); isMark(s[0], s[1], s[2]) && text.ClusterLen("一"+s) != hanBytes {
			t.Errorf("%U belongs to what stands before it", r)
		}
	}
}

// TestLetterTraitsAreEqual is TestHanTraitsAreEqual for runs of letters.
func TestLetterTraitsAreEqual(t *testing.T) {
	known := newTraits(text.NewMeasure(text.Slot))
	want := known.ofRune('a', "a")
	for b := range byte(0x80) {
		if s := string(rune(b)); isASCIILetter(b) && known.ofRune(rune(b), s) != want || isASCIILetter(b) != ('a' <= b && b <= 'z' || 'A' <= b && b <= 'Z') {
			t.Errorf("letter(%q) = %v", b, isASCIILetter(b))
		}
	}
}

func TestLetterRun(t *testing.T) {
	for s, want := range map[string]int{"": 0, "a": 0, "ab": 1, "ab ": 2, "abcd ": 3, "abcé": 2, "ab1": 2, "a\t": 0, "1": 0} {
		if got := letterRun(s, 3); got != want {
			t.Errorf("letterRun(%q, 3) = %d, want %d", s, got, want)
		}
	}
}

func TestHanRun(t *testing.T) {
	tests := []struct {
		s    string
		most int
		want int
	}{
		{"", 9, 0},
		{"春", 9, 0}, // a mark might follow where the text goes on
		{"春眠不覺曉", 9, 4},
		{"春眠不覺曉", 3, 3},
		{"春眠不覺曉", 5, 4},
		{"春眠不覺曉，", 5, 5},
		{"春眠不覺曉，", 9, 5},
		{"春眠不\U000e0100曉", 9, 2},
		{"春a", 9, 0},
		{"，春眠", 9, 0},
		{"春眠", -1, 0},
		{"\u4dff\u4e00\u9f7f", 9, 0},
		{"\u4e00\u9f7f\u9f80", 9, 1},
	}
	for _, tt := range tests {
		if got := hanRun(tt.s, tt.most); got != tt.want {
			t.Errorf("hanRun(%q, %d) = %d, want %d", tt.s, tt.most, got, tt.want)
		}
	}
}

// TestRunsChangeNothing compares rows with those that are filled cluster by
// cluster.
func TestRunsChangeNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	tokens := strings.Split("春|眠不覺|曉，|處處|聞啼鳥。|“|”|a|bc d|word|Words| |\t|…|——|(|)|３|／|\u3000|\u0301|\U000e0100|𠮷|ア|ー|가|1|.|5|%|￥|\u200b|\u2060|\r|👍|🏽", "|")
	for range 20_000 {
		var b strings.Builder
		for range 1 + rng.IntN(60) {
			b.WriteString(tokens[rng.IntN(len(tokens))])
		}
		l := Style{Hang: rng.IntN(2) == 0}.New(&text.Text{}, text.NewMeasure(text.Slot), 1+rng.IntN(40))
		fast, slow := l.rowsOf(b.String()), l.rowsOf(b.String())
		for more := true; more; {
			var got, want int
			got, more = fast.next()
			if want, _ = slowly(&slow, new(int)); got != want || fast.cursor != slow.cursor {
				t.Fatalf("%q at %d columns: a row of %d to %+v, want %d to %+v", b.String(), l.columns, got, fast.cursor, want, slow.cursor)
			}
		}
	}
}

// TestRowsAreLinear checks that no paragraph is read more than three times, however its rows end: the text behind the
// end of a row is read again.
func TestRowsAreLinear(t *testing.T) {
	for _, part := range []string{
		"ab" + strings.Repeat(" ", 3000) + ",x", "（" + strings.Repeat(" ", 3000) + "x", "文w（" + strings.Repeat("\t", 3000) + "）",
		"。", "（", "—", "w", "文w", "文…", "a/", "文文文文文文（（（（（",
	} {
		s := strings.Repeat(part, 9000/len(part))
		for columns := 1; columns < 30; columns++ {
			reads, f := 0, New(&text.Text{}, text.NewMeasure(text.Slot), columns).rowsOf(s)
			for more := true; more; {
				_, more = slowly(&f, &reads)
			}
			if reads > 3*f.points {
				t.Errorf("%.20q... at %d columns: %d clusters are read, of %d", s, columns, reads, f.points)
			}
		}
	}
}

// slowly is rowBreaker.next without runs, and counts what it reads.
func slowly(f *rowBreaker, reads *int) (points int, more bool) {
	row := newPendingRow(f)
	for f.at < len(f.body) {
		here := f.cursor
		it := f.scanner.next()
		*reads++
		if row.hasCluster {
			row.noteBreak(here, it)
		}
		if !row.add(it) {
			f.cursor = row.breakPoint(here, it)
			return f.points - row.start.points, true
		}
		if it.class == ender {
			return f.points - row.start.points, true
		}
	}
	return f.points - row.start.points, false
}

// TestNoAllocationPerCluster checks that a long paragraph costs no more memory
// than its rows.
func TestNoAllocationPerCluster(t *testing.T) {
	for _, path := range articles(t) {
		x := text.New(strings.ReplaceAll(read(t, path).String(), "\n", ""))
		l := New(x, text.NewMeasure(text.Slot), 80)
		rows := 1
		for f := l.rowsOf(x.String()); ; rows++ {
			if _, more := f.next(); !more {
				break
			}
		}
		again := testing.AllocsPerRun(5, func() {
			f := l.rowsOf(x.String())
			for more := true; more; {
				_, more = f.next()
			}
		})
		if again > 0 {
			t.Errorf("%s: %v allocations in %d rows", path, again, rows)
		}
	}
}
