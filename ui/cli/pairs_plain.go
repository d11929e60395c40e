package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"linger/session"
	"linger/session/learned"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// A pairsPlain prints one line of text for each event.
type pairsPlain struct {
	w     io.Writer
	start time.Time // start of the session, in the time zone of the output
	noun  string    // "pair" or "connection"
	relay bool
	quiet bool // print only what linger has learned
	err   error
}

func (o *pairsPlain) line(p *pairState, at time.Duration, text string) {
	if o.quiet {
		return
	}
	o.printf("%s  %s %d  %s\n", o.start.Add(at).Format("15:04:05.000"), o.noun, p.id, safe(text))
}

func (o *pairsPlain) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(o.w, format, args...); err != nil && o.err == nil {
		o.err = err
	}
}

func (o *pairsPlain) connected(p *pairState, ev session.Connected) {
	text := "client " + p.client + ", server " + p.addr
	if ev.Connect > 0 {
		text += ", connected in " + format.Duration(ev.Connect)
	} else {
		text += ", begins in the middle: the handshake was not captured"
	}
	o.line(p, ev.At, text)
}

func (o *pairsPlain) notConnected(p *pairState, ev session.DialFailed) {
	o.line(p, ev.At, ev.Text)
}

func (o *pairsPlain) exchange(p *pairState, e *pairExchange) {
	text := fmt.Sprintf("exchange %-3d %s", e.number, requestText(e))
	if e.number == 0 {
		text = fmt.Sprintf("unsolicited response %d", e.facts.Status)
	}
	text += resultText(e)
	if e.missing > 0 {
		text += ", " + format.Count(e.missing, "byte") + " not captured"
	}
	o.line(p, e.done, text+findingsText(e.findings))
}

func requestText(e *pairExchange) string {
	if e.method == "" {
		return "(no request line)"
	}
	return e.method + " " + e.target
}

// resultText returns the result of an exchange.
func resultText(e *pairExchange) string {
	took := format.Duration(e.done - e.begun)
	switch {
	case e.number == 0:
		return ""
	case e.lost && e.afterFIN > 0:
		return fmt.Sprintf(", %s: lost, sent %s after the FIN", format.Count(e.sent, "byte"), format.Duration(e.afterFIN))
	case e.lost:
		return fmt.Sprintf(", %s: lost, no response came", format.Count(e.sent, "byte"))
	case e.facts.Status == 0 && e.missing > 0:
		return ", outcome unknown"
	case e.facts.Status == 0:
		return ", no response seen"
	case !e.facts.Complete:
		return fmt.Sprintf(" -> %d, incomplete: %s of content, %s", e.facts.Status, format.Count(e.facts.ContentBytes, "byte"), took)
	}
	return fmt.Sprintf(" -> %d, %s, %s", e.facts.Status, framingText(&e.facts), took)
}

// framingText returns the framing and the length of content: "length 1,198", "chunked, 34
// bytes".
func framingText(f *wire.Facts) string {
	switch f.Framing() {
	case wire.FramingLengthDelimited:
		return "length " + format.Number(f.ContentBytes)
	case wire.FramingNoBody:
		return words.FramingName(f.Framing())
	}
	return words.FramingName(f.Framing()) + ", " + format.Count(f.ContentBytes, "byte")
}

// findingsText returns the codes of the findings that are not notes.
func findingsText(fs []wire.Finding) string {
	var codes []string
	for _, f := range fs {
		if rule, _ := session.Lookup(f.Code); rule.Severity != wire.SeverityNote {
			codes = append(codes, string(f.Code))
		}
	}
	if len(codes) == 0 {
		return ""
	}
	return "; found " + strings.Join(codes, ", ")
}

func (o *pairsPlain) sideEnded(p *pairState, ev session.SideEnded) {
	how := "FIN"
	if ev.How == session.HowReset {
		how = "RST"
	}
	who := string(ev.Side)
	if ev.Relay {
		who = "relay, in place of the " + who
	}
	text := who + ": " + how
	switch {
	case len(p.ends) > 1: // the other side ended first
	case p.awaiting() > 0:
		text += ", " + format.Count(p.awaiting(), "exchange") + " outstanding"
	case p.afterUse():
		text += " right after a response"
	case p.exchanges > 0 || p.opaque:
		text += " after " + format.Exactly(ev.At-p.idleSince) + " idle"
	}
	if o.relay && !ev.Relay {
		text += "; passed on"
	}
	o.line(p, ev.At, text)
}

func (o *pairsPlain) closed(p *pairState, ev session.Closed) {
	text := "ended: " + string(ev.By) + " first"
	if ev.How == session.HowReset {
		text += ", reset"
	}
	if !p.opaque {
		text += ", " + phaseText(p, &ev)
		if ev.By == session.ByServer && !ev.Announced() {
			text += ", no Connection: close"
		}
		text += "; " + format.Count(p.exchanges, "exchange")
		if p.lost > 0 {
			text += ", " + format.Number(int64(p.lost)) + " lost"
		}
	}
	o.line(p, max(ev.At, p.lastEnd()), text)
}

// phaseText returns what was in progress on the connection.
func phaseText(p *pairState, ev *session.Closed) string {
	switch {
	case p.exchanges == 0:
		return "unused"
	case p.afterUse():
		return "right after a response"
	case ev.Phase == session.PhaseIdle, p.idleEnd:
		return "idle"
	}
	return "in use"
}

func (p *pairState) lastEnd() time.Duration {
	if len(p.ends) == 0 {
		return 0
	}
	return p.ends[len(p.ends)-1].At
}

func (o *pairsPlain) passed(p *pairState, ev session.Passed) {
	name := ev.Protocol
	if name == "" {
		name = "not HTTP/1.x"
	}
	if ev.Sent+ev.Received == p.shown {
		return
	}
	text := name + ": content not shown"
	if p.shown > 0 {
		text = fmt.Sprintf("%s: %s from the client, %s from the server", name, format.Amount(ev.Sent), format.Amount(ev.Received))
	}
	p.shown = ev.Sent + ev.Received
	o.line(p, max(ev.At, p.lastEnd()), text)
}

func (o *pairsPlain) sentence(p *pairState, at time.Duration, _, text string) { o.line(p, at, text) }

func (o *pairsPlain) learned(_ time.Duration, s *learned.Summary, _ *session.CapturedAt) error {
	for _, l := range words.Learned(s) {
		o.printf("%s\n", l)
	}
	return o.err
}
