package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/text"
	"linger/ui/theme"
)

// View returns the frame: the desks and their overlays. It changes nothing.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "linger " + text.Safe(m.desk().rec.Target())
	return v
}

func (m *Model) content() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	s := strings.Join(m.rows(), "\n")
	if m.opt.ASCII {
		s = theme.ToASCII(s)
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
