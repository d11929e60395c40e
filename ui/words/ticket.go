package words

import (
	"strings"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/learned"
	"linger/session/record"
	"linger/session/servers"
	"linger/wire/format"
)

// Ticket returns the functions that provide the wording of a ticket.
func Ticket() export.TicketWords {
	return export.TicketWords{
		Verdict:    ticketVerdict,
		Meaning:    ticketMeaning,
		End:        func(e *session.Ending) string { return End(e, endWidth) },
		Framing:    Framing,
		Advertised: Advertised,
		Learned:    LearnedVerdict,
		Advice:     ticketAdvice,
	}
}

// ticketAdvice returns advice for both sides. If server names a known server, the advice
// includes settings for it.
func ticketAdvice(s *learned.Summary, server string, watched bool) (out []export.TicketAdvice) {
	for _, a := range LearnedAdvice(s) {
		if a.For == forServer {
			if !watched { // linger's idle times say nothing about those of real clients
				a.Do = "keep idle connections longer than its clients and the proxies in front of it do; many proxies keep them for 60 s"
			}
			a.Paste = servers.KeepOf(server, longerThan(s.Client.Keeps))
		}
		out = append(out, export.TicketAdvice{For: a.For, Do: a.Do, Paste: a.Paste})
	}
	return out
}

// endWidth is the maximum width, in cells, of the text about an end in the timeline of a
// ticket.
const endWidth = 60

// ticketVerdict says how a connection ended, or what state it is in.
func ticketVerdict(_ *record.Record, c *record.Connection, now time.Duration) string {
	switch {
	case c.State == record.Ended:
		return Sentence(&c.Close.Ending)
	case c.State == record.Failed:
		return c.Failure.Text
	case !c.State.Open():
		return "still connecting"
	case c.Passing.Unfollowed:
		return "not followed to its end, because too many connections were open"
	case c.OutOfStep:
		return "open, and out of step: it cannot be reused"
	}
	if c.State == record.Idle || c.State == record.Unused {
		return "open, idle for " + format.Duration(c.IdleFor(now))
	}
	return "open"
}

// ticketMeaning returns what the end of a connection means, or which option may help
// after a failed attempt to connect. For a connection that linger no longer follows, it
// says that the end is not known. It returns "" for any other open connection.
func ticketMeaning(r *record.Record, c *record.Connection) string {
	switch {
	case c.State == record.Ended:
		measured := ""
		if g := r.Seen(c); g.Closes > 1 {
			measured = "The server closed " + format.Count(g.Closes, "idle connection") + " after " + g.String() + "."
		}
		if g, on := r.Probed(c); g.Closes > 0 {
			measured = strings.TrimSpace(measured + " A probe" + dayOf(on) + " saw the server close " + format.Count(g.Closes, "idle connection") + " after " + g.String() + ".")
		}
		return MeaningOf(c, measured)
	case c.State == record.Failed:
		return Cure(c.Failure.Cure)
	case c.Passing.Unfollowed:
		return "How it ended is not known: linger follows a limited number of connections at once, to limit its memory."
	}
	return ""
}
