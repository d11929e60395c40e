package observe

import (
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// A stallWatch detects responses that Nagle's algorithm held back until a delayed
// acknowledgement arrived. The first part of such a response arrives at once and the rest
// about 40 ms later, while other responses on the connection arrive without a pause.
// Three such pauses in a row are enough evidence, even if no response arrives without a
// pause.
type stallWatch struct {
	prompt bool // whether a response with content has arrived without a pause
	row    int  // number of stalled responses in a row
	found  bool
}

// shortestStall and longestStall are the bounds of such a pause. Linux delays an
// acknowledgement by 40 ms; the upper bound allows for scheduling.
const (
	shortestStall = 35 * time.Millisecond
	longestStall  = 60 * time.Millisecond
)

// watchStall checks the longest pause in a complete response, and reports
// delayed-ack-stall if there is enough evidence.
func (c *Conn) watchStall(ex *exchange) {
	if ex.content == 0 {
		return
	}
	w, long := &c.stall, ex.pause.long
	if long < shortestStall/2 {
		w.prompt = true
	}
	if long < shortestStall || long > longestStall || ex.lastByte-ex.responseAt-long > shortestStall/2 {
		w.row = 0
		return
	}
	w.row++
	if !w.found && (w.prompt || w.row == 3) {
		w.found = true
		c.found(ex.lastByte, ex.id, wire.Finding{Code: session.CodeDelayedAckStall, Offset: ex.pause.off, Detail: format.Milliseconds(long)})
	}
}
