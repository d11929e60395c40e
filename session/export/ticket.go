package export

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/learned"
	"linger/session/markdown"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// ticketExchanges is the maximum number of exchanges that a ticket shows; it shows the
// newest.
const ticketExchanges = 10

// TicketWords holds functions for the sentences of a ticket.
type TicketWords struct {
	Verdict    func(r *record.Record, c *record.Connection, now time.Duration) string // returns a sentence about how c ended or, if c is open, about its state at now
	Meaning    func(*record.Record, *record.Connection) string                        // returns a sentence about what follows from the verdict, or ""
	End        func(*session.Ending) string                                           // returns the end in a few words, such as "server FIN"
	Framing    func(*record.Exchange) string                                          // returns how the content was delimited
	Advertised func(*record.Connection) string                                        // returns what the server advertised
	Learned    func(*learned.Summary) []string                                        // returns sentences about how both sides treat connections
	// Advice returns what either side can do about the end. server is the value of the
	// Server field. watched is true if the client was not linger.
	Advice func(s *learned.Summary, server string, watched bool) []TicketAdvice
}

// Ticket returns a report about c in Markdown, for an issue tracker. The report says how
// c ended, where and when (UTC), lists the last exchanges and the findings with advice,
// and has the curl command that repeats the last request. Text from a server is escaped,
// and secrets are masked. now is the time of the report.
func Ticket(r *record.Record, c *record.Connection, now time.Duration, w TicketWords) string {
	t := &ticketWriter{r: r, c: c, now: max(now, r.Now()), w: w}
	var fold learned.Targets
	for ev := range r.Events() {
		fold.Apply(ev)
	}
	t.sum = fold.Of(c.Target)
	t.page()
	return t.b.String()
}

// A ticketWriter writes the Markdown page of a ticket.
type ticketWriter struct {
	b     strings.Builder
	r     *record.Record
	c     *record.Connection
	now   time.Duration
	w     TicketWords
	sum   learned.Summary // summary of the connections to the same target
	files []ticketFile    // the other files in the folder; nil if there is only the page

	secrets      bool                 // true if the files contain secrets
	secretFields session.SecretFields // further fields that hold secrets
}

func (t *ticketWriter) printf(f string, args ...any) { fmt.Fprintf(&t.b, f, args...) }

func (t *ticketWriter) page() {
	title := t.c.Target
	if e := lastRequest(t.c); e != nil {
		title = e.Method + " " + e.Target
	}
	verdict := t.w.Verdict(t.r, t.c, t.now)
	t.printf("# %s: %s\n\n", shown(title), shown(verdict))
	if s := t.w.Meaning(t.r, t.c); s != "" {
		t.printf("%s\n\n", shown(s))
	}
	t.learned()
	t.facts()
	t.story()
	t.exchanges()
	t.findings()
	t.settings()
	t.measured()
	t.logged()
	t.others()
	t.reproduce()
	t.listing()
}

func lastRequest(c *record.Connection) *record.Exchange {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if c.Exchanges[i].Requested {
			return c.Exchanges[i]
		}
	}
	return nil
}

// shownExchanges returns the exchanges that the ticket shows, the oldest first.
func (t *ticketWriter) shownExchanges() []*record.Exchange {
	return t.c.Exchanges[max(0, len(t.c.Exchanges)-ticketExchanges):]
}

const (
	dayAndTime = "2006-01-02 15:04:05.000"
	timeAlone  = "15:04:05.000"
)

// utc returns the session time at as a date and time in UTC, in the given layout. If the
// record has no date, it returns the time since the start of the session.
func (t *ticketWriter) utc(at time.Duration, layout string) string {
	if t.r.Start.Wall.IsZero() {
		return format.Exactly(at)
	}
	return t.r.Start.Wall.Add(at).UTC().Format(layout)
}

