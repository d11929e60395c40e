// Package welcome draws the page that replaces the detail on the practice server until
// the user sends the first request. The page says what linger shows and which keys to
// press, and ticks off its steps when they happen.
package welcome

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// A Scenario is a scenario of the practice server that the page suggests.
type Scenario struct {
	Path string // the request target
	Does string // what the server does on that target
}

// The minimum sizes, in cells, of pages that are not shortened.
const (
	narrow = 56
	wide   = 72
	short  = 12
	roomy  = 24
)

// Steps is the number of steps of the welcome.
const Steps = 4

// Done reports which steps are complete: a response came, another response restarted the
// idle timer, the server closed an idle connection, and linger made a new connection.
func Done(r *record.Record) (done [Steps]bool) {
	for i, c := range r.Conns {
		answered := 0
		for _, e := range c.Exchanges {
			if e.Requested && e.Done && e.Facts().Complete {
				answered++
			}
			if answered > 1 {
				break
			}
		}
		done[0] = done[0] || answered > 0
		done[1] = done[1] || answered > 1
		done[2] = done[2] || c.State == record.Ended && c.Close.By == session.ByServer && c.Close.Phase == session.PhaseIdle
		done[3] = done[3] || i > 0 && c.Opened > 0
	}
	return done
}

// A Page holds the values that the welcome shows.
type Page struct {
	Theme     *theme.Theme
	W, H      int
	Scenarios []Scenario // scenarios to try first
	All       int        // number of all scenarios
	Done      [Steps]bool
	Next      string // the method and the target of the next request
	Top       int    // index of the first visible row
}

// tries lists the keys of the steps with descriptions, in a long and a short form.
var tries = [Steps][3]string{
	{"enter", "send GET /countdown; the 20 s idle timer starts", "send GET /countdown"},
	{"enter", "send again before it ends; the timer restarts", "again: the timer restarts"},
	{"w", "wait, and see who closes, when and how", "wait: who closes?"},
	{"R", "connect again", "connect again"},
}

// begins is the request that the first step names by default.
const begins = "GET /countdown?timeout=20"

// try returns a step. If the next request is not begins, the first step names the next
// request.
func (p *Page) try(i int) (key, words, few string) {
	k := tries[i]
	if i == 0 && p.Next != "" && p.Next != begins && !p.Done[0] {
		path, _, _ := strings.Cut(p.Next, "?")
		path = text.SafeUpTo(path, 40)
		return k[0], "send " + path, "send " + path
	}
	return k[0], k[1], k[2]
}

// Rows returns H rows of W cells, beginning with row Top. more reports whether further
// rows follow.
func (p *Page) Rows() (rows []string, more bool) {
	all := p.content()
	top := p.clamp(p.Top, len(all))
	rows = all[top:min(len(all), top+p.H)]
	for len(rows) < p.H {
		rows = append(rows, text.Spaces(p.W))
	}
	return rows, top+p.H < len(all)
}

// Scroll returns the index of the first visible row after scrolling by the given number
// of rows.
func (p *Page) Scroll(by int) int { return p.clamp(p.Top+by, len(p.content())) }

func (p *Page) clamp(top, all int) int { return max(0, min(top, all-p.H)) }

// content returns all rows of the page. On a screen with few rows, the keys to press come
// first.
func (p *Page) content() []string {
	d := drawing{th: p.Theme, w: p.W, tight: p.H < short, compact: p.H < roomy}
	if !d.tight {
		d.words(d.th.Text, "You have one open connection to a practice server built into linger.")
	}
	if !d.compact || !d.tight && p.W < wide {
		d.words(d.th.Text, "Nothing here needs a network, and nothing can break.")
	}
	p.steps(&d)
	if len(p.Scenarios) > 0 {
		d.head("Make the server misbehave", "S  all "+strconv.Itoa(p.All)+" scenarios")
		for _, l := range p.Scenarios {
			d.line(d.th.Strong, d.th.Muted, l.Path, 15, l.Does)
		}
	}
	if d.compact && p.W >= wide {
		d.gap()
		d.barsInFewWords()
		d.ways()
		return d.rows
	}
	if d.compact {
		d.gap()
		d.ways()
	}
	d.bars()
	if !d.compact {
		d.gap()
		d.ways()
	}
	return d.rows
}

