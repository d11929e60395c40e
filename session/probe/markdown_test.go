package probe

import "testing"

func TestMarkdownShowsTextAsItIs(t *testing.T) {
	for text, want := range map[string]string{
		"plain, 5 s":  "plain, 5 s",
		"a|b\r\nc":    `a\|b  c`,
		"<b>`x`*_":    "\\<b>\\`x\\`\\*\\_",
		"[a](b) ![]":  `\[a\](b) \!\[\]`,
		`\ &amp; @me`: `\\ \&amp; \@me`,
		"http://h":    `http:\//h`,
	} {
		if got := markdownText(text); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
	for code, want := range map[string]string{"a": "`a`", "a`b": "`` a`b ``", "``": "``` `` ```", "a|b\n": "`a\\|b `"} {
		if got := markdownCode(code); got != want {
			t.Errorf("%q is written %s, want %s", code, got, want)
		}
	}
}
