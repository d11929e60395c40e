package export

import (
	"fmt"
	"strings"
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// sent returns the exchange in which the request raw was sent to http://h.
func sent(raw string) *record.Exchange {
	var r record.Record
	started := session.RequestStarted{Conn: 1, Exchange: 1, Data: []byte(raw), Len: int64(len(raw))}
	for d := range wire.DecodeRequests([]byte(raw), 0) {
		started.Lines = d.Lines
	}
	for _, ev := range []session.Event{&session.Started{Target: "http://h"}, &session.Dialing{Conn: 1}, &session.Connected{Conn: 1}, &started} {
		r.Apply(ev)
	}
	return r.Exchange(1)
}

func TestCurlOfKeepsChunkedContent(t *testing.T) {
	e := sent("POST /up HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
	command, masked, err := CurlOf("http://h", e, false, nil)
	if err != nil || masked || !strings.Contains(command, "--data-binary hello") {
		t.Errorf("CurlOf() = %q, %t, %v; want the unmasked content", command, masked, err)
	}
}

func TestCurlOfMasksSecrets(t *testing.T) {
	e := sent("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic eDp5\r\n\r\n")
	command, masked, err := CurlOf("http://h", e, false, nil)
	if err != nil || !masked || strings.Contains(command, "eDp5") || !strings.Contains(command, "Authorization: ****") {
		t.Errorf("CurlOf() = %q, %t, %v; want the credentials masked", command, masked, err)
	}
	if command, masked, _ = CurlOf("http://h", e, true, nil); masked || !strings.Contains(command, "eDp5") {
		t.Errorf("with secrets, CurlOf() = %q, %t; want the credentials", command, masked)
	}
}

// If curl would send different bytes, a comment in the command describes the difference.
func TestCurlOfSaysWhatDiffers(t *testing.T) {
	for raw, want := range map[string]string{
		"GET /x HTTP/1.1\r\nHost: h\r\nUser-Agent: a\r\nAccept: */*\r\nX:\r\n\r\n":           "",
		"POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello": "",
		"GET /x HTTP/1.1\nHost: h\n\n":                 "ends each line with CRLF",
		"GET /x HTTP/1.1\r\nHost: h\r\nX :  y\r\n\r\n": "one space",
		"GET /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n": "the sizes of chunks",
		"GET /x HTTP/1.1\r\nX: y\r\nHost: h\r\n\r\n":                                                       "Host first",
	} {
		e := sent(raw)
		command, _, err := CurlOf("http://h", e, false, nil)
		if err != nil {
			t.Errorf("CurlOf(%q) returned the error %v, want none", raw, err)
		}
		_, says, commented := strings.Cut(command, "\n# curl sends other bytes: ")
		if commented != (want != "") || !strings.Contains(says, want) {
			t.Errorf("CurlOf(%q) = %q; want the difference %q", raw, command, want)
		}
	}
	e := sent("POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello")
	e.Request.Len += 7
	if command, _, _ := CurlOf("http://h", e, false, nil); !strings.Contains(command, " of ") || !strings.Contains(command, "# curl sends other bytes: linger kept") {
		t.Errorf("the command is %q; want a comment that linger kept only part of the request", command)
	}
}

func TestBytesMasksSecrets(t *testing.T) {
	raw := "GET /?a=1&token=PW&b=2 HTTP/1.1\r\nHost: h\r\nCookie: PW=1\r\n PW=2\r\n\tPW=3\r\nX: a\r\n fold\r\n" +
		"Referer: http://u:PW@h/?session_id=PW\r\nX-Api-Key : PW\r\nset-cookie PW\r\n\r\n"
	e := sent(raw)
	got, masked := Bytes(&e.Request, false, nil)
	if !masked || strings.Contains(got, "PW") {
		t.Errorf("Bytes() = %q, %t; want all secrets masked", got, masked)
	}
	for _, want := range []string{"a=1", "b=2", " fold\r\n", "\r\n ****\r\n\t****\r\n", "Host: h"} {
		if !strings.Contains(got, want) {
			t.Errorf("Bytes returned %q, want %q in it", got, want)
		}
	}
	if got, masked := Bytes(&e.Request, true, nil); masked || got != raw {
		t.Errorf("with secrets, Bytes returned %q, want %q", got, raw)
	}
	line := Lines{Record: &record.Record{}, Mask: true}.Exchange(e)
	if header := fmt.Sprint(line.Request); strings.Contains(header, "PW") || !strings.Contains(header, "X a fold") {
		t.Errorf("the JSON line has the request %s; want it without the secrets, with the folded field", header)
	}
}
