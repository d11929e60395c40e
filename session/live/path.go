package live

import (
	"time"

	"linger/session"
)

// measureEvery is the shortest time between two queries to the kernel about the path.
const measureEvery = 100 * time.Millisecond

// path holds what the kernel reported about the network path to the server.
type path struct {
	delivery session.Delivery
	reported time.Duration // the round trip of the last PathMeasured
	asked    time.Duration // time of the last query, or 0 if there was none
}

// measurePath queries the kernel, at most once per measureEvery, and emits PathMeasured
// if the round trip has changed by a quarter or more, or segments were retransmitted.
func (l *loop) measurePath(now time.Duration, c *conn) {
	p := &c.path
	if c.socket == nil || p.asked != 0 && now-p.asked < measureEvery {
		return
	}
	p.asked = now
	rtt, delivery, ok := tcpInfo(c.socket.rc)
	if !ok {
		return
	}
	c.obs.Measured(rtt)
	before := p.delivery.Retrans
	p.delivery = delivery
	if delivery.Retrans == before && near(rtt, p.reported) {
		return
	}
	p.reported = rtt
	l.emit(session.PathMeasured{At: now, Conn: c.id, RoundTrip: rtt, Retrans: delivery.Retrans})
}

// near reports whether a differs from b by less than a quarter of b.
func near(a, b time.Duration) bool { return (a - b).Abs() < b/4 }
