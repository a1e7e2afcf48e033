package term

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// scans are pieces of output and what they do. Each is one piece.
var scans = []struct {
	bytes string
	want  effect
}{
	{ansi.SetModeAltScreenSaveCursor, enters},
	{ansi.ResetModeAltScreenSaveCursor, leaves},
	{"\x1b[?1047h", enters},
	{"\x1b[?47l", leaves},
	{"\x1b[?25;1049h", enters},
	{"\x1b[?1004;1049l", leaves},

	{ansi.SetModeMouseButtonEvent, harmless},
	{ansi.SetModeMouseAnyEvent, harmless},
	{ansi.SetModeMouseExtSgr, harmless},
	{ansi.ResetModeMouseExtSgr, harmless},
	{ansi.SetModeFocusEvent, harmless},
	{ansi.SetModeBracketedPaste, harmless},
	{ansi.SetModeSynchronizedOutput, harmless},
	{ansi.ResetModeSynchronizedOutput, harmless},
	{ansi.RequestModeSynchronizedOutput, harmless},
	{ansi.RequestModeUnicodeCore, harmless},
	{ansi.SetModifyOtherKeys2, harmless},
	{ansi.ResetModifyOtherKeys, harmless},
	{ansi.PushKittyKeyboard(1), harmless},
	{ansi.KittyKeyboard(3, 1), harmless},
	{ansi.PopKittyKeyboard(1), harmless},
	{ansi.RequestKittyKeyboard, harmless},
	{ansi.SetWindowTitle("春眠不覺曉 \u009b"), harmless},
	{"\x1b]0;title\x1b\\", harmless},
	{ansi.SetSystemClipboard("春"), harmless},
	{ansi.RequestBackgroundColor, harmless},
	{ansi.SetProgressBar(50), harmless},
	{ansi.RequestTermcap("RGB"), harmless},
	{ansi.RequestNameVersion, harmless},
	{ansi.RequestPrimaryDeviceAttributes, harmless},
	{ansi.RequestCursorPositionReport, harmless},
	{ansi.SetCursorStyle(2), harmless},
	{"\x1b[14t", harmless},
	{"\x1b]52;c;abc\x18", harmless}, // cut off
	{"\x07", harmless},
	{"\x1b=", harmless},
	{"\x1b7", harmless},

	{"春眠不覺曉", touches},
	{" ", touches},
	{"\xe6\x98", touches}, // text cut by the end of a write
	{"\r", touches},
	{"\n", touches},
	{"\b", touches},
	{ansi.SetModeTextCursorEnable, touches},
	{ansi.ResetModeTextCursorEnable, touches},
	{ansi.SetModeUnicodeCore, touches},
	{"\x1b[?7h", touches},
	{"\x1b[4h", touches},
	{"\x1b[?1004;25h", touches},
	{"\x1b[2J", touches},
	{"\x1b[J", touches},
	{"\x1b[K", touches},
	{"\x1b[H", touches},
	{"\x1b[12;40H", touches},
	{"\x1b[m", touches},
	{"\x1b[38;2;1;2;3m", touches},
	{"\x1b[u", touches},
	{"\x1b[!p", touches},
	{"\x1b[?5W", touches},
	{"\x1b[3;7r", touches},
	{"\x1b8", touches},
	{"\x1bM", touches},
	{"\x1bc", touches},
	{"\x1b(0", touches},
	{"\x1b#8", touches},
}

func TestNext(t *testing.T) {
	for _, tt := range scans {
		for _, after := range []string{"", "\x1b[K", "\r"} {
			n, got := next([]byte(tt.bytes + after))
			if n != len(tt.bytes) || got != tt.want {
				t.Errorf("next(%q) = %d, %v; want %d, %v", tt.bytes+after, n, got, len(tt.bytes), tt.want)
			}
		}
	}
}

// TestNextWaits holds that of a sequence that is cut off by the end of a write
// nothing is judged.
func TestNextWaits(t *testing.T) {
	for _, tt := range scans {
		if tt.bytes[0] != escape {
			continue
		}
		for i := 1; i < len(tt.bytes); i++ {
			if n, _ := next([]byte(tt.bytes[:i])); n != 0 {
				t.Errorf("next(%q) = %d, want 0", tt.bytes[:i], n)
			}
		}
	}
}

// TestNextCutOff holds that a sequence that another one cuts off ends there.
func TestNextCutOff(t *testing.T) {
	for _, cut := range []string{"\x1b[12", "\x1b]0;x", "\x1bP+q"} {
		n, _ := next([]byte(cut + "\x1b[?1049h"))
		if n != len(cut) {
			t.Errorf("next(%q…) = %d, want %d", cut, n, len(cut))
		}
	}
}

// FuzzNext holds that whatever comes is passed on whole, and in pieces.
func FuzzNext(f *testing.F) {
	for _, tt := range scans {
		f.Add([]byte(tt.bytes))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			n, _ := next(b)
			if n < 0 || n > len(b) {
				t.Fatalf("next(%q) = %d", b, n)
			}
			if n == 0 {
				if b[0] != escape {
					t.Fatalf("next(%q) waits", b)
				}
				return
			}
			b = b[n:]
		}
	})
}
