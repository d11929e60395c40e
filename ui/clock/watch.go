package clock

import (
	"path"
	"strings"

	"linger/session"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// Client returns the row about how long the client keeps idle connections.
func (v *View) Client() string {
	_, n := layout.Bar(v.Width)
	th := v.Theme
	s := &v.Watch.Learned.Client
	ways, source := []string{"not known yet"}, ""
	bar := th.Track.Render(text.Repeat(th.Glyphs.Spent, n))
	switch {
	case s.Idle.N > 0:
		ways = []string{"closes idle connections after " + words.Durations(s.Idle), "closes after " + words.Durations(s.Idle)}
		source = "seen: " + format.Number(int64(s.Idle.N)) + " of " + format.Number(int64(s.First))
		bar = th.Muted.Render(text.Repeat(th.Glyphs.Lived, n-1) + th.Glyphs.Closed)
	case s.Keeps > 0:
		at := format.AtLeast(s.Keeps)
		ways = []string{"keeps idle connections longer than " + at, "keeps idle longer than " + at, "keeps idle over " + at}
		source = "a lower bound"
		if s.First == 0 {
			source = "never closed first"
		}
		bar = th.Muted.Render(text.Repeat(th.Glyphs.Lived, n-1) + th.Glyphs.Sent)
	}
	return v.barred("client", bar, "", "", said(ways...), th.Strong, source)
}

// watchTarget returns the source of the session: "relay 127.0.0.1:8322 →
// http://127.0.0.1:3000" or "capture orders.pcap".
func (v *View) watchTarget() string {
	start := &v.Record.Start
	via := text.Safe(start.Via)
	if start.Vantage == session.VantageCapture {
		if via != "" && via != "-" {
			via = path.Base(via)
		} else {
			via = "standard input"
		}
		return "capture " + via
	}
	target := text.Safe(start.Target)
	if v.narrow() {
		via = via[max(0, strings.LastIndexByte(via, ':')):]
		if _, host, ok := strings.Cut(target, "://"); ok {
			target = host
		}
	}
	return "relay " + via + " " + v.Theme.Glyphs.Sent + " " + target
}

// watchFacts returns the facts that the header shows about connections between other
// programs.
func (v *View) watchFacts() (fs []fact) {
	r, w := v.Record, v.Watch
	if v.Name != "" {
		fs = append(fs, fact{v.watchTarget(), 3})
	}
	if r.Faults != "" {
		fs = append(fs, fact{v.Theme.Glyphs.Warning + " fault: " + text.Safe(r.Faults), 0})
	}
	if w.Gaps > 0 {
		fs = append(fs, fact{v.Theme.Glyphs.Warning + " " + format.Count(w.Gaps, "gap"), 2})
	}
	if n := len(r.Conns); n > 0 {
		fs = append(fs, fact{format.Count(n, w.Noun), 1})
	}
	if n := r.Count(); n > 0 {
		fs = append(fs, fact{format.Count(n, "exchange"), 4})
	}
	if r.Start.Vantage == session.VantageCapture && !r.Start.Wall.IsZero() {
		from := r.Start.Wall.UTC()
		fs = append(fs, fact{from.Format("15:04:05") + " to " + from.Add(r.Now()).Format("15:04:05") + " UTC", 5})
	}
	return fs
}
