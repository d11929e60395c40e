package words

import (
	"strconv"

	"linger/session/learned"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/wire/format"
)

// A Watch holds the values that the top rows show about connections between other
// programs.
type Watch struct {
	Noun       string // "pair" or "connection"
	Open, Lost int    // numbers of open connections and of lost requests
	Faults     int    // number of errors and warnings
	Gaps       int    // number of runs of bytes that were not captured
	Learned    *learned.Summary
	About      string // sentence about all connections
}

// watched sets the texts about connections between other programs.
func (t *Status) watched(v *Situation) {
	w, c := v.Watch, v.Conn
	if c == nil {
		t.words, t.LeadStyle, t.lead, t.Rest = "", v.Theme.Text, w.About, ""
		t.Counting = false
		t.ofServer(w.Learned)
	} else {
		name := format.Capital(w.Noun) + " " + strconv.Itoa(c.ID) + ": "
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

// ofServer sets the texts about how long the server keeps idle connections open. An
// observed time takes precedence over an advertised one.
func (t *Status) ofServer(s *learned.Summary) {
	switch {
	case s.Server.Idle.N > 0:
		seen := Durations(s.Server.Idle)
		t.words, t.shorter = "closes idle connections after "+seen, []string{"closes after " + seen}
		t.Source = "seen: " + format.Number(int64(s.Server.Idle.N)) + " of " + format.Number(int64(s.Server.First))
	case s.Hint.N > 0:
		t.words, t.shorter = "advertises timeout="+Hinted(s.Hint)+", no idle close seen yet", []string{"advertises timeout=" + Hinted(s.Hint)}
	default:
		t.words, t.shorter = "not advertised, no idle close seen yet", []string{"no idle close seen yet", "unknown"}
	}
}

// overall sets the state in the header to that of all connections together.
func (t *Status) overall(v *Situation) {
	th, w := v.Theme, v.Watch
	switch {
	case w.Lost > 0:
		n := format.Number(int64(w.Lost))
		t.Sign, t.StateStyle = th.Glyphs.Error, th.RaceStrong
		t.State, t.briefly = format.Count(w.Lost, "request")+" lost", n+" lost"
	case w.Open > 0:
		t.Sign, t.StateStyle = th.Glyphs.Open, th.OKStrong
		if w.Faults > 0 { // one of them may be out of step
			t.StateStyle = th.Strong
		}
		t.State, t.briefly = format.Number(int64(w.Open))+" open", ""
	default:
		t.Sign, t.State, t.briefly, t.StateStyle = th.Glyphs.Closed, "none open", "", th.Strong
	}
}
