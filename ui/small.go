package ui

import (
	"linger/ui/clock"
	"linger/ui/layout"
	"linger/ui/text"
)

// small is what is shown where there is no room: one line, which says how much
// room is needed and, where that fits too, how the connection is.
func (m *Model) small(c *clock.View) []string {
	rows := make([]string, m.h)
	for i := range rows {
		rows[i] = text.Spaces(m.w)
	}
	_, state := c.State()
	needs := "needs " + itoa(layout.LeastWidth) + "x" + itoa(layout.LeastHeight)
	here := itoa(m.w) + "x" + itoa(m.h)
	rows[0] = m.th.Fit(firstThatFits(m.w, "linger "+needs+", here are "+here+": "+state,
		"linger "+needs+": "+state, needs+": "+state, "linger "+needs, needs), m.w)
	return rows
}
