package words

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
	"linger/wire/format"
)

// A Situation holds the values on which the status of a connection depends.
type Situation struct {
	Record  *record.Record
	Conn    *record.Connection // nil before the first attempt to connect
	Now     time.Duration      // the session's clock
	Width   int                // width of the screen in cells
	Theme   *theme.Theme
	First   bool   // no request was sent yet, so the sentence names the key that sends one
	Offline bool   // the session is a recording, so nothing can be sent
	Named   bool   // the recording has a name
	Over    bool   // the recording ends at this moment, although its session had not ended
	Probes  bool   // a key starts a probe of the server
	Blind   bool   // a drill hides what hints say
	Quiet   bool   // a lesson is open, which gives its own instructions and asks what a response does
	Covered bool   // esc closes something else first
	Watch   *Watch // for connections between other programs; nil for linger's own connection
	Typed   bool   // the user types commands, one on each line, and there are no keys
}

// A Status holds the texts about one state of a connection: the state in the header, the
// words beside the timeout and the sentence.
type Status struct {
	Sign, State string       // of the header: "●", "open, idle"
	Source      string       // where the words beside the timeout come from
	Rest        string       // the sentence after its first words
	Short       string       // replaces Rest if there is no room for it; if Short is "", Rest is cut
	claim       string       // the first words while a countdown runs, without a full stop
	Label       string       // "now" or "ended"
	Limit       record.Limit // how long the server lets the connection stay idle
	Counting    bool         // a countdown runs

	StateStyle, WordsStyle, LeadStyle theme.Style

	briefly string          // shorter form of State, or "" if there is none
	words   string          // the words beside the timeout bar
	shorter []string        // shorter forms of words
	lead    string          // first words of the sentence
	prefix  string          // text before the words about end
	end     *session.Ending // replaces words and lead; nil while the connection is open
}

// Beside returns the words beside the timeout in at most w cells.
func (t *Status) Beside(w int) string {
	if t.end != nil {
		return Beside(t.end, w)
	}
	return Fit(w, append([]string{t.words}, t.shorter...)...)
}

// Brief returns the shorter form of the state.
func (t *Status) Brief() string {
	if t.briefly == "" {
		return t.State
	}
	return t.briefly
}

// Lead returns the first words of the sentence, in w cells if a form is that short.
func (t *Status) Lead(w int) string {
	if t.end != nil {
		return t.prefix + End(t.end, w-text.Width(t.prefix))
	}
	return t.lead
}

// Unbounded is a width in cells that is larger than any sentence.
const Unbounded = 1 << 20

// Status returns the texts about a situation. Each state of the connection has its own
// function, which reads only the situation.
func (v *Situation) Status() Status {
	t := Status{Label: "now", Sign: v.Theme.Glyphs.Open, StateStyle: v.Theme.OKStrong, WordsStyle: v.Theme.Strong, LeadStyle: v.Theme.OKStrong}
	t.Limit = v.Record.Limit(v.Conn)
	if v.Conn == nil && v.Watch != nil {
		t.watched(v)
		return t
	}
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
	switch {
	case v.Conn.Passing.Unfollowed && v.Conn.State != record.Ended:
		t.notFollowed(v)
	case v.Over && v.Conn.State.Open():
		t.lead, t.LeadStyle = "End of the recording.", v.Theme.Strong
		t.Rest, t.Short = "The connection was still open. < goes back one exchange.", "< goes back one exchange."
	case v.Named && t.Counting:
		t.lead, t.Rest = t.claim+",", "at this moment of the recording."
	}
	if v.Conn.HalfClosed && v.Conn.State.Open() {
		t.halfClosed(v)
	}
	if v.Watch != nil {
		t.watched(v)
	}
	return t
}

func (t *Status) noConnection(v *Situation) {
	th := v.Theme
	t.Sign, t.State, t.StateStyle = th.Glyphs.Closed, "not connected", th.Strong
	t.words, t.lead, t.LeadStyle = "not connected", "Not connected.", th.Strong
	t.Rest = "R connects."
	if v.Offline {
		t.lead, t.Rest = "Not connected at this moment of the recording.", ""
	}
}

// notFollowed sets the texts of a connection that linger no longer follows.
func (t *Status) notFollowed(v *Situation) {
	th := v.Theme
	t.Sign, t.State, t.briefly, t.StateStyle, t.LeadStyle = th.Glyphs.Closed, "no longer followed", "not followed", th.Strong, th.Strong
	t.words, t.shorter, t.Source, t.Counting = "not known", nil, "", false
	t.lead = "No longer followed."
	t.Rest, t.Short = "Too many connections were open: linger limits its memory.", "Too many connections were open."
}

