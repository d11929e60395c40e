package pairs

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// These are the widths of the columns, in cells.
const (
	clockWidth  = len("12:04:31.118  ")
	statusWidth = 8
	timeWidth   = 9
	exactWidth  = 14 // width of the framing
	wideWidth   = 18 // width of the framing if there is room, for texts such as "┆ 8,012 of 8,812"
	saidWidth   = 28 // width of texts such as "sent 0.2 ms after the FIN"
)

// numberWidth returns the width of the column with the exchange IDs, in cells.
func (s *Story) numberWidth() int { return max(4, len(strconv.Itoa(s.rec.Count()))) }

func (s *Story) header() string {
	head := text.Spaces(3) + text.Right("#", s.numberWidth()) + "  "
	if s.clocked() {
		head += text.Pad("time", clockWidth)
	}
	head += text.Pad("request", s.requestWidth()) + text.Pad("status", statusWidth)
	if s.framed() {
		head += text.Pad("framing", s.framingWidth())
	}
	return s.th.Muted.Render(s.th.Fit(head+text.Right("time", timeWidth), s.w))
}

// clocked reports whether rows show the time of day: linger must know it, and there must
// be room for it.
func (s *Story) clocked() bool { return s.w >= 76 && !s.rec.Start.Wall.IsZero() }

func (s *Story) framed() bool { return s.w >= 90 }

func (s *Story) framingWidth() int {
	if s.w >= 110 {
		return wideWidth
	}
	return exactWidth
}

func (s *Story) requestWidth() int {
	n := s.w - 5 - s.numberWidth() - statusWidth - timeWidth - findingWidth - 1
	if s.clocked() {
		n -= clockWidth
	}
	if s.framed() {
		n -= s.framingWidth()
	}
	if s.framed() {
		n = min(n, max(24, n-saidWidth))
	}
	return max(4, n)
}

// clock returns the time of day that is at after the session began, padded to its column.
// The time is local, except for captures: because they may come from another machine,
// their times are in UTC. clock returns "" if the rows show no time of day, and spaces if
// at is negative.
func (s *Story) clock(at time.Duration) string {
	if !s.clocked() {
		return ""
	}
	if at < 0 {
		return text.Spaces(clockWidth)
	}
	t := s.rec.Start.Wall.Add(at).Local()
	if s.rec.Start.Vantage == session.VantageCapture {
		t = t.UTC()
	}
	return text.Pad(t.Format("15:04:05.000"), clockWidth)
}

func (s *Story) drawLine(l *line) string {
	th := s.th
	lead := text.Spaces(5+s.numberWidth()) + s.clock(l.at)
	if l.at < 0 { // words about the whole connection begin on the left
		lead = text.Spaces(3)
	}
	return th.Muted.Render(lead) + l.style.Render(th.Fit(l.words, max(0, s.w-text.Width(lead))))
}

func (s *Story) drawExchange(c *record.Connection, place int) string {
	e := c.Exchanges[place]
	th, cursor, strong := s.th, " ", s.th.Text
	if place == s.place(c) {
		th, strong = s.th.Selected, s.th.Selected.Strong
		cursor = th.Muted.Render(th.Glyphs.Cursor)
		if s.focus {
			cursor = th.Key.Render(th.Glyphs.Cursor)
		}
	}
	b := th.Text.Append(nil, " ")
	b = append(b, cursor...)
	b = th.Text.Append(b, " ")
	b = th.Muted.Append(b, text.Right(strconv.Itoa(e.ID), s.numberWidth())+"  "+s.clock(e.Started))
	w := s.requestWidth()
	b = strong.Append(b, th.Fit(words.Request(e, w-1), w))
	status, style := words.StatusOf(th, e)
	b = style.Append(b, text.Pad(status, statusWidth))
	used := 5 + s.numberWidth() + len(s.clock(0)) + w + statusWidth
	if s.framed() {
		b = th.Text.Append(b, th.Fit(s.framing(e), s.framingWidth()-1)+" ")
		used += s.framingWidth()
	}
	took := ""
	switch {
	case !e.Done:
		took = format.Idle(s.now - e.Started)
	case e.Requested:
		took = format.Duration(e.Took())
	}
	b = strong.Append(b, text.Right(took, timeWidth))
	used += timeWidth
	said := ""
	if after, ok := c.AfterFIN(e); ok {
		said = "  sent " + format.Duration(after) + " after the FIN"
	}
	return string(s.tail(b, th, e, said, s.w-used))
}

// tail appends said and the findings of e to b, the row of an exchange. room is the
// remaining width, in cells. If said does not fit, it is omitted.
func (s *Story) tail(b []byte, th *theme.Theme, e *record.Exchange, said string, room int) []byte {
	worst, n := e.Worst()
	marks, style := "", th.Text
	if n > 0 {
		var sign string
		sign, style = words.Severity(th, worst)
		marks = sign + " " + strconv.Itoa(min(n, 99)) + " "
	}
	room -= text.Width(marks)
	if text.Width(said) > room {
		said = ""
	}
	b = th.Race.Append(b, text.Pad(said, max(0, room)))
	return style.Append(b, marks)
}

func (s *Story) framing(e *record.Exchange) string {
	gap := words.Uncaptured(e)
	switch {
	case gap != "":
		return s.th.Glyphs.Gap + " " + gap
	case e.Lost(), !e.HasResponse():
		return ""
	case e.Done && !e.Facts().Complete:
		return words.Incomplete(e)
	}
	return words.Framing(e)
}

// overview returns the rows that say what linger has learned from all connections. It
// fills the pane exactly.
func (s *Story) overview() (out []string) {
	th := s.th
	if s.sum != nil {
		for _, l := range words.Learned(s.sum) {
			for i, row := range text.Wrap(l, max(1, s.w-6)) {
				lead := "  "
				if i > 0 {
					lead = "    "
				}
				out = append(out, th.Text.Render(th.Fit(lead+row, s.w)))
			}
		}
	}
	for len(out) < s.h {
		out = append(out, text.Spaces(s.w))
	}
	return out[:s.h]
}
