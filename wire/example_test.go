package wire_test

import (
	"fmt"

	"linger/wire"
)

// A response is fed in pieces, as a connection delivers it.
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
	// warning at 34: a line ends with LF alone
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
	// fasthttp 1.77.0 takes 5 bytes
	// llhttp 9.4.2, strict refuses the response
	// h11 git 62c5068 refuses the response
	// curl 7.88.1 reads until the close: 12 bytes
}
