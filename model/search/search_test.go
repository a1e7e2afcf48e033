package search

import (
	"strconv"
	"strings"
	"testing"

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
		q := New(tt.typed)
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

// TestWindows finds matches on both sides of a window's end and across it.
func TestWindows(t *testing.T) {
	for shift := -3; shift <= 3; shift++ {
		at := text.Offset(window + shift)
		all := text.New(strings.Repeat("一", int(at)) + "春眠Xx" + strings.Repeat("一", window))
		want := text.Span{Start: at, End: at + 4}
		q := New("春眠xX")
		if m, ok := q.Next(all, 0); !ok || m.Span != want {
			t.Errorf("next at %d: %v %v", at, m, ok)
		}
		if m, ok := q.Previous(all, all.Len()); !ok || m.Span != want {
			t.Errorf("before at %d: %v %v", at, m, ok)
		}
	}
}

func TestWithin(t *testing.T) {
	all := text.New("春春春春春")
	got := New("春春").Within(all, text.Span{Start: 0, End: 4}, 9)
	if len(got) != 2 || got[0].Start != 0 || got[1].Start != 2 {
		t.Errorf("matches %v", got)
	}
	if got := New("春").Within(all, all.All(), 3); len(got) != 3 {
		t.Errorf("%d matches, want the 3 asked for", len(got))
	}
}

func BenchmarkNext(b *testing.B) {
	all := text.New(strings.Repeat("到2030年，半导体产值破1万亿元。App\n", 1<<21))
	for _, typed := range []string{"半导体芯片", "appx"} {
		b.Run(typed, func(b *testing.B) {
			b.SetBytes(int64(len(all.String())))
			for b.Loop() {
				if _, ok := New(typed).Next(all, 0); ok {
					b.Fatal("found")
				}
			}
		})
	}
}