// steps adds the steps, with a tick at each completed step and a cursor symbol at the
// next step.
func (p *Page) steps(d *drawing) {
	n, next := 0, -1
	for i, done := range p.Done {
		if done {
			n++
		} else if next < 0 {
			next = i
		}
	}
	count := ""
	if n > 0 {
		count = strconv.Itoa(n) + " of " + strconv.Itoa(Steps) + " done"
	}
	if d.tight {
		d.rows = append(d.rows, d.headRow("Try this", count))
	} else {
		d.head("Try this", count)
	}
	g := &d.th.Glyphs
	for i := range tries {
		press, words, few := p.try(i)
		if p.W < narrow {
			words = few
		}
		sign, mark, key := g.NotAsked, d.th.Muted, d.th.Strong
		switch {
		case p.Done[i]:
			sign, mark = g.Yes, d.th.OK
		case i == next:
			sign, mark, key = g.Cursor, d.th.Key, d.th.Key
		}
		d.step(mark.Render(sign), key, press, words)
	}
}

type drawing struct {
	th      *theme.Theme
	w       int
	tight   bool // without blank rows
	compact bool // without blank rows at the top and below headings, and with the keys to press first
	rows    []string
}

func (p *drawing) blank() { p.rows = append(p.rows, text.Spaces(p.w)) }

// gap adds a blank row if there are enough rows.
func (p *drawing) gap() {
	if !p.tight {
		p.blank()
	}
}

func (p *drawing) words(s theme.Style, words string) {
	if len(p.rows) == 0 && !p.compact {
		p.blank()
	}
	for _, l := range text.Wrap(words, max(1, p.w-3)) {
		p.rows = append(p.rows, "  "+s.Render(p.th.Fit(l, p.w-3))+" ")
	}
}

func (p *drawing) head(title, right string) {
	p.gap()
	p.rows = append(p.rows, p.headRow(title, right))
	if !p.compact {
		p.gap()
	}
}

func (p *drawing) headRow(title, right string) string {
	th := p.th
	room := p.w - 5
	if room < len(title)+2+len(right) {
		right = ""
	}
	return "  " + th.Key.Render(th.Glyphs.Sent) + " " + th.Strong.Render(th.Fit(title, max(0, room-len(right)))) + th.Muted.Render(right) + " "
}

// step adds a symbol, a key and the description of the key.
func (p *drawing) step(sign string, key theme.Style, name, words string) {
	const before = 6 // width of the indentation, the symbol and a space
	for _, l := range text.Wrap(words, max(1, p.w-before-8)) {
		rest := max(0, p.w-before-7-1)
		p.rows = append(p.rows, text.Spaces(before-2)+sign+" "+key.Render(p.th.Fit(name, 7))+p.th.Text.Render(p.th.Fit(l, rest))+" ")
		sign, name = " ", ""
	}
}

// bars adds the meaning of the bars at the top of the screen.
func (p *drawing) bars() {
	p.head("What the bars mean", "")
	for _, b := range words.Bars(p.th) {
		p.line(b.Style, p.th.Muted, b.Sign, 7, b.Means)
	}
}

// barsInFewWords adds the meaning of the bars in two rows.
func (p *drawing) barsInFewWords() {
	th, g := p.th, &p.th.Glyphs
	row := func(parts ...string) {
		s, used := "    ", 4
		for i := 0; i+1 < len(parts); i += 2 {
			s, used = s+parts[i]+th.Muted.Render(text.Pad(parts[i+1], 17)), used+21
		}
		p.rows = append(p.rows, s+text.Spaces(p.w-used))
	}
	bar := func(s theme.Style, glyph string) string { return s.Render(text.Repeat(glyph, 4)) }
	row(bar(th.OK, g.Safe), " safe to send", bar(th.Caution, g.Caution), " last second", bar(th.Race, g.Race), " may be lost")
	row(th.Text.Render("   "+g.Deadline), " deadline", th.Text.Render("max "), " exchanges left", th.Text.Render("life"), " whole connection")
}

// ways adds a row with the keys that lead to lessons and to other servers.
func (p *drawing) ways() {
	th := p.th
	p.rows = append(p.rows, "  "+th.Key.Render("T")+"   "+th.Text.Render(th.Fit("sixteen lessons", 19))+
		th.Key.Render("o")+"   "+th.Text.Render(th.Fit("your own server", max(0, p.w-29))))
}

// line adds a name in a column of n cells, and its meaning beside it, indented below the
// heading.
func (p *drawing) line(a, b theme.Style, name string, n int, words string) {
	const indent = 4
	name = p.th.Fit(name, max(0, min(n, p.w-indent-1)))
	rest := max(0, p.w-indent-text.Width(name)-1)
	for _, l := range text.Wrap(words, max(1, rest)) {
		p.rows = append(p.rows, text.Spaces(indent)+a.Render(name)+b.Render(p.th.Fit(l, rest))+" ")
		name = text.Spaces(text.Width(name))
	}
}
