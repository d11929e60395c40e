package observe

import (
	"cmp"
	"time"

	"linger/session"
)

// nothing stands for bytes that were not captured.
var nothing [64 << 10]byte

// Missing notes that n bytes of one side passed and were not captured. Where they
// are content, whatever they were, the exchange goes on behind them: they are
// counted, not kept, and its digest is left out. It returns false where they may
// have been anything else. The connection can then be observed no further:
// [Conn.Leave] it, and open another that joins in the middle.
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
