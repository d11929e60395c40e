package clock

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// A telling is what the rows say about one state of the connection: the words
// in the header, those beside the timeout and the sentence.
type telling struct {
	sign, state string          // in the header: "●", "idle, open"
	words       string          // beside the bar of timeout
	shorter     []string        // the same in fewer words
	source      string          // right of it
	lead, rest  string          // the sentence: its first words and what follows from them
	short       string          // what follows, where there is no room for rest; empty: rest is cut
	label       string          // "now" or "ended"
	end         *session.Ending // takes the place of words and lead; nil: it has not ended

	stateStyle, wordsStyle, leadStyle theme.Style
	counting                          bool // the bar is not empty
}

// beside returns the words beside the bar of timeout in w cells.
func (t *telling) beside(w int) string {
	if t.end != nil {
		return words.Beside(t.end, w)
	}
	return words.Fit(w, append([]string{t.words}, t.shorter...)...)
}

// first returns the first words of the sentence in w cells, at most where they can
// be said in so few.
func (t *telling) first(w int) string {
	if t.end != nil {
		return words.End(t.end, w)
	}
	return t.lead
}

// unbounded is more cells than any sentence takes.
const unbounded = 1 << 20

// tell says what is true now. Each state has its own function; none reads
// anything but the view.
func tell(v *View) telling {
	t := telling{label: "now", sign: v.Theme.Glyphs.Open, stateStyle: v.Theme.OKStrong, wordsStyle: v.Theme.Strong, leadStyle: v.Theme.OKStrong}
	if v.Conn == nil {
		t.noConnection(v)
		return t
	}
	switch v.Conn.State {
	case record.Connecting:
		t.connecting(v)
	case record.Failed:
		t.failed(v)
	case record.Unused:
		t.unused(v)
	case record.Sending, record.Awaiting:
		t.awaiting(v)
	case record.Idle:
		t.idle(v)
	case record.Closing:
		t.closing(v)
	case record.Tunneling:
		t.tunnel(v)
	case record.Ended:
		t.ended(v)
	}
	if v.Name != "" && t.counting {
		t.rest = "This is so at this moment of the recording."
	}
	if v.Conn.HalfClosed && v.Conn.State.Open() {
		t.halfClosed(v)
	}
	return t
}

func (t *telling) noConnection(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle = th.Glyphs.Closed, "no connection", th.Strong
	t.words, t.lead, t.leadStyle = "no connection", "No connection.", th.Strong
	t.rest = "R connects."
	if v.Offline {
		t.rest = "The recording has none."
	}
}

func (t *telling) connecting(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle, t.leadStyle = th.Glyphs.Waiting, "connecting", th.Strong, th.Strong
	t.words, t.lead = "no connection yet", capital(text.Safe(v.Conn.Making()))+"."
	if x, _ := layout.Bar(v.Width); text.Width(t.lead) > v.Width-1-x && v.Conn.Step.Phase != "" {
		t.lead = capital(string(v.Conn.Step.Phase)) + "."
	}
	took := th.Glyphs.Waiting + " " + format.Clock(v.Now-v.Conn.Dialed)
	if v.Conn.Step.Phase == session.DialHandshake {
		t.state = string(v.Conn.Step.Phase)
	}
	n, verb := v.Conn.Waiting, " wait"
	if n == 1 {
		verb = " waits"
	}
	switch {
	case v.Typed && n > 0:
		t.rest = format.Count(n, "request") + verb + " for it: the command stop drops what waits, x gives up."
	case v.Typed:
		t.rest = "The command x gives up."
	case n > 0:
		t.rest = took + "; " + format.Count(n, "request") + verb + " for it; esc drops what waits, x gives up."
		t.short = took + "; " + format.Number(int64(n)) + verb + "; esc drops."
	default:
		t.rest = took + "; esc gives up."
	}
}

func (t *telling) failed(v *View) {
	th, f := v.Theme, v.Conn.Failure
	kind := string(f.Kind)
	t.sign, t.state, t.stateStyle = th.Glyphs.Error, kind, th.RaceStrong
	t.words, t.lead, t.leadStyle = "no connection", capital(kind)+".", th.RaceStrong
	t.rest = text.Safe(words.Failure(f))
	if f.Kind == session.DialGivenUp { // nothing went wrong
		t.sign, t.stateStyle, t.leadStyle = th.Glyphs.Closed, th.Strong, th.Strong
	}
	t.short, _, _ = strings.Cut(t.rest, ". ")
	t.short, _, _ = strings.Cut(t.short, ": ")
	t.short = strings.TrimSuffix(t.short, ".") + "."
	if !v.Offline {
		t.rest += " R tries again."
	}
}

