package export

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/markdown"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// storyExchanges is how many of the most recent exchanges the story describes.
const storyExchanges = 4

// A beat is one event of the story, with its time and its sentences.
type beat struct {
	at    time.Duration
	words string
}

// story writes what happened on the connection: a timeline, and a numbered list of
// sentences.
func (t *ticketWriter) story() {
	t.b.WriteString("\n## What happened\n\n")
	if t.files != nil {
		t.printf("![the timeline of connection %d](%s)\n\n", t.c.ID, timelineFile)
	}
	t.printf("%s\n\n", markdown.Fenced("text", t.chart().text()))
	beats := t.beats()
	slices.SortStableFunc(beats, func(a, b beat) int { return cmp.Compare(a.at, b.at) })
	for i, b := range beats {
		t.printf("%d. %s  %s\n", i+1, t.utc(b.at, timeAlone), b.words)
	}
}

func (t *ticketWriter) beats() (out []beat) {
	c := t.c
	tell := func(at time.Duration, f string, args ...any) { out = append(out, beat{at, fmt.Sprintf(f, args...)}) }
	t.connected(tell)
	before := c.Past.Exchanges
	for _, e := range c.Exchanges {
		if !t.isTold(e) {
			before++
			continue
		}
		if before > 0 {
			tell(e.Started, "%s before exchange %d.", cameBefore(before), e.ID)
		}
		before = 0
		at, words := t.exchangeBeat(e)
		tell(at, "%s", words)
	}
	for _, m := range t.r.Marks {
		if m.At >= c.Dialed && (c.State != record.Ended || m.At <= c.Close.At) {
			tell(m.At, "Mark: %s", shown(m.Text))
		}
	}
	if c.Overdue && c.Budget.HasTimeout && !(c.State == record.Ended && c.Close.At-c.OverdueAt < ending.EarlyBy) {
		tell(c.OverdueAt, "The advertised idle timeout of %s has passed; the connection is still open.", format.Seconds(c.Budget.Timeout))
	}
	t.sidesEnded(tell)
	if c.HalfClosed && !t.watches() {
		tell(c.ShutAt, "linger sends FIN and continues to read (half-close).")
	}
	if c.State == record.Ended {
		tell(c.Close.At, "%s", shown(format.Sentence(t.w.Verdict(t.r, c, t.now))))
	}
	return out
}

// isTold reports whether the story describes e, which is true for the newest exchanges
// and for the first exchange with an error.
func (t *ticketWriter) isTold(e *record.Exchange) bool {
	es := t.c.Exchanges
	if e.ID >= es[max(0, len(es)-storyExchanges)].ID {
		return true
	}
	i := slices.IndexFunc(es, func(e *record.Exchange) bool { s, n := e.Worst(); return n > 0 && s == wire.SeverityError })
	return i >= 0 && es[i] == e
}

func cameBefore(n int) string {
	if n == 1 {
		return "1 exchange comes"
	}
	return format.Count(n, "exchange") + " come"
}

// exchangeBeat returns the time at which e started, and sentences about what happened.
func (t *ticketWriter) exchangeBeat(e *record.Exchange) (time.Duration, string) {
	name := fmt.Sprintf("Exchange %d: %s", e.ID, shown(e.Method+" "+e.Target))
	misstep, _, _ := t.c.LeftOver()
	misread := misstep > 0 && e.ID > misstep && e.Requested
	switch {
	case misread && e.HasByte() && !e.Facts().Complete:
		return e.Started, fmt.Sprintf("%s is sent. The next %s do not begin a response: they follow response %d, which does not end where its framing says. %s",
			name, format.Count(e.Response.Len, "byte"), misstep, retryWords(e.Retry()))
	case misread && e.Done && !e.HasByte():
		return e.Started, name + " is sent. It is unknown which of the received bytes answer it. " + retryWords(e.Retry())
	case !e.Requested:
		return e.Started, fmt.Sprintf("Exchange %d: the server sends a response that answers no request, status %d.", e.ID, e.Facts().Status)
	case !e.HasByte() && !e.Done:
		return e.Started, name + " is sent; no response has come yet."
	case !e.HasByte():
		return e.Started, name + " is sent, and no response comes. " + retryWords(e.Retry())
	case !e.Done:
		return e.Started, name + " is being answered: " + format.Count(e.Response.Len, "byte") + " so far."
	case !e.Facts().Complete && e.Reason == wire.ReasonFramingError:
		return e.Started, name + " is answered with " + format.Count(e.Response.Len, "byte") + " whose framing is invalid: the end of the response is unknown. " + retryWords(e.Retry())
	case !e.Facts().Complete:
		return e.Started, name + " is answered, but the response is incomplete: " + contentCame(e.Facts()) + ". " + retryWords(e.Retry())
	}
	stays := "The connection stays open."
	if !e.Reason.Persistent() {
		stays = "The connection will not be used again (" + e.Reason.String() + ")."
	}
	if e.ID == misstep {
		stays = "The response does not end where its framing says, so the bytes after it are misread."
	}
	if e.Reason == wire.ReasonTunnel {
		stays = "The connection is a tunnel from here on."
	}
	return e.Started, fmt.Sprintf("%s is answered with %d after %s. %s", name, e.Facts().Status, format.Duration(e.Took()), stays)
}

// contentCame returns a clause that says how much content of an incomplete response
// arrived.
func contentCame(f *wire.Facts) string {
	if f.Framing() == wire.FramingLengthDelimited {
		return format.Number(f.ContentBytes) + " of " + format.Count(f.Length, "byte") + " of content arrived"
	}
	return format.Count(f.ContentBytes, "byte") + " of content arrived"
}

// retryWords returns a sentence that says whether it is safe to repeat a lost request, or
// "" if r does not say.
func retryWords(r session.Retry) string {
	switch r {
	case session.RetrySafe:
		return "It is safe to repeat."
	case session.RetryNotSafe:
		return "The server may have processed it. Check before you repeat it."
	}
	return ""
}
