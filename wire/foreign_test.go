package wire

import (
	"strings"
	"testing"
)

// What another protocol begins with is known for what it is, however it is cut,
// and whether or not a request had gone out before it came.
func TestForeignProtocolsAreNamed(t *testing.T) {
	const settings = "\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80"
	get := Request{Method: "GET", Version: Version{1, 1}}
	for name, c := range map[string]struct{ bytes, detail string }{
		"HTTP/2":       {settings, "these bytes are an HTTP/2 SETTINGS frame: the server speaks HTTP/2 on this port"},
		"alert":        {"\x15\x03\x01\x00\x02\x02\x46", "these bytes are TLS: the port wants https"},
		"handshake":    {"\x16\x03\x03\x00\x7a", "these bytes are TLS: the port wants https"},
		"zeros":        {strings.Repeat("\x00", 12), ""},
		"a stream":     {"\x00\x00\x12\x04\x00\x00\x00\x00\x01\x00\x03", ""},
		"no TLS":       {"\x16\x02\x00", ""},
		"half of it":   {settings[:8], ""},
		"half of TLS":  {"\x15\x03", ""},
		"no HTTP at 2": {"\r\n" + settings, ""},
	} {
		for _, asked := range []bool{true, false} {
			for _, n := range []int{1, 4, len(c.bytes)} {
				d := NewDecoder(Limits{})
				code := CodeUnsolicited
				if asked {
					code = CodeStatusLine
					d.Expect(get)
				}
				found := fedBy(d, c.bytes, n)
				d.Close()
				found = append(found, d.Findings()...)
				last := found[len(found)-1]
				if last.Code != code || last.Detail != c.detail {
					t.Errorf("%s by %d: %+v", name, n, found)
				}
			}
		}
	}
}

// Where the first bytes came before the request, what follows it says again
// why no answer can come.
func TestForeignProtocolGoesOn(t *testing.T) {
	d := NewDecoder(Limits{})
	fedBy(d, "\x00\x00\x00\x04\x00\x00\x00\x00\x00", 9)
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	found := fedBy(d, "\x00\x00\x08\x07", 4)
	if len(found) != 1 || found[0].Code != CodeOutOfStep || found[0].Detail != "the server speaks HTTP/2 on this port" {
		t.Errorf("%+v", found)
	}
}

// fedBy feeds text n bytes at a time and returns the findings.
func fedBy(d *Decoder, text string, n int) (found []Finding) {
	for at := 0; at < len(text); at += n {
		rest := []byte(text[at:min(at+n, len(text))])
		for ev := goOn; ev != EventNeedMore; {
			var took int
			took, ev = d.Feed(rest)
			rest = rest[took:]
			found = append(found, d.Findings()...)
		}
	}
	return found
}
