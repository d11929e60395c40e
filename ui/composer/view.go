package composer

import (
	"strconv"
	"strings"

	"linger/ui/box"
	"linger/ui/text"
	"linger/ui/theme"
)

// A piece is safe text in one style.
type piece struct {
	style theme.Style
	text  string
}

// join returns a row of exactly w cells: pieces from the left, one piece at the right
// edge, and two blank cells after it. It drops the right piece if there is no room.
func join(th *theme.Theme, w int, left []piece, right piece) string {
	b := make([]byte, 0, 3*w)
	end := min(2, w)
	room := w - end
	n := text.Width(right.text)
	used := 0
	for _, p := range left {
		used += text.Width(p.text)
	}
	if n == 0 || used+1+n > room {
		n = 0
	}
	room -= n
	used = 0
	for _, p := range left {
		t := p.text
		if used+text.Width(t) > room {
			t = th.Fit(t, max(0, room-used))
		}
		b = p.style.Append(b, t)
		used += text.Width(t)
	}
	b = th.Text.Append(b, text.Spaces(room-used))
	if n > 0 {
		b = right.style.Append(b, right.text)
	}
	return string(th.Text.Append(b, text.Spaces(end)))
}

// sideWidth is the width in cells of the presets beside the form. On a narrow screen, the
// presets replace the form.
const (
	sideWidth  = 44
	wide       = 100
	leastWidth = 20 // minimum width for drawing
)

// Refresh draws the pane if something has changed since the last Refresh, and stores the
// result. Call it at the end of an update.
func (m *Model) Refresh() { m.drawn = m.View() }

// View returns the pane in exactly the size set by SetSize. It does not change the model.
func (m *Model) View() string {
	if m.drawn != "" {
		return m.drawn
	}
	return m.draw()
}

func (m *Model) draw() string {
	if m.w < leastWidth || m.h < 3 {
		return strings.TrimSuffix(strings.Repeat(text.Spaces(m.w)+"\n", m.h), "\n")
	}
	if m.w < wide {
		if m.side {
			return strings.Join(m.choices(m.w, "ctrl+g: the request"), "\n")
		}
		return strings.Join(m.request(m.w, "ctrl+g: presets"), "\n")
	}
	left, right := m.request(m.w-sideWidth, ""), m.choices(sideWidth, m.sideFoot())
	for i := range left {
		left[i] += right[i]
	}
	return strings.Join(left, "\n")
}

// sideFoot returns the hint about ctrl+g, which moves the cursor to the presets. It
// returns "" if the cursor is already there. Outside the presets, the letters that choose
// a preset are entered as text.
func (m *Model) sideFoot() string {
	if m.side {
		return ""
	}
	return "ctrl+g chooses here"
}

func (m *Model) request(w int, foot string) []string {
	b := box.Box{Title: "Next request", Fact: m.fact(), Foot: foot, Focus: !m.side}
	if m.draft.raw {
		b.Title = "Next request  raw bytes"
	}
	return b.Draw(m.th, w, m.h, m.left(w-2, m.h-2))
}

// fact returns the position of the draft in the history as text: "3 of 6 in history".
func (m *Model) fact() string {
	n := len(m.history)
	switch {
	case n == 0:
		return ""
	case m.past == 0:
		return strconv.Itoa(n) + " in history"
	}
	return strconv.Itoa(n-m.past+1) + " of " + strconv.Itoa(n) + " in history"
}
