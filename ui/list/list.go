package list

import (
	"time"

	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Model is the pane with the exchanges.
type Model struct {
	th             *theme.Theme
	rec            *record.Record
	now            time.Duration
	head           Head
	w, h           int
	foot           bool
	sum            summary
	onSum          bool // the cursor is on the summary at the foot
	focus          bool
	follow         bool
	chosen         row
	top            int // index of the first visible row
	marked         []int
	marks          int // number of calls of SetMarks
	query          string
	coming         string // text that says what comes next in a replay
	busy           bool   // esc stops something else before it removes the filter
	pinned         row    // the row that would be selected in follow mode, but must not replace the selected row
	zone           zone   // time zone of the clock times
	read           bool   // the end of a connection does not replace the selection of its last exchange
	lasting        bool   // select the last exchange, not the end of its connection
	x              index
	latestFindings latestFindings
	drawn          drawn
}

// A Head holds the state of the connection whose clock is at the top of the screen: a
// sign, a text, and a short form of the text.
type Head struct {
	Conn       *record.Connection // nil before the first connection
	Sign       string
	Words, Few string
	Style      theme.Style
}

// New returns an empty list that follows the most recent exchange.
func New(th *theme.Theme) *Model { return &Model{th: th, follow: true, foot: true} }

// SetTheme sets the colours and the glyphs.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetSize sets the size of the pane inside its border, in cells.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = max(0, w), max(0, h)
	m.reveal()
}

// ShowFindings sets whether the foot shows the most recent finding.
func (m *Model) ShowFindings(on bool) { m.foot = on; m.reveal() }

// SetFocus sets whether the pane has the focus. The cursor is then highlighted.
func (m *Model) SetFocus(on bool) { m.focus = on }

// SetNow sets the time since the session began, and the state of the connection whose
// clock is at the top of the screen.
func (m *Model) SetNow(now time.Duration, h Head) { m.now, m.head = now, h }

// SetComing sets the text about what comes next in a replay. The list shows them below
// the last row if there is room.
func (m *Model) SetComing(words string) { m.coming = words }

// SetBusy sets whether esc stops something else before it removes the filter.
func (m *Model) SetBusy(on bool) { m.busy = on }

// SetReading sets whether the user is reading the selected exchange. If so, the end of
// its connection does not replace the selection.
func (m *Model) SetReading(on bool) { m.read = on }

// SetLasting sets whether, in follow mode, the last exchange of a connection that ends is
// selected instead of the connection's heading.
func (m *Model) SetLasting(on bool) { m.lasting = on }

// SetMarks sets the marked exchanges, in ascending order.
func (m *Model) SetMarks(exchanges []int) { m.marked, m.marks = exchanges, m.marks+1 }

// Only restricts the list to the connection with this ID. 0 shows all connections.
func (m *Model) Only(conn int) {
	if conn == m.x.only {
		return
	}
	m.x.only = conn
	m.x.reset(m.x.filter)
	m.latestFindings, m.chosen, m.pinned, m.top, m.follow = latestFindings{}, row{}, row{}, 0, true
	if m.rec != nil {
		m.Sync(m.rec)
	}
}

// Sync adds the new part of the record. In follow mode, it selects the most recent
// exchange, or the heading of a connection that has ended.
func (m *Model) Sync(r *record.Record) {
	if r != m.rec {
		m.rec, m.latestFindings = r, latestFindings{}
		m.x.reset(m.x.filter)
	}
	m.x.sync(r)
	m.latestFindings.sync(r, m.x.only)
	if m.follow {
		m.goOn()
	}
	m.reveal()
}

// goOn selects the row to which follow mode moves, unless that row is pinned.
func (m *Model) goOn() {
	l := m.latest()
	if l == m.pinned {
		return
	}
	if last, ok := m.kept(l); ok {
		m.chosen, m.pinned = last, l
		return
	}
	m.chosen, m.pinned = l, row{}
}