func (t *Status) connecting(v *Situation) {
	th := v.Theme
	t.Sign, t.State, t.StateStyle, t.LeadStyle = th.Glyphs.Waiting, "connecting", th.Strong, th.Strong
	t.words, t.lead = "not connected yet", format.Capital(text.Safe(v.Conn.Making()))+"."
	if x, _ := layout.Bar(v.Width); text.Width(t.lead) > v.Width-1-x && v.Conn.Step.Phase != "" {
		t.lead = format.Capital(string(v.Conn.Step.Phase)) + "."
	}
	took := th.Glyphs.Waiting + " " + format.Clock(v.Now-v.Conn.Dialed)
	if v.Conn.Step.Phase == session.DialHandshake {
		t.State = string(v.Conn.Step.Phase)
	}
	n, verb, them := v.Conn.Waiting, " are waiting", "them"
	if n == 1 {
		verb, them = " is waiting", "it"
	}
	switch {
	case v.Typed && n > 0:
		t.Rest = format.Count(n, "request") + verb + "; the command stop drops " + them + ", x stops connecting."
	case v.Typed:
		t.Rest = "The command x stops connecting."
	case n > 0:
		t.Rest = took + "; " + format.Count(n, "request") + verb + "; esc drops " + them + ", x stops connecting."
		t.Short = took + "; " + format.Number(int64(n)) + " waiting; esc drops " + them + "."
	default:
		t.Rest = took + "; esc stops."
	}
}

func (t *Status) failed(v *Situation) {
	th, f := v.Theme, v.Conn.Failure
	kind := string(f.Kind)
	t.Sign, t.State, t.StateStyle = th.Glyphs.Error, kind, th.RaceStrong
	t.words, t.lead, t.LeadStyle = "not connected", format.Capital(kind)+".", th.RaceStrong
	t.Rest = text.Safe(Failure(f))
	if f.Kind == session.DialGivenUp { // not an error: linger did not try to connect
		t.Sign, t.StateStyle, t.LeadStyle = th.Glyphs.Closed, th.Strong, th.Strong
	}
	t.Short = text.Safe(f.Text)
	if !v.Offline {
		t.Rest += " R tries again."
	}
}

func (t *Status) unused(v *Situation) {
	t.State, t.briefly = "open, unused", "open"
	t.words, t.Source = "not advertised yet", "idle "+format.Idle(v.Conn.IdleFor(v.Now))
	t.lead, t.Rest = "Open.", "Nothing was sent yet; some servers wait only a few seconds for a first request."
	t.Short = "Nothing was sent yet."
	if v.Quiet {
		t.Rest = t.Short
	}
	if v.First {
		t.Short = ""
		t.lead, t.LeadStyle = "Press enter", v.Theme.Key
		t.Rest = "to send the request below."
		if v.Record.Label(v.Conn.Target) != "" {
			t.Rest, t.Short = "to send the request below and start the idle timer.", "to send the request below."
		}
	}
	t.working(v)
}

func (t *Status) awaiting(v *Situation) {
	th := v.Theme
	t.Sign, t.State, t.StateStyle, t.LeadStyle = th.Glyphs.Waiting, "awaiting the response", th.Strong, th.Strong
	t.words, t.WordsStyle, t.lead = "starts after the last byte", th.Muted, "Awaiting the response."
	t.shorter = []string{"not yet"}
	e := v.Conn.Oldest()
	if e == nil {
		return
	}
	since := e.SentAt
	t.Rest = " since the request was sent."
	if !e.Written {
		since = e.Started
		t.State, t.lead = "sending the request", "Sending the request."
		t.Rest = " since the first of its " + format.Amount(e.Request.Len) + " was written."
	}
	t.Rest = th.Glyphs.Waiting + " " + format.Clock(v.Now-since) + t.Rest
	if n, f, ok := v.Conn.Misframed(); ok && n == e.ID && e.Written {
		faulty := th.Glyphs.Waiting + " " + format.Clock(v.Now-since) + "; the request does not end where it says, " + f.Detail
		t.Short, t.Rest = faulty+".", faulty+": the server may wait for the rest."
	}
	if e.HasByte() {
		t.receiving(v, e)
	}
	t.steady(v)
}

