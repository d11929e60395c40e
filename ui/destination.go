package ui

import (
	"slices"
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
)

// A destination is another origin, with the command that connects to it and the requests
// for it.
type destination struct {
	to      session.Target
	next    wire.RequestMessage // the next request to it
	base    wire.RequestMessage // the request from which presets are built
	left    []string            // fields that linger does not send to it
	command session.Retarget
}

// destination returns the destination for an origin and the request r, changed as a
// redirect with that status requires. The error says why linger cannot reach the origin
// from this session.
func (d *desk) destination(r wire.RequestMessage, status int, from, to session.Target, target string) (destination, error) {
	x := destination{to: to, command: session.Retarget{Target: to}}
	if d.src.Reach != nil {
		var err error
		if x.command, err = d.src.Reach(to); err != nil {
			return x, err
		}
	}
	x.next, x.left = session.Redirected(r, status, from, to, target, d.secretFields)
	x.base, _ = session.Redirected(d.composer.Base(), status, from, to, x.next.Target, d.secretFields)
	x.next, x.base = x.command.Forward(x.next), x.command.Forward(x.base)
	x.left = slices.DeleteFunc(x.left, func(name string) bool { // a proxy gets its own fields again
		return slices.ContainsFunc(x.next.Fields, func(f wire.HeaderField) bool { return f.Name == name })
	})
	return x, nil
}

// dropped returns a sentence about the fields that linger does not send to the
// destination.
func (x *destination) dropped(place string) string {
	return "Not sent " + place + ": " + x.missing() + "."
}

// missing returns the names of the fields that linger does not send to the destination.
func (x *destination) missing() string { return text.Safe(strings.Join(x.left, ", ")) }

// goTo connects to a destination and makes its request the next one.
func (d *desk) goTo(x destination) {
	d.next, d.went = x.next, x.to
	d.composer.Rebase(x.base, x.next)
	d.list.Last()
	d.do(x.command)
}

// openConn returns the ID of the connection that a new connection would end, or 0 if none
// is open.
func (d *desk) openConn() int {
	if c := d.watched(); c != nil && c.State.Open() {
		return c.ID
	}
	return 0
}
