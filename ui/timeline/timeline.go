package timeline

import (
	"strconv"
	"strings"
	"time"

	"linger/session/record"
	"linger/ui/box"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Model is the timeline of a record.
type Model struct {
	th   *theme.Theme
	w, h int
	rec  *record.Record
	now  time.Duration
	head Head

	selected int           // ID of the selected exchange; 0: none
	sc       scale         // the current scale
	zoom     int           // index into scales; -1: the scale that fits
	from     time.Duration // first visible time, relative to the start of each connection
	top      int           // index of the first visible connection
	follow   bool
	shown    int  // number of visible connections
	pipe     pipe // the pipeline that is shown instead of connections
	apart    bool // connections are shown even if the exchange belongs to a pipeline

	over    int           // number of connections at the beginning of the record that have all ended
	longest time.Duration // the longest duration of these connections
}

// A Head holds the state of the connection whose clock is at the top of the screen, in
// words.
type Head struct {
	Conn        *record.Connection // nil before the first connection
	Sign, Words string
	Style       theme.Style
}

// New returns a timeline that follows the current time and shows everything.
func New(th *theme.Theme) *Model {
	return &Model{th: th, zoom: -1, follow: true, rec: &record.Record{}}
}

// SetSize sets the size of the pane in cells, including its border.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(0, w), max(0, h)
	m.arrange()
}

// SetTheme sets the colours and the glyphs.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetNow sets the time since the session began, and the state of the connection whose
// clock is at the top of the screen.
func (m *Model) SetNow(now time.Duration, h Head) {
	m.now, m.head = now, h
	m.arrange()
}

// Show sets the record and the selected exchange. 0 selects none.
func (m *Model) Show(r *record.Record, exchange int) {
	if m.rec != r {
		m.rec, m.over, m.longest = r, 0, 0
	}
	if m.selected != exchange {
		m.selected = exchange
		m.reveal()
	}
	m.arrange()
}

// arrange updates the layout for the record, the time and the size, so that drawing
// changes nothing.
func (m *Model) arrange() {
	m.pipe = pipe{}
	if m.zoom < 0 && !m.apart {
		m.pipe.exchanges = m.pipelined()
	}
	m.rescale()
	if m.follow {
		m.reveal()
	}
	m.shown = 0
	if n := len(m.rec.Conns); n > 0 {
		m.shown = min(n, max(1, m.room()/blockRows))
	}
	m.scroll(m.shown)
}

// pipelined returns the pipeline of the selected exchange, or nil if it belongs to none.
func (m *Model) pipelined() []*record.Exchange {
	if e := m.rec.Exchange(m.selected); e != nil {
		return m.rec.Pipelined(e)
	}
	return nil
}

// room returns the number of rows for connections.
func (m *Model) room() int {
	room := m.h - 2 - m.magnifiedRows(m.h-2)
	if room > blockRows { // includes a blank row above them
		room--
	}
	return room
}

// Selected returns the ID of the selected exchange, or 0 if none is selected.
func (m *Model) Selected() int { return m.selected }

// Following reports whether the timeline moves with the current time.
func (m *Model) Following() bool { return m.follow }

// Step moves the selection by the given number of exchanges, to the left if by is
// negative. If no exchange is selected, it selects the most recent. It stops following
// unless it selects the most recent.
func (m *Model) Step(by int) {
	n := m.rec.Count()
	switch {
	case n == 0:
	case m.selected == 0:
		m.Pick(n)
	default:
		m.Pick(min(n, max(1, m.selected+by)))
	}
}

// Pick selects an exchange if the record still holds it. It stops following unless the
// exchange is the most recent.
func (m *Model) Pick(exchange int) {
	if m.rec.Exchange(exchange) != nil {
		m.selected = exchange
	}
	m.follow = m.selected == m.rec.Count()
	m.reveal()
	m.arrange()
}

// Follow turns following on or off. If following is on, the timeline moves with the
// current time.
func (m *Model) Follow() {
	m.follow = !m.follow
	m.reveal()
	m.arrange()
}

// View returns the pane in exactly the size of SetSize.
func (m *Model) View() string {
	if m.w < 4 || m.h < 3 {
		return strings.TrimSuffix(strings.Repeat(text.Spaces(m.w)+"\n", m.h), "\n")
	}
	b := box.Box{Title: "Timeline", Fact: m.fact(), Focus: true}
	rows := m.rows
	if m.pipe.exchanges != nil {
		b.Fact, rows = m.pipeFact(), m.pipeRows
	}
	return strings.Join(b.Draw(m.th, m.w, m.h, rows(m.w-2, m.h-2)), "\n")
}

// fact returns the text in the top border: "2 connections · 1 cell = 0.2 s · following".
func (m *Model) fact() string {
	n, shown := len(m.rec.Conns), m.shown
	s := format.Count(n, "connection")
	if shown < n {
		s = strconv.Itoa(m.top+1) + " to " + strconv.Itoa(m.top+shown) + " of " + s
		if shown == 1 {
			s = strconv.Itoa(m.top+1) + " of " + format.Count(n, "connection")
		}
	}
	s += " · 1 cell = " + round(m.sc.cell)
	if m.follow {
		s += " · following"
	}
	return s
}

// rows returns the connections that fit, and the magnified selected exchange below them.
func (m *Model) rows(w, h int) (rows []string) {
	detail := m.magnified(w, h)
	room := m.room()
	if room < h-len(detail) {
		rows = append(rows, text.Spaces(w))
	}
	gap := 0
	if m.shown > 0 {
		gap = max(0, min(2, (room-m.shown*blockRows)/m.shown))
	}
	for i := range m.shown {
		rows = append(rows, m.block(m.rec.Conns[m.top+i], w, room)...)
		for range gap {
			rows = append(rows, text.Spaces(w))
		}
	}
	if len(m.rec.Conns) == 0 {
		rows = append(rows, ends(m.th, w, []span{{muted, "not connected yet"}}, nil))
	}
	rows = rows[:min(len(rows), h-len(detail))]
	for len(rows) < h-len(detail) {
		rows = append(rows, text.Spaces(w))
	}
	return append(rows, detail...)
}

// scroll makes the connection of the selected exchange visible, or the most recent
// connection while the timeline follows.
func (m *Model) scroll(shown int) {
	last := len(m.rec.Conns) - 1
	at := last
	if e := m.rec.Exchange(m.selected); e != nil && !m.follow {
		at = e.Conn - 1
	}
	m.top = max(0, min(m.top, last-shown+1))
	if at < m.top {
		m.top = at
	}
	if at >= m.top+shown {
		m.top = at - shown + 1
	}
	m.top = max(0, m.top)
}
