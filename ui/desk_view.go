package ui

import (
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/box"
	"linger/ui/clock"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/tutor"
)

// rows returns the screen of a desk.
//
//	header
//	timeout, max, life
//	now
//	the panes, or the page that replaces them
//	next
//	keys
func (d *desk) rows() []string {
	if d.plan.Small {
		return d.small()
	}
	return d.frame().rows
}

// frame returns the screen of a desk that is large enough, with the areas that accept
// clicks.
func (d *desk) frame() *frame {
	f := newFrame(d.th, &d.plan)
	d.drawTop(f)
	if !d.hidden() {
		d.drawPanes(f)
	}
	d.drawBottom(f)
	for _, o := range d.over {
		f.spots = nil // only the overlay accepts clicks
		o.draw(f)
	}
	return f
}

func (d *desk) drawTop(f *frame) {
	c, p := &d.clock, f.plan
	f.rows[p.Header] = c.Header()
	if p.Max >= 0 {
		f.rows[p.Timeout], f.rows[p.Max] = c.Timeout(), c.Max()
	} else {
		f.rows[p.Timeout] = c.TimeoutAndMax()
	}
	if p.Life >= 0 {
		f.rows[p.Life] = c.Life()
	}
	f.rows[p.Now] = c.NowRow()
}

func (d *desk) drawPanes(f *frame) {
	body := f.rows[d.plan.Body.Y:][:d.plan.Body.H]
	n := len(d.plan.Columns)
	parts := make([]string, len(body)*n) // the parts of each row, one for each column
	for x, col := range d.plan.Columns {
		for _, pl := range col {
			for y, row := range d.pane(pl) {
				parts[(pl.Y+y-d.plan.Body.Y)*n+x] = row
			}
		}
	}
	for y := range body {
		body[y] = strings.Join(parts[y*n:][:n], "")
	}
}

// zoneStyle returns the style of the connection state in the heading of the newest
// connection. It returns the style for a safe connection only while it is safe to send.
func zoneStyle(v *clock.View) theme.Style {
	c, th := v.Conn, v.Theme
	switch {
	case c == nil:
		return th.Muted
	case v.Alarm():
		return th.Race
	case v.Zone() == record.Caution:
		return th.Caution
	}
	switch c.State {
	case record.Idle, record.Unused:
		return th.OK
	case record.Closing:
		return th.Caution
	}
	return th.Muted
}

// afterDetail returns where tab leads from the detail on a narrow screen: the list, or
// the other session.
func (d *desk) afterDetail() string {
	switch d.letter {
	case "A":
		return "session B"
	case "B":
		return "session A"
	}
	return "list"
}

func (d *desk) pane(pl layout.Placed) []string {
	b := box.Box{Focus: d.focusOn(pl.Pane)}
	switch {
	case pl.Pane == layout.List:
		b.Title, b.Fact = "Exchanges", d.list.Fact()
		if len(d.plan.Columns) == 1 && d.split == nil {
			b.Fact = parts("·", b.Fact, "tab: detail")
		}
		return b.Draw(d.th, pl.W, pl.H, d.list.Rows())
	case pl.Pane == layout.Lesson:
		if d.drilling() {
			b.Title, b.Fact = d.quiz.sheet.Title(d.quiz.game), d.quiz.sheet.Fact(d.quiz.game)
			b.Focus = d.quiz.answering
			return b.Draw(d.th, pl.W, pl.H, d.quiz.sheet.Rows(d.th, pl.W-2, pl.H-2, d.quiz.game))
		}
		c := d.tuition.course
		b.Title, b.Fact = tutor.Title(c), tutor.Fact(d.th, c, tutor.Short(pl.H-2))
		return b.Draw(d.th, pl.W, pl.H, tutor.Rows(d.th, pl.W-2, pl.H-2, c))
	case pl.Pane == layout.Detail && d.welcoming():
		p := d.welcomePage(pl.Rect)
		return boxedWelcome(&p, b, pl.Rect)
	}
	now := d.drawing(pl)
	if last := &d.drawn[pl.Pane]; last.of(now) {
		return last.rows
	}
	return now.draw()
}

// A drawn holds the rows of a detail pane and the values from which they were drawn.
// While only time passes, most panes need not be drawn again.
type drawn struct {
	at   layout.Placed
	box  box.Box
	th   *theme.Theme
	view string
	rows []string // nil: not drawn yet
}

// of reports whether the rows were drawn from these values.
func (d *drawn) of(o drawn) bool {
	return d.rows != nil && d.at == o.at && d.box == o.box && d.th == o.th && d.view == o.view
}

