package ui

import (
	"linger/session"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// silent returns the reason why linger cannot send here, or "" if it can.
func (d *desk) silent() string {
	switch v := d.rec.Start.Vantage; {
	case d.src.Player != nil:
		return "nothing is sent in a replay"
	case v == session.VantageRelay:
		return "linger only passes on what others send"
	case v == session.VantageCapture:
		return "this is a capture"
	case d.src.Recording:
		return "nothing is sent in a replay"
	}
	return ""
}

// relays reports whether the desk shows a running relay.
func (d *desk) relays() bool {
	return d.watching() && d.rec.Start.Vantage == session.VantageRelay && d.src.Player == nil
}

// aboutAll returns a sentence about all connections between other programs.
func (d *desk) aboutAll() string {
	start := &d.rec.Start
	if len(d.rec.Conns) == 0 && d.relays() {
		return "Waiting for a client: point one at " + text.Safe(start.Via) + "."
	}
	if len(d.rec.Conns) == 0 {
		return "No TCP connection so far."
	}
	t := d.home.list.Totals()
	if start.Vantage == session.VantageCapture {
		x, _ := layout.Bar(d.plan.W)
		ways := words.Taken(&d.rec.Captured)
		if t.Gaps > 0 {
			gaps := " " + format.Count(t.Gaps, "gap") + ": " + format.Count(t.Missed, "byte") + " not captured."
			ways = append([]string{ways[0] + gaps, ways[1] + gaps}, ways...)
		}
		return words.Fit(d.plan.W-x-1, ways...)
	}
	if v := words.LearnedVerdict(d.summary); len(v) > 0 {
		return v[len(v)-1]
	}
	return format.Count(t.Open, d.home.list.Noun()) + " open, " + format.Number(int64(t.Ended)) + " ended. No side closed an idle one so far."
}

// placeRow returns the row that replaces the next request: where linger sees the
// connections.
func (d *desk) placeRow() string {
	label, ways := "relay", []string{
		"linger only passes on what both sides send. F adds a fault between them.",
		"linger only passes on what both sides send."}
	if d.rec.Start.Vantage == session.VantageCapture {
		label, ways = "file", []string{"nothing is sent"}
		if d.src.About != nil {
			ways = append([]string{text.Safe(d.src.About()) + "; nothing is sent"}, ways...)
		}
	}
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	return " " + d.th.Muted.Render(text.Pad(label, x-1)) + d.th.Text.Render(d.th.Fit(words.Fit(room, ways...), room)) + " "
}
