package words

import (
	"strconv"

	"linger/session/ending"
	"linger/session/servers"
	"linger/wire/format"
)

func (t *Status) ended(v *Situation) {
	th, e := v.Theme, &v.Conn.Close.Ending
	t.Label, t.end, t.LeadStyle = "ended", e, th.Strong
	t.Sign, t.StateStyle = th.Glyphs.Closed, th.Strong
	t.State, t.briefly = State(e, Unbounded), State(e, 0)
	if ending.OutOfStep(e) && !e.Broken() {
		t.State += ", out of step"
	}
	if d, ok := servers.Guess(v.Conn.Server()); ok && Guessed(v.Conn) != "" && (e.Idle-d.Idle).Abs() > ending.LateBy {
		t.Source = "the guess, " + format.Seconds(d.Idle) + ", was wrong"
	}
	if ending.Faulty(e) {
		t.Sign, t.StateStyle, t.WordsStyle = th.Glyphs.Error, th.RaceStrong, th.RaceStrong
	}
}

func (t *Status) tunnel(v *Situation) {
	t.State, t.words = "tunnel", "not HTTP any more"
	t.lead, t.Rest = "Tunnel.", "Bytes now belong to another protocol."
	if !v.Offline {
		t.Rest = "Bytes now belong to another protocol; R makes a new connection."
	}
}

func (t *Status) halfClosed(v *Situation) {
	t.State, t.briefly = "half-closed", ""
	t.StateStyle, t.LeadStyle = v.Theme.CautionStrong, v.Theme.CautionStrong
	t.lead, t.Rest = "Half-closed.", "linger can only read now; R makes a new connection."
	t.Short = "linger can only read now."
	if v.Offline {
		t.Rest, t.Short = "The client sends nothing more; it can still read.", "The client sends nothing more."
	}
}

func (t *Status) closing(v *Situation) {
	th := v.Theme
	t.State, t.StateStyle, t.LeadStyle = "closing", th.CautionStrong, th.CautionStrong
	t.words, t.lead = "closing", "Closing."
	t.Rest = format.Capital(closingNext(v)) + "."
	e := v.Conn.Last()
	if e == nil {
		return
	}
	why := format.Capital(Reason(e.Reason, e.Facts().Status).Clause)
	switch {
	case e.Facts().Close:
		t.Source, why = "close in response "+strconv.Itoa(e.ID), "The response said Connection: close"
	case e.Facts().Request.Close:
		t.Source, why = "close in request "+strconv.Itoa(e.ID), "The request said Connection: close"
	default:
		t.Source = e.Reason.String()
	}
	t.Rest, t.Short = why+"; "+closingNext(v)+".", why+"."
}

// closingNext returns a text about what would happen, or has happened, to a further
// request on a connection that will close.
func closingNext(v *Situation) string {
	if v.Watch != nil {
		return "a further request would be lost"
	}
	if v.Offline {
		return "no further request was sent"
	}
	return "enter reconnects first"
}