func (t *ticketWriter) facts() {
	fact := func(name, value string) {
		if value != "" {
			t.printf("| %s | %s |\n", name, value)
		}
	}
	c := t.c
	t.b.WriteString("| | |\n|---|---|\n")
	fact("seen by", t.seenBy())
	fact("target", shown(c.Target))
	fact("client address", markdown.Text(c.Info.Local))
	fact("server address", markdown.Text(c.Info.Remote))
	fact("server", shown(c.Server()))
	fact("protocol", markdown.Text(protocolOf(c)))
	if c.Budget.RoundTrip > 0 {
		fact("round trip", format.Duration(c.Budget.RoundTrip))
	}
	fact("opened (UTC)", t.utc(c.Opened, dayAndTime))
	if c.State == record.Ended {
		fact("ended (UTC)", t.utc(c.Close.At, dayAndTime))
	}
	fact("exchanges", format.Number(int64(c.Count())))
	fact("advertised", shown(t.w.Advertised(c)))
	t.passing(fact)
	if n := len(t.r.Conns); n > 1 {
		fact("connection", fmt.Sprintf("%d of %d in the session", c.ID, n))
	}
	if n := t.sum.Unfollowed; n > 0 {
		fact("not followed to the end", format.Count(n, "connection")+" to this target, to limit linger's memory")
	}
}

// protocolOf returns the HTTP version and the TLS parameters of c, in a few words.
func protocolOf(c *record.Connection) string {
	protocol := "no response yet"
	if v := c.Version; v.Major > 0 {
		protocol = fmt.Sprintf("HTTP/%d.%d", v.Major, v.Minor)
	}
	tls := c.Info.TLS
	if tls == nil {
		return protocol + ", no TLS"
	}
	protocol += ", " + tls.Version + ", " + tls.Cipher
	if !tls.Verified {
		protocol += ", certificate not verified"
	}
	return protocol
}

func (t *ticketWriter) exchanges() {
	es := t.shownExchanges()
	if len(es) == 0 {
		return
	}
	t.b.WriteString("\n## The last exchanges\n\n")
	if n := t.c.Count() - len(es); n > 0 {
		t.printf("Not shown: %s.\n\n", format.Count(n, "earlier exchange"))
	}
	t.b.WriteString("| # | sent (UTC) | request | status | framing | time | |\n|--:|---|---|---|---|--:|---|\n")
	for _, e := range es {
		request, status, took := "unsolicited", "none", ""
		if e.Requested {
			request = e.Method + " " + e.Target
		}
		if e.Facts().Status > 0 {
			status = fmt.Sprint(e.Facts().Status)
		}
		if e.Requested && e.HasByte() {
			took = format.Duration(e.Took())
		}
		t.printf("| %d | %s | %s | %s | %s | %s | %s |\n", e.ID, t.utc(e.Started, timeAlone), shown(request), status, shown(t.w.Framing(e)), took, remark(e))
	}
}

// remark returns the faults of e in a few words, or "" if there are none.
func remark(e *record.Exchange) string {
	var words []string
	switch {
	case lost(e):
		words = append(words, "lost")
	case e.Done && !e.Facts().Complete:
		words = append(words, "incomplete")
	}
	if s, n := e.Worst(); n > 0 {
		words = append(words, format.Count(n, s.String()))
	}
	return strings.Join(words, ", ")
}

// A place is a finding, with the exchange or connection that it is about.
type place struct {
	wire.Finding
	where string
}

// places returns the findings that the ticket shows.
func (t *ticketWriter) places() (out []place) {
	for _, f := range t.c.Findings {
		out = append(out, place{f, "connection"})
	}
	for _, e := range t.shownExchanges() {
		for _, f := range e.Findings {
			out = append(out, place{f, fmt.Sprintf("exchange %d", e.ID)})
		}
	}
	return out
}

// findings writes the findings, and advice for each finding code.
func (t *ticketWriter) findings() {
	t.b.WriteString("\n## Findings\n\n")
	found := t.places()
	if len(found) == 0 {
		t.b.WriteString("No findings.\n")
		return
	}
	t.b.WriteString("| | finding | where |\n|---|---|---|\n")
	for _, f := range found {
		rule, _ := session.Lookup(f.Code)
		ref := ""
		if rule.Ref != "" {
			ref = " (" + linked(rule.Ref) + ")"
		}
		t.printf("| %s | `%s`: %s%s | %s |\n", session.SeverityOf(f.Code), f.Code, shown(session.TextOf(f.Finding)), ref, f.where)
	}
	t.b.WriteString("\n## What to do\n\n")
	said := map[wire.Code]bool{}
	for _, f := range found {
		rule, ok := session.Lookup(f.Code)
		if said[f.Code] || !ok {
			continue
		}
		said[f.Code] = true
		t.printf("- `%s`: %s %s\n", f.Code, format.Sentence(rule.Why), format.Sentence(rule.Do))
	}
}

