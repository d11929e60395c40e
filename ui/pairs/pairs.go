package pairs

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Model is the list of connections. Its first row, which is always visible, represents
// all connections together. Events do not change the selection, unless the selected
// connection disappears from the list.
type Model struct {
	th     *theme.Theme
	rec    *record.Record
	now    time.Duration
	w, h   int
	focus  bool
	relay  bool
	chosen int // ID of the selected connection; 0 for all connections
	top    int // place of the first visible connection
	anchor int // ID of that connection, or 0 while the newest connections are visible
	query  string
	x      index
	peer   clientAddresses
}

// New returns an empty list in which the row of all connections is selected.
func New(th *theme.Theme) *Model { return &Model{th: th} }

// SetTheme sets the colours and the signs.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetSize sets the size of the pane inside its border, in cells.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(0, w), max(0, h)
	m.reveal()
}

// SetFocus sets whether the pane has the focus. If so, the cursor is highlighted.
func (m *Model) SetFocus(on bool) { m.focus = on }

// SetNow sets the time since the session began.
func (m *Model) SetNow(now time.Duration) { m.now = now }

// Sync updates the list with the changes in the record.
func (m *Model) Sync(r *record.Record) {
	if r != m.rec {
		m.rec, m.peer = r, clientAddresses{}
		m.x.reset(m.x.filter)
	}
	m.relay = r.Start.Vantage == session.VantageRelay
	m.x.sync(r)
	m.peer.sync(r)
	if m.anchor > 0 {
		m.top, _ = m.x.place(m.anchor)
	}
	m.reveal()
}

// Selected returns the ID of the selected connection, or 0 for all connections.
func (m *Model) Selected() int { return m.chosen }

// Totals returns the sums of the counts of all connections.
func (m *Model) Totals() Totals { return m.x.totals }

// Go selects the connection with this ID if it matches the filter. 0 selects all
// connections.
func (m *Model) Go(conn int) {
	if _, ok := m.x.place(conn); ok || conn == 0 {
		m.chosen = conn
		m.reveal()
	}
}

// Move moves the cursor down by the given number of rows, or up if by is negative. The
// cursor stops at the row of all connections and at the oldest connection.
func (m *Model) Move(by int) { m.goTo(m.row() + by) }

// Page moves the cursor down by the given number of pages, or up if by is negative.
func (m *Model) Page(by int) { m.Move(by * max(1, m.visible()-1)) }

// row returns the place of the selected connection, or -1 for the row of all connections.
func (m *Model) row() int {
	if m.chosen == 0 {
		return -1
	}
	place, _ := m.x.place(m.chosen)
	return place
}

// goTo selects the connection at a place, or the row of all connections at place -1. It
// uses the nearest existing place.
func (m *Model) goTo(place int) {
	place = max(-1, min(place, m.x.length()-1))
	m.chosen = 0
	if place >= 0 {
		m.chosen = m.x.at(place)
	} else {
		m.top = 0
	}
	m.reveal()
}

// NextProblem selects the next connection with a problem, and reports whether there is
// such a connection.
func (m *Model) NextProblem() bool {
	id := m.x.next(m.row())
	if id > 0 {
		m.Go(id)
	}
	return id > 0
}

// Problems reports whether a connection in the list has a problem.
func (m *Model) Problems() bool {
	t := &m.x.totals
	return t.Lost+t.Errors+t.Warnings > 0 || m.x.next(-1) > 0
}

// Click selects the connection in row y of the pane.
func (m *Model) Click(y int) {
	switch place := m.top + y - 2; {
	case y == 1:
		m.goTo(-1)
	case y > 1 && place < m.x.length():
		m.goTo(place)
	}
}

// Scroll moves the view down by the given number of rows, or up if by is negative. If the
// cursor would leave the view, Scroll moves the cursor too.
func (m *Model) Scroll(by int) {
	m.top = max(0, min(m.top+by, m.end()-m.visible()))
	if place := m.row(); place >= 0 {
		m.goTo(max(m.top, min(place, m.top+m.visible()-1)))
		return
	}
	m.keepTop()
}

// visible returns the number of connections for which the view has room.
func (m *Model) visible() int { return max(0, m.h-2) }

// reveal scrolls so that the selected connection is visible.
func (m *Model) reveal() {
	n := m.visible()
	if m.chosen > 0 {
		place, ok := m.x.place(m.chosen)
		if !ok && m.x.length() == 0 {
			m.chosen = 0
		} else if !ok {
			place = max(0, min(place, m.x.length()-1))
			m.chosen = m.x.at(place)
		}
		m.top = min(m.top, place)
		if place >= m.top+n {
			m.top = place - n + 1
		}
	}
	m.top = max(0, min(m.top, m.end()-n))
	m.keepTop()
}

// keepTop stores the ID of the connection at the top of the view, so that new connections
// do not move the visible rows.
func (m *Model) keepTop() {
	m.anchor = 0
	if m.top > 0 && m.top < m.x.length() {
		m.anchor = m.x.at(m.top)
	}
}

// Filter shows only the connections that match; see [Keys]. An empty filter shows all.
func (m *Model) Filter(filter string) {
	m.query = filter
	m.x.reset(Keys.Parse(filter))
	m.top, m.anchor = 0, 0
	if m.rec != nil {
		m.Sync(m.rec)
	}
}

// end returns the number of rows in the whole list, without the first two.
func (m *Model) end() int {
	if m.counts() {
		return m.x.length() + 1
	}
	return m.x.length()
}

// counts reports whether the last row shows the number of dropped connections.
func (m *Model) counts() bool { return m.x.forgotten.Connections > 0 && m.query == "" }

// Query returns the filter as the user typed it.
func (m *Model) Query() string { return m.query }

// Fact returns the text in the border: the filter with the number of matching connections
// or, without a filter, the part of the list that is visible.
func (m *Model) Fact() string {
	all := format.Number(int64(m.x.seen))
	switch {
	case m.query != "":
		n := ": " + format.Number(int64(m.x.length())) + " of " + all
		return m.th.Cut(text.Safe(m.query), max(1, m.w-besideFact-text.Width(n))) + n
	case m.x.length() == 0:
		return ""
	case m.top == 0 && m.x.seen <= m.visible():
		return "newest first"
	case m.top == 0:
		return format.Number(int64(m.visible())) + " of " + all + " " + m.th.Glyphs.Dot + " newest first"
	}
	return "from " + format.Number(int64(m.anchor)) + " of " + all + " " + m.th.Glyphs.Dot + " g newest"
}

// besideFact is the width, in cells, of the title and the lines that are in the border
// together with the fact.
const besideFact = 22

// Noun returns the word for a connection: "pair" for a relay, and "connection" for a
// capture.
func (m *Model) Noun() string {
	if m.relay {
		return "pair"
	}
	return "connection"
}
