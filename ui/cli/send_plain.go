package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// The columns of the table of exchanges, in cells.
const (
	requestWidth = 20
	statusWidth  = 8
	framingWidth = 12
	bodyWidth    = 19 // framing and body
	timeWidth    = 10
)

// sendColumns is the layout of the statements below the table.
var sendColumns = columns{indent: 2, words: 17, width: 54}

// A sendPlain prints a session as text for people.
type sendPlain struct {
	*printer
	quiet        bool
	wait         time.Duration
	repeat       string // a clause about the command that repeats a lost request
	printedParts printedParts
	headed       int // ID of the connection whose table has a heading
	explained    int // ID of the connection whose last exchange was explained
	awaiting     int // ID of the connection whose "waiting for the server to close" was printed
}

func (o *sendPlain) update(r *record.Record) {
	if !o.quiet {
		o.printedParts.follow(r, o)
	}
}

func (o *sendPlain) began(*record.Record) {}

func (o *sendPlain) opened(_ *record.Record, c *record.Connection) {
	if c.ID > 1 {
		o.line()
	}
	took := "connected in " + format.Duration(c.Info.Resolve+c.Info.Connect)
	if passed := c.Info.PassedOver(); passed != "" {
		took += "; " + safe(passed)
	}
	if c.Info.TLS != nil {
		took += fmt.Sprintf(", %s in %s", c.Info.TLS.Version, format.Duration(c.Info.TLS.Handshake))
		if c.Info.TLS.Resumed {
			took += ", resumed"
		}
	}
	parts := []string{o.t.Strong.Render(fmt.Sprintf("connection %d", c.ID)), "  ", o.t.Text.Render(safe(c.Info.Remote)), "  ", o.t.Muted.Render(took)}
	if c.Info.TLS != nil && !c.Info.TLS.Verified {
		parts = append(parts, "  ", o.t.RaceStrong.Render(o.t.Glyphs.Warning+" certificate not verified"))
	}
	o.line(parts...)
}

// candidates prints the usual causes for a connection to end during the first request,
// and how to test for each.
func (o *sendPlain) candidates(c *record.Connection) {
	for i, one := range words.Candidates(c) {
		word, glyph := "", " "
		if i == 0 {
			word, glyph = "candidates", o.t.Glyphs.Sent
		}
		o.says(sendColumns, glyph, o.t.Key, word, safe(one.Cause+": "+one.Typed), "")
	}
}

// heading prints the names of the columns above the first exchange of a connection.
func (o *sendPlain) heading(c int) {
	if o.headed == c {
		return
	}
	o.headed = c
	o.line()
	o.line(o.t.Muted.Render("  #  " + text.Pad("request", requestWidth) + text.Pad("status", statusWidth) +
		text.Pad("framing", bodyWidth-4) + "body" + text.Right("time", timeWidth) + "  left"))
}

func (o *sendPlain) done(_ *record.Record, e *record.Exchange) {
	o.heading(e.Conn)
	request := "unsolicited"
	if e.Requested {
		request = safe(e.Method + " " + e.Target)
	}
	status, style := o.status(e)
	o.line(
		o.t.Muted.Render(text.Right(fmt.Sprint(e.ID), 3)), "  ",
		o.t.Fit(request, requestWidth-1), " ",
		style.Render(text.Pad(status, statusWidth)),
		o.body(e),
		text.Right(elapsed(e), timeWidth), "  ",
		left(e),
	)
	o.found(e.Findings)
}

func (o *sendPlain) status(e *record.Exchange) (string, theme.Style) {
	final, ok := e.Begun()
	switch {
	case !ok && !e.Requested && len(e.Heads) > 0: // an interim response
		return fmt.Sprint(e.Heads[len(e.Heads)-1].Status), o.t.Muted
	case !ok:
		return "lost", o.t.RaceStrong
	case final.Status >= 500:
		return fmt.Sprint(final.Status), o.t.Race
	case final.Status >= 300:
		return fmt.Sprint(final.Status), o.t.Caution
	}
	return fmt.Sprint(final.Status), o.t.OK
}

// body returns the text of the framing and body columns, which together have one width.
func (o *sendPlain) body(e *record.Exchange) string {
	final, ok := e.Final()
	if !ok {
		return text.Spaces(bodyWidth)
	}
	framing := words.Framing(e)
	size := format.Size(e.Facts().ContentBytes)
	if e.Facts().ContentBytes < 10_000 {
		size += " B"
	}
	switch {
	case e.Facts().Complete || final.Status == 0:
	case e.Facts().Framing() == wire.FramingLengthDelimited:
		framing = fmt.Sprintf("%s %s of %s", o.t.Glyphs.Error, format.Size(e.Facts().ContentBytes), format.Size(e.Facts().Length))
	default:
		framing = o.t.Glyphs.Error + " " + framing
	}
	gap := max(2, bodyWidth-text.Width(framing)-text.Width(size))
	return framing + text.Spaces(gap) + size
}

