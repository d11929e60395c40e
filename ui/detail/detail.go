package detail

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
)

// A Model is the detail pane.
type Model struct {
	th     *theme.Theme
	scene  scene
	w, h   int
	alone  bool // the pane is a single tab without the row of tabs
	only   Tab
	chosen [2]Tab            // the selected tab for an exchange, and for a connection
	shut   []Tab             // tabs that are not available
	aside  [len(tabs)]*Model // by tab: the pane beside this one that shows the tab, or nil
	places [len(tabs)]scroller
	next   int // index of the finding that NextFinding shows next

	view    view
	built   stamp // the values that view depends on
	applied int   // number of applied events when view was last found to be current
	stale   bool  // an input has changed since then
	frame   frame
	found   counter
}

// A frame holds the drawn rows of the view, and their position in it. The zero frame
// means that they are not drawn yet.
type frame struct {
	at   scroller
	text string
}

// New returns a pane with a row of tabs.
func New(th *theme.Theme) *Model {
	m := &Model{th: th, chosen: [2]Tab{Why, Life}}
	m.scene.th = th
	m.Rewind()
	return m
}

// NewTab returns a pane with a single tab and no row of tabs, for a large screen.
func NewTab(th *theme.Theme, t Tab) *Model {
	m := New(th)
	m.alone, m.only = true, t
	return m
}

// Show selects what the pane explains: an exchange or, if exchange is 0, the connection
// itself. The scroll positions stay the same if the selection does. For a connection
// without findings, Show selects [Life] if [Findings] was selected before.
func (m *Model) Show(r *record.Record, conn, exchange int) {
	c, e := r.Conn(conn), r.Exchange(exchange)
	if e != nil && c == nil {
		c = r.Conn(e.Conn)
	}
	changed := m.scene.rec != r || m.scene.conn != c || m.scene.ex != e
	m.scene.rec, m.scene.conn, m.scene.ex = r, c, e
	if changed {
		m.stale = true
		m.Rewind()
		if e == nil && m.chosen[1] == Findings && len(m.scene.findings()) == 0 {
			m.chosen[1] = Life
		}
	}
}

// Shown returns the IDs of the connection and of the exchange that the pane explains, or
// 0 for none.
func (m *Model) Shown() (conn, exchange int) {
	if m.scene.conn != nil {
		conn = m.scene.conn.ID
	}
	if m.scene.ex != nil {
		exchange = m.scene.ex.ID
	}
	return conn, exchange
}

// SetNext sets the method and target of the next request.
func (m *Model) SetNext(method, target string) { set(m, &m.scene.next, requestKey{method, target}) }

// SetSilent sets whether linger is unable to send. If so, the pane does not mention the
// keys that send.
func (m *Model) SetSilent(silent bool) { set(m, &m.scene.silent, silent) }

// SetGuide sets whether the page of an unused connection suggests what to do. Turn this
// off during a lesson or a drill, which give their own instructions.
func (m *Model) SetGuide(on bool) { set(m, &m.scene.guide, on) }

// SetTaught sets whether a lesson about something other than TCP is open. If so, the pane
// does not mention TCP keepalive.
func (m *Model) SetTaught(on bool) { set(m, &m.scene.taught, on) }

// Rewind scrolls every tab to its first row, and deselects the row under the cursor.
func (m *Model) Rewind() {
	for i := range m.places {
		m.places[i].reset()
	}
	m.scene.open, m.next, m.view = nil, 0, nil
}

// SetSize sets the size of the pane in cells. The size includes the row of tabs and its
// rule, but not the border, which the parent draws. A page that was scrolled to its end
// stays there.
func (m *Model) SetSize(w, h int) {
	at := &m.places[m.shownTab()]
	if ended := (at.top > 0 || at.last) && m.view != nil && m.AtEnd(); ended {
		defer func() { at.end(m.current(), m.scene.h) }()
	}
	m.w, m.h = max(0, w), max(0, h)
	rows := m.h
	if !m.alone {
		rows = max(0, m.h-2)
	}
	set(m, &m.scene.w, m.w)
	set(m, &m.scene.h, rows)
}

// SetNow sets the time since the session began.
func (m *Model) SetNow(now time.Duration) { m.scene.now = now }

// SetTheme sets the colours and glyphs.
func (m *Model) SetTheme(th *theme.Theme) {
	m.th = th
	set(m, &m.scene.th, th)
}

// Tab returns the selected tab.
func (m *Model) Tab() Tab { return m.shownTab() }

// Secrets reports whether the values of secret fields are visible.
func (m *Model) Secrets() bool { return m.scene.secrets }

// ShowSecrets shows or hides the values of secret fields.
func (m *Model) ShowSecrets(on bool) { set(m, &m.scene.secrets, on) }

// SetSecretFields sets additional fields whose values are secrets. Call it before the
// pane is first shown.
func (m *Model) SetSecretFields(s session.SecretFields) { m.scene.fields = s }

// set sets a value that the pane depends on, and notes whether it has changed.
func set[T comparable](m *Model, at *T, v T) {
	if *at != v {
		*at, m.stale = v, true
	}
}

func (m *Model) shownTab() Tab {
	switch {
	case m.alone:
		return m.only
	case m.scene.ex != nil:
		return m.chosen[0]
	}
	return m.chosen[1]
}

func (m *Model) tabs() []Tab {
	all := ofConnection
	if m.scene.ex != nil {
		all = ofExchange
	}
	if m.shut == nil && m.aside == [len(tabs)]*Model{} {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(t Tab) bool { return slices.Contains(m.shut, t) || m.aside[t] != nil })
}

