package record

import (
	"linger/session"
)

// closed records the end of a connection. Incomplete exchanges end at the same time.
func (c *Connection) closed(ev session.Closed) {
	c.State, c.Close = Ended, ev
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		if e.Requested && e.Done && e.isComplete() {
			break
		}
		if !e.isComplete() {
			e.Ended, e.Over = true, ev.At
		}
	}
}
