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
	sign, state string          // in the header: "●", "open, idle"
	briefly     string          // the state in fewer words; empty: the same
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

// brief returns the state in few words.
func (t *telling) brief() string {
	if t.briefly == "" {
		return t.state
	}
	return t.briefly
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
	t.sign, t.state, t.stateStyle = th.Glyphs.Closed, "not connected", th.Strong
	t.words, t.lead, t.leadStyle = "not connected", "Not connected.", th.Strong
	t.rest = "R connects."
	if v.Offline {
		t.lead, t.rest = "Not connected at this moment of the recording.", ""
	}
}

func (t *telling) connecting(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle, t.leadStyle = th.Glyphs.Waiting, "connecting", th.Strong, th.Strong
	t.words, t.lead = "not connected yet", capital(text.Safe(v.Conn.Making()))+"."
	if x, _ := layout.Bar(v.Width); text.Width(t.lead) > v.Width-1-x && v.Conn.Step.Phase != "" {
		t.lead = capital(string(v.Conn.Step.Phase)) + "."
	}
	took := th.Glyphs.Waiting + " " + format.Clock(v.Now-v.Conn.Dialed)
	if v.Conn.Step.Phase == session.DialHandshake {
		t.state = string(v.Conn.Step.Phase)
	}
	n, verb, them := v.Conn.Waiting, " are waiting", "them"
	if n == 1 {
		verb, them = " is waiting", "it"
	}
	switch {
	case v.Typed && n > 0:
		t.rest = format.Count(n, "request") + verb + "; the command stop drops " + them + ", x stops connecting."
	case v.Typed:
		t.rest = "The command x stops connecting."
	case n > 0:
		t.rest = took + "; " + format.Count(n, "request") + verb + "; esc drops " + them + ", x stops connecting."
		t.short = took + "; " + format.Number(int64(n)) + " waiting; esc drops " + them + "."
	default:
		t.rest = took + "; esc stops."
	}
}

func (t *telling) failed(v *View) {
	th, f := v.Theme, v.Conn.Failure
	kind := string(f.Kind)
	t.sign, t.state, t.stateStyle = th.Glyphs.Error, kind, th.RaceStrong
	t.words, t.lead, t.leadStyle = "not connected", capital(kind)+".", th.RaceStrong
	t.rest = text.Safe(words.Failure(f))
	if f.Kind == session.DialGivenUp { // nothing went wrong
		t.sign, t.stateStyle, t.leadStyle = th.Glyphs.Closed, th.Strong, th.Strong
	}
	t.short = text.Safe(f.Text)
	if !v.Offline {
		t.rest += " R tries again."
	}
}

func (t *telling) unused(v *View) {
	t.state, t.briefly = "open, unused", "open"
	t.words, t.source = "not announced yet", "idle "+format.Idle(v.Conn.IdleFor(v.Now))
	t.lead, t.rest = "Open.", "Nothing was sent yet; some servers wait only a few seconds for a first request."
	t.short = "Nothing was sent yet."
	if v.First {
		t.short = ""
		t.lead, t.leadStyle = "Press enter", v.Theme.Key
		t.rest = "to send the request below."
		if v.Record.Label(v.Conn.Target) != "" {
			t.rest = "to send the request below and start the idle timer."
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
	if !e.Written {
		since = e.Started
		t.state, t.lead = "sending the request", "Sending the request."
		t.rest = " since the first of its " + format.Amount(e.Request.Len) + " was written."
	}
	t.rest = th.Glyphs.Waiting + " " + format.Clock(v.Now-since) + t.rest
	if e.HasByte() {
		t.state, t.lead = "receiving the response", "Receiving the response."
		t.rest = format.Amount(e.Response.Len) + " in " + format.Clock(v.Now-e.FirstByte) + "."
	}
	t.steady(v)
}

func (t *telling) idle(v *View) {
	t.state, t.briefly = "open, idle", "idle"
	switch zone := v.limit.Zone(v.Now); {
	case !v.limit.Known():
		t.unlimited(v)
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
		t.rest = "This is the state at the end of the recording."
	}
}

// outOfStep comes before all that time could say: which answer comes next is
// no longer certain.
func (t *telling) outOfStep(v *View) {
	th := v.Theme
	t.sign, t.state, t.stateStyle = th.Glyphs.Error, "out of step, not reusable", th.RaceStrong
	t.briefly = "out of step"
	t.lead, t.leadStyle = "Out of step.", th.RaceStrong
	t.rest = "Unsolicited data came: the next response would be misread. R reconnects."
	t.short = "The next response would be misread. R reconnects."
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
		t.state, t.briefly, t.lead = "open, held", "held", "Holding."
		t.rest = "Sends again when " + v.unsafe() + "; " + progress(w) + "; " + v.stop() + "."
		if !t.counting {
			t.rest = "No limit is known yet; sends as soon as one is; " + progress(w) + "; " + v.stop() + "."
		}
	case session.WorkWait:
		t.lead, t.leadStyle = "Waiting for the server to close.", v.Theme.Strong
		t.rest = "Nothing is sent; " + v.stop() + "."
		if !t.counting && v.Conn.Overdue {
			t.rest = "Overdue; nothing is sent; " + v.stop() + "."
		}
	default:
		t.steady(v)
	}
}

// unsafe is what comes first of the zones that a held connection keeps out of.
func (v *View) unsafe() string {
	race := v.limit.RaceBefore() >= v.limit.CautionBefore()
	switch {
	case v.Typed && race && (v.limit.Early() || v.limit.Hint == 0):
		return "it has been idle for nearly " + exact(v.limit.Low)
	case v.Typed:
		return "the last second begins"
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
	t.short = count(w)
	if w.Kind == session.WorkPipeline { // all were sent at once
		t.rest = count(w) + " answered; " + v.stop() + "."
	}
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

func progress(w session.Working) string { return count(w) + " sent" }

// count returns how far work has come: "3 of 10".
func count(w session.Working) string {
	if w.Total == 0 {
		return format.Number(int64(w.Done))
	}
	return format.Number(int64(w.Done)) + " of " + format.Number(int64(w.Total))
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
