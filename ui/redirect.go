package ui

import (
	"slices"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// redirect sends the next request to the Location of the selected response.
// Where that is on another origin than the one that is connected to, it asks
// first.
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
		d.say("Location cannot be followed: " + strings.TrimPrefix(err.Error(), session.ErrTarget.Error()+": ") + ".")
		return
	}
	next, left := session.Redirected(d.next, e.Facts.Status, here, to, target)
	if to.String() == here.String() {
		d.next = next
		d.send()
		return
	}
	d.offer(e, here, to, next, left)
}

// offer asks whether to go to another origin.
func (d *desk) offer(e *record.Exchange, from, to session.Target, next wire.RequestMessage, left []string) {
	command, next, err := d.retarget(to, next)
	if err != nil {
		d.say("Location leads to " + to.String() + ", which cannot be reached from here: " + err.Error() + ".")
		return
	}
	base, _ := session.Redirected(d.composer.Base(), e.Facts.Status, from, to, next.Target)
	base = command.Forward(base)
	left = slices.DeleteFunc(left, func(name string) bool { // the proxy gets its own again
		return slices.ContainsFunc(next.Fields, func(f wire.HeaderField) bool { return f.Name == name })
	})
	o := &redirectOverlay{response: e.ID, from: from, to: to, next: next, left: left, verify: d.rec.Start.Verify}
	if c := d.watched(); c != nil && c.State.Open() {
		o.conn = c.ID
	}
	o.accept = func() {
		d.next = next
		d.composer.Rebase(base, next)
		d.do(command)
		d.send()
		if len(left) > 0 {
			d.say(o.dropped("to " + text.Safe(to.String())))
		}
	}
	d.open(o)
}

// target returns the one that is connected to; it says so where there is none.
func (d *desk) target() (session.Target, bool) {
	t, _, err := session.ParseTarget(d.rec.Target())
	if err != nil {
		d.say("There is no target to connect to.")
	}
	return t, err == nil
}

// retarget returns the command that connects to another target, and the request
// as it has to be sent there.
func (d *desk) retarget(to session.Target, r wire.RequestMessage) (session.Retarget, wire.RequestMessage, error) {
	c := session.Retarget{Target: to}
	if d.src.Reach != nil {
		var err error
		if c, err = d.src.Reach(to); err != nil {
			return c, r, err
		}
	}
	return c, c.Forward(r), nil
}
