package plain

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// tell prints what is new in the record: connections, exchanges that have ended, how
// connections ended, declined commands, and the results of tasks and checks.
func (f *follower) tell() {
	for ; f.done < f.rec.Count(); f.done++ {
		e := f.rec.Exchange(f.done + 1)
		if e == nil { // released, or its number was skipped
			continue
		}
		f.connections(e.Conn)
		if !e.Done {
			break
		}
		f.exchange(e)
	}
	f.connections(len(f.rec.Conns))
	f.ends(len(f.rec.Conns))
	if d := f.rec.Declined; d != f.declined {
		f.asked = max(0, f.asked-1)
		f.declined = d
		f.say("%s", text.Safe(d.Why))
	}
	if w := f.rec.Work; w != f.work {
		f.work = w
		if forms := words.Summary(&f.rec); len(forms) > 0 {
			f.say("%s", forms[0])
		}
	}
	if c := f.rec.Checked; c != f.checked {
		f.checked = c
		f.say("%s", text.Safe(c.Text))
	}
	f.sentence()
}

// ends prints how each of the first upto connections ended, in order, and stops at the
// first that has not ended.
func (f *follower) ends(upto int) {
	for ; f.ended < upto; f.ended++ {
		c := f.rec.Conns[f.ended]
		if c.State != record.Ended && c.State != record.Failed {
			return
		}
		if c.ID > 0 {
			f.end(c)
		}
	}
}

// connections reports each of the first upto connections as open, in order, and stops at
// the first that is still connecting. Before it reports a connection, it prints how the
// earlier ones ended.
func (f *follower) connections(upto int) {
	for f.opened < upto {
		f.ends(f.opened)
		c := f.rec.Conns[f.opened]
		if c.State == record.Connecting {
			return
		}
		f.opened++
		if c.State == record.Failed {
			continue
		}
		about := ""
		if t := c.Info.TLS; t != nil {
			about = ", " + t.Version
			if !t.Verified {
				about += ", certificate not verified"
			}
		}
		where := c.Info.Remote
		if f.rec.Moved() {
			where = c.Target + " (" + where + ")"
		}
		f.say("connection %d: open to %s%s, connected in %s.", c.ID, text.Safe(where), text.Safe(about), format.Duration(c.Info.Connect))
		if passed := c.Info.PassedOver(); passed != "" {
			f.say("connection %d: before that, %s.", c.ID, text.Safe(passed))
		}
	}
}

// longest is the maximum length, in characters, of any text quoted from a message.
const longest = 200

func (f *follower) exchange(e *record.Exchange) {
	s := "exchange " + strconv.Itoa(e.ID) + ": "
	if e.Requested {
		s += text.Cut(text.Masked(e.Method+" "+e.Target, longest), longest) + ", "
	} else {
		s += "unsolicited, "
	}
	switch {
	case e.Facts().Status == 0:
		s += "no response."
	default:
		s += strconv.Itoa(e.Facts().Status)
		if phrase, ok := e.ReasonPhrase(); ok && phrase != "" {
			s += " " + text.Cut(text.Masked(phrase, longest), longest)
		}
		s += ", " + words.Framing(e) + ", " + format.Duration(e.Took()) + "."
		if !e.Facts().Complete {
			s += " Incomplete: " + words.Incomplete(e) + "."
		}
	}
	if f.quiz.blind.On {
		f.say("%s", s)
		return
	}
	s += " " + decided(e)
	if b := e.Budget(); b.HasMax && b.Applies {
		s += " " + format.Number(b.Max) + " left."
	}
	f.say("%s", s)
	for _, x := range e.Findings {
		rule, _ := session.Lookup(x.Code)
		where := ""
		if x.Offset >= 0 {
			where = " at " + strconv.FormatInt(x.Offset, 10)
		}
		f.say("  %s%s: %s (%s, %s)", rule.Severity, where, text.Safe(session.TextOf(x)), x.Code, rule.Ref)
	}
}

// decided returns a sentence that states whether the connection persists after e, and
// why. It returns "" if that is undecided.
func decided(e *record.Exchange) string {
	if e.Reason.Persistent() {
		return "The connection stays open: " + e.Reason.String() + "."
	}
	for _, s := range e.Facts().PersistenceSteps() {
		if s.Decides {
			return "The connection does not stay open: " + s.Claim + " (" + text.Masked(s.Evidence, longest) + ", " + s.Ref + ")."
		}
	}
	if e.Reason == wire.ReasonUndecided {
		return ""
	}
	return "The connection does not stay open: " + e.Reason.String() + "."
}

func (f *follower) end(c *record.Connection) {
	if c.State == record.Failed {
		f.say("connection %d: %s. %s", c.ID, c.Failure.Kind, text.Safe(words.Failure(c.Failure)))
		return
	}
	f.say("connection %d: %s", c.ID, words.Sentence(&c.Close.Ending))
}

// patience is how long a state must last before linger prints a sentence about it.
const patience = time.Second

// soon reports whether the newest connection has been connecting or sending for less than
// patience. Such a state may end before the user could read a sentence about it.
func (f *follower) soon() bool {
	now, c := f.o.Engine.Now(), f.rec.Newest()
	switch c.State {
	case record.Connecting:
		return now-c.Dialed < patience
	case record.Sending:
		return now-c.Last().Started < patience
	}
	return false
}

// sentence prints the text of the row "now" when its first words change, which is when
// the state of the connection changes. It does not print the remaining time at every
// tick.
func (f *follower) sentence() {
	if f.o.Recording || f.rec.Newest() == nil {
		return
	}
	if f.soon() {
		return
	}
	now := (&words.Situation{Record: &f.rec, Conn: f.rec.Newest(), Now: f.o.Engine.Now(), Width: 120, Theme: f.th, Typed: true, Blind: f.quiz.blind.On, Quiet: f.teaching()}).Status()
	lead := now.Lead(words.Unbounded)
	if lead == f.lead || !f.rec.Newest().State.Open() && f.rec.Newest().State != record.Connecting {
		f.lead = lead
		return
	}
	f.lead = lead
	s := lead + " " + now.Rest
	if c := f.rec.Newest(); c.State == record.Sending || c.State == record.Awaiting {
		s = lead // the rest changes as time passes
	}
	if now.Counting {
		s += " " + now.Beside(words.Unbounded) + "."
	}
	f.say("%s", s)
}
