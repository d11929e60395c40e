package live

import (
	"linger/session"
	"time"
)

// measureEvery bounds how often the kernel is asked about the path.
const measureEvery = 100 * time.Millisecond

// path is what is known of the way to the server: how long a round trip takes.
//
// The kernel knows best (TCP_INFO). Without it the shortest of connecting and
// of any response's first byte after its request's last bounds it from above.
type path struct {
	best    time.Duration // shortest seen without the kernel's help; 0: none
	kernel  time.Duration // 0: not to be had
	retrans int
	told    time.Duration // what the last PathMeasured said
	asked   time.Duration // when the kernel was last asked; 0: never
}

func (p *path) connected(took time.Duration) { p.best = took }

// answered notes the time from the last byte sent to the first received.
func (p *path) answered(took time.Duration) {
	if took > 0 && (p.best == 0 || took < p.best) {
		p.best = took
	}
}

func (p *path) roundTrip() time.Duration {
	if p.kernel > 0 {
		return p.kernel
	}
	return p.best
}

// measurePath asks the kernel, not too often, and tells what is new.
func (l *loop) measurePath(now time.Duration, c *conn) {
	p := &c.path
	if c.raw == nil || p.asked != 0 && now-p.asked < measureEvery {
		return
	}
	p.asked = now
	rtt, retrans, ok := tcpInfo(c.raw)
	if !ok {
		return
	}
	p.kernel = rtt
	if retrans == p.retrans && near(rtt, p.told) {
		return
	}
	p.retrans, p.told = retrans, rtt
	l.emit(session.PathMeasured{At: now, Conn: c.id, RoundTrip: rtt, Retrans: retrans})
}

// near says whether two round trips differ by less than a quarter: no news.
func near(a, b time.Duration) bool { return (a - b).Abs() < b/4 }