func (t *Status) idle(v *Situation) {
	t.State, t.briefly = "open, idle", "idle"
	switch zone := t.Limit.Zone(v.Now); {
	case v.Blind:
		idle := "idle " + format.Idle(v.Conn.IdleFor(v.Now))
		t.Limit, t.lead = record.Limit{}, "Open."
		t.words, t.shorter = "hidden by the drill · "+idle, []string{idle}
	case !t.Limit.Known():
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
	if v.Offline && t.Counting && v.Watch == nil {
		t.Rest = "This is the state at the end of the recording."
	}
}

// outOfStep sets the texts of a connection that is out of step. They take precedence over
// any countdown, because linger no longer knows to which request the next response
// belongs.
func (t *Status) outOfStep(v *Situation) {
	th := v.Theme
	t.Sign, t.State, t.StateStyle = th.Glyphs.Error, "out of step, not reusable", th.RaceStrong
	t.briefly = "out of step"
	t.lead, t.LeadStyle = "Out of step.", th.RaceStrong
	t.Counting = false
	t.words, t.shorter, t.WordsStyle, t.Source = "not reusable", nil, th.Race, ""
	if b := &v.Conn.Budget; b.HasTimeout {
		t.Source = "the hint says " + format.Seconds(b.Timeout)
	}
	t.Rest = "Unsolicited data came: the next response would be misread."
	t.Short = "The next response would be misread."
	if _, f, ok := v.Conn.LeftOver(); ok {
		f.Quote = "" // the pages show the bytes
		t.Rest = format.Capital(text.Safe(session.TextOf(f))) + "."
		t.Short = format.Capital(text.Safe(LeftOver(f))) + "."
	}
	if f, ok := v.Conn.OtherProtocol(); ok {
		t.lead = "Not HTTP/1.x."
		t.Rest = format.Capital(text.Safe(f.Detail)) + "."
		t.Short = "Check the port and the scheme."
	}
	if n, f, ok := v.Conn.Misframed(); ok {
		t.Rest = "Request " + strconv.Itoa(n) + " does not end where it says, " + f.Detail + ": the next one would be misread."
		t.Short = "Request " + strconv.Itoa(n) + ": " + f.Detail + "."
	}
}

// LeftOver returns a clause about the bytes that a finding reports as left over: the
// finding's detail if that is enough, and otherwise its text.
func LeftOver(f wire.Finding) string {
	if wire.IsLeftOver(f.Code) && f.Code != wire.CodeSizeBeforeStatus && f.Detail != "" {
		return session.WithoutSecrets(f.Detail)
	}
	return session.TextOf(f)
}

// working sets the texts while a hold, a wait or another long task runs on an idle
// connection.
func (t *Status) working(v *Situation) {
	w := v.Record.Work
	if !w.Active {
		return
	}
	t.Short = ""
	switch w.Kind {
	case session.WorkHold:
		t.State, t.briefly, t.lead = "open, held", "held", "Holding."
		t.Rest = "Sends again when " + v.unsafe(&t.Limit) + "; " + progress(w) + "; " + v.stop() + "."
		if !t.Counting {
			t.Rest = "No limit is known yet; sends as soon as one is; " + progress(w) + "; " + v.stop() + "."
		}
	case session.WorkWait:
		t.lead, t.LeadStyle = "Waiting for the server to close.", v.Theme.Strong
		t.Rest = "Nothing is sent; " + v.stop() + "."
		if !t.Counting && v.Conn.Overdue {
			t.Rest = "Overdue; nothing is sent; " + v.stop() + "."
		}
	default:
		t.steady(v)
	}
}

// unsafe returns a clause that says when a hold sends again: when the first unsafe zone
// begins.
func (v *Situation) unsafe(l *record.Limit) string {
	race := l.RaceBefore() >= l.CautionBefore()
	switch {
	case v.Typed && race && (l.Early() || l.Hint == 0):
		return "it has been idle for nearly " + exact(l.Low)
	case v.Typed:
		return "the last second begins"
	case race:
		return v.Theme.Glyphs.Race + " begins"
	}
	return v.Theme.Glyphs.Caution + " begins"
}

// stop returns a clause that names the key or the command that stops a long task.
func (v *Situation) stop() string {
	if v.Typed {
		return "the command stop ends it"
	}
	if v.Covered {
		return "esc twice stops"
	}
	return "esc stops"
}

// steady sets the texts while linger sends requests one after another. They do not
// alternate between sending, awaiting and idle with each exchange; only the progress
// changes.
func (t *Status) steady(v *Situation) {
	w := v.Record.Work
	words := map[session.Work]string{session.WorkRepeat: "repeating", session.WorkPipeline: "pipelining"}[w.Kind]
	if !w.Active || words == "" {
		return
	}
	t.Sign, t.State, t.StateStyle = v.Theme.Glyphs.Busy, words, v.Theme.Strong
	t.lead, t.LeadStyle = format.Capital(words)+".", v.Theme.Strong
	t.Rest = format.Capital(progress(w)) + "; " + v.stop() + "."
	t.Short = count(w)
	if w.Kind == session.WorkPipeline { // a pipeline: all requests were sent at once
		t.Rest = count(w) + " answered; " + v.stop() + "."
	}
	if w.Cut == session.WorkCutStopped {
		t.lead = "Stopping."
		t.Rest = count(w) + " answered; linger sends nothing more and waits for the rest. " + v.ends()
	}
}

// ends returns a sentence that names the key or the command that ends the connection.
func (v *Situation) ends() string {
	if v.Typed {
		return "The command x ends the connection."
	}
	return "x ends the connection."
}

func progress(w session.Working) string { return count(w) + " answered" }

// count returns the progress of a long task: "3 of 10".
func count(w session.Working) string {
	if w.Total == 0 {
		return format.Number(int64(w.Done))
	}
	return format.Number(int64(w.Done)) + " of " + format.Number(int64(w.Total))
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }
