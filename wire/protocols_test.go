package wire

import (
	"strings"
	"testing"
)

// A known protocol is named as soon as enough of its bytes have arrived. While the bytes
// may still become a known protocol, nothing is reported, unless the connection has
// ended.
func TestProtocolsAreNamed(t *testing.T) {
	const settings = "\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80"
	const unknown = "; no status-line follows"
	for name, c := range map[string]struct {
		bytes  string
		known  int // number of bytes after which the protocol is named; 0: never
		detail string
		quiet  [2]int // the range of bytes received for which nothing is reported
	}{
		"HTTP/2":             {settings, 9, `these bytes are an HTTP/2 SETTINGS frame: the server speaks HTTP/2 on this port`, [2]int{1, 8}},
		"alert":              {"\x15\x03\x01\x00\x02\x02\x46", 3, `these bytes are TLS: the port expects https`, [2]int{1, 2}},
		"SSH":                {"SSH-2.0-x\r\n", 4, `this port speaks SSH, not HTTP`, [2]int{1, 3}},
		"SMTP":               {"220 mx ESMTP\r\n", 14, `this port speaks SMTP, not HTTP`, [2]int{1, 13}},
		"FTP":                {"220-x\r\n", 7, `this port speaks FTP, not HTTP`, [2]int{1, 6}},
		"MySQL":              {"J\x00\x00\x00\n8.0.36\x00", 6, `this port speaks MySQL, not HTTP`, [2]int{4, 5}},
		"PostgreSQL":         {"E\x00\x00\x00\x8dSFATAL\x00", 6, `this port speaks PostgreSQL, not HTTP`, [2]int{1, 5}},
		"old PostgreSQL":     {"EFATAL:  unsupported\n", 7, `this port speaks PostgreSQL, not HTTP`, [2]int{1, 6}},
		"IRC":                {":irc.example NOTICE * :hi\r\n", 20, `this port speaks IRC, not HTTP`, [2]int{}},
		"zeros":              {strings.Repeat("\x00", 12), 0, "", [2]int{1, 3}},
		"HTTP/2 on stream 1": {"\x00\x00\x12\x04\x00\x00\x00\x00\x01\x00\x03", 0, "", [2]int{1, 8}},
		"TLS 2":              {"\x16\x02\x00", 0, "", [2]int{1, 1}},
		"text":               {"hello\r\n", 0, "", [2]int{}},
	} {
		for n := 1; n <= len(c.bytes); n++ {
			for _, ended := range []bool{false, true} {
				got := ""
				for _, f := range diagnosed(c.bytes[:n], ended) {
					got += string(f.Code) + ": " + f.Detail
				}
				want := string(CodeBytesUnknown) + ": " + Quote([]byte(c.bytes[:n])) + unknown
				switch {
				case c.known > 0 && n >= c.known:
					want = string(CodeOtherProtocol) + ": " + Quote([]byte(c.bytes[:n])) + ": " + c.detail
				case n >= c.quiet[0] && n <= c.quiet[1] && !ended:
					want = ""
				}
				if got != want {
					t.Errorf("%s, %d bytes, ended %t: diagnosis %q, want %q", name, n, ended, got, want)
				}
			}
		}
	}
}

// diagnosed returns the diagnosis of bytes that a server sent in place of a response.
func diagnosed(text string, ended bool) []Finding {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	a := Account{Facts: &Facts{BodyAt: -1}, Raw: []byte(text), Ended: ended}
	for rest, ev := a.Raw, goOn; ev != EventNeedMore; {
		var took int
		took, ev = d.Feed(rest)
		rest = rest[took:]
		a.Findings, a.Lines = append(a.Findings, d.Findings()...), append(a.Lines, d.Lines()...)
	}
	d.Close()
	a.Findings, a.Lines = append(a.Findings, d.Findings()...), append(a.Lines, d.Lines()...)
	return Diagnose(a)
}

func TestQuote(t *testing.T) {
	for b, want := range map[string]string{
		"SSH-2.0-x\r\nmore":        `"SSH-2.0-x"`,
		"\r\nmore":                 `"\r\nmore"`,
		"a\tb\n":                   `"a\tb"`,
		"J\x00\x00\x00\n8.0":       `"J\x00\x00\x00\n8.0"`,
		"\xc3\xbc":                 `"\u00fc"`,
		strings.Repeat("\x00", 25): `"` + strings.Repeat(`\x00`, 24) + `"…`,
		strings.Repeat("x", 61):    `"` + strings.Repeat("x", 60) + `"…`,
	} {
		if got := Quote([]byte(b)); got != want {
			t.Errorf("Quote(%q) = %s, want %s", b, got, want)
		}
	}
}
