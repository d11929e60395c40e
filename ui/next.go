package ui

import (
	"linger/session"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/wire/format"
)

// nextRow returns the row of the request that enter sends, or of the filter
// while it is typed.
func (d *desk) nextRow() string {
	if d.search != nil {
		return d.filterRow()
	}
	th := d.th
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	line := text.SafeUpTo(d.next.Target+" "+d.next.Proto, room)
	method := th.Cut(text.Safe(d.next.Method), room/2)
	line = th.Cut(line, room-text.Width(method)-1)
	used := text.Width(method) + 1 + text.Width(line)
	about := ""
	switch {
	case d.plan.W >= 100:
		about = "   " + d.contents()
	case d.teaching() && session.AsksToPersist(d.next):
		about = "   with keep-alive"
	case d.teaching():
		about = "   without keep-alive"
	}
	return " " + th.Muted.Render(text.Pad("next", x-1)) + th.Strong.Render(method) + " " + th.Text.Render(line) +
		th.Muted.Render(th.Fit(about, room-used)) + " "
}

// contents returns what the next request holds, in words.
func (d *desk) contents() string {
	r := session.Framed(d.next)
	s := format.Count(len(r.Fields), "field")
	if n := len(r.Content); n > 0 {
		s += ", " + format.Amount(int64(n)) + " of content"
	} else {
		s += ", no content"
	}
	switch {
	case !session.AsksToPersist(r):
		s += ", does not ask for keep-alive"
	case d.teaching():
		s += ", asks for keep-alive"
	}
	return s
}
