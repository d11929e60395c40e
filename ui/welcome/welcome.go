// Package welcome is what stands in the place of the detail on the practice
// server until the first request is sent: what this is, and what to press.
package welcome

import (
	"strconv"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Scenario is one that is worth trying first.
type Scenario struct {
	Path string // the request target
	Does string // what the server does
}

// Where there is little room, in cells and rows.
const (
	narrow = 56
	short  = 12
	roomy  = 24
)

// Rows are the welcome in h rows of w cells; all is how many scenarios there are. Where rows are short the end gives
// way, and below short what is said before what to press.
func Rows(th *theme.Theme, w, h int, scenarios []Scenario, all int) []string {
	p := page{th: th, w: w, tight: h < short, compact: h < roomy}
	if !p.tight {
		p.words(th.Text, "You have one open connection to a practice server built into linger.")
		p.words(th.Text, "Nothing here needs a network, and nothing can break.")
		p.head("Try this", "")
	}
	tries := [][2]string{
		{"enter", "send GET /countdown; the 20 s idle timer starts"},
		{"enter", "send again before it ends; the timer restarts"},
		{"w", "wait, and see who closes, when and how"},
		{"R", "connect again"},
	}
	if w < narrow {
		tries = [][2]string{{"enter", "send GET /countdown"}, {"enter", "again: the timer restarts"}, {"w", "wait: who closes?"}, {"R", "connect again"}}
	}
	for _, k := range tries {
		p.line(th.Key, th.Text, k[0], 7, k[1])
	}
	if len(scenarios) > 0 {
		p.head("Make the server misbehave", "S  all "+strconv.Itoa(all)+" scenarios")
		for _, l := range scenarios {
			p.line(th.Strong, th.Muted, l.Path, 15, l.Does)
		}
	}
	if p.compact {
		p.gap()
		p.ways()
	}
	g := &th.Glyphs
	p.head("What the bars mean", "")
	p.line(th.OK, th.Muted, text.Repeat(g.Safe, 4), 7, "time left, safe to send")
	p.line(th.Caution, th.Muted, text.Repeat(g.Caution, 4), 7, "the last second: timeouts are whole seconds")
	p.line(th.Race, th.Muted, text.Repeat(g.Race, 4), 7, "the last round trip: a request may be lost")
	p.line(th.Text, th.Muted, "   "+g.Deadline, 7, "the deadline: advertised, seen or measured")
	p.line(th.Text, th.Muted, "max", 7, "exchanges the server still accepts")
	p.line(th.Text, th.Muted, "life", 7, "the whole connection so far")
	if !p.compact {
		p.gap()
		p.ways()
	}
	for len(p.rows) < h {
		p.blank()
	}
	return p.rows[:max(0, h)]
}

type page struct {
	th      *theme.Theme
	w       int
	tight   bool // no blanks
	compact bool // none at the top and below headings, and what to press comes first
	rows    []string
}

func (p *page) blank() { p.rows = append(p.rows, text.Spaces(p.w)) }

// gap is a blank where rows are not short.
func (p *page) gap() {
	if !p.tight {
		p.blank()
	}
}

func (p *page) words(s theme.Style, words string) {
	if len(p.rows) == 0 && !p.compact {
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
	if !p.compact {
		p.gap()
	}
}

// ways are the keys that lead away from the welcome, in one row.
func (p *page) ways() {
	th := p.th
	p.rows = append(p.rows, "  "+th.Key.Render("T")+"   "+th.Text.Render(th.Fit("sixteen lessons", 19))+
		th.Key.Render("o")+"   "+th.Text.Render(th.Fit("your own server", max(0, p.w-29))))
}

// line is a name in a column of n cells and what it means, indented under the
// heading.
func (p *page) line(a, b theme.Style, name string, n int, words string) {
	const indent = 4
	name = p.th.Fit(name, max(0, min(n, p.w-indent-1)))
	rest := max(0, p.w-indent-text.Width(name)-1)
	for _, l := range text.Wrap(words, max(1, rest)) {
		p.rows = append(p.rows, text.Spaces(indent)+a.Render(name)+b.Render(p.th.Fit(l, rest))+" ")
		name = text.Spaces(text.Width(name))
	}
}
