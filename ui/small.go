package ui

import (
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
)

// small returns the screen if the terminal is too small: one line with the size that
// linger needs and, if it fits, the state of the connection.
func (d *desk) small() []string {
	w, h := d.plan.W, d.plan.H
	rows := make([]string, h)
	for i := range rows {
		rows[i] = text.Spaces(w)
	}
	_, state := d.clock.State()
	needs := "needs " + itoa(layout.LeastWidth) + "x" + itoa(layout.LeastHeight)
	here := itoa(w) + "x" + itoa(h)
	rows[0] = d.th.Fit(words.Fit(w, "linger "+needs+"; this is "+here+": "+state,
		"linger "+needs+": "+state, needs+": "+state, "linger "+needs, needs), w)
	return rows
}
