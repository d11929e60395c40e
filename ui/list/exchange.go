package list

import (
	"slices"
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// rowBytes is the initial capacity, in bytes, for a row including its styles. Few rows
// need more.
const rowBytes = 256

func (m *Model) drawExchange(r row, cols columns) string {
	th, cursor := m.th.Row(r == m.chosen, m.focus)
	e := m.rec.Exchange(int(r.ex))
	plain := th.Text
	if r == m.chosen {
		plain = th.Strong
	}
	mark := " "
	if _, marked := slices.BinarySearch(m.marked, int(r.ex)); marked {
		mark = "m"
	}
	b := make([]byte, 0, rowBytes)
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Key.Append(b, mark)
	num := th.Muted
	if r == m.chosen {
		num = th.Strong
	}
	b = num.Append(b, text.Right(strconv.Itoa(e.ID), cols.number))
	if cols.clock > 0 {
		b = th.Muted.Append(b, "  "+text.Pad(m.timeOf(e.Started), cols.clock))
		b = plain.Append(b, th.Fit(words.Request(e, cols.target), cols.target))
	} else {
		b = plain.Append(b, "  "+th.Fit(words.Request(e, cols.target), cols.target))
	}
	status, style := words.StatusOf(th, e)
	b = style.Append(b, text.Right(status, statusWidth))
	b = m.timing(b, th, plain, e, cols.timing)
	b = m.findings(b, th, e)
	b = th.Text.Append(b, " ")
	return string(b)
}

// timing appends the framing and the time of an exchange or, before the response, how
// long linger has been waiting.
func (m *Model) timing(b []byte, th *theme.Theme, plain theme.Style, e *record.Exchange, w int) []byte {
	if w == 0 {
		return b
	}
	say, style, took := words.Framing(e), th.Text, format.Duration(e.Took())
	var shorter []string
	switch {
	case !e.Requested:
		took = ""
	case e.Done && words.Uncaptured(e) != "":
		say, style = th.Glyphs.Gap+" "+words.Uncaptured(e), th.Caution
		shorter = []string{th.Glyphs.Gap}
	case e.Done && !e.HasByte():
		say, style, took = th.Glyphs.Error+" no response", th.Race, ""
	case e.Done && !e.Facts().Complete:
		say, style = th.Glyphs.Error+" "+words.Incomplete(e), th.Race
		shorter = []string{th.Glyphs.Error + " incomplete", th.Glyphs.Error}
	case !e.Done && !e.HasByte():
		say, style, took = th.Glyphs.Waiting+" awaiting", th.Muted, format.Clock(m.now-e.Started)
	case e.FramingLost():
		say, style, took = th.Glyphs.Error+" framing lost", th.Race, format.Clock(m.now-e.Started)
		shorter = []string{th.Glyphs.Error + " framing", th.Glyphs.Error}
	case e.Stalled(m.now):
		say, style, took = th.Glyphs.Waiting+" "+words.SoFarShort(e), th.Strong, format.Clock(e.Silence(m.now))
	case !e.Done:
		say, style, took = th.Glyphs.Busy+" "+words.SoFarShort(e), th.Content, format.Clock(m.now-e.Started)
	default:
		shorter = words.FramingShort(e)
	}
	if w < timingWidth {
		say, w = "", w-1
	}
	if text.Width(took) > w {
		took = th.Cut(coarser(took), w)
	}
	room := w - text.Width(took)
	for ; text.Width(say) >= room && len(shorter) > 0; shorter = shorter[1:] {
		say = shorter[0]
	}
	if say != "" {
		b = th.Text.Append(b, "  ")
		b = style.Append(b, text.Pad(th.Cut(say, max(0, room-1)), max(0, room)))
	} else {
		b = th.Text.Append(b, text.Spaces(room+2))
	}
	return plain.Append(b, took)
}

// coarser drops the smaller unit of a time that has two units: it returns "10 min" for
// "10 min 5 s".
func coarser(took string) string {
	if words := strings.Fields(took); len(words) > 2 {
		return words[0] + " " + words[1]
	}
	return took
}

func (m *Model) findings(b []byte, th *theme.Theme, e *record.Exchange) []byte {
	s, n := record.Worst(m.rec.Conn(e.Conn).About(e))
	if n == 0 {
		return th.Text.Append(b, text.Spaces(findingsWidth))
	}
	sign, style := words.Severity(th, s)
	return style.Append(b, text.Right(sign+" "+strconv.Itoa(min(n, 99)), findingsWidth))
}
