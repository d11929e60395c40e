package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/text"
)

func TestSafe(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "GET / HTTP/1.1", "GET / HTTP/1.1"},
		{"line end", "a\r\n", `a\r\n`},
		{"tab", "a\tb", `a\tb`},
		{"escape sequence", "\x1b[2J a trap", `\x1b[2J a trap`},
		{"delete", "a\x7f", `a\x7f`},
		{"nul", "\x00", `\x00`},
		{"C1 as UTF-8", "\u009b1m", `\u009b1m`},
		{"bytes that are not UTF-8", "\x9b\xff", `\x9b\xff`},
		{"bidi override", "\u202eevil", `\u202eevil`},
		{"zero-width space", "a\u200bb", `a\u200bb`},
		{"byte order mark", "\ufeff{}", `\ufeff{}`},
		{"tag characters", "\U000e0041", `\U000e0041`},
		{"no-break space", "a\u00a0b", `a\u00a0b`},
		{"line separator", "a\u2028b", `a\u2028b`},
		{"unassigned", "\u0378", `\u0378`},
		{"private use", "\ue000", `\ue000`},
		{"joined emoji", "\U0001f468\u200d\U0001f469", "\U0001f468\\u200d\U0001f469"},
		{"words in other scripts", "héllo 你好 שלום", "héllo 你好 שלום"},
		{"a mark on its letter", "e\u0301", "e\u0301"},
		{"a mark on nothing", "\u0301", `\u0301`},
		{"more marks than any script needs", "e\u0301\u0301\u0301", "e\u0301\u0301\\u0301"},
		{"a mark on a space", "a \u0301x", `a \u0301x`},
		{"a spacing mark", "\u0915\u093f", "\u0915" + `\u093f`},
		{"a conjunct", "\u0915\u094d\u0937", "\u0915" + `\u094d` + "\u0937"},
		{"Thai sara am", "\u0e01\u0e33", "\u0e01" + `\u0e33`},
		{"jamo", "\u1100\u1161", `\u1100\u1161`},
		{"backslash", `a\n`, `a\n`},
	} {
		if got := text.Safe(tt.in); got != tt.want {
			t.Errorf("%s: Safe = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Safe treats a byte in the same way wherever it is in the text, and whatever is beside
// it.
func TestSafeEscapesEveryByteAtEveryPlace(t *testing.T) {
	for c := range 256 {
		want := text.Safe(string([]byte{byte(c)}))
		if escaped := len(want) > 1; escaped != (c < ' ' || c >= 0x7f) {
			t.Errorf("Safe of the byte %#x = %q, want an escape only if the byte is not printable ASCII", c, want)
		}
		for _, beside := range []string{"a", " ", "!", "~"} {
			for before := range 18 {
				head, tail := strings.Repeat(beside, before), strings.Repeat(beside, 17-before)
				if got := text.Safe(head + string([]byte{byte(c)}) + tail); got != head+want+tail {
					t.Errorf("Safe of the byte %#x after %d bytes %q = %q, want %q for the byte", c, before, beside, got, want)
				}
			}
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range []string{"", "a", "\x1bP1\x1b\\", "\u009c", "\u202e\u0301", "\xff\xfe", "\u0915\u093f\u094d\u0937", "\u0e01\u0e33", "\U0001f1e6", "e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Safe(s)
		if !utf8.ValidString(got) {
			t.Fatalf("the result %q is not UTF-8", got)
		}
		for _, r := range got {
			if r < ' ' || r == 0x7f || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Z, unicode.Variation_Selector) && r != ' ' {
				t.Fatalf("the result %q contains %U", got, r)
			}
		}
		if clusters, runes := ansi.StringWidth(got), ansi.StringWidthWc(got); clusters != runes {
			t.Fatalf("%q is %d cells wide as clusters and %d as single runes", got, clusters, runes)
		}
		if text.Safe(got) != got {
			t.Fatalf("Safe changed its own result %q", got)
		}
		for w := range 12 {
			if n := text.Width(text.Fit(got, w)); n != w {
				t.Fatalf("Fit of %q in %d cells is %d cells wide", got, w, n)
			}
		}
	})
}

// No safe rune combines with an adjacent rune. Otherwise a row would be narrower than the
// sum of its parts.
func TestSafeRunesStandAlone(t *testing.T) {
	for r := rune(' '); r <= utf8.MaxRune; r++ {
		s := text.Safe(string(r))
		if n := text.Width(s); text.Width(" "+s) != n+1 || text.Width(s+" ") != n+1 || text.Width(s+"a") != n+1 {
			t.Errorf("%U: %q is %d cells wide alone, but not beside other runes", r, s, n)
		}
	}
}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		got, want string
	}{
		{text.Fit("abc", 5), "abc  "},
		{text.Fit("abcdef", 5), "abcd…"},
		{text.FitWith("abcdef", 5, "..."), "ab..."},
		{text.FitWith("abcdef", 2, "..."), "ab"},
		{text.Fit("你好吗", 4), "你… "},
		{text.Fit("abc", 0), ""},
		{text.Fit("abc", -1), ""},
		{text.Cut("abc", 3), "abc"},
		{text.Cut("abcd", 1), "…"},
		{text.Cut(`max=99\r\n`, 6), "max=…"}, // the cut is not inside a number
		{text.Cut("max=99 left", 7), "max=99…"},
		{text.Cut("after 5.003 s", 10), "after …"},
		{text.Cut("after 5.003 s", 9), "after …"},
		{text.Cut("after 5.003 s", 8), "after …"},
		{text.Cut("after 5.003 s", 12), "after 5.003…"},
		{text.Cut("9,812 bytes", 4), "…"},
		{text.Cut("127.0.0.1:8080", 12), "127.0.0.1:…"},
		{text.Cut("127.0.0.1:8080", 8), "127.…"},
		{text.Cut("1. one", 4), "1. …"},
		{text.Cut("123456", 4), "…"},
		{text.Marked("abc", 5, "…"), "abc…"},
		{text.Pad("é", 3), "é  "},
		{text.Right("12", 4), "  12"},
		{text.Spaces(-1), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		s    string
		w    int
		want string
	}{
		{"words stay whole, averylongone is broken", 10, "words stay|whole,|averylongo|ne is|broken"},
		{"with --cacert, or -k to go on", 18, "with --cacert, or|-k to go on"},
		{"send GET /answers-then-resets", 24, "send GET|/answers-then-resets"},
		{"stays open: http/1.1-default", 15, "stays open:|http/1.1-|default"},
		{"two\nlines", 10, "two|lines"},
		{"  an indent stays", 20, "  an indent stays"},
		{"", 10, ""},
		{"日本語", 1, "日本語"},
		{"日本語", 4, "日本|語"},
	} {
		if got := strings.Join(text.Wrap(tt.s, tt.w), "|"); got != tt.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tt.s, tt.w, got, tt.want)
		}
	}
}

func TestNoWrappedLineIsTooLong(t *testing.T) {
	const s = "The certificate is not trusted: x509: certificate signed by unknown authority. Give its authority with --cacert, or -k to go on; GET /a-b-c-d-e-f."
	for w := 1; w < 100; w++ {
		for _, l := range text.Wrap(s, w) {
			if text.Width(l) > w {
				t.Errorf("a line is %d cells wide, want at most %d: %q", text.Width(l), w, l)
			}
		}
	}
}

func BenchmarkSafe(b *testing.B) {
	line := strings.Repeat("Content-Type: text/plain ", 8)
	b.ReportAllocs()
	for b.Loop() {
		text.Safe(line)
	}
}
