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

	selected int           // exchange; 0: none
	sc       scale         // what is drawn with
	zoom     int           // of scales; -1: what fits
	from     time.Duration // the first moment shown, since the start of each connection
	top      int           // index of the first connection shown
	follow   bool
	shown    int  // how many connections are shown
	pipe     pipe // the pipeline that is shown in their place
	apart    bool // a pipeline is not shown in their place

	over    int           // connections that have ended, from the first on
	longest time.Duration // of their lives
}

// A Head is what the connection whose clock is shown is doing, in words.
type Head struct {
	Conn        *record.Connection // nil: none yet
	Sign, Words string
	Style       theme.Style
}

// New returns a timeline that follows and shows everything.
func New(th *theme.Theme) *Model {
	return &Model{th: th, zoom: -1, follow: true, rec: &record.Record{}}
}

// SetSize gives the pane its size, in cells, its border included.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(0, w), max(0, h)
	m.arrange()
}

// SetTheme changes the colours.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetNow sets the time since the session began, and what the connection whose
// clock is shown is doing.
func (m *Model) SetNow(now time.Duration, h Head) {
	m.now, m.head = now, h
	m.arrange()
}

// Show sets which record to draw and which exchange of it is selected; 0 is
// none.
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

// arrange brings what is drawn up to date with the record, the time and the size, so
// that drawing changes nothing.
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

// pipelined returns the pipeline of the selected exchange, or nil.
func (m *Model) pipelined() []*record.Exchange {
	if e := m.rec.Exchange(m.selected); e != nil {
		return m.rec.Pipelined(e)
	}
	return nil
}

// room returns how many rows there are for connections.
func (m *Model) room() int {
	room := m.h - 2 - m.magnifiedRows(m.h-2)
	if room > blockRows { // a blank row above them
		room--
	}
	return room
}

// Selected returns the selected exchange, 0 when none is.
func (m *Model) Selected() int { return m.selected }

// Following reports whether the timeline moves on with time.
func (m *Model) Following() bool { return m.follow }

// Step selects the exchange that stands by places to the right; the newest when
// none is selected. It stops to follow unless that is the newest.
func (m *Model) Step(by int) {
	n := len(m.rec.Exchanges)
	switch {
	case n == 0:
	case m.selected == 0:
		m.Pick(n)
	default:
		m.Pick(min(n, max(1, m.selected+by)))
	}
}

// Pick selects an exchange, where the record still has it. It stops to follow unless
// that is the newest.
func (m *Model) Pick(exchange int) {
	if m.rec.Exchange(exchange) != nil {
		m.selected = exchange
	}
	m.follow = m.selected == len(m.rec.Exchanges)
	m.reveal()
	m.arrange()
}

// Follow changes whether the timeline moves on with time.
func (m *Model) Follow() {
	m.follow = !m.follow
	m.reveal()
	m.arrange()
}

// View returns the pane in exactly its size.
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

// fact returns what stands in the top border: "2 connections · 1 cell = 0.2 s · following".
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

// rows returns the connections that there is room for, and the selected exchange
// magnified below them.
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

// scroll brings the connection of the selected exchange on screen, or the
// newest when it follows.
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
