// Package projector draws the countdown large enough for the last row of a classroom.
//
//	timeout                       max
//
//	██████      ██████            ██████  ██████
//	    ██          ██            ██  ██      ██
//	  ████      ██████            ██████      ██
//	    ██      ██                    ██      ██
//	██████  ██  ██████  s         ██████      ██
//
//	3.2 s of 5 s left             97 left
//
// The other rows show the exchanges so far, the connections that have ended, and what the
// bars mean.
package projector

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// A Number is one of the two large numbers.
type Number struct {
	Label  string // name of the number
	Digits string // digits, "." and "-"
	Unit   string
	Style  theme.Style
	Words  string      // text below the number
	Below  theme.Style // style of Words
}

// A Scene holds everything that the projector shows.
type Scene struct {
	Header      string // a complete row that is already drawn
	Left, Right Number
	// Bar returns the countdown in n cells. Without track, spent time is blank.
	Bar        func(n int, track bool) string
	Under      string // text below the left end of the bar: how long the connection has been idle
	Zones      string // text below the right end of the bar: the names of the zones of the bar; empty without a countdown
	Sign       string
	Lead, Rest string // the sentence
	Style      theme.Style
	Exchanges  []Exchange // exchanges of the connection, newest first
	Ended      []Ended    // earlier connections, newest first
	Signs      []words.Bar
	Footer     string // a complete row that is already drawn
}

// An Exchange is the row of an exchange: its number, its text, and what it meant for the
// connection.
type Exchange struct{ Number, Was, Then string }

// An Ended is the row of an ended connection. How returns how it ended, in w cells.
type Ended struct {
	Name string
	How  func(w int) string
}

// A page collects rows of one width.
type page struct {
	th   *theme.Theme
	w    int
	rows []string
}

func (p *page) blank() { p.rows = append(p.rows, text.Spaces(p.w)) }

func (p *page) row(parts ...string) {
	p.rows = append(p.rows, p.th.Fit(strings.Join(parts, ""), p.w))
}

// wide adds a row that is known to be n cells wide. Measuring so many blocks at every
// tick would take longer than drawing them.
func (p *page) wide(n int, parts ...string) {
	if n > p.w {
		p.row(parts...)
		return
	}
	p.rows = append(p.rows, strings.Join(parts, "")+text.Spaces(p.w-n))
}

// Rows returns the scene in h rows of w cells. If there are few rows, the digits take
// precedence.
func Rows(th *theme.Theme, w, h int, s Scene) []string {
	pw, ph := pixel(w, h)
	p := &page{th: th, w: w}
	roomy, airy := h >= 17+7*ph, h >= 30+7*ph
	gap := func() {
		if roomy {
			p.blank()
		}
		if airy {
			p.blank()
		}
	}
	p.rows = append(p.rows, s.Header)
	gap()
	p.numbers(s, pw, ph, gap)
	gap()
	p.bar(s, roomy)
	gap()
	p.row("  ", s.Style.Render(s.Sign), " ", s.Style.Render(s.Lead))
	if len(p.rows) < h-1 {
		p.row("    ", th.Text.Render(th.Cut(s.Rest, w-5)))
	}
	gap()
	p.seen(s, h-1-len(p.rows))
	for len(p.rows) < h-1 {
		p.blank()
	}
	return append(p.rows[:max(0, h-1)], s.Footer)[:h]
}

// The minimum width and height, in cells, for more than the newest exchange.
const (
	storyWidth = 100
	storyRows  = 8
)

// seen adds n rows with what has happened so far and, beside it, what the bars mean.
func (p *page) seen(s Scene, n int) {
	if n < storyRows || p.w < storyWidth {
		for _, e := range s.Exchanges[:min(1, max(0, n), len(s.Exchanges))] {
			p.row(p.exchange(e, p.w-20))
		}
		return
	}
	x := p.right()
	left := p.story(s, n, x-2)
	var right []string
	if len(s.Signs) > 0 {
		right = append(right, p.th.Muted.Render("what the bars mean"))
	}
	for _, b := range s.Signs {
		right = append(right, b.Style.Render(text.Pad(b.Sign, 6))+p.th.Muted.Render(b.Means))
	}
	for i := range max(len(left), len(right)) {
		row := text.Spaces(x)
		if i < len(left) {
			row = p.th.Fit(left[i], x)
		}
		if i < len(right) {
			row += right[i]
		}
		p.row(row)
	}
}

