package observe

import (
	"cmp"
	"time"

	"linger/session"
)

// nothing holds the bytes that replace content that was not captured.
var nothing [64 << 10]byte

// Missing records that n bytes from side were sent but not captured. If all of them are
// certainly content, Missing returns true, and the exchange continues after them: the
// bytes are counted but not kept, and the exchange has no digest. Otherwise Missing
// returns false, and the connection cannot be observed any more: call [Conn.Leave], and
// open another Conn with [Options].Joined.
func (c *Conn) Missing(now time.Duration, side session.Party, n int64) bool {
	feed, ahead, off, id := c.Received, c.dec.ContentAhead(), c.dec.Offset(), 0
	if ex := cmp.Or(c.underWay(), c.awaited()); ex != nil {
		id = ex.id
	}
	if side == session.ByClient {
		feed, ahead, off, id = c.Sent, 0, c.out.sent, c.watched.id
		if c.watched.dec != nil && c.watched.asked == 0 {
			ahead = c.watched.dec.ContentAhead()
		}
	}
	c.o.emit(session.Missed{At: now, Conn: c.id, Exchange: id, Side: side, Off: off, Len: n})
	if n > ahead {
		return false
	}
	c.missing = true
	for n > 0 {
		p := nothing[:min(n, int64(len(nothing)))]
		feed(now, p)
		n -= int64(len(p))
	}
	c.missing = false
	return true
}
