package words

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/session/servers"
	"linger/ui/text"
	"linger/wire/format"
)

// unlimited sets the texts for a connection without a known idle limit. If no timeout was
// advertised, they name the key or the command that measures the limit.
func (t *Status) unlimited(v *Situation) {
	b := v.Conn.Budget
	if b.HasTimeout {
		t.words, t.Source = "hint ignored", "no Connection: keep-alive"
		t.lead, t.Rest = "Open.", "Keep-Alive: timeout="+seconds(b.Timeout)+" is ignored: the response lacks Connection: keep-alive."
		t.Short = "timeout=" + seconds(b.Timeout) + " is ignored: no Connection: keep-alive."
		return
	}
	guess := ""
	idle := "idle " + format.Idle(v.Conn.IdleFor(v.Now))
	t.words, t.shorter = "not advertised · "+idle, []string{idle}
	if d, ok := servers.Guess(v.Conn.Server()); ok {
		t.Source = "guess: " + d.Name + ", " + format.Seconds(d.Idle)
		guess = " G" + t.Source[1:] + "."
	}
	t.lead, t.Rest, t.Short = "Open.", "No idle timeout was advertised; linger probe measures it.", "No idle timeout advertised."
	switch {
	case v.Watch != nil, v.Quiet:
		t.Rest = t.Short
	case v.Probes:
		t.Rest = "No idle timeout was advertised. w waits for the close; P measures it."
		t.Short = "w waits for the close; P measures it." + guess
	}
}

// countdown sets the texts about the remaining time, the source of the limit, and the
// consequences of the limit.
func (t *Status) countdown(v *Situation, zone record.Zone) {
	l := &t.Limit
	t.Counting = true
	t.lead = t.claimed("Safe to send")
	if !v.Quiet {
		t.Rest, t.Short = "Each response restarts the idle timer.", "A response restarts the timer."
	}
	if l.Source == record.SourceHint {
		t.words = leftOf(l.Left(v.Now), l.Low) + " of " + format.Seconds(l.Low) + " left"
		t.Source = "from response " + strconv.Itoa(v.Conn.Budget.Source)
	} else {
		t.found(v)
	}
	switch zone {
	case record.Caution:
		t.lead, t.LeadStyle, t.WordsStyle = t.claimed("Caution"), v.Theme.CautionStrong, v.Theme.CautionStrong
		t.Rest = "The server counts whole seconds; it may close at any moment now."
		t.Short = "It may close at any moment now."
	case record.Race:
		t.racing(v)
	}
}

// found sets the texts of countdown for a limit that linger saw or measured.
func (t *Status) found(v *Situation) {
	l := &t.Limit
	low, short := exact(l.Low), ""
	left := leftOf(max(0, l.Left(v.Now)), l.Low) + " of " + low
	t.words = left + " left"
	switch {
	case l.Early():
		t.Source = sourceWord(l) + "; hint is " + format.Seconds(l.Hint)
		t.lead = t.claimed("Safe to send until " + v.Theme.Glyphs.Race)
		t.Rest = "The server says " + format.Seconds(l.Hint) + " but has closed after " + low + onDay(l) + "."
		short = "It has closed after " + low + "."
	case l.Source == record.SourceMeasured:
		t.Source = "measured, " + format.Count(l.Seen.Closes, "close")
		t.Rest = "A probe" + onDay(l) + " saw the server close after " + l.Seen.String() + " idle."
		short = "Measured: closed after " + l.Seen.String() + "."
	case l.Seen.Closes == 1:
		t.Source = "seen: closed after " + low
		t.Rest = "The server closed an idle connection after " + low + "; nothing was advertised."
		if c := v.Record.LastIdleClose(v.Conn); c != nil {
			t.Rest = "This server closed connection " + strconv.Itoa(c.ID) + " after " + low + " idle; nothing was advertised."
			short = "Connection " + strconv.Itoa(c.ID) + " was closed after " + low + " idle."
		}
	default:
		t.Source = "seen: " + l.Seen.String()
		t.Rest = format.Count(l.Seen.Closes, "idle close") + " were seen, after " + l.Seen.String() + "."
		short = "Seen: closed after " + l.Seen.String() + "."
	}
	if l.RaceBefore() > l.End/50 {
		t.lead = t.claimed("Safe to send until " + v.Theme.Glyphs.Race)
	}
	t.Short = short
	if v.Width < 100 {
		t.words, t.shorter = t.words+": "+sourceWord(l), []string{left + ": " + sourceWord(l), t.words}
		t.Source = ""
	}
}