// others writes a row for each of the most recent other connections of the session. It
// writes nothing if the ticket is not in a folder.
func (t *ticketWriter) others() {
	if t.files == nil || len(t.r.Conns) < 2 {
		return
	}
	t.b.WriteString("\n## Other connections of the session\n\n| # | opened (UTC) | target | exchanges | how it ended |\n|--:|---|---|--:|---|\n")
	left := 0
	for i, c := range t.r.Conns {
		if c == t.c {
			continue
		}
		if len(t.r.Conns)-i > ticketConnections {
			left++
			continue
		}
		t.printf("| %d | %s | %s | %s | %s |\n", c.ID, t.utc(c.Opened, timeAlone), shown(c.Target), format.Number(int64(c.Count())), shown(t.w.Verdict(t.r, c, t.now)))
	}
	if left > 0 {
		t.printf("\nNot shown: %s.\n", format.Count(left, "earlier connection"))
	}
}

// ticketConnections limits the list of other connections: only those among the most
// recent ticketConnections connections of the session are listed.
const ticketConnections = 20

// reproduceClose writes a linger command that waits until the server closes the idle
// connection. curl cannot reproduce this close, because it exits after the response.
func (t *ticketWriter) reproduceClose(e *record.Exchange) {
	c := &t.c.Close
	if t.c.State != record.Ended || c.By != session.ByServer || c.Phase != session.PhaseIdle || c.Idle <= ending.InUse || e.Method != "GET" {
		return
	}
	wait := (2 * c.Idle).Round(time.Second) + time.Second
	address := ShellQuote(session.WithoutSecrets(t.c.Target + e.Target))
	t.printf("\ncurl closes the connection itself after the response. linger keeps it open until the server closes it:\n\n%s\n",
		markdown.Fenced("sh", fmt.Sprintf("linger send --wait %s %s", wait, address)))
}

// reproducePipeline writes a linger command that pipelines the last requests, if the
// session did so. curl does not support pipelining.
func (t *ticketWriter) reproducePipeline(last *record.Exchange) {
	n := 0
	es := t.c.Exchanges
	for i := len(es) - 1; i >= 0; i-- {
		if e := es[i]; !e.Requested || e.Method != "GET" || e.Target != last.Target || i < len(es)-1 && e.Done && es[i+1].Started >= e.Over {
			break
		}
		n++
	}
	if n < 2 {
		return
	}
	address := ShellQuote(session.WithoutSecrets(t.c.Target + last.Target))
	t.printf("\nThe requests were pipelined:\n\n%s\n", markdown.Fenced("sh", fmt.Sprintf("linger send -n %d --pipeline %s", n, address)))
}

// reproduce writes the commands that send the last request again.
func (t *ticketWriter) reproduce() {
	e := lastRequest(t.c)
	if e == nil {
		return
	}
	curl, masked, err := CurlOf(t.c.Target, e, false, t.secretFields)
	if err != nil {
		return
	}
	t.b.WriteString("\n## Reproduce\n\n")
	if u, err := url.Parse(t.c.Target); err == nil && t.r.Label(t.c.Target) != "" {
		t.printf("The server is %s of linger, which ends with the session. This starts another one at the same address:\n\n%s\n\n",
			t.r.Label(t.c.Target), markdown.Fenced("sh", "linger practice --listen "+u.Host))
	}
	t.printf("%s\n", markdown.Fenced("sh", curl))
	t.reproducePipeline(e)
	if masked {
		t.b.WriteString("\nValues of fields that hold secrets were replaced by `****`.\n")
	}
	t.reproduceClose(e)
}
