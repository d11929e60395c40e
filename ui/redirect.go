package ui

import (
	"linger/session"
	"linger/session/record"
	"linger/ui/text"
)

// redirect sends the next request to the Location of the selected response. If the
// Location is on another origin, it asks first.
func (d *desk) redirect() {
	e := d.selected()
	where, _ := e.Location()
	here, ok := d.target()
	if !ok {
		return
	}
	from, _, err := session.ParseTarget(d.rec.Conn(e.Conn).Target)
	if err != nil {
		from = here
	}
	to, target, err := from.Follow(e.Target, where)
	if err != nil {
		d.say("Cannot follow Location: " + session.ReasonOf(err).Error() + ".")
		return
	}
	if to.String() == here.String() {
		d.next, _ = session.Redirected(d.next, e.Facts().Status, here, to, target, d.secretFields)
		d.send()
		return
	}
	d.offer(e, here, to, target)
}

// offer asks whether to connect to another origin.
func (d *desk) offer(e *record.Exchange, from, to session.Target, target string) {
	there, err := d.destination(d.next, e.Facts().Status, from, to, target)
	if err != nil {
		d.say("Location leads to " + to.String() + ", which linger cannot reach: " + err.Error() + ".")
		return
	}
	o := &redirectOverlay{destination: there, response: e.ID, from: from, verify: d.rec.Start.Verify, conn: d.openConn()}
	o.accept = func() {
		d.goTo(there)
		d.send()
		if len(there.left) > 0 {
			d.say(there.dropped("to " + text.Safe(to.String())))
		}
	}
	d.open(o)
}

// target returns the current target. If there is none, it shows a notice and returns
// false.
func (d *desk) target() (session.Target, bool) {
	if d.went.Host != "" && d.went.String() == d.rec.Target() { // the target may be a Unix socket
		return d.went, true
	}
	t, _, err := session.ParseTarget(d.rec.Target())
	if err != nil {
		d.say("No address to connect to; o asks for one.")
	}
	return t, err == nil
}