// racing sets the texts for the race zone, with the reason why the zone begins where it
// does.
func (t *Status) racing(v *Situation) {
	th, l := v.Theme, &t.Limit
	t.lead, t.LeadStyle, t.WordsStyle = t.claimed("Race zone"), th.RaceStrong, th.RaceStrong
	t.Sign, t.State, t.briefly, t.StateStyle = th.Glyphs.Race, "open, in the race zone", "race zone", th.RaceStrong
	if l.Source == record.SourceHint || !l.Early() && !l.Seen.Wide() {
		t.Rest = "Less than one round trip (" + format.Duration(v.Conn.Budget.RoundTrip) + ") is left: a request sent now may be lost with no error."
		t.Short = "Less than a round trip is left: a request may be lost."
		return
	}
	t.Rest = "This server has closed after " + l.Seen.String() + ": a request sent now may be lost with no error."
	t.Short = "It has closed after " + exact(l.Low) + ": a request may be lost."
}

// late sets the texts of a connection that is still open after the limit has passed.
func (t *Status) late(v *Situation) {
	th, l := v.Theme, &t.Limit
	past := format.Idle(l.Past(v.Now))
	t.Sign, t.StateStyle, t.LeadStyle, t.WordsStyle = th.Glyphs.Race, th.RaceStrong, th.RaceStrong, th.RaceStrong
	if l.Hint > 0 {
		t.State, t.briefly = "open, overdue", "overdue"
		t.words = past + " overdue: kept open longer than advertised"
		t.shorter = []string{past + " overdue: kept open", past + " overdue"}
		t.lead, t.Rest = t.claimed("Overdue"), "The server may close at any moment; a request may be lost."
		return
	}
	source := sourceWord(l)
	t.State, t.briefly = "open, past the limit", "past the limit"
	t.words = past + " past the " + source + " limit of " + exact(l.End)
	t.shorter = []string{past + " past the " + source + " limit", past + " past it"}
	t.lead, t.Rest = t.claimed("Past the "+source+" limit"), "A limit that was "+source+" is not a promise; a request is now a risk."
	t.Short = "A request is now a risk."
}

// onDay returns the day of a measurement in an earlier session: " on 2 May".
func onDay(l *record.Limit) string {
	return dayOf(l.On)
}

// dayOf returns a day as text: " on 2 May", or "" for the zero time.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " on " + t.Format("2 January")
}

func sourceWord(l *record.Limit) string {
	if l.Source == record.SourceMeasured {
		return "measured"
	}
	return "seen"
}

// leftOf returns the remaining time as text. For a timeout of 10 s or more, the result is
// at least as wide as "9.9 s", so that the text beside it does not move during a
// countdown.
func leftOf(left, timeout time.Duration) string {
	if timeout < 10*time.Second {
		return format.Left(left)
	}
	return text.Right(format.Left(left), len("9.9 s"))
}

// exact returns an idle time in hundredths of a second below 10 s, and in tenths from 10
// s on: 2.60 s, 75.1 s.
func exact(d time.Duration) string {
	digits := 2
	if d >= 10*time.Second {
		digits = 1
	}
	return strconv.FormatFloat(d.Seconds(), 'f', digits, 64) + " s"
}

// claimed stores the first words of a countdown, and returns them as a complete sentence.
func (t *Status) claimed(words string) string {
	t.claim = words
	return words + "."
}
