package export

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"linger/session"
	"linger/session/markdown"
	"linger/session/record"
	"linger/wire/format"
)

// seenBy returns which program observed the session, and from where.
func (t *ticketWriter) seenBy() string {
	s := &t.r.Start
	by := shown(strings.TrimSpace(s.Program + " " + s.Version))
	switch s.Vantage {
	case session.VantageRelay:
		return by + ", a relay on " + shown(s.Via) + " between the client and the server"
	case session.VantageCapture:
		return by + ", in the packet capture " + shown(filepath.Base(s.Via))
	}
	if s.Program != "linger" { // a HAR names the program that wrote it
		return by + ", which wrote the exchanges to a HAR. linger rebuilt the bytes of the messages from it"
	}
	return by + ", an HTTP client that records its connections"
}

// watches reports whether linger is not the client: it relayed or captured connections
// between other programs.
func (t *ticketWriter) watches() bool { return t.r.Start.Vantage.Watches() }

// client returns the name of the client, as the subject of a sentence.
func (t *ticketWriter) client() string {
	if t.watches() {
		return "The client"
	}
	return "linger"
}

// connected calls tell with a sentence that says how the connection was made, or that it
// was not made.
func (t *ticketWriter) connected(tell func(at time.Duration, f string, args ...any)) {
	c := t.c
	after := ""
	if d := c.Opened - c.Dialed; d > 0 {
		after = ", after " + format.Duration(d)
	}
	switch {
	case c.Info.Conn > 0 && t.watches() && c.Info.Local != "":
		tell(c.Opened, "The client %s is connected to the server %s%s.", markdown.Text(c.Info.Local), markdown.Text(c.Info.Remote), after)
	case c.Info.Conn > 0:
		tell(c.Opened, "%s is connected to %s%s.", t.client(), markdown.Text(c.Info.Remote), after)
	}
	if c.Failure.Conn == 0 {
		return
	}
	who := t.client()
	if t.r.Start.Vantage == session.VantageRelay {
		who = "The relay"
	}
	tell(c.Failure.At, "%s cannot connect: %s", who, shown(format.Sentence(c.Failure.Text)))
}

// passing calls fact with each fact that applies only to connections between other
// programs.
func (t *ticketWriter) passing(fact func(name, value string)) {
	p := &t.c.Passing
	if p.Faults != "" {
		fact("faults", shown(p.Faults)+", which the user asked the relay to cause on this connection")
	}
	if p.Opaque {
		protocol := "a protocol that linger does not know"
		if p.Passed.Protocol != "" {
			protocol = shown(p.Passed.Protocol)
		}
		fact("not decoded", fmt.Sprintf("%s: %s sent, %s received", protocol, format.Amount(p.Passed.Sent), format.Amount(p.Passed.Received)))
	}
	if p.Gaps > 0 {
		fact("not captured", fmt.Sprintf("%s in %s", format.Count(int(p.Missed), "byte"), format.Count(p.Gaps, "gap")))
	}
}

// sidesEnded calls tell with a sentence about how each side ended its direction.
func (t *ticketWriter) sidesEnded(tell func(at time.Duration, f string, args ...any)) {
	for i := range t.c.Passing.Ends {
		e := &t.c.Passing.Ends[i]
		who := "The server"
		if e.Side == session.ByClient {
			who = "The client"
		}
		if e.Relay {
			who = "The relay, in place of t" + who[1:] + ","
		}
		what := "FIN"
		if e.How == session.HowReset {
			what = "RST"
		}
		idle := ""
		if i == 0 && t.c.Passing.EndedIdle {
			idle = " after " + format.Duration(t.c.Passing.Idle) + " without a byte"
		}
		tell(e.At, "%s sends %s%s.", who, what, idle)
	}
}

// lost reports whether an exchange was lost because its connection ended.
func lost(e *record.Exchange) bool { return e.Retry() != "" && !e.HasByte() }