// kept returns the exchange that stays selected although follow mode would select the end
// of its connection. An exchange stays selected if the user is reading it, or if it
// announced an end that followed at once.
func (m *Model) kept(l row) (last row, ok bool) {
	c := m.rec.Conn(int(l.conn))
	if l.ex != heading || c == nil || c.State != record.Ended || c.Last() == nil {
		return row{}, false
	}
	last = row{l.conn, int32(c.Last().ID)}
	if _, shown := m.x.find(last); !shown {
		return row{}, false
	}
	reading := m.read && m.chosen.conn == l.conn && m.chosen.ex > 0
	return last, m.lasting || reading || c.Close.Announced() && c.Close.Idle < ending.InUse
}

// latest returns the row to which follow mode moves.
func (m *Model) latest() row {
	c := m.rec.Newest()
	if m.x.only > 0 {
		c = m.rec.Conn(m.x.only)
	}
	if c == nil || m.x.only == 0 && c.ID == 1 && c.Last() == nil && c.State != record.Failed && c.State != record.Ended {
		return row{} // the connection has no exchange yet
	}
	if e := c.Last(); e != nil && c.State != record.Ended {
		if _, ok := m.x.find(row{int32(c.ID), int32(e.ID)}); ok {
			return row{int32(c.ID), int32(e.ID)}
		}
	}
	if _, ok := m.x.find(row{int32(c.ID), heading}); ok && (c.State == record.Ended || c.Last() == nil) {
		return row{int32(c.ID), heading}
	}
	if i := m.x.near(len(m.x.rows)-1, -1); i >= 0 {
		return m.x.rows[i]
	}
	return row{}
}

// Filter shows only the exchanges that match, below the headings of their connections,
// and the headings of connections that match themselves; see [Keys]. An empty filter
// shows everything.
func (m *Model) Filter(filter string) {
	m.query = filter
	m.x.reset(Keys.Parse(filter))
	if m.rec != nil {
		m.Sync(m.rec)
	}
}

// Query returns the filter as the user typed it.
func (m *Model) Query() string { return m.query }

// Selected returns the IDs of the connection and the exchange under the cursor. Exchange
// 0 is the heading of the connection. Connection 0 means that nothing is selected.
func (m *Model) Selected() (conn, exchange int) {
	return int(m.chosen.conn), max(0, int(m.chosen.ex))
}

// Following reports whether the selection moves to new exchanges.
func (m *Model) Following() bool { return m.follow }

// Move moves the cursor by the given number of rows.
func (m *Model) Move(by int) {
	if by == 0 || len(m.x.rows) == 0 {
		return
	}
	i, _ := m.x.find(m.chosen)
	from, step := i, 1
	if by < 0 {
		step = -1
	}
	if m.onSum {
		if by > 0 {
			return
		}
		m.onSum = false
		by++
	}
	for ; by != 0; by -= step {
		k := i + step
		for k >= 0 && k < len(m.x.rows) && !m.x.rows[k].selectable() {
			k += step
		}
		if k < 0 || k >= len(m.x.rows) {
			m.onSum = k > 0 && i == from && len(m.summaryFoot().rows) > 0
			break
		}
		i = k
	}
	if i == from && m.follow { // the cursor is on the last row
		return
	}
	on := m.onSum
	m.choose(i)
	m.onSum = on
}

// Page moves the cursor by the given number of screens.
func (m *Model) Page(by int) { m.Move(by * max(1, m.visible()-1)) }

// First selects the first exchange.
func (m *Model) First() { m.choose(m.x.near(0, 1)) }

// Last selects the most recent exchange and turns on follow mode. It selects the exchange
// even if its connection has ended, in which case follow mode would select the heading.
func (m *Model) Last() {
	m.choose(m.x.near(len(m.x.rows)-1, -1))
	m.follow = true
	if m.rec != nil {
		m.pinned = row{}
		if l := m.latest(); l != m.chosen {
			m.pinned = l
		}
		m.Sync(m.rec)
	}
}

// Go selects an exchange, or the heading of the connection if exchange is 0. It does
// nothing if the list does not show that row.
func (m *Model) Go(conn, exchange int) {
	r := row{int32(conn), int32(exchange)}
	if exchange == 0 {
		r.ex = heading
	}
	if i, ok := m.x.find(r); ok {
		m.choose(i)
	}
}

