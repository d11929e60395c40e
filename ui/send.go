package ui

import (
	"linger/session"
	"linger/session/record"
	"linger/ui/detail"
	"linger/ui/layout"
	"linger/ui/words"
)

// enters returns what enter does with the selected row of the pane with the focus, or ""
// if it sends. A row of the list counts as selected once the user has moved the cursor.
func (d *desk) enters() string {
	if d.quiz.answering {
		return ""
	}
	if d.top() == nil && d.focus == layout.List && d.list.OnSummary() {
		return "the whole summary"
	}
	if conn, _ := d.list.Selected(); d.top() == nil && d.focus == layout.List && !d.list.Following() && conn > 0 {
		return "open"
	}
	p := d.focused()
	if p == nil || d.top() != nil || d.focus == layout.Detail && d.welcoming() {
		return ""
	}
	return p.Enters()
}

// enter sends the next request. If the cursor is on a row that leads to another page, it
// opens that page instead.
func (d *desk) enter() {
	switch {
	case d.enters() == "":
		d.send()
	case d.focus == layout.List && d.list.OnSummary():
		d.showSummary()
	case d.focus == layout.List:
		d.setFocus(layout.Detail)
	default:
		d.follow()
	}
}

// follow opens the page to which the selected row of the focused pane leads.
func (d *desk) follow() {
	p, leads := d.focused(), d.focus != layout.Wire
	if conn, ex := p.Shown(); d.focus == layout.Findings {
		d.choose(conn, ex) // the exchange that the bytes belong to
	}
	p.Update(detail.Enter{})
	if _, ok := d.besideDetail(detail.Wire); ok && leads {
		d.setFocus(layout.Wire)
	}
	if d.teaching() && d.enters() == "" {
		d.say("These are the bytes of that row. enter now sends.")
	}
}

// send sends the next request. If the open connection is out of step, it uses a new one.
func (d *desk) send() {
	d.check(func() {
		switch {
		case d.stalled() != nil:
			d.open(&stalledQuestion{said: d.stalledWords, send: d.sendAnyway, again: d.sendAgain})
		case d.outOfStep():
			d.sendAgain()
		default:
			d.sendAnyway()
		}
	})
}

// stalled returns the exchange whose response has stalled on the open connection, or nil.
func (d *desk) stalled() *record.Exchange {
	if c := d.watched(); c != nil && c.State == record.Awaiting {
		if e := c.Oldest(); e != nil && e.Stalled(d.now) {
			return e
		}
	}
	return nil
}

// stalledWords returns sentences about the stalled response, or a sentence that says that
// it is no longer stalled.
func (d *desk) stalledWords() string {
	e := d.stalled()
	if e == nil {
		return "The response continues, or is complete."
	}
	return "Response " + itoa(e.ID) + " is incomplete: " + words.Stalled(e, d.now) + ". On this connection the next response would be read as its content."
}

// sendAgain reconnects and sends the next request on the new connection.
func (d *desk) sendAgain() {
	d.do(session.Reconnect{})
	d.sendAnyway()
}

// outOfStep reports whether the next response on the open connection would be misread.
func (d *desk) outOfStep() bool {
	c := d.watched()
	return c != nil && c.OutOfStep && c.State == record.Idle
}

// sendAnyway sends the next request on the open connection, even if the connection is out
// of step.
func (d *desk) sendAnyway() {
	d.list.Last()
	d.composer.Sent(d.next)
	d.do(session.Send{Request: session.Framed(d.next), Reconnect: true})
}

// pipelined is the number of requests that the p key sends at once, unless requests are
// marked.
const pipelined = 5

func (d *desk) pipeline() {
	reqs, why := d.toPipeline()
	if why != "" {
		d.say(why)
		return
	}
	pipeline := func() {
		d.list.Last()
		d.do(session.Pipeline{Requests: reqs, Reconnect: true})
	}
	if len(d.marks) > 0 {
		pipeline()
		return
	}
	d.check(func() {
		d.composer.Sent(d.next)
		pipeline()
	})
}

func (d *desk) hold() {
	d.check(func() {
		d.do(session.Hold{Request: session.Framed(d.next), Within: d.rec.IdleRange(d.watched()).Low})
	})
}

// reconnect makes a new connection. For the built-in practice server it first asks for
// the round-trip time.
func (d *desk) reconnect() {
	if d.src.Distant != nil && d.src.Practice && d.rec.Target() == d.rec.Start.Target {
		d.askDistance()
		return
	}
	d.connectAgain(session.Reconnect{})
}

func (d *desk) connectAgain(c session.Command) {
	d.list.Last()
	d.do(c)
}

// reading reports whether the user is reading a page, which a close must not replace. It
// is false if the list has the focus and the user has pressed no key since the last
// command.
func (d *desk) reading() bool {
	return !d.src.Recording && (d.focus != layout.List || d.touched)
}

// dialing reports whether the session is connecting.
func (d *desk) dialing() bool {
	c := d.watched()
	return c != nil && c.State == record.Connecting && !d.src.Recording && !d.watching()
}

// busy reports whether esc has something to stop: a long task, requests that wait for a
// connection, or connecting.
func (d *desk) busy() bool {
	return d.working() || d.dialing()
}

// working reports whether a long task is running that has not been stopped.
func (d *desk) working() bool {
	w := &d.rec.Work
	return w.Active && w.Cut != session.WorkCutStopped && !d.src.Recording
}

// stop drops waiting requests and ends a long task. If there are neither, it stops
// connecting.
func (d *desk) stop() {
	if d.dialing() && d.watched().Waiting == 0 && !d.rec.Work.Active {
		d.do(session.Close{})
		return
	}
	d.do(session.Stop{})
}
