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

// Rows are the welcome in h rows of w cells. Where rows are short the end gives
// way: what to press comes first.
func Rows(th *theme.Theme, w, h int, lessons []Lesson) []string {
	p := page{th: th, w: w}
	p.words(th.Text, "You hold one live connection to a server inside linger.")
	p.words(th.Text, "It needs no network, and nothing can break.")
	p.head("Try", "")
	for _, k := range [][2]string{
		{"enter", "send GET /countdown: a timeout starts to run"},
		{"enter", "send again before it ends: the clock restarts"},
		{"w", "only wait: see who closes, when and how"},
		{"R", "connect again"},
	} {
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
	p.blank()
	p.line(th.Muted, th.Strong, "Your own server:", -2, "linger http://localhost:8080")
	for len(p.rows) < h {
		p.blank()
	}
	return p.rows[:max(0, h)]
}

type page struct {
	th   *theme.Theme
	w    int
	rows []string
}

func (p *page) blank() { p.rows = append(p.rows, text.Spaces(p.w)) }

func (p *page) words(s theme.Style, words string) {
	if len(p.rows) == 0 {
		p.blank()
	}
	p.rows = append(p.rows, "  "+s.Render(p.th.Fit(words, p.w-3))+" ")
}

func (p *page) head(title, right string) {
	th := p.th
	p.blank()
	room := p.w - 5
	if room < len(title)+2+len(right) {
		right = ""
	}
	p.rows = append(p.rows, "  "+th.Key.Render(th.Glyphs.Sent)+" "+
		th.Strong.Render(th.Fit(title, max(0, room-len(right))))+th.Muted.Render(right)+" ")
	p.blank()
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
	rest := p.w - indent - text.Width(name) - 1
	p.rows = append(p.rows, text.Spaces(indent)+a.Render(name)+b.Render(p.th.Fit(words, max(0, rest)))+" ")
}
