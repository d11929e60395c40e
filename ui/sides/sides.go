package sides

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/session/learned"
	"linger/ui/text"
	"linger/ui/theme"
)

// A Model is the pane with the card.
type Model struct {
	th     *theme.Theme
	w, h   int
	noun   string
	target string
	aside  bool // another pane has the focus, so no row is highlighted
	rows   []row
	chosen int // index of the selected row among the rows that lead to evidence
	top    int
}

// New returns an empty card.
func New(th *theme.Theme) *Model { return &Model{th: th} }

// SetTheme sets the colours and glyphs.
func (m *Model) SetTheme(th *theme.Theme) { m.th = th }

// SetSize sets the size of the card inside its border, in cells.
func (m *Model) SetSize(w, h int) { m.w, m.h = max(0, w), max(0, h) }

// SetAside sets whether the card is shown beside the pane that has the focus. If so, no
// row is highlighted.
func (m *Model) SetAside(on bool) { m.aside = on }

// SetTarget sets the target of the card if linger is the client. "" means that the
// connections are between other programs.
func (m *Model) SetTarget(target string) { m.target = target }

// Show builds the card again. noun is the word that the card uses for a connection.
func (m *Model) Show(s *learned.Summary, noun string) {
	c := &card{th: m.th, sum: s, w: m.w, target: m.target}
	c.make(noun)
	m.rows, m.noun = c.rows, noun
	m.reveal()
}

// leading returns the indices of the rows that lead to evidence.
func (m *Model) leading() (at []int) {
	for i := range m.rows {
		if len(m.rows[i].conns) > 0 {
			at = append(at, i)
		}
	}
	return at
}

// selected returns the index of the selected row, or -1 if no row is selected.
func (m *Model) selected() int {
	at := m.leading()
	if len(at) == 0 {
		return -1
	}
	return at[max(0, min(m.chosen, len(at)-1))]
}

// Move moves the selection by the given number of rows, counting only those that lead to
// evidence. If there are too few of them in that direction, it scrolls the view instead.
func (m *Model) Move(by int) {
	n := len(m.leading())
	if to := m.chosen + by; to >= 0 && to < n {
		m.chosen = to
		m.reveal()
		return
	}
	m.top = max(0, min(m.top+by, len(m.rows)-m.h))
}

// Page scrolls the view down by the given number of screens, or up if by is negative.
func (m *Model) Page(by int) {
	m.top = max(0, min(m.top+by*max(1, m.h-1), len(m.rows)-m.h))
	for i, at := range m.leading() {
		if at >= m.top && at < m.top+m.h {
			m.chosen = i
			return
		}
	}
}

// reveal scrolls so that the selected row is visible. If it is the first row that can be
// selected, all rows above it are visible as well.
func (m *Model) reveal() {
	at := m.selected()
	switch {
	case m.chosen == 0:
		m.top = 0
	case at >= 0 && at < m.top:
		m.top = at
	case at >= m.top+m.h:
		m.top = at - m.h + 1
	}
	m.top = max(0, min(m.top, len(m.rows)-m.h))
}

// Evidence returns the connections that the selected statement is based on, most recent
// last, and the exchange if the statement is about a single exchange. Without a selection
// it returns nil and 0.
func (m *Model) Evidence() (conns []int, exchange int) {
	at := m.selected()
	if at < 0 {
		return nil, 0
	}
	return m.rows[at].conns, m.rows[at].exchange
}

// More reports whether there are rows below the visible ones.
func (m *Model) More() bool { return m.top+m.h < len(m.rows) }

// Rows returns the h visible rows of the card, each w cells wide.
func (m *Model) Rows() []string {
	out := make([]string, 0, m.h)
	for i := m.top; i < m.top+m.h; i++ {
		if i >= len(m.rows) {
			out = append(out, text.Spaces(m.w))
			continue
		}
		out = append(out, m.draw(&m.rows[i], i == m.selected() && !m.aside))
	}
	return out
}

func (m *Model) draw(r *row, chosen bool) string {
	th, cursor := m.th, "   "
	if chosen {
		th = m.th.Selected
		cursor = " " + th.Key.Render(th.Glyphs.Cursor) + th.Text.Render(" ")
	}
	label, style := r.label, th.Muted
	lead := 3
	if r.head {
		cursor, style, lead = " ", r.style, 1
	} else {
		label = text.Pad(th.Cut(r.label, labelWidth-1), labelWidth)
	}
	room := max(0, m.w-lead-1)
	label = th.Cut(label, room)
	room -= text.Width(label)
	right := r.right
	if right != "" && text.Width(right)+2+text.Width(r.words) > room {
		right = ""
	}
	words := r.words
	if !r.drawn {
		inside := max(0, room-text.Width(right))
		words = th.Fit(words, inside)
		if chosen {
			words = th.Strong.Render(words)
		} else {
			words = r.style.Render(words)
		}
	} else {
		words += text.Spaces(max(0, room-text.Width(ansi.Strip(words))-text.Width(right)))
	}
	return cursor + style.Render(label) + words + th.Muted.Render(right) + th.Text.Render(" ")
}

// Text returns the card as plain text, for copying.
func (m *Model) Text() string {
	var b strings.Builder
	for i := range m.rows {
		b.WriteString(strings.TrimRight(ansi.Strip(m.draw(&m.rows[i], false)), " ") + "\n")
	}
	return b.String()
}
