package export

import (
	"slices"
	"strings"
	"testing"

	"linger/session"
	"linger/wire"
)

func TestShellWords(t *testing.T) {
	for command, want := range map[string][]string{
		`curl -d 'it'\''s' h`:        {"curl", "-d", "it's", "h"},
		`curl h/\?a=1\&b=2`:          {"curl", "h/?a=1&b=2"},
		`-H X:\ a`:                   {"-H", "X: a"},
		`$'a\'b\n\x41\101'`:          {"a'b\nAA"},
		"a \\\n  b":                  {"a", "b"},
		`"a\"b\c\\d"`:                {`a"b\c\d`},
		`{a,b}{1..3} "{c,d}" \{e,f}`: {"{a,b}{1..3}", "{c,d}", "{e,f}"},
		`* a?c [x]`:                  {"*", "a?c", "[x]"},
		`'' ""`:                      {"", ""},
		`a~b http://h/~me`:           {"a~b", "http://h/~me"},
	} {
		if got, err := ShellWords(command); err != nil || !slices.Equal(got, want) {
			t.Errorf("ShellWords(%q) = %q, %v; want %q", command, got, err, want)
		}
	}
}

// ShellWords reads the output of ShellQuote as the original word.
func FuzzShellQuote(f *testing.F) {
	for _, s := range []string{"it's", "", "~", "#", "0'", "\n\t\x01", "\xff", "a b", `\`, "{a,b}", "$x`y`", "ü", "\u2028", "*", "=~/x", "!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.IndexByte(s, 0) >= 0 || len(s) > 1<<16 {
			return
		}
		if got, err := ShellWords(ShellQuote(s)); err != nil || len(got) != 1 || got[0] != s {
			t.Errorf("ShellQuote(%q) = %s, which ShellWords reads as %q, %v", s, ShellQuote(s), got, err)
		}
	})
}

// ParseCurl reads the output of CurlCommand as the original request.
func FuzzCurlCommand(f *testing.F) {
	f.Add("GET", "/", "X", "it's", "")
	f.Add("POST", "/a/../b?x=[1]&y={a,b}", "X-A", `a\b "c"`, "it's \xff\n")
	f.Add("PUT", "*", "Accept", "", "@file")
	f.Add("HEAD", "/~me#x", "Host", "other", "")
	f.Add("OPTIONS", "//h/..", "Content-Type", "a;b", "a=1&b=2")
	f.Fuzz(func(t *testing.T, method, target, name, value, content string) {
		to, _, err := session.ParseTarget("http://h:8080/")
		if err != nil {
			t.Fatal(err)
		}
		m := to.Request(method, target)
		m.Fields = append(m.Fields, wire.HeaderField{Name: name, Value: value})
		m.Content = []byte(content)
		m = session.Framed(m)
		raw := wire.AppendRequest(nil, m)
		if read, same := MessageOf(raw); !same || read.Method != method || read.Target != target {
			return // MessageOf cannot reproduce this request
		}
		command, err := CurlCommand(to, m)
		if err != nil {
			return
		}
		c, err := ParseCurl(command, nil)
		if err != nil {
			t.Fatalf("ParseCurl(%q) returned the error %v, want none", command, err)
		}
		if !sameRequest(c.Request, m) {
			t.Errorf("%s\n got %q\nwant %q", command, wire.AppendRequest(nil, c.Request), raw)
		}
	})
}
