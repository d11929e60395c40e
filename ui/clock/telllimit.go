package clock

import (
	"strconv"
	"strings"
	"time"

	"linger/session/record"
	"linger/session/servers"
	"linger/ui/text"
	"linger/wire/format"
)

// unlimited says that no idle limit is known, and what finds one out.
func (t *telling) unlimited(v *View) {
	b := v.Conn.Budget
	if b.HasTimeout {
		t.words, t.source = "hint ignored", "no Connection: keep-alive"
		t.lead, t.rest = "Open.", "Keep-Alive: timeout="+seconds(b.Timeout)+" is ignored: the response lacks Connection: keep-alive."
		t.short = "timeout=" + seconds(b.Timeout) + " is ignored: no Connection: keep-alive."
		return
	}
	guess := ""
	idle := "idle " + format.Idle(v.Conn.IdleFor(v.Now))
	t.words, t.shorter = "not announced · "+idle, []string{idle}
	if d, ok := servers.Guess(v.Conn.Server()); ok {
		t.source = "guess: " + d.Name + ", " + format.Seconds(d.Idle)
		guess = " G" + t.source[1:] + "."
	}
	t.lead, t.rest, t.short = "Open.", "No idle timeout was announced; linger probe measures it.", "No idle timeout announced."
	if v.Probes {
		t.rest = "No idle timeout was announced. w waits for the close; P measures it."
		t.short = "w waits for the close; P measures it." + guess
	}
}

// countdown says how much is left of the limit, where that comes from, and what
// follows from it.
func (t *telling) countdown(v *View, zone record.Zone) {
	l := &v.limit
	t.counting = true
	t.lead, t.rest, t.short = "Safe to send.", "Each response restarts the idle timer.", "A response restarts the timer."
	if l.Source == record.SourceHint {
		t.words = leftOf(l.Left(v.Now), l.Low) + " of " + format.Seconds(l.Low) + " left"
		t.source = "from response " + strconv.Itoa(v.Conn.Budget.Source)
	} else {
		t.found(v)
	}
	switch zone {
	case record.Caution:
		t.lead, t.leadStyle, t.wordsStyle = "Caution.", v.Theme.CautionStrong, v.Theme.CautionStrong
		t.rest = "The server counts whole seconds; it may close at any moment now."
		t.short = "It may close at any moment now."
	case record.Race:
		t.racing(v)
	}
}

// found says the same of a limit that was not advertised, but seen or measured.
func (t *telling) found(v *View) {
	l := &v.limit
	low, short := exact(l.Low), ""
	t.words = leftOf(max(0, l.Left(v.Now)), l.Low) + " of " + low + " left"
	switch {
	case l.Early():
		t.source = sourceWord(l) + "; hint is " + format.Seconds(l.Hint)
		t.lead = "Safe to send until " + v.Theme.Glyphs.Race + "."
		t.rest = "The server says " + format.Seconds(l.Hint) + " but has closed after " + low + onDay(l) + "."
		short = "It has closed after " + low + "."
	case l.Source == record.SourceMeasured:
		t.source = "measured, " + format.Count(l.Seen.Closes, "close")
		t.rest = "A probe" + onDay(l) + " saw the server close after " + l.Seen.String() + " idle."
		short = "Measured: closed after " + l.Seen.String() + "."
	case l.Seen.Closes == 1:
		t.source = "seen: closed after " + low
		t.rest = "The server closed an idle connection after " + low + "; nothing was announced."
		if c := v.Record.LastIdleClose(v.Conn); c != nil {
			t.rest = "This server closed connection " + strconv.Itoa(c.ID) + " after " + low + " idle; nothing was announced."
			short = "Connection " + strconv.Itoa(c.ID) + " was closed after " + low + " idle."
		}
	default:
		t.source = "seen: " + l.Seen.String()
		t.rest = format.Count(l.Seen.Closes, "idle close") + " were seen, after " + l.Seen.String() + "."
		short = "Seen: closed after " + l.Seen.String() + "."
	}
	if l.RaceBefore() > l.End/50 {
		t.lead = "Safe to send until " + v.Theme.Glyphs.Race + "."
	}
	t.short = short
	if v.narrow() {
		left := t.words
		t.words += ": " + sourceWord(l)
		t.shorter = []string{strings.TrimSuffix(left, " left") + ": " + sourceWord(l), left}
		t.source = ""
	}
}

// racing says that the race zone has begun, and why there.
func (t *telling) racing(v *View) {
	th, l := v.Theme, &v.limit
	t.lead, t.leadStyle, t.wordsStyle = "Race zone.", th.RaceStrong, th.RaceStrong
	t.sign, t.state, t.briefly, t.stateStyle = th.Glyphs.Race, "open, in the race zone", "race zone", th.RaceStrong
	if l.Source == record.SourceHint || !l.Early() && !l.Seen.Wide() {
		t.rest = "Less than one round trip (" + format.Duration(v.Conn.Budget.RoundTrip) + ") is left: a request sent now may be lost with no error."
		t.short = "Less than a round trip is left: a request may be lost."
		return
	}
	t.rest = "This server has closed after " + l.Seen.String() + ": a request sent now may be lost with no error."
	t.short = "It has closed after " + exact(l.Low) + ": a request may be lost."
}

// late says that the limit has passed and the connection is still open.
func (t *telling) late(v *View) {
	th, l := v.Theme, &v.limit
	past := format.Idle(l.Past(v.Now))
	t.sign, t.stateStyle, t.leadStyle, t.wordsStyle = th.Glyphs.Race, th.RaceStrong, th.RaceStrong, th.RaceStrong
	if l.Hint > 0 {
		t.state, t.briefly = "open, overdue", "overdue"
		t.words = past + " overdue: kept open longer than advertised"
		t.shorter = []string{past + " overdue: kept open", past + " overdue"}
		t.lead, t.rest = "Overdue.", "The server may close at any moment; a request may be lost."
		return
	}
	source := sourceWord(l)
	t.state, t.briefly = "open, past the limit", "past the limit"
	t.words = past + " past the " + source + " limit of " + exact(l.End)
	t.shorter = []string{past + " past the " + source + " limit", past + " past it"}
	t.lead, t.rest = "Past the "+source+" limit.", "A limit that was "+source+" is not a promise; a request is now a risk."
	t.short = "A request is now a risk."
}

// onDay returns the day of a measurement that an earlier session made: " on 2 May".
func onDay(l *record.Limit) string {
	if l.On.IsZero() {
		return ""
	}
	return " on " + l.On.Format("2 January")
}

func sourceWord(l *record.Limit) string {
	if l.Source == record.SourceMeasured {
		return "measured"
	}
	return "seen"
}

// leftOf is the time left, as wide for as long as it counts: "10 s" and "9.9 s"
// take the same cells.
func leftOf(left, timeout time.Duration) string {
	if timeout < 10*time.Second {
		return format.Left(left)
	}
	return text.Right(format.Left(left), len("9.9 s"))
}

// exact returns an idle time to the hundredth of a second, from 10 s on to the
// tenth: 2.60 s, 75.1 s.
func exact(d time.Duration) string {
	digits := 2
	if d >= 10*time.Second {
		digits = 1
	}
	return strconv.FormatFloat(d.Seconds(), 'f', digits, 64) + " s"
}