func (d drawn) draw() []string {
	return d.box.Draw(d.th, d.at.W, d.at.H, strings.Split(d.view, "\n"))
}

// drawing returns the values from which a detail pane is drawn.
func (d *desk) drawing(pl layout.Placed) drawn {
	p := d.panes[pl.Pane]
	b := box.Box{Title: p.Title(), Fact: p.Facts(), Foot: p.Below(), Focus: d.focusOn(pl.Pane)}
	if pl.Pane == layout.Detail {
		b.Rule = 1
		if d.split != nil && d.split.Wide > d.plan.W { // the detail may belong to either session
			b.Title = d.letter + " · " + b.Title
		}
		switch {
		case d.full:
			b.Fact, b.Foot = "z: list and detail", b.Fact
		case len(d.plan.Columns) == 1:
			b.Fact, b.Foot = "tab: "+d.afterDetail(), b.Fact
		default:
			b.Fact, b.Foot = "", b.Fact
		}
		if about := d.topRows(); about != "" && b.Fits(pl.W, about) {
			b.Fact = strings.TrimSuffix(about+" · "+b.Fact, " · ")
		}
	}
	return drawn{at: pl, box: b, th: d.th, view: p.View()}
}

// topRows returns the text that says which connection the top rows show, or "" if the
// detail shows the same connection.
func (d *desk) topRows() string {
	c := d.watched()
	if conn, _ := d.list.Selected(); c == nil || conn == 0 || conn == c.ID || d.watching() {
		return ""
	}
	return "top rows: connection " + strconv.Itoa(c.ID)
}

// focusOn reports whether a pane has the focus.
func (d *desk) focusOn(p layout.Pane) bool {
	return p == d.focus && d.top() == nil && d.active && !d.quiz.answering
}

// keepPanes draws each visible pane that has changed, and stores its rows. It runs at the
// end of an update, because View must not change anything.
func (d *desk) keepPanes() {
	if d.hidden() {
		return
	}
	for _, col := range d.plan.Columns {
		for _, pl := range col {
			switch p := d.panes[pl.Pane]; {
			case pl.Pane == layout.List:
				d.list.Refresh()
			case p == nil || pl.Pane == layout.Detail && d.welcoming():
			default:
				p.Refresh()
				if now, last := d.drawing(pl), &d.drawn[pl.Pane]; !last.of(now) {
					now.rows = now.draw()
					*last = now
				}
			}
		}
	}
}

func (d *desk) drawBottom(f *frame) {
	p := f.plan
	if p.Next >= 0 && d.src.Player != nil && d.search == nil {
		copy(f.rows[p.Next:], d.seekbar().Rows(p.NextRows))
	} else if p.Next >= 0 {
		f.rows[p.Next] = d.nextRow()
	}
	if p.Next < 0 && d.search != nil {
		f.rows[p.Keys] = d.filterRow()
		return
	}
	if p.Fold >= 0 {
		f.rows[p.Fold] = d.foldRow()
	}
	s := d.state()
	f.rows[p.Keys] = d.bound.Footer(d.th, p.W, s, d.hints(s))
}

// folded returns the drill or the lesson in one line.
func (d *desk) folded() string {
	if d.drilling() {
		return d.quiz.sheet.Title(d.quiz.game) + ", " + d.quiz.sheet.Fact(d.quiz.game) + "; T shows it"
	}
	return tutor.Folded(d.tuition.course)
}

// foldRow returns the row that shows a folded lesson or drill.
func (d *desk) foldRow() string {
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	return " " + d.th.Muted.Render(text.Pad(d.foldName(), x-1)) + d.th.Text.Render(d.th.Fit(d.folded(), room)) + " "
}

// hints returns the keys that the footer shows now.
func (d *desk) hints(s keys.State) []keys.Hint {
	switch {
	case d.search != nil:
		return []keys.Hint{{Action: keys.Send, Words: "keep"}, {Action: keys.Back, Words: "show all"}}
	case d.top() != nil:
		return d.top().hints(s)
	case d.first && s.Practice:
		return keys.Welcome(s)
	}
	return d.entering(keys.Main(s))
}

// entering returns hints. If the enter key currently does something other than send, the
// first hint says what it does.
func (d *desk) entering(hints []keys.Hint) []keys.Hint {
	words := d.enters()
	if words == "" {
		return hints
	}
	out := []keys.Hint{{Action: keys.Send, Words: words}}
	for _, h := range hints {
		if h.Action != keys.Send {
			out = append(out, h)
		}
	}
	return out
}
