package compare

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/box"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Model is the pane that shows how two exchanges differ.
type Model struct {
	th      *theme.Theme
	w, h    int
	a, b    *record.Exchange
	secrets bool
	fields  session.SecretFields
	top     int
	laid    laid
}

// laid holds the rows that Refresh laid out most recently, and the values they depend on.
// Messages may have 100,000 fields, and a frame is drawn for each tick.
type laid struct {
	from [2]state
	th   *theme.Theme
	w    int
	shut bool // secrets are hidden
	rows []string
}

// A state holds everything about an exchange that may change while it is compared.
type state struct {
	ex              *record.Exchange
	sent, received  int64
	heads, findings int
	done, ended     bool
	over            time.Duration
}

func stateOf(e *record.Exchange) state {
	return state{e, e.Request.Len, e.Response.Len, len(e.Heads), len(e.Findings), e.Done, e.Ended, e.Over}
}

// lay returns the rows of the comparison in w cells.
func (m *Model) lay(w int) laid {
	if m.a == nil || m.b == nil {
		return laid{}
	}
	now := laid{from: [2]state{stateOf(m.a), stateOf(m.b)}, th: m.th, w: w, shut: !m.secrets}
	if l := &m.laid; l.from == now.from && l.th == now.th && l.w == now.w && l.shut == now.shut {
		return m.laid
	}
	now.rows = m.draw(w)
	return now
}

// Refresh lays out the rows again if something has changed since the last Refresh. Call
// it at the end of an update, because View does not store the rows that it lays out.
func (m *Model) Refresh() {
	m.laid = m.lay(m.w - 2)
	m.Move(0)
}

// New returns an empty comparison.
func New(th *theme.Theme) *Model { return &Model{th: th} }

// SetSize sets the size of the pane in cells, including its border.
func (m *Model) SetSize(w, h int) { m.w, m.h = max(0, w), max(0, h) }

// SetTheme changes the colours.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// Show sets the two exchanges to compare.
func (m *Model) Show(left, right *record.Exchange) {
	if m.a != left || m.b != right {
		m.a, m.b, m.top = left, right, 0
	}
}

// ShowSecrets shows or hides the values of secret fields.
func (m *Model) ShowSecrets(on bool) { m.secrets = on }

// SetSecretFields sets additional fields whose values are secrets. Call it before the
// pane is first shown.
func (m *Model) SetSecretFields(s session.SecretFields) { m.fields = s }

// Text returns all rows of the comparison as plain text, w cells wide.
func (m *Model) Text(w int) []string { return m.lay(w).rows }

// Move scrolls down by the given number of rows, or up if by is negative.
func (m *Model) Move(by int) { m.top = m.within(m.top+by, len(m.lay(m.w-2).rows)) }

// within returns the index nearest to top that the first visible row can have. rows is
// the total number of rows.
func (m *Model) within(top, rows int) int { return max(0, min(top, rows-m.inner())) }

// Page scrolls down by the given number of screens, or up if by is negative.
func (m *Model) Page(by int) { m.Move(by * max(1, m.inner()-1)) }

func (m *Model) inner() int { return max(0, m.h-2) }

// View returns the pane, in exactly the size that SetSize set.
func (m *Model) View() string {
	if m.w < 4 || m.h < 3 {
		return strings.TrimSuffix(strings.Repeat(text.Spaces(m.w)+"\n", m.h), "\n")
	}
	b := box.Box{Title: "Compare", Focus: true}
	if m.a != nil && m.b != nil {
		b.Fact = strconv.Itoa(m.a.ID) + " and " + strconv.Itoa(m.b.ID)
	}
	rows := m.lay(m.w - 2).rows
	rows = rows[m.within(m.top, len(rows)):]
	if more := len(rows) - m.inner(); more > 0 {
		b.Foot = format.Count(more, "row") + " more"
	}
	return strings.Join(b.Draw(m.th, m.w, m.h, rows), "\n")
}

// A grid holds the positions of the columns, which show a sign, a name and two values.
type grid struct{ w, name, left, right int }

func gridOf(w int) grid {
	g := grid{w: w, name: 12}
	switch { // room for Transfer-Encoding
	case w >= 100:
		g.name = 19
	case w >= 72:
		g.name = 17
	}
	room := max(0, w-g.name-7)
	g.left = (room + 1) / 2
	g.right = room - g.left
	return g
}

func (m *Model) draw(w int) []string {
	g, th := gridOf(w), m.th
	heading := func(e *record.Exchange) string {
		short := "exchange " + strconv.Itoa(e.ID)
		if s := short + ", connection " + strconv.Itoa(e.Conn); text.Width(s) <= g.right {
			return s
		}
		if text.Width(short) > min(g.left, g.right)-1 {
			return strconv.Itoa(e.ID)
		}
		return short
	}
	rows := []string{text.Spaces(w), m.line(g, " ", th.Muted, "", th.Muted, heading(m.a), heading(m.b), th.Strong, th.Strong), text.Spaces(w)}
	for i, s := range sections(m.a, m.b, m.secrets, m.fields) {
		if i > 0 {
			rows = append(rows, text.Spaces(w), th.Strong.Render(th.Fit("  "+s.title, w)), text.Spaces(w))
		}
		for _, r := range s.rows {
			rows = append(rows, m.row(g, r)...)
		}
	}
	return append(rows, text.Spaces(w))
}

// row returns the screen rows for r. Values that are too long for their column are
// wrapped if they differ, so that the difference is visible.
func (m *Model) row(g grid, r Row) []string {
	th := m.th
	sign, ink, name := " ", th.Muted, th.Muted
	switch r.Change {
	case Changed:
		sign, ink, name = "~", th.Text, th.Strong
	case Removed:
		sign, ink, name = "-", th.Text, th.Strong
	case Added:
		sign, ink, name = "+", th.Text, th.Strong
	}
	left, right := text.Safe(clip(r.Left)), text.Safe(clip(r.Right))
	if r.Change == Removed {
		right = th.Glyphs.NotAsked
	}
	if r.Change == Added {
		left = th.Glyphs.NotAsked
	}
	ls, rs := []string{left}, []string{right}
	if r.Change != Same && g.left >= 8 {
		ls, rs = text.Wrap(left, g.left), text.Wrap(right, g.right)
	}
	var out []string
	for i := range max(len(ls), len(rs)) {
		label, s := "", " "
		if i == 0 {
			label, s = text.SafeUpTo(r.Name, g.name), sign
		}
		out = append(out, m.line(g, s, th.Key, label, name, part(ls, i), part(rs, i), ink, ink))
	}
	return out
}

// clip returns a value cut to a maximum length, so that it does not fill the screen.
func clip(s string) string {
	const most = 1000 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func part(ss []string, i int) string {
	if i < len(ss) {
		return ss[i]
	}
	return ""
}

func (m *Model) line(g grid, sign string, signs theme.Style, name string, names theme.Style, left, right string, ls, rs theme.Style) string {
	th := m.th
	var b []byte
	b = signs.Append(append(b, ' '), sign)
	b = names.Append(append(b, ' '), th.Fit(name, g.name))
	b = ls.Append(append(b, ' '), th.Fit(left, g.left))
	b = rs.Append(append(b, "  "...), th.Fit(right, g.right))
	s := string(append(b, ' '))
	if g.name+g.left+g.right+7 != g.w {
		return text.Fit(s, g.w)
	}
	return s
}
