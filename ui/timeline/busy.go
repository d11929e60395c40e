package timeline

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
)

// busy draws what was sent, awaited and received, and the idle time in between. Exchanges
// begin and end in order, so three indexes that only increase find the exchanges of each
// cell.
func (l *life) busy() {
	es, g := l.c.Exchanges, &l.m.th.Glyphs
	open := l.cellOf(l.c.Opened)
	if l.c.Opened == 0 {
		return
	}
	var over, begun, heard int // numbers of exchanges that ended before the cell, that began before the cell's end, and whose response began before the cell's end
	for i := 0; i <= min(l.n, l.cellOf(l.end)); i++ {
		a, b := l.moment(i), l.moment(i+1)
		over = seek(es, over, func(e *record.Exchange) bool { return l.endOf(e) < a })
		begun = seek(es, begun, func(e *record.Exchange) bool { return e.Started < b })
		heard = seek(es, heard, func(e *record.Exchange) bool { return e.HasByte() && e.FirstByte < b })
		sending := begun > 0 && l.sentBy(es[begun-1]) >= a
		receiving := heard > 0 && es[heard-1].LastByte >= a
		if sending {
			l.put(sendingLane, i, g.Busy, accent)
		}
		switch {
		case receiving:
			l.put(receivingLane, i, g.Busy, content)
		case over < begun && !sending:
			l.put(receivingLane, i, g.Waiting, muted)
		}
		if over >= begun && i >= open && (i > open || len(es) == 0) {
			l.put(idleLane, i, g.Lived, muted)
		}
	}
}

// sentBy returns the time when the last byte of the request was written, the end of the
// exchange if that did not happen, or -1 if there is no request.
func (l *life) sentBy(e *record.Exchange) time.Duration {
	switch {
	case !e.Requested:
		return -1
	case !e.Written:
		return l.endOf(e)
	}
	return e.SentAt
}

// endOf returns the end of an exchange or, if it is outstanding or incomplete, the end of
// the connection.
func (l *life) endOf(e *record.Exchange) time.Duration {
	if e.Done && words.Uncaptured(e) != "" {
		return e.Over
	}
	if !e.Ended || !e.HasByte() {
		return l.end
	}
	return e.Over
}

// seek returns the index of the first exchange, starting at index i, for which before
// returns false. It increases its steps, so that the search is fast whether that exchange
// is near or far away.
func seek(es []*record.Exchange, i int, before func(*record.Exchange) bool) int {
	leap := 1
	for i+leap <= len(es) && before(es[i+leap-1]) {
		i += leap
		leap *= 2
	}
	for leap > 0 {
		if i+leap <= len(es) && before(es[i+leap-1]) {
			i += leap
		}
		leap /= 2
	}
	return i
}

// numbers writes the number of each exchange where the exchange begins, if there is room.
// It always writes the number of the selected exchange.
func (l *life) numbers() {
	es := l.c.Exchanges
	l.selected()
	for i, k := 0, 0; i <= l.n; i++ {
		a, b := l.moment(i), l.moment(i+1)
		k = seek(es, k, func(e *record.Exchange) bool { return e.Started < a })
		if k == len(es) {
			return
		}
		if es[k].Started >= b {
			continue
		}
		next := seek(es, k, func(e *record.Exchange) bool { return e.Started < b })
		l.number(i, es[k:next])
	}
}

// number writes the number of the exchange that begins in a cell, or the first and the
// last number if several begin there.
func (l *life) number(i int, es []*record.Exchange) {
	id := strconv.Itoa(es[0].ID)
	sign, k := l.worst(es)
	if n := len(es); n > 1 && l.numbered(i, id+"-"+strconv.Itoa(es[n-1].ID), sign, k) {
		return
	} else if n > 1 {
		id += l.m.th.Glyphs.Cut
	}
	l.numbered(i, id, sign, k)
}

// numbered writes a number and a sign at cell i, if there is room.
func (l *life) numbered(i int, id, sign string, k ink) bool {
	lane, x := l.lanes[exchangeLane], axisAt+i
	end := x + text.Width(id) + text.Width(sign)
	if end+1 > len(lane) || !lane.free(x-1, end+1) && !(i == 0 && lane.free(x, end+1)) {
		return false
	}
	lane.word(lane.word(x, id, strong), sign, k)
	return true
}

// mostSigns is the maximum number of exchanges in one cell that worst checks.
const mostSigns = 64

// worst returns the sign of the worst finding among exchanges.
func (l *life) worst(es []*record.Exchange) (sign string, k ink) {
	for _, e := range es[:min(len(es), mostSigns)] {
		switch s, ink := l.sign(e); {
		case ink == raceStrong:
			return s, ink
		case s != "":
			sign, k = s, ink
		}
	}
	return sign, k
}

// beside returns a text about the exchanges that begin in the same cell as the selected
// exchange: " of 1-100". It returns "" if no other exchange begins in that cell, or if
// another exchange begins where the text would be.
func (l *life) beside(i int) string {
	es := l.c.Exchanges
	k := seek(es, 0, func(e *record.Exchange) bool { return e.Started < l.moment(i) })
	next := seek(es, k, func(e *record.Exchange) bool { return e.Started < l.moment(i+1) })
	if next-k < 2 {
		return ""
	}
	s := " of " + strconv.Itoa(es[k].ID) + "-" + strconv.Itoa(es[next-1].ID)
	const number = 5 // number of cells without room for another number
	next = seek(es, next, func(e *record.Exchange) bool { return e.Started < l.moment(i+number) })
	if next < len(es) && es[next].Started < l.moment(i+number+len(s)) {
		return ""
	}
	return s
}

// sign returns the sign of the worst finding of an exchange.
func (l *life) sign(e *record.Exchange) (string, ink) {
	g := &l.m.th.Glyphs
	switch s, _ := e.Worst(); {
	case s == wire.SeverityError:
		return g.Error, raceStrong
	case s == wire.SeverityWarning:
		return g.Warning, caution
	}
	return "", plain
}

// selected writes the number of the selected exchange, and highlights the part of the
// lanes that belongs to it.
func (l *life) selected() {
	e := l.m.rec.Exchange(l.m.selected)
	if e == nil || e.Conn != l.c.ID {
		return
	}
	i, end := l.cellOf(e.Started), l.cellOf(l.endOf(e))
	if i < 0 || i > l.n {
		return
	}
	x := axisAt + i
	lane := l.lanes[exchangeLane]
	lane.put(x-1, l.m.th.Glyphs.Cursor, accent)
	sign, k := l.sign(e)
	words := lane.word(lane.word(x, strconv.Itoa(e.ID), accentStrong), sign, k)
	if beside := l.beside(i); beside != "" {
		lane.word(words, beside, muted)
	}
	for n := range l.lanes {
		l.lanes[n].light(x-1, max(words, axisAt+min(l.n+1, max(i+3, end+1))))
	}
}