// Aside sets the panes beside this pane that show one tab each. This pane does not offer
// their tabs. Enter on a row that leads to bytes shows them in the pane that has the
// [Wire] tab.
func (m *Model) Aside(panes ...*Model) {
	m.aside, m.frame = [len(tabs)]*Model{}, frame{}
	for _, p := range panes {
		m.aside[p.only] = p
	}
	for i, t := range m.chosen {
		if m.aside[t] != nil {
			m.chosen[i] = []Tab{Why, Life}[i]
		}
	}
}

// Shut closes the given tabs and hides the content of hints. Without arguments, it opens
// all tabs and shows hints again. If a selected tab is closed, [Wire] is selected
// instead, so ts must not contain Wire.
func (m *Model) Shut(ts ...Tab) {
	m.shut, m.frame = ts, frame{}
	set(m, &m.scene.blind, len(ts) > 0)
	for i, t := range m.chosen {
		if slices.Contains(ts, t) {
			m.chosen[i] = Wire
		}
	}
}

// Has reports whether the pane has a tab. A connection has fewer tabs than an exchange.
// For a connection, [Why] stands for [Life].
func (m *Model) Has(t Tab) bool { return slices.Contains(m.tabs(), m.meant(t)) }

func (m *Model) meant(t Tab) Tab {
	if t == Why && m.scene.ex == nil {
		return Life
	}
	return t
}

// choose selects a tab if the pane has it.
func (m *Model) choose(t Tab) {
	if m.alone || !m.Has(t) {
		return
	}
	which := 0
	if m.scene.ex == nil {
		which = 1
	}
	m.chosen[which] = m.meant(t)
}

// beside moves the selection to the right by the given number of tabs, or to the left if
// by is negative. The first tab follows the last.
func (m *Model) beside(by int) {
	list := m.tabs()
	for i, t := range list {
		if t == m.shownTab() {
			m.choose(list[(i+by+len(list))%len(list)])
			return
		}
	}
}

// Update handles an intent. A [Tab] selects that tab, if the pane has it. The key of a
// tab is the same for an exchange and a connection.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	v, at, h := m.current(), &m.places[m.shownTab()], m.scene.h
	switch msg := msg.(type) {
	case Up:
		at.step(v, h, -1)
	case Down:
		at.step(v, h, 1)
	case PageUp:
		at.page(v, h, -1)
	case PageDown:
		at.page(v, h, 1)
	case Top:
		at.home(v, h)
	case Bottom:
		at.end(v, h)
	case NextTab:
		m.beside(1)
	case PrevTab:
		m.beside(-1)
	case Tab:
		m.choose(msg)
	case NextFinding:
		m.nextFinding()
	case ToggleSecrets:
		m.ShowSecrets(!m.scene.secrets)
	case ToggleHex:
		set(m, &m.scene.mode, m.scene.mode.next())
		*at = scroller{cursor: -1}
	case Enter:
		m.enter()
	}
	return nil
}

// current returns the view of the selected tab, and builds it again if its content has
// changed.
func (m *Model) current() view {
	t := m.shownTab()
	if !m.isCurrent(t) {
		m.scene.look()
		if st := m.scene.stamp(t); m.view == nil || st != m.built {
			m.built, m.frame = st, frame{}
			m.view = m.build(t)
			m.found.count(&m.scene)
		}
		m.stale, m.applied = false, m.scene.applied()
	}
	m.places[t].clamp(m.view, m.scene.h)
	return m.view
}

// isCurrent reports whether the view is the one for tab t and nothing that it depends on
// has changed since it was built. It is much faster than comparing the stamps.
func (m *Model) isCurrent(t Tab) bool {
	b := &m.built
	return m.view != nil && !m.stale && m.applied == m.scene.applied() && b.tab == t && b.moment == m.scene.moment(t)
}

func (m *Model) build(t Tab) view {
	if m.scene.conn == nil {
		p := newPage(&m.scene)
		p.say(muted, "Nothing to explain yet: not connected.")
		return p
	}
	v := tabs[t].build(&m.scene)
	if p, ok := v.(*page); ok {
		p.tighten(m.scene.h)
	}
	return v
}

// Refresh builds and draws what has changed since the last Refresh, and stores the
// result. Call it at the end of an update: View does not modify m, so without Refresh it
// builds the page on each call.
func (m *Model) Refresh() {
	v := m.current()
	at := m.places[m.shownTab()]
	if m.w == 0 || m.h == 0 || m.isDrawn(at) {
		return
	}
	b := make([]byte, 0, 2*m.w*m.h)
	left := m.h // number of rows that are not drawn yet
	if !m.alone {
		b = m.appendTabRow(b, min(left, tabRows))
		left -= min(left, tabRows)
	}
	for i := at.top; left > 0; i++ {
		if len(b) > 0 {
			b = append(b, '\n')
		}
		if left--; i < v.rows() {
			b = v.append(b, i, i == at.cursor)
		} else {
			b = append(b, text.Spaces(m.w)...)
		}
	}
	m.frame = frame{at, string(b)}
}

func (m *Model) isDrawn(at scroller) bool { return m.frame.text != "" && m.frame.at == at }

// refreshed returns the pane in the state after [Model.Refresh]: the pane itself, or a
// copy.
func (m *Model) refreshed() *Model {
	t := m.shownTab()
	if m.isCurrent(t) && m.isDrawn(m.places[t]) {
		return m
	}
	c := *m
	c.Refresh()
	return &c
}

// View returns the drawn pane, exactly as large as SetSize specified.
func (m *Model) View() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	return m.refreshed().frame.text
}
