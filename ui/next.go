package ui

import (
	"strings"

	"linger/session"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// nextRow returns the row of the request that enter sends, or of the filter
// while it is typed.
func (d *desk) nextRow() string {
	if d.search != nil {
		return d.filterRow()
	}
	if d.watching() {
		return d.placeRow()
	}
	th := d.th
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	line := text.Masked(d.next.Target+" "+d.next.Proto, room)
	method := th.Cut(text.Safe(d.next.Method), room/2)
	line = th.Cut(line, room-text.Width(method)-1)
	used := text.Width(method) + 1 + text.Width(line)
	about := d.contents(room - used - 3)
	if about != "" {
		about = "   " + about
	}
	return " " + th.Muted.Render(text.Pad("next", x-1)) + th.Strong.Render(method) + " " + th.Text.Render(line) +
		th.Muted.Render(th.Fit(about, room-used)) + " "
}

// contents returns what the next request holds, in at most w cells: the names of its
// fields, or how many there are, and what it says about the connection.
func (d *desk) contents(w int) string {
	r := session.Framed(d.next)
	names, option := "", "no Connection field"
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, "Connection") {
			option = f.Name + ": " + f.Value
			continue
		}
		names += f.Name + ", "
	}
	content := ""
	if n := len(r.Content); n > 0 {
		content = "; " + format.Amount(int64(n)) + " of content"
	}
	option = text.SafeUpTo(option, 60)
	return words.Fit(w, text.SafeUpTo(names, 200)+option+content, format.Count(len(r.Fields), "field")+", "+option+content, option, "")
}

// toggleVersion changes the next request between HTTP/1.1 and HTTP/1.0. In HTTP/1.0 it
// does not ask for keep-alive, to show what that version does by itself; back in
// HTTP/1.1 it asks again.
func (d *desk) toggleVersion() {
	old, asks := d.next.Proto == "HTTP/1.0", session.AsksToPersist(d.next)
	if !old && asks || old && d.persists && !asks {
		d.next = session.TogglePersist(d.next)
	}
	d.persists = !old && asks
	d.next = session.ToggleVersion(d.next)
}
