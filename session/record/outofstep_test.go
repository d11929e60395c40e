package record

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// observed returns the record of a client that sends a GET request for each of the given
// responses.
func observed(responses ...string) *Record {
	r := &Record{}
	o := observe.New(r.Apply)
	r.Apply(session.Connected{At: 0, Conn: 1})
	c := o.Open(0, 1, observe.Options{})
	for i, b := range responses {
		at := time.Duration(i+1) * time.Second
		m := wire.RequestMessage{Method: "GET", Target: "/", Proto: "HTTP/1.1", Fields: []wire.HeaderField{{Name: "Host", Value: "x"}}}
		raw := wire.AppendRequest(nil, m)
		c.Begin(at, observe.ParseRequest(raw))
		c.Wrote(at, len(raw))
		c.Received(at, []byte(b))
	}
	return r
}

// If unsolicited bytes follow an exchange, the connection does not persist after it or
// after later exchanges. Earlier exchanges keep their reasons. Promised still returns the
// reason of each exchange alone.
func TestUnsolicitedBytesEndPersistence(t *testing.T) {
	const whole, short = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"
	r := observed(whole, short, whole)
	want := []wire.Reason{wire.ReasonHTTP11Default, wire.ReasonFramingError}
	for i, w := range want {
		e := r.Exchanges[i]
		if e.Reason != w || e.Promised() != wire.ReasonHTTP11Default {
			t.Errorf("exchange %d: %s, promised %s; want %s, and a promise to persist", e.ID, e.Reason, e.Promised(), w)
		}
	}
	if off := int64(len(whole) + len(short) - 2); r.Exchanges[1].Facts().FollowedAt != off {
		t.Errorf("FollowedAt of exchange 2 = %d, want %d", r.Exchanges[1].Facts().FollowedAt, off)
	}
	if id, f, ok := r.Conns[0].LeftOver(); !ok || id != 2 || f.Code != wire.CodeLengthShort {
		t.Errorf("LeftOver = exchange %d, %+v, %t; want exchange 2, %s", id, f, ok, wire.CodeLengthShort)
	}
}

// If other requests are outstanding, the finding about bytes left over belongs to the
// response before these bytes. The end names that response as well.
func TestLeftOverBytesBelongToTheResponseBeforeThem(t *testing.T) {
	const whole, short = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"
	r := &Record{}
	o := observe.New(r.Apply)
	r.Apply(session.Connected{At: 0, Conn: 1})
	c := o.Open(0, 1, observe.Options{})
	for range 3 {
		raw := wire.AppendRequest(nil, wire.RequestMessage{Method: "GET", Target: "/", Proto: "HTTP/1.1", Fields: []wire.HeaderField{{Name: "Host", Value: "x"}}})
		c.Begin(1, observe.ParseRequest(raw))
		c.Wrote(1, len(raw))
	}
	c.Received(2, []byte(short+whole+whole))
	if id, f, ok := r.Conns[0].LeftOver(); !ok || id != 1 || f.Code != wire.CodeLengthShort {
		t.Errorf("LeftOver = exchange %d, %+v, %t; want exchange 1, %s", id, f, ok, wire.CodeLengthShort)
	}
	c.End(3, observe.End{By: session.ByClient, How: session.HowFIN, Motive: session.MotiveFraming})
	if got, want := r.Conns[0].Close.OutOfStep, (session.OutOfStep{Code: wire.CodeOutOfStep, After: 1, As: wire.CodeLengthShort}); got != want {
		t.Errorf("OutOfStep = %+v, want %+v", got, want)
	}
}

// A request that does not end where its framing says puts the connection out of step. The
// server reads the client's next bytes as the rest of that request, or the surplus bytes
// as another request. It therefore misreads later requests, and its responses to them are
// not its fault.
func TestMisframedRequestPutsTheConnectionOutOfStep(t *testing.T) {
	const whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
	for name, tc := range map[string]struct {
		request string
		code    wire.Code
		detail  string
	}{
		"short":   {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", session.CodeRequestIncomplete, "3 of 5 bytes of content missing"},
		"chunked": {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", session.CodeRequestIncomplete, "the end of the chunked content missing"},
		"head":    {"GET / HTTP/1.1\r\nHost: x\r\n", session.CodeRequestIncomplete, "the end of the header section missing"},
		"long":    {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nab", session.CodeRequestSurplus, "1 byte too many"},
	} {
		t.Run(name, func(t *testing.T) {
			const good = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
			r := &Record{}
			o := observe.New(r.Apply)
			r.Apply(session.Connected{At: 0, Conn: 1})
			c := o.Open(0, 1, observe.Options{})
			for i, raw := range []string{good, tc.request, good} {
				at := time.Duration(i+1) * time.Second
				c.Begin(at, observe.ParseRequest([]byte(raw)))
				c.Wrote(at, len(raw))
				response := whole
				if i == 2 {
					response = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
				}
				c.Received(at, []byte(response))
			}
			c.End(4*time.Second, observe.End{By: session.ByServer, How: session.HowFIN})
			codes := func(e *Exchange) (out []wire.Code) {
				for _, f := range e.Findings {
					out = append(out, f.Code)
				}
				return out
			}
			x := r.Exchanges
			if len(codes(x[0])) > 0 || !x[0].Reason.Persistent() {
				t.Errorf("exchange before the misframed request: findings %v, reason %s; want none, persistent", codes(x[0]), x[0].Reason)
			}
			if got := codes(x[1]); len(got) != 1 || got[0] != tc.code || x[1].Reason != wire.ReasonFramingError || !x[1].Promised().Persistent() {
				t.Errorf("exchange of the misframed request: findings %v, reason %s, promised %s; want [%s], a framing error and a promise to persist", got, x[1].Reason, x[1].Promised(), tc.code)
			}
			if got := codes(x[2]); len(got) != 1 || got[0] != session.CodeRequestMisread || x[2].Reason != wire.ReasonFramingError {
				t.Errorf("exchange after the misframed request: findings %v, reason %s; want [%s] and a framing error", got, x[2].Reason, session.CodeRequestMisread)
			}
			n, f, ok := r.Conns[0].Misframed()
			if !ok || n != 2 || f.Detail != tc.detail || !r.Conns[0].OutOfStep {
				t.Errorf("Misframed = %d, %+v, %t, OutOfStep = %t; want exchange 2 with %q, true", n, f, ok, r.Conns[0].OutOfStep, tc.detail)
			}
		})
	}
}

// Findings about bytes left over belong only to the exchange before these bytes.
func TestAboutIncludesFindingsOnFollowingBytes(t *testing.T) {
	var r Record
	o := observe.New(r.Apply)
	r.Apply(session.Dialing{Conn: 1})
	r.Apply(session.Connected{Conn: 1})
	c := o.Open(0, 1, observe.Options{})
	for range 2 {
		ask := observe.ParseRequest([]byte("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
		c.Begin(0, ask)
		c.Wrote(0, len(ask.Data))
		c.Received(0, []byte("HTTP/1.1 204 No Content\r\n\r\n"))
		if len(r.Exchanges) == 1 {
			c.Received(0, []byte("left"))
		}
	}
	conn := r.Conn(1)
	if got := conn.About(r.Exchange(1)); len(got) < 2 || len(conn.About(r.Exchange(2))) != len(r.Exchange(2).Findings) {
		t.Errorf("About(1) = %v, About(2) = %v; want those about the bytes left over only for 1", got, conn.About(r.Exchange(2)))
	}
}
