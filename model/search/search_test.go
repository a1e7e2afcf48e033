package search

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

func TestFind(t *testing.T) {
	const poem = "春眠不覺曉，春眠 App ÉTÉ×, cafe\u0301 春"
	tests := []struct {
		name, typed string
		from        text.Offset
		next, back  string // what is found, with where it begins; ~ before it where the search wrapped
	}{
		{"nothing typed", "", 3, "", ""},
		{"not there", "夏", 3, "", ""},
		{"from its own start", "春眠", 6, "6 春眠", "0 春眠"},
		{"between", "春眠", 3, "6 春眠", "0 春眠"},
		{"wraps to the start", "春眠", 7, "~0 春眠", "6 春眠"},
		{"wraps to the end", "眠不", 0, "1 眠不", "~1 眠不"},
		{"across the place itself", "眠不", 2, "~1 眠不", "1 眠不"},
		{"outside the text", "春眠", 999, "~0 春眠", "6 春眠"},
		{"ASCII in either case", "aPP", 0, "9 App", "~9 App"},
		{"Latin-1 in either case", "été", 0, "13 ÉTÉ", "~13 ÉTÉ"},
		{"a sign has no case", "÷", 0, "", ""},
		{"whole clusters", "cafe", 0, "19 cafe\u0301", "~19 cafe\u0301"},
		{"an accent alone takes its letter", "\u0301", 0, "22 e\u0301", "~22 e\u0301"},
	}
	for _, tt := range tests {
		all := text.New(poem)
		q := NewQuery(tt.typed)
		next, ok := q.Next(all, tt.from)
		back, found := q.Previous(all, tt.from)
		if got := said(all, next, ok); got != tt.next {
			t.Errorf("%s: next is %q, want %q", tt.name, got, tt.next)
		}
		if got := said(all, back, found); got != tt.back {
			t.Errorf("%s: before is %q, want %q", tt.name, got, tt.back)
		}
	}
}

func said(t *text.Text, m Match, ok bool) string {
	if !ok {
		return ""
	}
	at := strconv.Itoa(int(m.Span.Start)) + " " + t.Slice(m.Span)
	if m.Wrapped {
		return "~" + at
	}
	return at
}

// TestEdges finds matches on both sides of the edge of a part and across it.
func TestEdges(t *testing.T) {
	edge := text.New(strings.Repeat("一", 1<<15)).Part(0).Span.End
	across := 0
	for shift := -8; shift <= 4; shift++ {
		at := edge + text.Offset(shift)
		all := text.New(strings.Repeat("一", int(at)) + "春眠Xx" + strings.Repeat("一", 1<<15))
		if end := all.Part(0).Span.End; at < end && end < at+4 {
			across++
		}
		want := text.Span{Start: at, End: at + 4}
		q := NewQuery("春眠xX")
		if m, ok := q.Next(all, 0); !ok || m.Span != want {
			t.Errorf("next at %d: %v %v", at, m, ok)
		}
		if m, ok := q.Previous(all, all.Len()); !ok || m.Span != want {
			t.Errorf("before at %d: %v %v", at, m, ok)
		}
	}
	if across == 0 {
		t.Error("no match went across an edge")
	}
}

// TestLongerThanAPart finds what goes over several parts.
func TestLongerThanAPart(t *testing.T) {
	needle := strings.Repeat("春眠不覺曉", 1<<14)
	all := text.New("處處" + needle + "聞啼鳥" + needle)
	at := all.Len() - text.Offset(utf8.RuneCountInString(needle))
	var starts []text.Offset
	for m := range NewQuery(needle).Matches(all, all.All()) {
		starts = append(starts, m.Start)
	}
	if !slices.Equal(starts, []text.Offset{2, at}) {
		t.Errorf("matches begin at %v", starts)
	}
}

func TestMatches(t *testing.T) {
	all := text.New("春春春春春")
	var got []text.Offset
	for m := range NewQuery("春春").Matches(all, text.Span{Start: 0, End: 4}) {
		got = append(got, m.Start)
	}
	if !slices.Equal(got, []text.Offset{0, 2}) {
		t.Errorf("matches begin at %v", got)
	}
	for m := range NewQuery("春").Matches(all, all.All()) {
		if got = append(got[:0], m.Start); m.Start == 2 {
			break
		}
	}
	if !slices.Equal(got, []text.Offset{2}) {
		t.Errorf("the third match is %v", got)
	}
}

// TestMatchesOfWholeText compares matches with those in the whole string.
func TestMatchesOfWholeText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var b strings.Builder
		for b.Len() < 1<<17 {
			b.WriteString([]string{"春", "眠", "a", "B", "\n", "😀", "é"}[r.IntN(7)])
		}
		s := b.String()
		all := text.New(s)
		typed := []string{"春眠", "aB春", "É\n", "😀😀", "眠"}[r.IntN(5)]
		small, needle := strings.ToLower(s), strings.ToLower(typed)
		var want []text.Offset
		for from := 0; ; from += len(needle) {
			i := strings.Index(small[from:], needle)
			if i < 0 {
				break
			}
			from += i
			want = append(want, all.OffsetOfByte(from))
		}
		var got []text.Offset
		for m := range NewQuery(typed).Matches(all, all.All()) {
			got = append(got, m.Start)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %d matches, want %d", typed, len(got), len(want))
		}
	}
}

func TestToLower(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		var b strings.Builder
		for range r.IntN(30) {
			b.WriteString([]string{"春", "Z", "a", "É", "é", "×", "÷", "Ă", "ÿ", "[", "@", "Þ"}[r.IntN(12)])
		}
		got := []byte(b.String())
		toLower(got)
		if want := strings.Map(func(c rune) rune {
			if c == 'Ă' {
				return c
			}
			return unicode.ToLower(c)
		}, b.String()); string(got) != want {
			t.Fatalf("%q becomes %q, want %q", b.String(), got, want)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	all := text.New(strings.Repeat("到2030年，半导体产值破1万亿元。App\n", 1<<21))
	for _, typed := range []string{"半导体芯片", "appx"} {
		b.Run(typed, func(b *testing.B) {
			b.SetBytes(int64(len(all.String())))
			for b.Loop() {
				if _, ok := NewQuery(typed).Next(all, 0); ok {
					b.Fatal("found")
				}
			}
		})
	}
}