func elapsed(e *record.Exchange) string {
	if !e.HasByte() || !e.Requested {
		return ""
	}
	return format.Duration(e.Took())
}

// left returns the idle time and the number of requests that the server still allows
// after an exchange: "5 s, max 9".
func left(e *record.Exchange) string {
	b := e.Budget()
	var parts []string
	if b.Applies && b.HasTimeout {
		parts = append(parts, strconv.FormatInt(b.Advertised(), 10)+" s")
	}
	if b.Applies && b.HasMax {
		parts = append(parts, "max "+format.Number(b.Max))
	}
	switch {
	case !e.Done:
		return ""
	case e.Reason != wire.ReasonUndecided && !e.Reason.Persistent():
		return words.Reason(e.Reason, e.Facts().Status).Word
	case len(parts) == 0:
		return "no hint"
	}
	return strings.Join(parts, ", ")
}

// explain prints what the last exchange means for its connection. It does so once for
// each connection.
func (o *sendPlain) explain(c *record.Connection) {
	e := c.Last()
	if e == nil || !e.Done || o.explained == c.ID {
		return
	}
	o.explained = c.ID
	o.line()
	if by := c.Exchange(e.Barred); by != nil {
		e = by
	}
	if v, ok := verdictOf(e); ok && (e.Facts().FollowedAt > 0 || e.Facts().RequestMisread || v.Stays && c.OutOfStep) {
		o.outOfStep(sendColumns, c)
	} else if ok && v.Stays && c.State == record.Ended && c.Close.Notice.Kind == session.NoticeMax {
		o.says(sendColumns, o.t.Glyphs.Sent, o.t.Key, "max spent", "no message says close, but max reached 0: the server accepts no further request", "RFC 2068 §19.7.1.1")
	} else if ok && v.Stays && c.State == record.Ended && ending.Unannounced(&c.Close.Ending) {
		o.says(sendColumns, o.t.Glyphs.Warning, o.t.Caution, "promised", "to stay open: "+v.Clause, v.Ref)
	} else if ok && (e.Requested || !v.Stays) { // an unsolicited response does not promise a persistent connection
		if e.Reason == wire.ReasonTruncated && c.State == record.Ended {
			v.Clause = words.Interrupted(&c.Close.Ending, e.Response.Len > 0)
		}
		glyph, style := o.t.Glyphs.Sent, o.t.Key
		if v.Stays {
			glyph, style = o.t.Glyphs.Yes, o.t.OKStrong
		}
		o.says(sendColumns, glyph, style, v.Word, v.Clause, v.Ref)
	}
	o.hint(sendColumns, e)
}

func (o *sendPlain) waiting(r *record.Record) {
	if o.quiet {
		return
	}
	c := r.Newest()
	o.explain(c)
	o.line()
	o.line("  ", o.t.Muted.Render("waiting for the server to close, at most "+format.Seconds(o.wait)))
	o.awaiting = c.ID
}

func (o *sendPlain) ended(_ *record.Record, c *record.Connection) {
	o.explain(c)
	for _, e := range o.printedParts.late(c) {
		o.line("  ", o.t.Muted.Render(fmt.Sprintf("exchange %d", e.ID)))
		o.found(e.Findings[o.printedParts.findings[e.ID]:])
	}
	if o.awaiting != c.ID {
		o.line()
	}
	glyph, style := o.t.Glyphs.Closed, o.t.Strong
	if c.Close.How == session.HowReset || c.Close.By == session.ByNetwork {
		glyph, style = o.t.Glyphs.Error, o.t.RaceStrong
	}
	o.line("  ", glyph, " ", style.Render(words.Sentence(&c.Close.Ending)))
	if n := c.Path.Retrans; n > 0 {
		o.line("    ", o.t.Muted.Render("TCP sent "+format.Count(n, "segment")+" again"))
	}
	o.lostRequests(c)
	o.candidates(c)
	o.found(c.Findings)
}

func (o *sendPlain) finish(r *record.Record, t record.Tally) error {
	o.update(r)
	open, lost := r.Forgotten().Made, r.Forgotten().Lost
	for _, c := range r.Conns {
		if c.State != record.Failed && c.State != record.Connecting {
			open++
		}
		lost += len(c.Close.Lost)
	}
	if open == 0 {
		return o.err
	}
	if !o.quiet {
		o.line()
	}
	exchanges := r.Count()
	for _, e := range r.Exchanges {
		if e.Tunnel {
			exchanges--
		}
	}
	sum := fmt.Sprintf("linger: %s on %s, %s, %s, %s", format.Count(exchanges, "exchange"), format.Count(open, "connection"),
		format.Count(int(t.Body), "body byte"), format.Count(t.Errors, "error"), format.Count(t.Warnings, "warning"))
	if lost > 0 {
		sum += ", " + format.Number(int64(lost)) + " lost"
	}
	o.line(sum)
	return o.err
}
