package ui

import (
	"slices"
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
)

// A destination is another origin, and what it takes to go on there.
type destination struct {
	to      session.Target
	next    wire.RequestMessage // the next request there
	base    wire.RequestMessage // what presets build on there
	left    []string            // fields that are not carried there
	command session.Retarget
}

// destination returns how to go on to an origin with r, as a redirect with that
// status would. An error says why the origin cannot be reached from here.
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
	x.left = slices.DeleteFunc(x.left, func(name string) bool { // a proxy gets its own again
		return slices.ContainsFunc(x.next.Fields, func(f wire.HeaderField) bool { return f.Name == name })
	})
	return x, nil
}

// dropped says which fields are not sent to a place.
func (x *destination) dropped(place string) string {
	return "Not sent " + place + ": " + x.missing() + "."
}

// missing returns the names of the fields that are not carried there.
func (x *destination) missing() string { return text.Safe(strings.Join(x.left, ", ")) }

// goTo connects to a destination, where its request is the next one.
func (d *desk) goTo(x destination) {
	d.next, d.went = x.next, x.to
	d.composer.Rebase(x.base, x.next)
	d.list.Last()
	d.do(x.command)
}

// openConn returns the connection that would be ended by connecting elsewhere; 0:
// none is open.
func (d *desk) openConn() int {
	if c := d.watched(); c != nil && c.State.Open() {
		return c.ID
	}
	return 0
}
