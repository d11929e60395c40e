package record

import (
	"slices"

	"linger/wire"
)

// IgnoredHint returns the Keep-Alive hint of the newest response if the hint does not
// apply, because Connection: keep-alive is missing or the response is incomplete. of is
// the ID of that response's exchange, or 0 if there is no such hint.
func (c *Connection) IgnoredHint() (h wire.Hint, of int) {
	for _, e := range slices.Backward(c.Exchanges) {
		if _, ok := e.Final(); !ok || !e.Requested {
			continue
		}
		if f := e.Facts(); e.Done && f.Hint.Present && (!f.Complete || !f.Hint.Applies) {
			return f.Hint, e.ID
		}
		break
	}
	return h, 0
}
