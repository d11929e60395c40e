package words

import (
	"linger/session/learned"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/wire/format"
	"strconv"
)

// A Watch is what the top rows say of connections between other programs. Then Conn
// is the one on the screen; nil: all of them.
type Watch struct {
	Noun       string // "pair" or "connection"
	Open, Lost int    // connections, requests
	Learned    *learned.Summary
	About      string // what is said of all of them
}

// watched says what is true of connections between other programs.
func (t *Status) watched(v *Situation) {
	w, c := v.Watch, v.Conn
	if c == nil {
		t.words, t.LeadStyle, t.lead, t.Rest = "", v.Theme.Text, w.About, ""
		t.Counting = false
		if s := &w.Learned.Server.Idle; s.N > 0 {
			t.words = "closes idle connections after " + Durations(*s)
			t.shorter = []string{"closes after " + Durations(*s)}
			t.Source = "seen: " + format.Number(int64(s.N)) + " of " + format.Number(int64(w.Learned.Server.First))
		} else {
			t.words = "not announced, no idle close seen yet"
			t.shorter = []string{"no idle close seen yet", "unknown"}
		}
	} else {
		name := capital(w.Noun) + " " + strconv.Itoa(c.ID) + ": "
		pair := Pair{Conn: c, Now: v.Now}
		race, lost := pair.Race()
		switch {
		case lost:
			x, _ := layout.Bar(v.Width)
			t.lead, t.LeadStyle, t.end, t.Rest = name+Fit(v.Width-1-x-text.Width(name), race...), v.Theme.RaceStrong, nil, ""
			t.words, t.WordsStyle = "FIN after "+format.Exactly(c.Passing.Idle)+" idle", v.Theme.Strong
		case t.end != nil:
			t.prefix = name
		case c.Passing.Opaque:
			ways, _ := pair.Story()
			t.lead, t.Rest, t.words, t.Source, t.Counting = name+ways[0]+".", "", "not known: content not shown", "", false
		default:
			t.lead = name + t.State + "."
		}
	}
	t.Label = "now"
	t.overall(v)
}

// overall is the state in the header: that of all connections.
func (t *Status) overall(v *Situation) {
	th, w := v.Theme, v.Watch
	switch {
	case w.Lost > 0:
		n := format.Number(int64(w.Lost))
		t.Sign, t.StateStyle = th.Glyphs.Error, th.RaceStrong
		t.State, t.briefly = format.Count(w.Lost, "request")+" lost", n+" lost"
	case w.Open > 0:
		t.Sign, t.StateStyle = th.Glyphs.Open, th.OKStrong
		t.State, t.briefly = format.Number(int64(w.Open))+" open", ""
	default:
		t.Sign, t.State, t.briefly, t.StateStyle = th.Glyphs.Closed, "none open", "", th.Strong
	}
}