// story returns the newest exchanges of the connection and the newest connections that
// have ended, in at most n rows of w cells.
func (p *page) story(s Scene, n, w int) (rows []string) {
	ended := min(len(s.Ended), max(n/2, n-1-len(s.Exchanges)))
	most := n
	if ended > 0 {
		most -= ended + 1
	}
	for _, e := range s.Exchanges[:min(most, len(s.Exchanges))] {
		rows = append(rows, p.exchange(e, w-20))
	}
	if ended > 0 && len(rows) > 0 {
		rows = append(rows, "")
	}
	for _, c := range s.Ended[:ended] {
		name := text.Pad(c.Name, 15)
		rows = append(rows, "  "+p.th.Muted.Render(name)+p.th.Text.Render(c.How(w-2-text.Width(name))))
	}
	return rows
}

// exchange returns the row of an exchange, with w cells for the exchange itself.
func (p *page) exchange(e Exchange, w int) string {
	return "  " + p.th.Muted.Render(e.Number) + "  " + p.th.Strong.Render(p.th.Cut(e.Was, w)) + "   " + p.th.Muted.Render(e.Then)
}

// right returns the column where the right number begins.
func (p *page) right() int { return p.w * 46 / 80 }

// pixel returns the maximum size of one pixel of the font, in cells. A pixel that is
// twice as wide as high looks square.
func pixel(w, h int) (pw, ph int) {
	switch {
	case w >= 160 && h >= 36:
		return 4, 2
	case w >= 120 && h >= 34:
		return 3, 2
	case w >= 72:
		return 2, 1
	}
	return 1, 1
}

func (p *page) numbers(s Scene, pw, ph int, gap func()) {
	th := p.th
	x := p.right()
	whole := func() bool { return 4+width(s.Left.Digits, pw)+2+text.Width(s.Left.Unit) <= p.w }
	for pw > 1 && !whole() {
		pw--
	}
	if !whole() {
		s.Left.Digits, s.Left.Unit = "", "" // the words below the number say the same
	}
	left := large(s.Left.Digits, th.Glyphs.Safe, s.Left.Style, pw, ph)
	right := large(s.Right.Digits, th.Glyphs.Safe, s.Right.Style, pw, ph)
	used, more := 4+width(s.Left.Digits, pw), width(s.Right.Digits, pw)
	if used+4 > x || x+more > p.w {
		right, more = make([]string, len(left)), 0
	}
	two := func(a string, as theme.Style, b string, bs theme.Style) {
		p.row("    ", as.Render(a), text.Spaces(x-4-text.Width(a)), bs.Render(b))
	}
	two(s.Left.Label, th.Muted, s.Right.Label, th.Muted)
	gap()
	for i := range left {
		unit := ""
		if i == len(left)-1 && s.Left.Unit != "" {
			unit = "  " + s.Left.Unit
		}
		n := used + len(unit)
		p.wide(max(x, n)+more, "    ", left[i], th.Strong.Render(unit), text.Spaces(x-n), right[i])
	}
	gap()
	two(th.Cut(s.Left.Words, x-6), s.Left.Below, th.Cut(s.Right.Words, p.w-x-1), s.Right.Below)
}

func (p *page) bar(s Scene, roomy bool) {
	th, n := p.th, p.w-5
	deadline := th.Muted.Render(th.Glyphs.Deadline)
	bar := func(track bool) { p.wide(2+n+1, "  ", s.Bar(n, track), deadline) }
	if roomy {
		bar(false)
	}
	bar(true)
	if roomy {
		bar(false)
	}
	p.row("  ", th.Muted.Render(text.Pad(s.Under, p.w-4-text.Width(s.Zones))+s.Zones))
}
