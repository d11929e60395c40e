package clock

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// Bar returns the countdown in n cells. Without track, spent time is blank, for the upper
// and lower rows of a bar three rows high.
func (v *View) Bar(n int, track bool) string {
	if track {
		return v.drawBar(n, v.Theme.Glyphs.Spent, v.Theme.Track)
	}
	return v.drawBar(n, " ", v.Theme.Text)
}

// Counting reports whether a countdown runs.
func (v *View) Counting() bool { return v.status().Counting }

// Zone returns how safe it is to send.
func (v *View) Zone() record.Zone { v.status(); return v.limit.Zone(v.Now) }

// Advertised reports whether the countdown runs to a time that the server advertised.
func (v *View) Advertised() bool { return v.Counting() && v.limit.Hint > 0 }

// Words returns the words beside the timeout in at most w cells, and their style. The
// words are "" if no form is that short.
func (v *View) Words(w int) (string, theme.Style) {
	t := v.status()
	s := t.Beside(w)
	if text.Width(s) > w {
		s = ""
	}
	return s, t.WordsStyle
}

// Parts returns the first words of the sentence, its rest, and the style of the first
// words.
func (v *View) Parts() (lead, rest string, style theme.Style) {
	t := v.status()
	return t.Lead(words.Unbounded), t.Rest, t.LeadStyle
}

// MaxWords returns the words beside the bar max.
func (v *View) MaxWords() string {
	words, _, _ := v.maxAndSource()
	return words
}

// Digits returns the running number, a time in seconds without its unit, and a label that
// says what it measures, such as "timeout", "overdue" or "idle". Without such a time, the
// number is "-".
func (v *View) Digits() (digits, label string) {
	c := v.Conn
	switch {
	case c == nil, c.OutOfStep && c.State == record.Idle: // waiting does not make the connection safe
		return "-", "timeout"
	case v.Counting():
		return trimUnit(format.Left(max(0, v.limit.Left(v.Now)))), "timeout"
	case v.Zone() == record.Late && v.limit.Hint > 0:
		return elapsed(v.limit.Past(v.Now)), "overdue"
	case v.Zone() == record.Late:
		return elapsed(v.limit.Past(v.Now)), "past the limit"
	case c.State == record.Sending || c.State == record.Awaiting:
		switch e := c.Oldest(); {
		case e == nil:
		case e.Stalled(v.Now):
			return elapsed(e.Silence(v.Now)), "nothing received"
		case e.HasByte():
			return elapsed(v.Now - e.Started), "receiving the response"
		default:
			return elapsed(v.Now - e.Started), "awaiting the response"
		}
	case c.State == record.Ended && c.Close.Phase != session.PhaseIdle:
		return elapsed(c.Age(v.Now)), "open, then closed"
	case c.State == record.Ended:
		return elapsed(c.Close.Idle), "idle, then closed"
	case c.State.Open():
		return elapsed(c.IdleFor(v.Now)), "idle"
	}
	return "-", "timeout"
}

// elapsed returns a time in seconds, without its unit: in tenths below 10 s, and in whole
// seconds from 10 s on.
func elapsed(d time.Duration) string {
	if d < 10*time.Second {
		return trimUnit(format.Idle(d))
	}
	return strconv.FormatInt(int64(d/time.Second), 10)
}

// trimUnit returns a time in seconds without its unit.
func trimUnit(s string) string {
	s, _, _ = strings.Cut(s, " ")
	return s
}
