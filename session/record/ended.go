package record

import (
	"linger/session"
)

// closed notes the end of a connection: what was cut short was over with it.
func (c *Connection) closed(ev session.Closed) {
	c.State, c.Close = Ended, ev
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		if e.Requested && e.Done && e.Facts.Complete {
			break
		}
		if !e.Facts.Complete {
			e.Over = ev.At
		}
	}
	if ids := ev.Lost; len(ids) > 0 { // the first of them says it of all
		e := c.Exchange(ids[0])
		c.Barred = e != nil && e.Barred > 0
	}
}

// Notifier is the exchange whose message announced the end; nil where none did.
func (r *Record) Notifier(c *Connection) *Exchange { return r.Exchange(c.Close.NoticeOf) }

// Goodbye says whether the end was announced by a response that nobody had asked
// for, as with a 408 to an idle connection (RFC 9110 §15.5.9).
func (r *Record) Goodbye(c *Connection) bool {
	e := r.Notifier(c)
	return e != nil && !e.Requested && e.Done && c.Close.Notice == session.NoticeResponseClose
}
