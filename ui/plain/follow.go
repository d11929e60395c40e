package plain

import (
	"slices"
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
)

// An offer is another origin that a Location leads to.
type offer struct {
	command session.Retarget
	next    wire.RequestMessage
	here    session.Target
}

// follow sends the next request to the Location of the last response. If the Location is
// on another origin, it asks first.
func (f *follower) follow() {
	e := f.rec.Exchange(f.rec.Count())
	if e == nil {
		f.say("There is no exchange yet.")
		return
	}
	where, ok := e.Location()
	if !ok {
		f.say("Response %d has no Location header.", e.ID)
		return
	}
	here, _, err := session.ParseTarget(f.rec.Target())
	if err != nil {
		f.say("There is no address to connect to. Write connect URL.")
		return
	}
	to, target, err := here.Follow(e.Target, where)
	if err != nil {
		f.say("Cannot follow Location: %s.", text.Safe(err.Error()))
		return
	}
	next, left := session.Redirected(f.next, e.Facts().Status, here, to, target, f.o.SecretFields)
	if to.String() == here.String() {
		f.next = next
		f.send()
		return
	}
	f.ask(e.ID, here, to, next, left)
}

func (f *follower) ask(response int, here, to session.Target, next wire.RequestMessage, left []string) {
	o := &offer{command: session.Retarget{Target: to}, here: here}
	if f.o.Reach != nil {
		var err error
		if o.command, err = f.o.Reach(to); err != nil {
			f.say("Cannot reach %s: %s.", text.Safe(to.String()), text.Safe(err.Error()))
			return
		}
	}
	o.next = o.command.Forward(next)
	left = slices.DeleteFunc(left, func(name string) bool {
		return slices.ContainsFunc(o.next.Fields, func(f wire.HeaderField) bool { return f.Name == name })
	})
	f.offer = o
	ends := ""
	if c := f.rec.Newest(); c != nil && c.State.Open() {
		ends = "closes this connection, "
	}
	f.say("The Location of response %d leads to another origin: %s. The command yes %sconnects there and sends %s; any other command stays at %s.",
		response, text.Cut(text.Masked(to.String()+strings.TrimPrefix(o.next.Target, to.String()), longest), longest), ends, text.Safe(next.Method), here)
	if len(left) > 0 {
		f.say("Not sent there: %s.", text.Safe(strings.Join(left, ", ")))
	}
}

// offered handles a line that answers the question about another origin, and reports
// whether the line was such an answer. Any other line cancels the question.
func (f *follower) offered(line string) bool {
	o := f.offer
	f.offer = nil
	switch {
	case o == nil:
		return false
	case line == "yes" || line == "y":
		f.next = o.next
		f.o.Engine.Do(o.command)
		f.send()
		return true
	}
	f.say("Stays at %s.", o.here)
	return line == "" || line == "no" || line == "n"
}

// temporaryRedirect is a status with which a redirected request keeps its method and
// content (RFC 9110 §15.4.8).
const temporaryRedirect = 307

// connect connects to another server, without sending a request.
func (f *follower) connect(address string) {
	to, target, err := session.ParseTarget(address)
	if err != nil {
		f.say("%s.", text.Safe(err.Error()))
		return
	}
	here, _, err := session.ParseTarget(f.rec.Target())
	if err != nil {
		here = to
	}
	command := session.Retarget{Target: to}
	if f.o.Reach != nil {
		if command, err = f.o.Reach(to); err != nil {
			f.say("Cannot reach %s: %s.", text.Safe(to.String()), text.Safe(err.Error()))
			return
		}
	}
	next, left := session.Redirected(f.next, temporaryRedirect, here, to, target, f.o.SecretFields)
	f.next, f.past = command.Forward(next), nil
	f.o.Engine.Do(command)
	if len(left) > 0 {
		f.say("Not sent there: %s.", text.Safe(strings.Join(left, ", ")))
	}
	f.sayNext()
}
