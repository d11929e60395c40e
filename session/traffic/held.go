package traffic

import (
	"cmp"
	"maps"
	"slices"

	"linger/session"
)

// mostHeld is the limit on the memory of all connections together, in bytes. The memory
// that every connection needs is not counted.
const mostHeld = 48 << 20

// weight returns about how many bytes of memory the connection needs: for incomplete
// messages, and for the bytes that are kept until the protocol is recognised.
func (c *watched) weight() int {
	n := cap(c.heads[Client]) + cap(c.heads[Server])
	for i := range c.held {
		n += cap(c.held[i].data)
	}
	if c.conn != nil {
		n += c.conn.Held()
	}
	return n
}

func (c *watched) weigh() {
	n := c.weight()
	c.w.held += n - c.weighed
	c.weighed = n
}

// relieve reduces the memory of the connections to half of mostHeld. It begins with the
// connection whose last event is oldest. First it drops what is not needed to decode the
// next bytes; if that is not enough, it stops following connections.
func (w *Watcher) relieve() {
	oldest := slices.SortedFunc(maps.Values(w.conns), func(a, b *watched) int {
		return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.id, b.id))
	})
	for _, drop := range []func(*watched){(*watched).forget, (*watched).unfollow} {
		for _, c := range oldest {
			if w.held <= mostHeld/2 {
				return
			}
			drop(c)
			c.weigh()
		}
	}
}

// forget drops the memory that is not needed to decode the next bytes.
func (c *watched) forget() {
	if c.conn != nil {
		c.conn.Forget()
	}
}

// unfollow ends the observation of a connection that has not ended. Exchanges in progress
// end with an unknown result.
func (c *watched) unfollow() {
	if c.given || c.closed {
		return
	}
	c.given = true
	c.finish()
	if c.conn != nil {
		c.conn.Leave(c.last, true)
	}
	c.conn, c.held, c.heads = nil, nil, [2][]byte{}
	c.w.Unfollowed++
	c.w.emit(session.Unfollowed{At: c.last, Conn: c.id})
}
