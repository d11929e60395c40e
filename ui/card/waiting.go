package card

import (
	"strconv"
	"time"

	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// Waiting returns the page that replaces the card while a probe runs: the running checks,
// what each waits for and for how long at most, and how to stop. Rows are at most w cells
// wide. If h is too small, Waiting first drops the text at the top.
func Waiting(t *theme.Theme, now probe.Progress, stopping bool, w, h int) []string {
	head := []string{"", t.Strong.Render(t.Cut("Measuring what the server really does.", w)), ""}
	for _, l := range text.Wrap("The probe uses its own connections. Most of the time it waits for the server to close.", w) {
		head = append(head, t.Muted.Render(l))
	}
	rows := append([]string{""}, overall(t, now, w), "")
	if len(now.Going) > 0 {
		muted := [4]theme.Style{t.Muted, t.Muted, t.Muted, t.Muted}
		rows = append(rows, columns(t, [4]string{"check", "waits for", "done", "at most"}, muted, w))
	}
	for _, g := range now.Going {
		rows = append(rows, going(t, g, now.At, w))
	}
	if len(now.Going) == 0 {
		rows = append(rows, t.Text.Render(t.Glyphs.Waiting+" starting"))
	}
	stop := "esc stops and shows the results so far."
	if stopping {
		stop = "Stopping; collecting the results. esc leaves now."
	}
	foot := []string{""}
	for _, l := range text.Wrap(stop, w) {
		foot = append(foot, t.Text.Render(l))
	}
	if room := h - len(rows) - len(foot); len(head) > room {
		head = head[:max(0, min(room, 2))]
	}
	if room := h - len(foot); len(rows) > room {
		rows = rows[:max(0, room)]
	}
	return append(append(head, rows...), foot...)
}

// overall returns a row that says how long the probe has run, and how long it may still
// run. Once the idle closes are known, the remaining time depends only on the running
// checks.
func overall(t *theme.Theme, now probe.Progress, w int) string {
	row := t.Muted.Render("running  ") + t.Strong.Render(format.Minutes(now.At))
	for _, words := range bounds(now) {
		if text.Width(row)+text.Width(words) <= w {
			return row + t.Muted.Render(words)
		}
	}
	return row
}

// idleTimeout is the name of the check that other checks wait for.
const idleTimeout = "idle-timeout"

// bounds returns texts about how long a probe may take, the longest text first.
func bounds(now probe.Progress) []string {
	var last time.Duration
	for _, g := range now.Going {
		if g.Check == idleTimeout {
			last = 0
			break
		}
		last = max(last, g.Until)
	}
	switch {
	case last > now.At:
		left := format.Minutes((last - now.At).Round(time.Second))
		return []string{", at most " + left + " more"}
	case now.AtMost > 0:
		most := " of at most " + format.Minutes(now.AtMost)
		return []string{most + "; less if the server closes early", most}
	}
	return nil
}

// The columns of a running check.
const (
	checkWidth = 24
	waitsWidth = 36
	doneWidth  = 7
	leftWidth  = 12
)

// going returns the row of one running check: its name, what it waits for, the number of
// completed trials, and the maximum time left.
func going(t *theme.Theme, g probe.Going, at time.Duration, w int) string {
	done, left := "", ""
	if g.Total > 1 {
		done = strconv.Itoa(g.Done) + " of " + strconv.Itoa(g.Total)
	}
	if g.Until > 0 {
		left = format.Minutes(max(0, g.Until-at).Round(time.Second))
	}
	return columns(t, [4]string{t.Glyphs.Waiting + " " + g.Check, g.Waits(), done, left}, [4]theme.Style{t.Strong, t.Text, t.Muted, t.Text}, w)
}

// columns returns the row of a check. If there is not enough room, it first drops what
// the check waits for, then the trials.
func columns(t *theme.Theme, cells [4]string, styles [4]theme.Style, w int) string {
	check := max(0, min(checkWidth, w-leftWidth))
	row := styles[0].Render(t.Fit(cells[0], check))
	w -= check
	if words := min(waitsWidth, w-doneWidth-leftWidth); words >= 18 {
		row += styles[1].Render(t.Fit(cells[1], words))
		w -= words
	}
	if w >= doneWidth+leftWidth {
		row += styles[2].Render(text.Right(cells[2], doneWidth))
		w -= doneWidth
	}
	return row + styles[3].Render(text.Right(cells[3], min(leftWidth, w)))
}
