package live

import (
	"time"

	"linger/session"
)

// measureEvery bounds how often the kernel is asked about the path.
const measureEvery = 100 * time.Millisecond

// path is what the kernel reported of the way to the server, and when.
type path struct {
	delivery session.Delivery
	reported time.Duration // the round trip of the last PathMeasured
	asked    time.Duration // when the kernel was last asked; 0: never
}

// measurePath asks the kernel, not too often, and emits what has changed.
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

// near reports whether two round trips differ by less than a quarter.
func near(a, b time.Duration) bool { return (a - b).Abs() < b/4 }
