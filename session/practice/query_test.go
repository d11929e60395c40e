package practice

import (
	"strings"
	"testing"
)

func TestParamRead(t *testing.T) {
	for _, c := range []struct {
		p     Param
		given string
		want  string // empty if an error is expected
	}{
		{countParam("n", 1, 0, 10, ""), "7", "7"},
		{countParam("n", 1, 0, 10, ""), "10", "10"},
		{countParam("n", 1, 0, 10, ""), "11", ""},
		{countParam("n", 1, 2, 10, ""), "-3", ""},
		{countParam("n", 1, 0, 10, ""), "1.5", ""},
		{countParam("n", 1, 0, 10, ""), "", ""},
		{countParam("n", 1, 0, 10, ""), "1e300", ""},
		{countParam("n", 1, 0, 10, ""), "1e999", ""},
		{countParam("n", 1, 0, 10, ""), "NaN", ""},
		{countParam("n", 1, 0, 10, ""), "Inf", ""},
		{secondsParam("s", 1, ""), "0.25", "0.25"},
		{secondsParam("s", 1, ""), "0", "0"},
		{secondsParam("s", 1, ""), "600.001", ""},
		{period("s", 1, ""), "0", ""},
		{wholeSecondsParam("s", 1, ""), "0.25", ""},
		{textParam("t", "", ""), "any, thing=\"x\"", "any, thing=\"x\""},
		{textParam("t", "", ""), "a\r\nb", ""},
		{textParam("t", "", ""), "\x1b[2J", ""},
		{textParam("t", "", ""), strings.Repeat("x", 201), ""},
	} {
		got, err := c.p.read(c.given)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: read(%q) = %q, %v; want %q", c.p, c.given, got, err, c.want)
		}
	}
}

// The server never corrects an invalid query. It answers 400 and says what is wrong.
func TestInvalidQueriesAreRefused(t *testing.T) {
	const followed = ""
	for _, c := range []struct{ target, want string }{
		{"/length?", followed},
		{"/length?&bytes=1&&max=1&", followed},
		{"/length?%62ytes=%31", followed},
		{"/length?bytes=1048576&timeout=600&max=1", followed},
		{"/truncated?length=10&sent=9", followed},
		{"/bad-hint?value=timeout=5;max=10", followed},
		{"/constant-max?max=0", followed},
		{"/?max=2", followed},
		{"/echo?q=1&q=2&100%", followed},

		{"/length?bytes=-1", `bytes="-1" is out of range; it takes 0 to 1048576 bytes.`},
		{"/length?bytes=2000000", `bytes="2000000" is out of range; it takes 0 to 1048576 bytes.`},
		{"/length?timeout=601", `timeout="601" is out of range; it takes 0 to 600 s.`},
		{"/length?max=0", `max="0" is out of range; it takes 1 to 1000000.`},
		{"/echo?q=1&max=0", `max="0" is out of range; it takes 1 to 1000000.`},
		{"/length?bytes=abc", `bytes="abc" is not a number; it takes 0 to 1048576 bytes.`},
		{"/length?bytes=1.5", `bytes="1.5" is not a whole number; it takes 0 to 1048576 bytes.`},
		{"/length?bytes", `bytes="" is not a number; it takes 0 to 1048576 bytes.`},
		{"/length?bytes=\xff", `bytes="\xff" is not a number; it takes 0 to 1048576 bytes.`},
		{"/length?bytes=1#2", `bytes="1#2" is not a number; it takes 0 to 1048576 bytes.`},
		{"/countdown?timeout=3;max=5", `timeout="3;max=5" is not a number, and pairs are separated by &; it takes 0 to 600 s.`},
		{"/length?nosuch=1", `there is no parameter "nosuch".`},
		{"/length?Bytes=1", `there is no parameter "Bytes".`},
		{"/length?=1", `there is no parameter "".`},
		{"/close?timeout=1", `there is no parameter "timeout".`},
		{"/?x", `there is no parameter "x".`},
		{"/about/length?bytes=1", `there is no parameter "bytes".`},
		{"/length?bytes=1&bytes=1", `bytes occurs more than once.`},
		{"/length?bytes=%zz", `"bytes=%zz" cannot be decoded: a % needs two hexadecimal digits after it.`},
		{"/bad-hint?value=100%", `"value=100%" cannot be decoded: a % needs two hexadecimal digits after it.`},
		{"/sweep?every=0", `every="0" is out of range; it takes 0.001 to 600 s.`},

		{"/range?low=3&high=1", `low has to be less than high, and 3 is not less than 1.`},
		{"/truncated?length=10&sent=300", `sent has to be less than length, and 300 is not less than 10.`},
		{"/reset-body?length=300", `sent has to be less than length, and 300 is not less than 300.`},
		{"/early?timeout=2", `after has to be less than timeout, and 3 is not less than 2.`},
		{"/late?after=1", `timeout has to be less than after, and 2 is not less than 1.`},
		{"/zero?timeout=2", `timeout has to be less than after, and 2 is not less than 1.9.`},
		{"/two-hints?timeout=4", `second has to be less than timeout, and 5 is not less than 4.`},
		{"/ends-before-max?max=3", `after has to be less than max, and 3 is not less than 3.`},
		{"/unsolicited?after=5", `after has to be less than timeout, and 5 is not less than 5.`},
		{"/crlf?timeout=0", `after has to be less than timeout, and 1 is not less than 0.`},
	} {
		tell(t, func(s *story) {
			s.get(c.target)
			status, content := s.wantMessage()
			path, _, _ := strings.Cut(c.target, "?")
			refusal := "Parameters of " + path + ": " + c.want + "\n\n"
			switch {
			case c.want == followed && status != "200":
				t.Errorf("%s: status %s, want 200: %s", c.target, status, content)
			case c.want != followed && (status != "400" || !strings.HasPrefix(strings.Replace(content, "/about:", path+":", 1), refusal)):
				t.Errorf("%s: status %s, content %s\nwant 400 with %s", c.target, status, content, refusal)
			case c.want != followed && strings.Count(content, "\n") < 3:
				t.Errorf("%s: the refusal lists no parameters: %s", c.target, content)
			}
			s.get("/length?bytes=0") // the connection persists after a refusal
		})
	}
}

func TestRefusalListsParameters(t *testing.T) {
	tell(t, func(s *story) {
		s.get("/range?low=9")
		s.want(page("400 Bad Request", `Parameters of /range: low has to be less than high, and 9 is not less than 4.7.

Parameters
  timeout=0 (0 to 600 s): idle timeout, advertised; 0 for no hint
  low=2.6 (0 to 600 s): shortest idle time before the close
  high=4.7 (0 to 600 s): longest idle time before the close
  low has to be less than high.
`, kept(99)))
		s.get("/close?x=" + strings.Repeat("y", 300))
		s.want(page("400 Bad Request", "Parameters of /close: there is no parameter \"x\".\n\nThis scenario has no parameters.\n", kept(98)))
		s.get("/length?max=0")
		if _, content := s.wantMessage(); !strings.Contains(content, "max=100 (1 to 1000000): exchanges on a connection; with 1 the first response\n  has close\n") {
			t.Errorf("content = %s\nwant the limits of max", content)
		}
		s.get("/length?max=1") // the refusals count as exchanges, so max is used up
		if status, _ := s.wantMessage(); status != "200" {
			t.Errorf("status of /length?max=1 = %s, want 200", status)
		}
		s.wantFIN(0)
	})
}
