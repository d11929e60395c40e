package ui

import (
	"strings"

	"linger/session"
	"linger/wire"
)

// follow sends the next request to the Location of the selected response. Where
// that is on another origin than the one that is connected to, it asks first.
func (m *Model) follow() {
	e := m.selected()
	where, _ := e.Location()
	here, ok := m.target()
	if !ok {
		return
	}
	from, _, err := session.ParseTarget(m.rec.Conn(e.Conn).Target)
	if err != nil {
		from = here
	}
	to, target, err := from.Follow(e.Target, where)
	if err != nil {
		m.say("Location cannot be followed: " + strings.TrimPrefix(err.Error(), session.ErrTarget.Error()+": ") + ".")
		return
	}
	next, left := session.Redirected(m.next, e.Facts.Status, here, to, target)
	if to.String() == here.String() {
		m.next = next
		m.send()
		return
	}
	m.offer(e, here, to, next, left)
}

// target is the one that is connected to; it says so where there is none.
func (m *Model) target() (session.Target, bool) {
	t, _, err := session.ParseTarget(m.rec.Target())
	if err != nil {
		m.say("There is no target to connect to.")
	}
	return t, err == nil
}

// retarget is the command that connects to another target, and the request as
// it has to be sent there.
func (m *Model) retarget(to session.Target, r wire.RequestMessage) (session.Retarget, wire.RequestMessage, error) {
	c := session.Retarget{Target: to}
	if m.opt.Reach != nil {
		var err error
		if c, err = m.opt.Reach(to); err != nil {
			return c, r, err
		}
	}
	return c, c.Forward(r), nil
}
