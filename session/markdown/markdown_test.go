package markdown

import "testing"

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"plain, 5 s":              "plain, 5 s",
		"a|b\r\nc":                `a\|b  c`,
		"<b>`x`*_~":               "\\<b>\\`x\\`\\*\\_\\~",
		"[a](b) ![]":              `\[a\](b) \!\[\]`,
		`\ &amp; @me`:             `\\ \&amp; \@me`,
		"http://h":                "http://h",
		"\x1b[2J\u009b":           `\\x1b\[2J\\x9b`,
		"\u202e\u2028\U000e0041ü": `\\u202e\\u2028\\U000e0041ü`,
		"\xff\ufffd":              `\\xff` + "\ufffd",
	} {
		if got := Text(text); got != want {
			t.Errorf("Text(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for code, want := range map[string]string{"a": "`a`", "a`b": "`` a`b ``", "``": "``` `` ```", "a|b\n": "`a\\|b `", "\x1b\u202e\xff": "`\\x1b\\u202e\\xff`"} {
		if got := Code(code); got != want {
			t.Errorf("Code(%q) = %s, want %s", code, got, want)
		}
	}
}

func TestFencedUsesLongerFence(t *testing.T) {
	if got := Fenced("sh", "a```b\n\x1b[2J"); got != "````sh\na```b\n\\x1b[2J\n````" {
		t.Errorf("Fenced = %q, want a fence of four backquotes", got)
	}
}
