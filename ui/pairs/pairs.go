package pairs

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Model is the list of connections. Its first row stands for all of them and is
// always seen. The list never moves the selection by itself.
type Model struct {
	th     *theme.Theme
	rec    *record.Record
	now    time.Duration
	w, h   int
	focus  bool
	relay  bool
	chosen int // the number of the selected connection; 0: all of them
	top    int // the place of the first connection shown
	anchor int // that connection, while the newest are not shown; 0: they are
	query  string
	x      index
	peer   peers
}

// New returns an empty list with the row of all connections selected.
func New(th *theme.Theme) *Model { return &Model{th: th} }

// SetTheme changes the colours.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetSize gives the pane its size inside its border, in cells.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(0, w), max(0, h)
	m.reveal()
}

// SetFocus sets whether keys come here: the cursor is lit then.
func (m *Model) SetFocus(on bool) { m.focus = on }

// SetNow sets the time since the session began.
func (m *Model) SetNow(now time.Duration) { m.now = now }

// Sync takes in what was added to the record.
func (m *Model) Sync(r *record.Record) {
	if r != m.rec {
		m.rec, m.peer = r, peers{}
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

// Selected returns the number of the selected connection; 0 is all of them.
func (m *Model) Selected() int { return m.chosen }

// Totals returns what there is on all connections.
func (m *Model) Totals() Totals { return m.x.totals }

// Go selects a connection, if the filter lets it through; 0 is all of them.
func (m *Model) Go(conn int) {
	if _, ok := m.x.place(conn); ok || conn == 0 {
		m.chosen = conn
		m.reveal()
	}
}

// Move moves the cursor by rows, at most to the row of all connections, which shows the
// newest, or to the oldest connection.
func (m *Model) Move(by int) { m.goTo(m.row() + by) }

// Page moves the cursor by screens.
func (m *Model) Page(by int) { m.Move(by * max(1, m.visible()-1)) }

// row returns the place of the selected connection; -1 is the row of all.
func (m *Model) row() int {
	if m.chosen == 0 {
		return -1
	}
	place, _ := m.x.place(m.chosen)
	return place
}

// goTo selects what stands in a place.
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

// NextProblem goes to the next connection where something went wrong, and reports
// whether there is one.
func (m *Model) NextProblem() bool {
	id := m.x.next(m.row())
	if id > 0 {
		m.Go(id)
	}
	return id > 0
}

// Problems reports whether something went wrong on a connection that is shown.
func (m *Model) Problems() bool {
	t := &m.x.totals
	return t.Lost+t.Errors+t.Warnings > 0 || m.x.next(-1) > 0
}

// Click selects what stands in that row of the pane.
func (m *Model) Click(y int) {
	switch place := m.top + y - 2; {
	case y == 1:
		m.goTo(-1)
	case y > 1 && place < m.x.length():
		m.goTo(place)
	}
}

// Scroll moves the view by rows, and with it the cursor where it would leave.
func (m *Model) Scroll(by int) {
	m.top = max(0, min(m.top+by, m.end()-m.visible()))
	if place := m.row(); place >= 0 {
		m.goTo(max(m.top, min(place, m.top+m.visible()-1)))
		return
	}
	m.keepTop()
}

// visible returns how many connections are seen at once.
func (m *Model) visible() int { return max(0, m.h-2) }

// reveal keeps the selected connection in view, where one is selected.
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

// keepTop remembers which connection stands at the top, so that new ones do not move
// those on the screen.
func (m *Model) keepTop() {
	m.anchor = 0
	if m.top > 0 && m.top < m.x.length() {
		m.anchor = m.x.at(m.top)
	}
}

// Filter shows only the connections that match; see [Keys]. An empty one shows all.
func (m *Model) Filter(filter string) {
	m.query = filter
	m.x.reset(Keys.Parse(filter))
	m.top, m.anchor = 0, 0
	if m.rec != nil {
		m.Sync(m.rec)
	}
}

// end returns how many rows there are below the first two.
func (m *Model) end() int {
	if m.counts() {
		return m.x.length() + 1
	}
	return m.x.length()
}

// counts reports whether the last row counts the connections that are not kept.
func (m *Model) counts() bool { return m.x.forgotten.Connections > 0 && m.query == "" }

// Query returns the filter as it was typed.
func (m *Model) Query() string { return m.query }

// Fact returns what stands in the border: the filter and how much it lets through, or
// where the list stands.
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

// besideFact is what stands beside the fact in the border: the title and strokes.
const besideFact = 22

// Noun returns what a connection is called: a relay has pairs of them.
func (m *Model) Noun() string {
	if m.relay {
		return "pair"
	}
	return "connection"
}
