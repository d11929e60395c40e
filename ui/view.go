package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/box"
	"linger/ui/clock"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/list"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/welcome"
	"linger/wire/format"
)

// View is the frame.
//
//	header
//	timeout, max, life
//	now
//	the panes, or what stands in their place
//	next
//	keys
func (m *Model) View() tea.View {
	v := tea.NewView(m.frame())
	v.AltScreen = true
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "linger " + text.Safe(m.rec.Target())
	return v
}

func (m *Model) frame() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	rows := m.rows()
	s := strings.Join(rows, "\n")
	if m.opt.ASCII {
		s = theme.ToASCII(s)
	}
	return s
}

func (m *Model) rows() []string {
	c := m.clockView()
	if m.plan.Small {
		return m.small(&c)
	}
	rows := make([]string, m.h)
	blank := text.Spaces(m.w)
	for i := range rows {
		rows[i] = blank
	}
	m.top(&c, rows)
	if _, big := m.over.(projecting); !big {
		m.body(&c, rows)
	}
	m.bottom(rows)
	if m.probing != nil {
		m.probing.draw(m, rows)
	}
	if m.over != nil {
		m.over.draw(m, rows)
	}
	return rows
}

func (m *Model) clockView() clock.View {
	return clock.View{Record: m.rec, Conn: m.watched(), Now: m.now, Lag: m.now - m.slow, Width: m.w, Theme: m.th,
		Notice: m.noticed(), Covered: m.covered(), First: m.first && !m.opt.Recording, Offline: m.opt.Recording,
		Probes: m.opt.Probe != nil}
}

// covered says whether esc closes something before it stops long work.
func (m *Model) covered() bool {
	switch m.over.(type) {
	case nil, projecting, looking:
		return m.search != nil || m.probing != nil
	}
	return true
}

func (m *Model) top(c *clock.View, rows []string) {
	p := &m.plan
	rows[p.Header] = c.Header()
	if p.Max >= 0 {
		rows[p.Timeout], rows[p.Max] = c.Timeout(), c.Max()
	} else {
		rows[p.Timeout] = c.TimeoutAndMax()
	}
	if p.Life >= 0 {
		rows[p.Life] = c.Life()
	}
	rows[p.Now] = c.NowRow()
}

func (m *Model) body(c *clock.View, rows []string) {
	sign, words := c.State()
	m.list.SetBusy(m.busy() && m.search == nil)
	m.list.SetNow(m.slow, list.Head{Conn: c.Conn, Sign: sign, Words: words, Style: m.zoneStyle(c)})
	for y := range m.plan.Body.H {
		rows[m.plan.Body.Y+y] = ""
	}
	for _, col := range m.plan.Columns {
		for _, pl := range col {
			for y, row := range m.pane(pl) {
				rows[pl.Y+y] += row
			}
		}
	}
}

// zoneStyle is how the state of the newest connection is written in its
// heading: it is the colour of safety only while it is safe.
func (m *Model) zoneStyle(v *clock.View) theme.Style {
	c := m.watched()
	switch {
	case c == nil:
		return m.th.Muted
	case v.Alarm():
		return m.th.Race
	case c.Zone(m.now) == record.Caution:
		return m.th.Caution
	}
	switch c.State {
	case record.Idle, record.Unused:
		return m.th.OK
	case record.Closing:
		return m.th.Caution
	}
	return m.th.Muted
}

func (m *Model) pane(pl layout.Placed) []string {
	focus := pl.Pane == m.focus && m.layer() == nil
	b := box.Box{Focus: focus}
	if pl.Pane == layout.List {
		b.Title, b.Fact = "Exchanges", m.list.Fact()
		if len(m.plan.Columns) == 1 {
			b.Fact = strings.TrimPrefix(b.Fact+" · tab: detail", " · ")
		}
		return b.Draw(m.th, pl.W, pl.H, m.list.Rows())
	}
	if pl.Pane == layout.Detail && m.welcoming() {
		b.Title = "Welcome"
		return b.Draw(m.th, pl.W, pl.H, welcome.Rows(m.th, pl.W-2, pl.H-2, m.lessons()))
	}
	d := map[layout.Pane]*detail.Model{layout.Detail: m.detail, layout.Wire: m.wire, layout.Timing: m.timing, layout.Findings: m.found}[pl.Pane]
	d.SetNow(m.slow)
	d.SetNext(m.next.Method, m.next.Target)
	b.Title, b.Fact = d.Title(), d.Facts()
	b.Foot = d.Below()
	if pl.Pane == layout.Detail {
		b.Rule = 1
		switch {
		case m.full:
			b.Fact, b.Foot = "z: list and detail", b.Fact
		case len(m.plan.Columns) == 1:
			b.Fact, b.Foot = "tab: list", b.Fact
		default:
			b.Fact, b.Foot = "", b.Fact
		}
	}
	return m.boxed(pl, b, d.View())
}

