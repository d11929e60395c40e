package ui

import (
	"slices"
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// dialogWidth is the maximum width in cells of a window with a question, including its
// border.
const dialogWidth = 84

// A dialog is a window with a question, laid out row by row: what will happen, then the
// keys.
//
//	╭─┤ Title ├────────────── esc stays ─╮
//	│  What will happen, with numbers.   │
//	│                                    │
//	│  enter   what it does              │
//	╰────────────────────────────────────╯
type dialog struct {
	th   *theme.Theme
	w    int // width inside the border
	rows []dialogRow
}

// A dialogRow is one row of a dialog. A click on it selects something or presses a key.
type dialogRow struct {
	shown string
	click func() string
}

// newDialog returns a dialog for a frame. Its first row is blank.
func newDialog(f *frame) *dialog {
	w, _ := windowSize(f.plan, dialogWidth, 0)
	d := &dialog{th: f.th, w: w - 2}
	d.blank()
	return d
}

func (d *dialog) blank() { d.row(text.Spaces(d.w)) }

// row adds a row as it is.
func (d *dialog) row(shown string) { d.rows = append(d.rows, dialogRow{shown: shown}) }

// clicked sets what a click on the most recently added row does.
func (d *dialog) clicked(click func() string) { d.rows[len(d.rows)-1].click = click }

// line adds one row, and cuts it if it is too long.
func (d *dialog) line(style theme.Style, words string) {
	d.row("  " + style.Render(d.th.Fit(words, d.w-3)) + " ")
}

// say adds a sentence, wrapped to rows.
func (d *dialog) say(style theme.Style, words string) {
	for _, l := range text.Wrap(words, d.w-4) {
		d.line(style, l)
	}
}

// key adds a row with a key and what it does. A click on the row presses the key.
func (d *dialog) key(key, words string) {
	shown := key
	for _, l := range text.Wrap(words, d.w-12) {
		d.row("  " + d.th.Key.Render(text.Pad(shown, 8)) + d.th.Text.Render(d.th.Fit(l, d.w-11)+" "))
		d.clicked(func() string { return key })
		shown = ""
	}
}

// fact adds a label with words beside it.
func (d *dialog) fact(label string, style theme.Style, words string) {
	for _, l := range text.Wrap(words, d.w-15) {
		d.row("  " + d.th.Muted.Render(text.Pad(label, 11)) + style.Render(d.th.Fit(l, d.w-14)) + " ")
		label = ""
	}
}

// draw draws the dialog. If there is no room for all rows, it drops the blank ones first
// and then rows at the end. The footer still shows the keys of those rows.
func (d *dialog) draw(f *frame, title, esc string) {
	rows := d.rows
	w, h := windowSize(f.plan, dialogWidth, len(rows)+2)
	if len(rows) > h-2 {
		rows = slices.DeleteFunc(rows, func(r dialogRow) bool { return strings.TrimSpace(r.shown) == "" })
	}
	shown := make([]string, len(rows))
	for i, r := range rows {
		shown[i] = r.shown
	}
	f.takes(f.window(title, "", esc, w, h, shown), func(_ bench, _, y int) string {
		if y < len(rows) && rows[y].click != nil {
			return rows[y].click()
		}
		return ""
	})
}
