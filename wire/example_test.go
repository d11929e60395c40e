package wire_test

import (
	"fmt"

	"linger/wire"
)

// This example feeds a response in pieces, as a connection delivers it.
func ExampleDecoder() {
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: "GET", Version: wire.Version{Major: 1, Minor: 1}})
	for _, p := range []string{"HTTP/1.1 200 OK\r\nConnec", "tion: close\nContent-Length: 5\r\n\r\nhel", "lo"} {
		for {
			n, event := d.Feed([]byte(p))
			p = p[n:]
			for _, f := range d.Findings() {
				fmt.Printf("%s at %d: %s\n", f.Severity(), f.Offset, f.Text())
			}
			if event == wire.EventNeedMore {
				break
			}
			fmt.Println(event, d.Facts().Framing())
		}
	}
	for _, s := range d.Facts().PersistenceSteps() {
		if s.Decides {
			fmt.Printf("%s: %s (%s)\n", s.Claim, s.Evidence, s.Ref)
		}
	}
	// Output:
	// warning at 34: a line ends in LF instead of CRLF
	// final-head content-length
	// message-end content-length
	// response: close: Connection: close (RFC 9112 §9.6)
}

func ExampleLine_Parts() {
	raw := []byte("Server :  linger\r\n")
	request := append([]byte("GET / HTTP/1.1\r\n"), raw...)
	_, lines, _ := wire.DecodeRequest(append(request, "\r\n"...), 0)
	for p := range lines[1].Parts(raw) {
		fmt.Printf("%d %s %q\n", p.Off, p.Label, raw[p.Off-16:p.Off-16+p.Len])
	}
	// Output:
	// 16 field-name "Server"
	// 22 space " "
	// 23 colon ":"
	// 24 whitespace "  "
	// 26 field-value "linger"
	// 32 CRLF "\r\n"
}

func ExampleReaders() {
	raw := []byte("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello, world")
	d := wire.NewDecoder(wire.Limits{})
	d.Assume(wire.Request{Method: "GET"})
	d.Feed(raw)
	findings := append([]wire.Finding(nil), d.Findings()...)
	f := *d.Facts()
	f.ContentBytes = 5
	for _, r := range wire.Readers(&f, findings, int64(len(raw))-f.BodyAt) {
		fmt.Println(r.Reader, r.Version, r.Text())
	}
	// Output:
	// net/http go1.26.8 reads until the close: 12 bytes
	// fasthttp 1.77.0 reads 5 bytes
	// llhttp 9.4.2, strict rejects the response
	// h11 git 62c5068 rejects the response
	// curl 7.88.1 reads until the close: 12 bytes
}

// This example feeds requests in pieces.
func ExampleRequestDecoder() {
	d := wire.NewRequestDecoder(wire.Limits{})
	for _, p := range []string{"POST /a HTTP/1.1\r\nContent-Le", "ngth: 2\r\n\r\nokGET /b HT", "TP/1.1\r\n\r\n"} {
		for {
			n, event := d.Feed([]byte(p))
			p = p[n:]
			if event == wire.EventNeedMore {
				break
			}
			fmt.Println(event, d.Request().Method, d.Offset())
		}
	}
	// Output:
	// final-head POST 39
	// message-end POST 41
	// final-head GET 60
	// message-end GET 60
}

// In this example, a server flushed an empty buffer, and the resulting empty chunk ended
// the body.
func ExampleDiagnose() {
	raw := []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n6\r\n there\r\n0\r\n\r\n")
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: "GET"})
	a := wire.Account{Raw: raw}
	for at, event := 0, wire.EventFinalHead; event != wire.EventNeedMore; {
		var n int
		n, event = d.Feed(raw[at:])
		at += n
		a.Lines = append(a.Lines, d.Lines()...)
		a.Findings = append(a.Findings, d.Findings()...)
	}
	a.Facts = d.Facts()
	for _, f := range append(a.Findings, wire.Diagnose(a)...) {
		fmt.Printf("%d: %s\n", f.Offset, f.Text())
	}
	// Output:
	// 62: unsolicited bytes arrived
	// 62: the bytes left over are chunks of the same body: an empty chunk at 57 ended the body; 11 bytes of content were meant
}