func (t *telling) unused(v *View) {
	t.state = "open, not used yet"
	t.words, t.source = "no hint yet", "idle "+format.Idle(v.Conn.IdleFor(v.Now))+", counting up"
	t.lead, t.rest = "Open.", "Nothing was sent on it yet; some servers do not wait long for a first request."
	t.short = "Nothing was sent on it yet."
	if v.First {
		t.short = ""
		t.lead, t.leadStyle = "Press enter", v.Theme.Key
		t.rest = "to send the request below."
		if v.Record.Label(v.Conn.Target) != "" {
			t.rest = "to send the request below and start the countdown."
		}
	}
	t.working(v)
}

func (t *telling) awaiting(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle, t.leadStyle = th.Glyphs.Waiting, "awaiting the response", th.Strong, th.Strong
	t.words, t.wordsStyle, t.lead = "starts after the last byte", th.Muted, "Awaiting the response."
	t.shorter = []string{"not yet"}
	e := oldestOutstanding(v.Conn)
	if e == nil {
		return
	}
	since := e.SentAt
	t.rest = " since the request was sent."
	if since == 0 {
		since = e.Started
		t.state, t.lead = "sending the request", "Sending the request."
		t.rest = " since the first of its " + format.Amount(e.Request.Len) + " was written."
	}
	t.rest = th.Glyphs.Waiting + " " + format.Clock(v.Now-since) + t.rest
	if e.FirstByte > 0 {
		t.state, t.lead = "receiving the response", "Receiving the response."
		t.rest = format.Amount(e.Response.Len) + " in " + format.Clock(v.Now-e.FirstByte) + "."
	}
	t.steady(v)
}

func (t *telling) idle(v *View) {
	b := v.Conn.Budget
	t.state = "idle, open"
	switch zone := v.Conn.Zone(v.Now); {
	case !b.HasTimeout:
		idle := "idle " + format.Idle(v.Conn.IdleFor(v.Now))
		t.words, t.shorter = "not announced · "+idle, []string{idle}
		t.lead, t.rest, t.short = "Open.", "The server does not say how long; linger probe measures it.", "It does not say how long."
		if v.Probes {
			t.rest = "The server does not say how long; P measures it."
		}
	case !b.Applies:
		t.words, t.source = "hint not applying", "no Connection: keep-alive"
		t.lead, t.rest = "Open.", "Keep-Alive: timeout="+seconds(b.Timeout)+" counts only beside Connection: keep-alive."
		t.short = "timeout=" + seconds(b.Timeout) + " counts only beside Connection: keep-alive."
	case zone == record.Late:
		t.late(v)
	default:
		t.countdown(v, zone)
	}
	if v.Conn.OutOfStep {
		t.outOfStep(v)
	}
	t.working(v)
	if v.Offline && t.counting {
		t.rest = "As it stood when the recording ended."
	}
}

func (t *telling) countdown(v *View, zone record.Zone) {
	th, b := v.Theme, v.Conn.Budget
	left := b.Deadline - v.Now
	t.counting = true
	t.words = leftOf(left, b.Timeout) + " of " + format.Seconds(b.Timeout) + " left"
	t.source = "hint of exchange " + strconv.Itoa(b.Source)
	t.lead, t.rest = "Safe to send.", "Every response starts the clock again."
	if v.rng.Early(b) {
		t.source = "measured " + v.rng.String()
		t.rest = "Only until " + th.Glyphs.Race + ": this server has closed as early as " + hundredths(v.rng.Low) + " idle."
		t.short = "Only until " + th.Glyphs.Race + ": it has closed after " + hundredths(v.rng.Low) + " idle."
		if zone < record.Race && v.rng.Zone(v.Conn, v.Now) == record.Race {
			t.lead, t.leadStyle, t.wordsStyle = "Race zone.", th.RaceStrong, th.RaceStrong
			t.sign, t.state, t.stateStyle = th.Glyphs.Race, "race zone, open", th.RaceStrong
			t.rest = "This server has closed as early as " + hundredths(v.rng.Low) + " idle: a request sent now may be lost without a sign."
			t.short = "It has closed after " + hundredths(v.rng.Low) + " idle: a request may be lost."
			return
		}
	}
	switch zone {
	case record.Caution:
		t.lead, t.leadStyle, t.wordsStyle = "Caution.", th.CautionStrong, th.CautionStrong
		t.rest = "The hint is no finer than a second: the close may come any time now."
		t.short = "The hint is no finer: it may close any time now."
	case record.Race:
		t.lead, t.leadStyle, t.wordsStyle = "Race zone.", th.RaceStrong, th.RaceStrong
		t.sign, t.state, t.stateStyle = th.Glyphs.Race, "race zone, open", th.RaceStrong
		t.rest = "Less than one round trip (" + format.Duration(b.RoundTrip) + ") is left: a request sent now may be lost without a sign."
		t.short = "Less than a round trip is left: a request may be lost."
	}
}

