package export

import (
	"time"

	"linger/session/record"
)

// harTimings holds the duration of each phase of an exchange. Only the first exchange on
// a connection has the phases of connecting; later exchanges reuse the connection.
type harTimings struct {
	Blocked millis `json:"blocked"`
	DNS     millis `json:"dns"`
	Connect millis `json:"connect"` // includes SSL, as HAR requires
	SSL     millis `json:"ssl"`
	Send    millis `json:"send"`
	Wait    millis `json:"wait"`
	Receive millis `json:"receive"`
}

// sum returns the total duration of all phases. It does not add SSL, which is part of
// Connect.
func (t *harTimings) sum() millis {
	sum := t.Send + t.Wait + t.Receive
	for _, p := range []millis{t.Blocked, t.DNS, t.Connect} {
		if p != absent {
			sum += p
		}
	}
	return sum
}

// waitedFor is the maximum time between connecting and the first request for which linger
// treats the connection as made for that request. A later request used a connection that
// was already open, so connecting is not part of its exchange.
const waitedFor = 100 * time.Millisecond

// harTimingsOf returns the time at which e began, and the duration of each phase.
func harTimingsOf(c *record.Connection, e *record.Exchange) (started time.Duration, t harTimings) {
	started, t = e.Started, harTimings{Blocked: absent, DNS: absent, Connect: absent, SSL: absent}
	if opens(e) && c.Info.Conn > 0 && e.Started-c.Opened <= waitedFor {
		started = min(c.Dialed, e.Started)
		t.connecting(c, e.Started-started)
	}
	sent, over := e.SentAt, max(e.Over, e.LastByte, e.Started)
	if c.State == record.Ended && !e.Facts().Complete {
		over = max(over, c.Close.At)
	}
	if !e.Written {
		sent = over
	}
	if !e.HasByte() {
		t.Send, t.Wait = millis(sent-e.Started), millis(max(0, over-sent))
		return started, t
	}
	first := max(e.FirstByte, sent) // a response may begin before its request ends
	t.Send, t.Wait, t.Receive = millis(max(0, sent-e.Started)), millis(first-sent), millis(max(0, e.LastByte-first))
	return started, t
}

// opens reports whether the request of e is the first one on its connection.
func opens(e *record.Exchange) bool { return e.Requested && e.Request.Off == 0 }

// connecting divides whole, the time from dialing to the request, among the phases of
// connecting. The remaining time, such as the wait for a proxy's answer, becomes the
// phase Blocked.
func (t *harTimings) connecting(c *record.Connection, whole time.Duration) {
	left := whole
	take := func(d time.Duration) millis {
		d = min(d, left)
		left -= d
		return millis(d)
	}
	if c.Info.Resolve > 0 {
		t.DNS = take(c.Info.Resolve)
	}
	t.Connect = take(c.Info.Connect)
	if c.Info.TLS != nil {
		t.SSL = take(c.Info.TLS.Handshake)
		t.Connect += t.SSL
	}
	t.Blocked = millis(left)
}
