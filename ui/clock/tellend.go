package clock

import (
	"linger/ui/words"
	"strconv"
)

func (t *telling) ended(v *View) {
	th, e := v.Theme, &v.Conn.Close.Ending
	t.label, t.end, t.leadStyle = "ended", e, th.Strong
	t.sign, t.stateStyle = th.Glyphs.Closed, th.Strong
	t.state = words.State(e)
	if e.Broken() {
		t.sign, t.stateStyle, t.wordsStyle = th.Glyphs.Error, th.RaceStrong, th.RaceStrong
	}
}

func (t *telling) tunnel(v *View) {
	t.state, t.words = "a tunnel", "no longer HTTP/1.x"
	t.lead, t.rest = "A tunnel.", "What comes now is another protocol; R makes a new connection."
}

func (t *telling) halfClosed(v *View) {
	t.state += ", half-closed"
	t.stateStyle, t.leadStyle = v.Theme.CautionStrong, v.Theme.CautionStrong
	t.lead, t.rest = "Half-closed.", "No more can be sent; what comes is still read. R makes a new connection."
	t.short = "No more can be sent; what comes is still read."
}

func (t *telling) closing(v *View) {
	th := v.Theme
	t.state, t.stateStyle, t.leadStyle = "idle, open, closing", th.CautionStrong, th.CautionStrong
	t.words, t.lead, t.rest = "no more exchanges", "Will close.", "No further request is sent."
	e := v.Conn.Last()
	if e == nil {
		return
	}
	who := "The response"
	switch {
	case e.Facts.Close:
		t.source = "close in response " + strconv.Itoa(e.ID)
	case e.Facts.Request.Close:
		t.source, who = "close in request "+strconv.Itoa(e.ID), "The request"
	default:
		t.source = e.Reason.String()
		t.rest = "Nothing keeps it open after " + t.source + "; no further request is sent."
		return
	}
	t.rest = who + " said Connection: close; no further request is sent."
	t.short = who + " said Connection: close."
}