// leftOf is the time left, as wide for as long as it counts: "10 s" and "9.9 s"
// take the same cells.
func leftOf(left, timeout time.Duration) string {
	if timeout < 10*time.Second {
		return format.Left(left)
	}
	return text.Right(format.Left(left), len("9.9 s"))
}

func (t *telling) late(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle = th.Glyphs.Race, "overdue, open", th.RaceStrong
	overdue := format.Idle(v.Now-v.Conn.Budget.Deadline) + " overdue"
	t.words, t.wordsStyle = overdue+": kept open longer than advertised", th.RaceStrong
	t.shorter = []string{overdue + ": kept open", overdue}
	t.lead, t.leadStyle, t.rest = "Overdue.", th.RaceStrong, "It may close at any moment; a request may be lost."
}

// outOfStep comes before all that time could say: which answer comes next is
// no longer certain.
func (t *telling) outOfStep(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle = th.Glyphs.Error, "open, out of step", th.RaceStrong
	t.lead, t.leadStyle = "Out of step.", th.RaceStrong
	t.rest = "Something came that nobody asked for: the next answer may be misread. R connects anew."
	t.short = "The next answer may be misread. R connects anew."
}

// working says what long work is under way on an idle connection.
func (t *telling) working(v *View) {
	w := v.Record.Work
	if !w.Active {
		return
	}
	t.short = ""
	switch w.Kind {
	case session.WorkHold:
		t.state, t.lead = "idle, held", "Holding."
		t.rest = "Sends again just before " + v.unsafe() + "; " + progress(w) + "; " + v.stop() + "."
		if !t.counting {
			t.rest = "Nothing counts down: it sends when a hint says so; " + progress(w) + "; " + v.stop() + "."
		}
	case session.WorkWait:
		t.lead, t.leadStyle = "Waiting for the server to close.", v.Theme.Strong
		t.rest = "Nothing is sent; " + v.stop() + "."
		if !t.counting && v.Conn.OverdueAt > 0 {
			t.rest = "It is overdue; nothing is sent; " + v.stop() + "."
		}
	default:
		t.steady(v)
	}
}

// unsafe is what comes first of the zones that a held connection keeps out of.
func (v *View) unsafe() string {
	race := v.rng.RaceBefore(v.Conn.Budget) >= record.CautionBefore
	switch {
	case v.Typed && race && v.rng.Early(v.Conn.Budget):
		return hundredths(v.rng.Low) + " idle, when it has closed"
	case v.Typed:
		return "the last second"
	case race:
		return v.Theme.Glyphs.Race + " begins"
	}
	return v.Theme.Glyphs.Caution + " begins"
}

// stop says what a person presses, or types, to stop long work.
func (v *View) stop() string {
	if v.Typed {
		return "the command stop ends it"
	}
	if v.Covered {
		return "esc twice stops"
	}
	return "esc stops"
}

// steady says the same while requests go out one after another, whether one is
// outstanding at this moment or not: what changes is how many were sent.
func (t *telling) steady(v *View) {
	w := v.Record.Work
	words := map[session.Work]string{session.WorkRepeat: "repeating", session.WorkPipeline: "pipelining"}[w.Kind]
	if !w.Active || words == "" {
		return
	}
	t.sign, t.state, t.stateStyle = v.Theme.Glyphs.Busy, words, v.Theme.Strong
	t.lead, t.leadStyle = capital(words)+".", v.Theme.Strong
	t.rest = capital(progress(w)) + "; " + v.stop() + "."
	t.short = strings.TrimSuffix(progress(w), " sent")
	if w.Kind == session.WorkPipeline { // all were sent at once
		t.rest = strings.TrimSuffix(progress(w), "sent") + "answered; " + v.stop() + "."
	}
}

func hundredths(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
}

func oldestOutstanding(c *record.Connection) (oldest *record.Exchange) {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		if e.Done {
			break
		}
		if e.Requested {
			oldest = e
		}
	}
	return oldest
}

func progress(w session.Working) string {
	if w.Total == 0 {
		return format.Number(int64(w.Done)) + " sent"
	}
	return format.Number(int64(w.Done)) + " of " + format.Number(int64(w.Total)) + " sent"
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
