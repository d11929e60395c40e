package record_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/session/record"
)

// The CONNECT to a proxy is an exchange of the connection that is being made. Neither its
// bytes nor its status count.
func TestConnectToAProxyDoesNotCount(t *testing.T) {
	for _, status := range []string{"200 OK", "407 Proxy Authentication Required"} {
		var r record.Record
		states := map[record.State]bool{}
		o := observe.New(func(ev session.Event) {
			r.Apply(ev)
			states[r.Newest().State] = true
		})
		r.Apply(session.Dialing{Conn: 1, Address: "h:443"})
		c := o.Open(0, 1, observe.Options{Tunnel: true})
		ask := observe.ParseRequest([]byte("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"))
		c.Begin(0, ask)
		c.Wrote(0, len(ask.Data))
		c.Received(time.Millisecond, []byte("HTTP/1.1 "+status+"\r\nContent-Length: 0\r\n\r\n"))
		c.Leave(time.Millisecond, true)
		if len(states) != 1 || !states[record.Connecting] {
			t.Errorf("%s: states = %v, want only connecting", status, states)
		}
		r.Apply(session.Connected{At: 2 * time.Millisecond, Conn: 1})
		n := r.Newest()
		if n.State != record.Unused || n.Sent != 0 || n.Received != 0 || n.Count() != 1 || !n.Last().Tunnel || !n.Last().Done {
			t.Errorf("%s: connection = %+v, want unused, no bytes, and the tunnel as its only exchange", status, n)
		}
		if tally := r.Tally(); tally.Responses != 0 || len(r.Statuses()) != 0 {
			t.Errorf("%s: tally = %+v, statuses = %v; want no response in either", status, tally, r.Statuses())
		}
	}
}