// A drawn pane is what was drawn last of it and from what: while only time
// passes most panes stay as they are.
type drawn struct {
	at   layout.Placed
	box  box.Box
	th   *theme.Theme
	view string
	rows []string
}

func (m *Model) boxed(pl layout.Placed, b box.Box, view string) []string {
	d := &m.drawn[pl.Pane]
	if d.rows == nil || d.at != pl || d.box != b || d.th != m.th || d.view != view {
		*d = drawn{pl, b, m.th, view, b.Draw(m.th, pl.W, pl.H, strings.Split(view, "\n"))}
	}
	return d.rows
}

// welcoming says whether the welcome stands in the place of the detail: on the
// practice server, until something was sent.
func (m *Model) welcoming() bool {
	c := m.watched()
	return m.first && len(m.opt.Scenarios) > 0 && (c == nil || c.State != record.Failed && c.State != record.Ended)
}

func (m *Model) lessons() (out []welcome.Lesson) {
	for _, s := range m.opt.Scenarios {
		if s.First {
			out = append(out, welcome.Lesson{Path: s.Path, Does: s.Does})
		}
	}
	return out
}

func (m *Model) bottom(rows []string) {
	p := &m.plan
	if p.Next >= 0 {
		rows[p.Next] = m.nextRow()
	}
	s := m.state()
	hints := keys.Main(s)
	switch {
	case m.search != nil:
		hints = []keys.Hint{{Action: keys.Send, Words: "keep"}, {Action: keys.Back, Words: "show all"}}
	case m.layer() != nil:
		hints = m.layer().hints(s)
	case m.first && s.Practice && !s.Narrow:
		hints = keys.Welcome()
	default:
		hints = m.entering(hints)
	}
	if p.Next < 0 && m.search != nil {
		rows[p.Keys] = m.nextRow()
		return
	}
	rows[p.Keys] = keys.Footer(m.th, m.w, s, hints)
}

// entering is the hints with what enter does where it does not send.
func (m *Model) entering(hints []keys.Hint) []keys.Hint {
	words := m.enters()
	if words == "" {
		return hints
	}
	out := []keys.Hint{{Action: keys.Send, Words: words}}
	for _, h := range hints {
		if h.Action != keys.Send {
			out = append(out, h)
		}
	}
	return out
}

// nextRow is the request that enter sends, or the filter while it is typed.
func (m *Model) nextRow() string {
	th := m.th
	x, _ := layout.Bar(m.w)
	room := m.w - x - 1
	if m.search != nil {
		help, style := "status:5xx  method:HEAD  framing:chunked  finding:*  or any words", th.Muted
		if room < 34+len(help) {
			help = ""
		}
		if name := m.list.Unknown(); name != "" {
			help, style = th.Words("no key "+text.Safe(name)+"; "+list.Keys, room-16), th.Caution
		}
		in := max(10, room-text.Width(help))
		return " " + th.Muted.Render(text.Pad("filter", x-1)) + m.search.Row(in) + style.Render(text.Fit(help, room-in)) + " "
	}
	line := text.SafeUpTo(m.next.Target+" "+m.next.Proto, room)
	method := th.Cut(text.Safe(m.next.Method), room/2)
	line = th.Cut(line, room-text.Width(method)-1)
	used := text.Width(method) + 1 + text.Width(line)
	about := ""
	if m.w >= 100 {
		about = "   " + contents(m)
	}
	return " " + th.Muted.Render(text.Pad("next", x-1)) + th.Strong.Render(method) + " " + th.Text.Render(line) +
		th.Muted.Render(th.Fit(about, room-used)) + " "
}

func contents(m *Model) string {
	r := session.Framed(m.next)
	s := format.Count(len(r.Fields), "field")
	if n := len(r.Content); n > 0 {
		s += ", " + format.Amount(int64(n)) + " of content"
	} else {
		s += ", no content"
	}
	if !asksToPersist(r) {
		s += ", does not ask for keep-alive"
	}
	return s
}

// window draws a box over the middle of the panes.
func (m *Model) window(rows []string, title, fact string, w, h int, inner func(w, h int) []string) {
	body := m.plan.Body
	w, h = min(w, m.w-4), min(h, body.H)
	x, y := (m.w-w)/2, body.Y+(body.H-h)/2
	drawn := box.Box{Title: title, Fact: fact, Focus: true}.Draw(m.th, w, h, inner(w-2, h-2))
	for i, row := range drawn {
		behind := ansi.Strip(rows[y+i])
		left, right := text.Pad(ansi.Cut(behind, 0, x), x), text.Tail(behind, m.w-x-w)
		rows[y+i] = m.th.Rule.Render(left) + row + m.th.Rule.Render(right)
	}
	for i := range body.H { // what lies behind is dim
		if j := body.Y + i; i < y-body.Y || i >= y-body.Y+h {
			rows[j] = m.th.Rule.Render(ansi.Strip(rows[j]))
		}
	}
}
