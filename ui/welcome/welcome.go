// Package welcome is what stands in the place of the detail on the practice
// server until the first request is sent: what this is, and what to press.
package welcome

import (
	"linger/ui/text"
	"linger/ui/theme"
)

// A Lesson is a scenario worth trying first.
type Lesson struct {
	Path string // the request target
	Does string // what the server does
}

// Where there is little room, in cells and rows.
const (
	narrow = 56
	short  = 12
)

// Rows are the welcome in h rows of w cells. Where rows are short the end gives
// way, and below short what is said before what to press.
func Rows(th *theme.Theme, w, h int, lessons []Lesson) []string {
	p := page{th: th, w: w, tight: h < short}
	if !p.tight {
		p.words(th.Text, "You hold one live connection to a server inside linger.")
		p.words(th.Text, "It needs no network, and nothing can break.")
		p.head("Try", "")
	}
	tries := [][2]string{
		{"enter", "send GET /countdown: a timeout starts to run"},
		{"enter", "send again before it ends: the clock restarts"},
		{"w", "only wait: see who closes, when and how"},
		{"R", "connect again"},
	}
	if w < narrow {
		tries = [][2]string{{"enter", "send GET /countdown"}, {"enter", "again: the clock restarts"}, {"w", "only wait: who closes?"}, {"R", "connect again"}}
	}
	for _, k := range tries {
		p.line(th.Key, th.Text, k[0], 7, k[1])
	}
	if len(lessons) > 0 {
		p.head("Then let the server misbehave", "S: all of them")
		for _, l := range lessons {
			p.line(th.Strong, th.Muted, l.Path, 15, l.Does)
		}
	}
	g := &th.Glyphs
	p.head("On the screen", "")
	p.line(th.OK, th.Muted, text.Repeat(g.Safe, 4), 7, "time left, and safe")
	p.line(th.Caution, th.Muted, text.Repeat(g.Caution, 4), 7, "caution: the last second; the hint is no finer")
	p.line(th.Race, th.Muted, text.Repeat(g.Race, 4), 7, "race: the last round trip; a request may be lost")
	p.line(th.Text, th.Muted, "   "+g.Deadline, 7, "the advertised deadline")
	p.gap()
	p.line(th.Muted, th.Strong, "Your own server:", -2, "linger http://localhost:8080")
	for len(p.rows) < h {
		p.blank()
	}
	return p.rows[:max(0, h)]
}

type page struct {
	th    *theme.Theme
	w     int
	tight bool // no blanks
	rows  []string
}

func (p *page) blank() { p.rows = append(p.rows, text.Spaces(p.w)) }

// gap is a blank where rows are not short.
func (p *page) gap() {
	if !p.tight {
		p.blank()
	}
}

func (p *page) words(s theme.Style, words string) {
	if len(p.rows) == 0 {
		p.blank()
	}
	for _, l := range text.Wrap(words, max(1, p.w-3)) {
		p.rows = append(p.rows, "  "+s.Render(p.th.Fit(l, p.w-3))+" ")
	}
}

func (p *page) head(title, right string) {
	th := p.th
	p.gap()
	room := p.w - 5
	if room < len(title)+2+len(right) {
		right = ""
	}
	p.rows = append(p.rows, "  "+th.Key.Render(th.Glyphs.Sent)+" "+
		th.Strong.Render(th.Fit(title, max(0, room-len(right))))+th.Muted.Render(right)+" ")
	p.gap()
}

// line is a name in a column of n cells and what it means, indented under the
// heading; with a negative n it stands at the margin and the column is as wide
// as the name and -n more.
func (p *page) line(a, b theme.Style, name string, n int, words string) {
	indent := 4
	if n < 0 {
		indent, n = 2, text.Width(name)-n
	}
	name = p.th.Fit(name, max(0, min(n, p.w-indent-1)))
	rest := max(0, p.w-indent-text.Width(name)-1)
	for _, l := range text.Wrap(words, max(1, rest)) {
		p.rows = append(p.rows, text.Spaces(indent)+a.Render(name)+b.Render(p.th.Fit(l, rest))+" ")
		name = text.Spaces(text.Width(name))
	}
}