// OnSummary reports whether the cursor is on the summary below the last exchange.
func (m *Model) OnSummary() bool { return m.onSum }

// Click selects the exchange, heading or summary in a row of the pane.
func (m *Model) Click(y int) {
	if i := m.top + y - 1; y >= 1 && y <= m.visible() && i < len(m.x.rows) && m.x.rows[i].selectable() {
		m.choose(i)
		return
	}
	if f := m.summaryFoot(); y > m.visible() && y <= m.visible()+f.height() {
		m.onSum = len(f.rows) > 0
	}
}

// Scroll moves the view down by the given number of rows, or up if by is negative. It
// also moves a cursor that would leave the view, or that would be so near the top that
// [Model.reveal] would move the view back.
func (m *Model) Scroll(by int) {
	n := m.visible()
	m.top = max(0, min(m.top+by, len(m.x.rows)-n))
	i, _ := m.x.find(m.chosen)
	first, last := m.top, m.top+n-1
	if m.top > 0 {
		first = max(m.top, min(m.top+aboveCursor, last))
	}
	if k := max(first, min(i, last)); k != i {
		step := 1
		if k < i {
			step = -1
		}
		m.choose(m.x.near(k, step))
	}
}

// choose moves the cursor to a row and turns off follow mode, even if the row is the last
// one, so that enter opens it.
func (m *Model) choose(i int) {
	if i < 0 || i >= len(m.x.rows) {
		return
	}
	m.chosen, m.onSum = m.x.rows[i], false
	m.pinned, m.follow = row{}, false
	m.reveal()
}

// visible returns the number of rows of the index that fit in the view.
func (m *Model) visible() int { return m.above(m.feet()) }

// above returns the number of rows above the feet.
func (m *Model) above(feet [2]foot) int {
	n := m.h - 1
	for _, f := range feet {
		n -= f.height()
	}
	return max(0, n)
}

// aboveCursor is the number of rows above the cursor that stay visible.
const aboveCursor = 2

// reveal moves the cursor to an existing row and scrolls so that the row is visible. If
// the row is the first exchange, the heading above it is visible too.
func (m *Model) reveal() {
	if len(m.x.rows) == 0 || m.follow && m.chosen == (row{}) {
		m.top = 0
		return
	}
	i, ok := m.x.find(m.chosen)
	if !ok {
		if i = m.x.near(i, 1); i < 0 {
			return
		}
		m.chosen = m.x.rows[i]
	}
	n := m.visible()
	if i < m.top+aboveCursor {
		m.top = i - aboveCursor
	}
	if i >= m.top+n {
		m.top = i - n + 1
	}
	m.top = max(0, min(m.top, len(m.x.rows)-n))
}

// Fact returns the text in the border: the filter and the number of matching exchanges,
// whether the list follows, or the position of the selected exchange.
func (m *Model) Fact() string {
	switch {
	case m.query != "":
		return m.filtered()
	case m.x.total == 0:
		return ""
	case m.follow:
		return m.zoned("following")
	}
	if m.chosen.ex > 0 && m.x.only > 0 {
		place, _ := m.x.find(m.chosen) // below the heading and the blank row above it
		return format.Number(int64(place-1)) + " of " + format.Number(int64(m.x.total))
	}
	if m.chosen.ex > 0 {
		return format.Number(int64(m.chosen.ex)) + " of " + format.Number(int64(m.x.total))
	}
	return "G to follow"
}

// besideFact is the width, in cells, of the title and the border lines beside the fact.
const besideFact = 18

// filtered returns the filter and the numbers of matching exchanges and connections. It
// cuts a filter that is too long for the border, but not the numbers.
func (m *Model) filtered() string {
	n := ": " + format.Number(int64(m.x.shown)) + " of " + format.Number(int64(m.x.total))
	if m.x.alone > 0 {
		n += ", " + format.Count(m.x.alone, "connection")
	}
	return m.th.Cut(text.Safe(m.query), max(1, m.w-besideFact-text.Width(n))) + n
}
