package record

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// observed folds what a client sees that sends GETs, a response at a time.
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

// An exchange that unsolicited bytes follow leaves no connection that can be used
// again, and those after it do not either; what came before keeps its verdict. What it
// promised by itself is still known.
func TestAnExchangeThatBytesFollowDoesNotPersist(t *testing.T) {
	const whole, short = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"
	r := observed(whole, short, whole)
	want := []wire.Reason{wire.ReasonHTTP11Default, wire.ReasonFramingError}
	for i, w := range want {
		e := r.Exchanges[i]
		if e.Reason != w || e.Promised() != wire.ReasonHTTP11Default {
			t.Errorf("exchange %d: %s, promised %s; want %s, and a promise", e.ID, e.Reason, e.Promised(), w)
		}
	}
	if off := int64(len(whole) + len(short) - 2); r.Exchanges[1].Facts.FollowedAt != off {
		t.Errorf("followed at %d, want %d", r.Exchanges[1].Facts.FollowedAt, off)
	}
	if f, ok := r.Conns[0].LeftOver(); !ok || f.Code != wire.CodeLengthShort {
		t.Errorf("the bytes left over are %+v, %v", f, ok)
	}
}
