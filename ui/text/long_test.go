package text_test

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/effort"
	"linger/ui/text"
)

// long holds functions that return about n bytes of text, such as a server may send in a
// field value.
var long = map[string]func(n int) string{
	"one word":     func(n int) string { return strings.Repeat("a", n) },
	"many words":   func(n int) string { return strings.Repeat("so ", n/3) },
	"spaces":       func(n int) string { return strings.Repeat(" ", n) + "a" },
	"hyphens":      func(n int) string { return strings.Repeat("a-", n/2) },
	"lines":        func(n int) string { return strings.Repeat("a\n", n/2) },
	"wide letters": func(n int) string { return strings.Repeat("漢", n/3) },
	"marks":        func(n int) string { return strings.Repeat("e\u0301\u0323", n/5) },
	"controls":     func(n int) string { return strings.Repeat("\x1b", n/4) },
}

// Wrapping eight times as much text takes about eight times as long. It would take 64
// times as long if every line examined all the remaining text.
func TestWrapTakesLinearTime(t *testing.T) {
	const n = 20_000
	for name, of := range long {
		short, eight := of(n), of(8*n)
		within(t, 32, name+", wrapped", func() { text.Wrap(text.Safe(short), 54) }, func() { text.Wrap(text.Safe(eight), 54) })
	}
}

// Cutting text to the width of a column takes no longer if the text is a thousand times
// as long.
func TestCuttingDoesNotDependOnTheLength(t *testing.T) {
	for name, of := range long {
		if name == "controls" || name == "lines" {
			continue
		}
		short, huge := of(2_000), of(2_000_000)
		cut := func(s string) func() {
			return func() { text.Fit(s, 54); text.Cut(s, 20); text.WidthUpTo(s, 54); text.Pad(s, 54); text.SafeUpTo(s, 54) }
		}
		within(t, 32, name+", cut", cut(short), cut(huge))
	}
}

// within fails the test if much takes more than the given multiple of the time of little
// in every attempt.
func within(t *testing.T, times int, what string, little, much func()) {
	t.Helper()
	const least = 5 * time.Microsecond
	a, b := effort.Of(little), effort.Of(much)
	for range 30 {
		if b <= time.Duration(times)*max(a, least) {
			return
		}
		a, b = min(a, effort.Of(little)), min(b, effort.Of(much))
	}
	t.Errorf("%s took %v for the short text and %v for the long text", what, a, b)
}

func TestSafeUpTo(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 500), strings.Repeat("漢", 500), strings.Repeat("e\u0301\u0323", 500), strings.Repeat("\x1b", 500), "short"} {
		for w := range 40 {
			if got, want := text.Fit(text.SafeUpTo(s, w), w), text.Fit(text.Safe(s), w); got != want {
				t.Errorf("SafeUpTo in %d cells of %.10q = %q, want %q", w, s, got, want)
			}
		}
	}
}

func TestWidthUpTo(t *testing.T) {
	for _, s := range []string{"", "abc", "漢字", "e\u0301", "\x1b[1mabc\x1b[m"} {
		for w := range 8 {
			switch n, all := text.WidthUpTo(s, w), text.Width(s); {
			case all <= w && n != all, all > w && n <= w:
				t.Errorf("WidthUpTo(%q, %d) = %d, want %d or, above %[2]d, any larger number", s, w, n, all)
			}
		}
	}
}

func BenchmarkWrap(b *testing.B) {
	for name, of := range long {
		s := text.Safe(of(1_000_000))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Wrap(s, 54)
			}
		})
	}
}
