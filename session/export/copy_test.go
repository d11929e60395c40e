package export

import (
	"fmt"
	"strings"
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// sent is the exchange of a request that was sent to http://h.
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
	command, masked, err := CurlOf("http://h", e, false)
	if err != nil || masked || !strings.Contains(command, "--data-binary hello") {
		t.Errorf("%q, masked %v, %v", command, masked, err)
	}
}

func TestCurlOfMasksSecrets(t *testing.T) {
	e := sent("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic eDp5\r\n\r\n")
	command, masked, err := CurlOf("http://h", e, false)
	if err != nil || !masked || strings.Contains(command, "eDp5") || !strings.Contains(command, "Authorization: ****") {
		t.Errorf("%q, masked %v, %v", command, masked, err)
	}
	if command, masked, _ = CurlOf("http://h", e, true); masked || !strings.Contains(command, "eDp5") {
		t.Errorf("%q, masked %v", command, masked)
	}
}

func TestBytesHoldNoSecret(t *testing.T) {
	raw := "GET /?a=1&token=PW&b=2 HTTP/1.1\r\nHost: h\r\nCookie: PW=1\r\n PW=2\r\n\tPW=3\r\nX: a\r\n fold\r\n" +
		"Referer: http://u:PW@h/?session_id=PW\r\nX-Api-Key : PW\r\nset-cookie PW\r\n\r\n"
	e := sent(raw)
	got, masked := Bytes(&e.Request, false)
	if !masked || strings.Contains(got, "PW") {
		t.Errorf("%q", got)
	}
	for _, want := range []string{"a=1", "b=2", " fold\r\n", "\r\n ****\r\n\t****\r\n", "Host: h"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if got, masked := Bytes(&e.Request, true); masked || got != raw {
		t.Errorf("with secrets: %q", got)
	}
	line := Lines{Record: &record.Record{}, Mask: true}.Exchange(e)
	if header := fmt.Sprint(line.Request); strings.Contains(header, "PW") || !strings.Contains(header, "X a fold") {
		t.Errorf("JSON: %s", header)
	}
}
