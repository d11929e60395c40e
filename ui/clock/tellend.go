package clock

import (
	"linger/ui/words"
	"strconv"
)

func (t *telling) ended(v *View) {
	th, e := v.Theme, &v.Conn.Close.Ending
	t.label, t.end, t.leadStyle = "ended", e, th.Strong
	t.sign, t.stateStyle = th.Glyphs.Closed, th.Strong
	t.state, t.briefly = words.State(e, unbounded), words.State(e, 0)
	if e.Broken() {
		t.sign, t.stateStyle, t.wordsStyle = th.Glyphs.Error, th.RaceStrong, th.RaceStrong
	}
}

func (t *telling) tunnel(v *View) {
	t.state, t.words = "tunnel", "not HTTP any more"
	t.lead, t.rest = "Tunnel.", "Bytes now belong to another protocol; R makes a new connection."
}

func (t *telling) halfClosed(v *View) {
	t.state, t.briefly = "half-closed", ""
	t.stateStyle, t.leadStyle = v.Theme.CautionStrong, v.Theme.CautionStrong
	t.lead, t.rest = "Half-closed.", "linger can only read now; R makes a new connection."
	t.short = "linger can only read now."
}

func (t *telling) closing(v *View) {
	th := v.Theme
	t.state, t.stateStyle, t.leadStyle = "closing", th.CautionStrong, th.CautionStrong
	t.words, t.lead = "closing", "Closing."
	t.rest = capital(closingNext(v)) + "."
	e := v.Conn.Last()
	if e == nil {
		return
	}
	why := capital(words.Reason(e.Reason, e.Facts.Status).Clause)
	switch {
	case e.Facts.Close:
		t.source, why = "close in response "+strconv.Itoa(e.ID), "The response said Connection: close"
	case e.Facts.Request.Close:
		t.source, why = "close in request "+strconv.Itoa(e.ID), "The request said Connection: close"
	default:
		t.source = e.Reason.String()
	}
	t.rest, t.short = why+"; "+closingNext(v)+".", why+"."
}

// closingNext returns what a request would do on a connection that will close.
func closingNext(v *View) string {
	if v.Offline {
		return "no further request was sent"
	}
	return "enter reconnects first"
}
