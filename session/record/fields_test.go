package record_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// exchanged returns an exchange with the given request and response.
func exchanged(t *testing.T, request, response string) *record.Exchange {
	t.Helper()
	r := &record.Record{}
	r.Apply(session.Dialing{Conn: 1})
	facts, lines, _ := wire.DecodeRequest([]byte(request), 0)
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Method: facts.Method, Facts: facts, Data: []byte(request), Len: int64(len(request)), Lines: lines})
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(facts)
	for rest := []byte(response); ; {
		off := d.Offset()
		n, ev := d.Feed(rest)
		ls := append([]wire.Line(nil), d.Lines()...)
		wire.ShiftLines(ls, -off)
		if n > 0 {
			r.Apply(&session.Received{At: time.Second, Conn: 1, Exchange: 1, Off: off, Len: int64(n), Data: rest[:n], Lines: ls, Reads: 1})
		}
		rest = rest[n:]
		switch ev {
		case wire.EventInterimHead, wire.EventFinalHead:
			r.Apply(&session.ResponseHead{Conn: 1, Exchange: 1, Off: d.Facts().Off, End: d.Offset(), Facts: *d.Facts()})
		case wire.EventMessageEnd:
			r.Apply(&session.ExchangeDone{At: time.Second, Conn: 1, Exchange: 1, Facts: *d.Facts(), Reason: d.Facts().Persistence()})
		case wire.EventNeedMore:
			return r.Exchange(1)
		}
	}
}

func joined(fields iter.Seq[wire.Field]) string {
	var out []string
	for f := range fields {
		out = append(out, f.Name+"="+f.Value)
	}
	return strings.Join(out, " ")
}

func TestFieldsReturnTheFieldLines(t *testing.T) {
	e := exchanged(t, "GET / HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n",
		"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 302 Found\r\nX: 1\r\nlocation: /there\r\nTransfer-Encoding: chunked\r\n\r\n"+
			"1\r\na\r\n0\r\nDigest: d\r\nOther: o\r\n\r\n")
	h, ok := e.Final()
	for what, s := range map[string][2]string{
		"request":  {joined(e.RequestFields()), "Host=h Accept=*/*"},
		"interim":  {joined(e.Fields(e.Heads[0])), "Link=</a>"},
		"final":    {joined(e.Fields(h)), "X=1 location=/there Transfer-Encoding=chunked"},
		"trailers": {joined(e.TrailerFields()), "Digest=d Other=o"},
	} {
		if s[0] != s[1] {
			t.Errorf("fields of the %s = %q, want %q", what, s[0], s[1])
		}
	}
	location, found := e.Location()
	phrase, known := e.ReasonPhrase()
	if !ok || location != "/there" || !found || phrase != "Found" || !known {
		t.Errorf("Location = %q, ReasonPhrase = %q; want /there and Found", location, phrase)
	}
}

// An iterator stops if its caller breaks out of the loop.
func TestFieldIteratorsStopEarly(t *testing.T) {
	e := exchanged(t, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n")
	var got []string
	for _, fields := range []iter.Seq[wire.Field]{e.RequestFields(), e.TrailerFields()} {
		for f := range fields {
			got = append(got, f.Name)
			break
		}
	}
	if fmt.Sprint(got) != "[Host A]" {
		t.Errorf("first fields = %v, want [Host A]", got)
	}
}

func TestMissingFieldsReturnFalse(t *testing.T) {
	e := exchanged(t, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")
	if _, ok := e.Location(); ok {
		t.Error("Location returns ok for an interim response")
	}
	if _, ok := e.ReasonPhrase(); ok || joined(e.TrailerFields()) != "" {
		t.Error("ReasonPhrase or TrailerFields returns a value without a final response")
	}
	e = exchanged(t, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200\r\nLocation:\r\nContent-Length: 0\r\n\r\n")
	if _, ok := e.Location(); ok {
		t.Error("Location returns ok for an empty field")
	}
	if phrase, ok := e.ReasonPhrase(); !ok || phrase != "" {
		t.Errorf("ReasonPhrase = %q, %t; want an empty phrase and true", phrase, ok)
	}
}
