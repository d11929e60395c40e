package export

import (
	"fmt"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire/format"
)

// ticketExchanges is how many exchanges a ticket shows, the newest.
const ticketExchanges = 10

// TicketWords is what a ticket says in sentences.
type TicketWords struct {
	Verdict string                        // what became of the connection, or its state
	Framing func(*record.Exchange) string // how the content was delimited
}

// Ticket returns a report about a connection in Markdown, for an issue tracker:
// where it was, what happened when (UTC), the last exchanges, the findings, and the
// curl command that sends the last request again. What came from a server is
// escaped, and values of fields that are secrets are masked.
func Ticket(r *record.Record, c *record.Connection, w TicketWords) string {
	var b strings.Builder
	title := c.Target
	if e := lastRequest(c); e != nil {
		title = e.Method + " " + e.Target
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", Escape(title), Escape(w.Verdict))
	ticketFacts(&b, r, c)
	ticketExchangesOf(&b, r, c, w)
	ticketFindings(&b, c)
	if e := lastRequest(c); e != nil {
		if curl, masked, err := CurlOf(c.Target, e, false); err == nil {
			fmt.Fprintf(&b, "\n## Reproduce\n\n%s\n", fenced("sh", curl))
			if masked {
				b.WriteString("\nValues of fields that hold secrets were replaced by `****`.\n")
			}
		}
	}
	return b.String()
}

func lastRequest(c *record.Connection) *record.Exchange {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if c.Exchanges[i].Requested {
			return c.Exchanges[i]
		}
	}
	return nil
}

// utc returns a moment of the session as a UTC time with milliseconds.
func utc(r *record.Record, at time.Duration) string {
	if r.Start.Wall.IsZero() {
		return format.Exactly(at)
	}
	return r.Start.Wall.Add(at).UTC().Format("2006-01-02 15:04:05.000")
}

func ticketFacts(b *strings.Builder, r *record.Record, c *record.Connection) {
	fact := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "| %s | %s |\n", name, value)
		}
	}
	b.WriteString("| | |\n|---|---|\n")
	fact("seen by", Escape(strings.TrimSpace(r.Start.Program+" "+r.Start.Version))+", as the client")
	fact("target", Escape(c.Target))
	fact("local address", Escape(c.Info.Local))
	fact("remote address", Escape(c.Info.Remote))
	fact("server", Escape(c.Server()))
	protocol := "no response yet"
	if v := c.Version; v.Major > 0 {
		protocol = fmt.Sprintf("HTTP/%d.%d", v.Major, v.Minor)
	}
	if t := c.Info.TLS; t != nil {
		protocol += ", " + t.Version + ", " + t.Cipher
		if !t.Verified {
			protocol += ", certificate not verified"
		}
	} else {
		protocol += ", no TLS"
	}
	fact("protocol", Escape(protocol))
	if c.Budget.RoundTrip > 0 {
		fact("round trip", format.Duration(c.Budget.RoundTrip))
	}
	fact("opened (UTC)", utc(r, c.Opened))
	if c.State == record.Ended {
		fact("ended (UTC)", utc(r, c.Close.At))
	}
}

func ticketExchangesOf(b *strings.Builder, r *record.Record, c *record.Connection, w TicketWords) {
	es := c.Exchanges
	if len(es) == 0 {
		return
	}
	b.WriteString("\n## The last exchanges\n\n")
	if n := len(es) - ticketExchanges; n > 0 {
		fmt.Fprintf(b, "%s before these.\n\n", format.Count(n, "exchange"))
		es = es[n:]
	}
	b.WriteString("| # | sent (UTC) | request | status | framing | time |\n|--:|---|---|---|---|--:|\n")
	for _, e := range es {
		request, status, took := "unsolicited", "none", ""
		if e.Requested {
			request = e.Method + " " + e.Target
		}
		if e.Facts.Status > 0 {
			status = fmt.Sprint(e.Facts.Status)
		}
		if e.Requested && e.LastByte > 0 {
			took = format.Duration(e.Took())
		}
		fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %s |\n", e.ID, utc(r, e.Started), Escape(request), status, Escape(w.Framing(e)), took)
	}
}

func ticketFindings(b *strings.Builder, c *record.Connection) {
	b.WriteString("\n## Findings\n\n")
	none := true
	list := func(where string, e *record.Exchange) {
		fs := c.Findings
		if e != nil {
			fs = e.Findings
		}
		for _, f := range fs {
			none = false
			fmt.Fprintf(b, "- %s `%s`, %s: %s\n", session.SeverityOf(f.Code), f.Code, where, Escape(session.TextOf(f)))
		}
	}
	list("connection", nil)
	for _, e := range c.Exchanges[max(0, len(c.Exchanges)-ticketExchanges):] {
		list(fmt.Sprintf("exchange %d", e.ID), e)
	}
	if none {
		b.WriteString("No findings.\n")
	}
}

// markup are the characters that mean something in Markdown.
const markup = "\\`*_{}[]<>|~&"

// Escape returns text as Markdown that shows it: one line, what would be markup
// escaped, control characters as \xNN.
func Escape(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			b.WriteByte(' ')
		case c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0:
			fmt.Fprintf(&b, `\\x%02x`, c)
		case c < 0x80 && strings.ContainsRune(markup, c):
			b.WriteByte('\\')
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// fenced returns text as a code block, with a fence that does not occur in it.
func fenced(language, s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + language + "\n" + s + "\n" + fence
}
