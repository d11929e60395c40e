package cli

import (
	"bytes"
	"strings"
	"testing"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// If the header section says chunked, hint distinguishes content that curl -i saved from
// incomplete or invalid chunks.
func TestHintRecognisesContentWithoutChunks(t *testing.T) {
	page := strings.Repeat("<p>a line of a page</p>\r\n", 4000)
	for _, tt := range []struct {
		body string
		hint string // part of the hint; empty: no hint
	}{
		// Content that curl -i saved.
		{"", "empty content"},
		{"hello\n", "no chunk follows"},
		{"abc", "no chunk follows"},
		{"0", "no chunk follows"},
		{"0\r\n", "no chunk follows"},
		{"12\n", "no chunk follows"},
		{"\r\n", "no chunk follows"},
		{"deadbeef\nmore", "no chunk follows"},
		{"1\r\n2\r\n3\r\n", "no chunk follows"},
		{"1\r\n2\r\n3\r\n4\r\n5\r\n", "no chunk follows"},
		{"cafe\r\nbabe\r\n", "no chunk follows"},
		{"face;x", "no chunk follows"},
		{"1;anna;9\r\n2;bert;8\r\n", "no chunk follows"},
		{"5\nhel", "no chunk follows"},
		{"10\n20\n30\n", "no chunk follows"},
		{"ffffffffffffffffffff\r\n", "no chunk follows"},
		{strings.Repeat("d41d8cd98f00b204e9800998ecf8427e\r\n", 3), "no chunk follows"},
		{page, "no chunk follows"},
		{"{\"a\":1}", "no chunk follows"},
		{"\x1f\x8b\x08\x00", "no chunk follows"},
		// Incomplete chunks.
		{"5\r\nhel", ""},
		{"5\r\nhello", ""},
		{"5\r\nhello\r", ""},
		{"5\r\nhello\r\n", ""},
		{"5\r\nhello\r\n0\r\n", ""},
		{"5\r\nhello\r\n6\r\n th", ""},
		{"3\r\nabc\r\n", ""},
		{"5;a=b\r\nhel", ""},
		{"5\nhello\n6\n th", ""},
		{"1a000\r\n" + page, ""},
		// Invalid chunks.
		{"5\r\nhello, world\r\n", ""},
		{"8000000000000000\r\nabc", ""},
		{"5\r\nabcde\r\nffffffffffffffffff;x\r\nabc\r\n", ""},
		{"5\r\nhello\r\n5g\r\nworld\r\n", ""},
		{"5g\r\nhello\r\n0\r\n\r\n", ""},
		{"3\r\nhello\r\n0\r\n\r\n", ""},
		// Valid chunks.
		{"0\r\n\r\n", ""},
		{"1\r\n2\r\n0\r\n\r\n", ""},
	} {
		d := &decoding{name: "-", out: &decodeJSON{w: new(bytes.Buffer)}}
		d.record.Apply(session.Started{})
		in := strings.NewReader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + tt.body)
		d.capture = newCapture(in, wire.Limits{}, []observe.Request{describe(wire.RequestMessage{Method: "GET", Proto: "HTTP/1.1"})}, d.apply)
		var said bytes.Buffer
		_ = d.run(&said)
		if got := said.String(); (got == "") != (tt.hint == "") || !strings.Contains(got, tt.hint) {
			t.Errorf("%.40q: hint %q, want %q", tt.body, got, tt.hint)
		}
	}
}
