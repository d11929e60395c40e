package text

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"The server does not say", 23, "The server does not say"},
		{"The server does not say", 22, "The server does not …"},
		{"The server does not say", 21, "The server does not …"},
		{"The server does not say", 20, "The server does …"},
		{"no hint · idle 0.5 s", 19, "no hint · idle …"},
		{"no hint · idle 0.5 s", 12, "no hint …"},
		{"5003 ms", 6, "5003 …"},
		{"a 5003 ms", 8, "a …"},
		{"exchange", 5, "exch…"},
		{"你好 你好", 7, "你好 …"},
		{"", 3, ""},
		{"word", 0, ""},
	} {
		if got := Words(c.s, c.w, "…"); got != c.want {
			t.Errorf("Words(%q, %d) = %q, want %q", c.s, c.w, got, c.want)
		}
	}
	for w := range 30 {
		if got := Words("no hint · idle 0.5 s, counting up", w, "…"); Width(got) > w {
			t.Errorf("Words returned %q, which is wider than %d cells", got, w)
		}
	}
}

func TestTailIsExact(t *testing.T) {
	for _, s := range []string{"", "ab", "ab界 │", "界界界", "e\u0301x", "กำ2", "1ำ"} {
		for w := range 9 {
			got := Tail(s, w)
			if n := Width(got); n != w {
				t.Errorf("Tail in %d cells of %q = %q, which is %d cells wide", w, s, got, n)
			}
			if rest := strings.TrimLeft(got, " "); !strings.HasSuffix(s, rest) {
				t.Errorf("Tail in %d cells of %q = %q, want the end of the text", w, s, got)
			}
		}
	}
	if got := Tail("ab界 │", 3); got != "  │" {
		t.Errorf("Tail split a wide letter: %q", got)
	}
}
