package plain

import (
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/ui/words"
)

// commands are what a line may say, beside a request target. Many have the key of
// the inspector as a second name.
var commands = []struct {
	name, words string
	do          func(*follower)
	key         string
}{
	{"", "send the next request", (*follower).send, "enter"},
	{"pipeline", "send it five times at once", (*follower).pipeline, "p"},
	{"R", "connect again", func(f *follower) { f.o.Engine.Do(session.Reconnect{}) }, ""},
	{"w", "wait for the server to close", func(f *follower) { f.o.Engine.Do(session.Wait{}) }, ""},
	{"H", "hold: send just in time", func(f *follower) {
		f.o.Engine.Do(session.Hold{Request: session.Framed(f.next), Within: f.rec.IdleRange(f.rec.Newest()).Low})
	}, ""},
	{"keep-alive", "put Connection: keep-alive into the request, or take it out", change(session.TogglePersist), "K"},
	{"http1.0", "HTTP/1.0, or HTTP/1.1 again", change(session.ToggleVersion), "0"},
	{"head", "HEAD, or GET again", change(session.ToggleHead), "I"},
	{"L", "follow the Location of the last response", (*follower).follow, ""},
	{"stop", "stop holding or waiting", func(f *follower) { f.o.Engine.Do(session.Stop{}) }, ""},
	{"x", "close the connection", func(f *follower) { f.o.Engine.Do(session.Close{}) }, "x x"},
	{"half-close", "shut the write side, and read on", func(f *follower) { f.o.Engine.Do(session.HalfClose{}) }, ""},
	{"reset", "reset the connection", func(f *follower) { f.o.Engine.Do(session.Reset{}) }, ""},
	{"check", "is the server still there? Nothing is sent", func(f *follower) { f.o.Engine.Do(session.Check{}) }, ""},
	{"why", "why the last exchange keeps the connection open or not", (*follower).explain, "1"},
	{"clients", "what eight clients do with the last response", (*follower).clients, "2"},
	{"request", "the bytes of the last request", (*follower).showRequest, "3"},
	{"body", "the body of the last response", (*follower).body, "5"},
	{"wire", "the bytes of the last exchange, line by line", (*follower).wire, "6"},
	{"now", "what is true now", func(f *follower) { f.lead = ""; f.sentence() }, ""},
	{"list", "all exchanges", (*follower).list, ""},
	{"learn", "the lessons; learn 3 opens one", (*follower).lessons, "T"},
	{"?", "these commands; so does help", nil, ""},
	{"q", "quit", nil, ""},
}

// command carries out a line and reports whether it was the last.
func (f *follower) command(line string) (last bool) {
	if f.offered(line) || f.inLesson(line) {
		return false
	}
	switch line {
	case "q":
		return true
	case "?", "help":
		f.help()
		return false
	}
	if strings.HasPrefix(line, "/") {
		f.next.Target = line
		f.send()
		return false
	}
	if method, target, ok := strings.Cut(line, " "); ok && strings.HasPrefix(target, "/") {
		f.next.Method, f.next.Target = method, target
		f.send()
		return false
	}
	if name, ok := strings.CutPrefix(line, "learn "); ok {
		f.learn(name)
		return false
	}
	if field, ok := strings.CutPrefix(line, "edit "); ok {
		f.edit(field)
		return false
	}
	for _, c := range commands {
		if (c.name == line || c.key == line) && c.do != nil {
			c.do(f)
			return false
		}
	}
	f.say("No such command. ? lists them; a request target, such as /early, is sent.")
	return false
}

func (f *follower) send() {
	f.asked++
	f.o.Engine.Do(session.Send{Request: session.Framed(f.next), Reconnect: true})
}

func (f *follower) explain() {
	n := len(f.rec.Exchanges)
	if n == 0 {
		f.say("There is no exchange yet.")
		return
	}
	e := f.rec.Exchanges[n-1]
	f.say("exchange %d: %s", e.ID, decided(e))
	for _, s := range e.Facts.PersistenceSteps() {
		switch {
		case !s.Asked:
			f.say("  %s: not asked. (%s)", s.Claim, s.Ref)
		case s.Decides && !s.OK:
			f.say("  %s: yes, and that decides. %s (%s)", s.Claim, text.Safe(s.Evidence), s.Ref)
		case !s.OK:
			f.say("  %s: not known yet. %s (%s)", s.Claim, text.Safe(s.Evidence), s.Ref)
		default:
			f.say("  %s: yes. %s (%s)", s.Claim, text.Safe(s.Evidence), s.Ref)
		}
	}
}

func (f *follower) list() {
	for _, e := range f.rec.Exchanges {
		f.say("  %d, connection %d: %s, %d, %s", e.ID, e.Conn, text.Safe(e.Method+" "+e.Target), e.Facts.Status, words.Framing(e))
	}
}

func (f *follower) help() {
	for _, c := range commands {
		name := c.name
		switch {
		case name == "":
			name = "enter"
		case c.key != "":
			name += ", or " + c.key
		}
		f.say("  %s: %s", name, c.words)
	}
	f.say("  edit NAME: VALUE: set a field of the request; edit NAME: takes it out")
	f.say("  /early: send that request target next; HEAD /x: with that method")
	f.lessonHelp()
}
