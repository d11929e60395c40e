package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session/learned"
	"linger/ui/box"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/pairs"
	"linger/ui/sides"
)

// A pairsOverlay is the start page of a desk that shows connections between other
// programs: their list and, below it, what happened on the selected one. It lies below
// every other overlay. Enter closes it, so that the panes show the selected connection in
// the same way as linger's own; esc opens it again.
type pairsOverlay struct {
	inert
	list    *pairs.Model
	story   *pairs.Story
	below   bool // the pane below the list has the focus
	replay  bool // the keys of a replay are active
	learned *sides.Model
	upper   layout.Rect
	beside  layout.Rect // area of the card of what linger has learned, beside the list; empty if there is no room
	lower   layout.Rect // empty if there is room for only one area
	over    bool        // linger learns nothing more: the capture has been read, or the relay has ended
	covered bool        // another overlay covers this one
}

// watching reports whether the desk shows connections between other programs.
func (d *desk) watching() bool { return d.home != nil }

// atHome reports whether the list of connections is the topmost overlay.
func (d *desk) atHome() bool { return d.home != nil && d.top() == overlay(d.home) }

// makeHome makes the list of connections the start page of the desk, once the record
// shows that they are between other programs.
func (d *desk) makeHome() {
	if d.home == nil && d.rec.Start.Vantage.Watches() {
		d.home = &pairsOverlay{list: pairs.New(d.th), story: pairs.NewStory(d.th), learned: sides.New(d.th), replay: d.src.Player != nil}
		d.over = append([]overlay{d.home}, d.over...)
		d.lookAt(0, 0)
	}
	if d.home != nil {
		d.home.list.Sync(d.rec)
	}
}

// goHome shows the list of connections again.
func (d *desk) goHome() {
	d.over = append([]overlay{d.home}, d.over...)
	conn, _ := d.list.Selected()
	d.home.list.Go(conn)
	d.setFocus(layout.List)
}

// taught returns what linger has learned so far: about both sides of connections between
// other programs, or about the target of linger's own connection. For a relay, time
// without traffic also counts as watched.
func (d *desk) taught() *learned.Summary {
	target := d.learnedTarget()
	s := d.lessonsOf.Of(target)
	switch {
	case d.src.Player != nil:
		s = d.src.Player.Learned(target)
	case d.relays() && !d.rec.Ended:
		s.Watched = max(s.Watched, d.now-s.Begun)
	}
	return &s
}

// learnedTarget returns the target for the card of what linger has learned: the target of
// the connection under the cursor.
func (d *desk) learnedTarget() string {
	conn, _ := d.list.Selected()
	if c := d.rec.Conn(conn); c != nil {
		return c.Target
	}
	return d.rec.Target()
}

// lookAt makes the panes show one connection and one of its exchanges. Connection 0 means
// all connections, which the panes cannot show.
func (d *desk) lookAt(conn, exchange int) {
	only := conn
	if conn == 0 {
		only = -1
	}
	d.list.Only(only)
	if exchange > 0 {
		d.list.Go(conn, exchange)
	}
	d.show()
}

// openPair closes the list and shows the panes of one connection.
func (d *desk) openPair(conn, exchange int) {
	d.lookAt(conn, exchange)
	d.over = d.over[1:]
	d.setFocus(layout.Detail)
}

func (o *pairsOverlay) refresh(s *scene) {
	o.list.SetTheme(s.th)
	o.story.SetTheme(s.th)
	o.learned.SetTheme(s.th)
	o.covered = s.covered
	o.arrange(s.plan.Body)
	o.list.SetNow(s.now)
	o.list.SetFocus(!o.below && !o.covered)
	o.story.SetFocus(o.below && !o.covered)
	o.story.Show(s.rec, o.list.Selected(), s.now, s.learned)
	o.over = s.learned.Over
	if o.beside.W > 0 {
		o.learned.SetAside(true)
		o.learned.Show(s.learned, o.list.Noun())
	}
}

const (
	leastBoth        = 20  // minimum height for the list with the story below
	leastWithLearned = 150 // minimum width for the list with the card beside it
	learnedWidth     = 66
)

// arrange divides the area of the panes. For all connections together the story is the
// card of what linger has learned. If the card is beside the list, there is nothing
// below.
func (o *pairsOverlay) arrange(body layout.Rect) {
	o.upper, o.beside, o.lower = body, layout.Rect{}, layout.Rect{}
	wide := body.H >= leastBoth && body.W >= leastWithLearned
	switch {
	case wide && o.list.Selected() == 0:
	case body.H >= leastBoth && body.W >= 100:
		h := body.H - max(9, body.H*2/5)
		o.upper.H = h
		o.lower = layout.Rect{X: body.X, Y: body.Y + h, W: body.W, H: body.H - h}
	case o.below:
		o.upper, o.lower = layout.Rect{}, body
	}
	if wide {
		o.beside = layout.Rect{X: body.X + body.W - learnedWidth, Y: o.upper.Y, W: learnedWidth, H: o.upper.H}
		o.upper.W -= learnedWidth
		o.learned.SetSize(o.beside.W-2, o.beside.H-2)
	}
	o.list.SetSize(max(0, o.upper.W-2), max(0, o.upper.H-2))
	o.story.SetSize(max(0, o.lower.W-2), max(0, o.lower.H-2))
}

func (o *pairsOverlay) draw(f *frame) {
	var rows []string
	noun := o.list.Noun()
	one := o.upper.H == 0 || o.lower.H == 0 && o.beside.H == 0
	if o.upper.H > 0 {
		b := box.Box{Title: string(noun[0]-'a'+'A') + noun[1:] + "s", Fact: o.list.Fact(), Focus: !o.below && !o.covered}
		if one {
			b.Fact = parts(f.th.Glyphs.Dot, "tab: "+noun, b.Fact)
		}
		rows = b.Draw(f.th, o.upper.W, o.upper.H, o.list.Rows())
	}
	if o.beside.H > 0 {
		b := box.Box{Title: "Learned"}
		if !o.over {
			b.Fact = sides.Grows
		}
		if o.learned.More() {
			b.Foot = "9: all of it, with evidence"
		}
		for i, row := range b.Draw(f.th, o.beside.W, o.beside.H, o.learned.Rows()) {
			rows[i] += row
		}
	}
	if o.lower.H > 0 {
		b := box.Box{Title: o.story.Title(noun), Fact: o.story.Fact(), Focus: o.below && !o.covered}
		if one {
			b.Fact = "tab: list " + f.th.Glyphs.Dot + " " + b.Fact
		}
		rows = append(rows, b.Draw(f.th, o.lower.W, o.lower.H, o.story.Rows())...)
	}
	f.page(rows)
}

func (o *pairsOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if o.replay && b.bindings().InReplay(k.String()) != keys.None {
		return nil, false
	}
	a := b.bindings().ActionOf(k.String())
	if scrolls(a, o.move, o.page) {
		return nil, true
	}
	switch a {
	case keys.NextPane:
		o.below = !o.below
	case keys.NextFinding:
		if !o.list.NextProblem() {
			b.say("No problem on any " + o.list.Noun() + " in the list.")
		}
	case keys.Send:
		o.enter(b)
		return nil, true
	case keys.Tab:
		if o.list.Selected() > 0 {
			b.openPair(o.list.Selected(), o.story.Exchange())
			return nil, false
		}
	case keys.TabBefore, keys.TabAfter, keys.Full:
	default:
		return nil, false
	}
	o.look(b)
	return nil, true
}

// look makes the panes under the overlay follow the selection.
func (o *pairsOverlay) look(b bench) {
	o.story.Show(b.record(), o.list.Selected(), 0, nil)
	b.lookAt(o.list.Selected(), o.story.Exchange())
}

// enter opens the selected connection or, on the row of all connections, the card of what
// linger has learned.
func (o *pairsOverlay) enter(b bench) {
	if conn := o.list.Selected(); conn > 0 {
		b.openPair(conn, o.story.Exchange())
		return
	}
	b.learned()
}

func (o *pairsOverlay) move(by int) {
	if o.below {
		o.story.Move(by)
		return
	}
	o.list.Move(by)
}

func (o *pairsOverlay) page(by int) {
	if o.below {
		o.story.Page(by)
		return
	}
	o.list.Page(by)
}

// point handles a click or a turn of the wheel.
func (o *pairsOverlay) point(b bench, msg tea.MouseMsg, at tea.Mouse) {
	in := o.upper.Contains(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return
		}
		if o.below = !in; in {
			o.list.Click(at.Y - o.upper.Y - 1)
		}
	case tea.MouseWheelMsg:
		by := wheelRows
		if at.Button == tea.MouseWheelUp {
			by = -wheelRows
		}
		if in {
			o.list.Scroll(by)
		} else {
			o.story.Move(by)
		}
	default:
		return
	}
	o.look(b)
}

// escape returns the focus to the list, and then removes the filter.
func (o *pairsOverlay) escape(b bench) {
	switch {
	case o.below:
		o.below = false
	case o.list.Query() != "":
		o.list.Filter("")
		o.look(b)
	}
}

func (*pairsOverlay) covers() cover { return coverPanes }

func (o *pairsOverlay) amend(s *keys.State) {
	s.Findings = o.list.Problems()
	s.Selected = o.story.Exchange() > 0
}

func (*pairsOverlay) hints(s keys.State) []keys.Hint { return keys.Watch(s) }

// pace returns the time until the clock of an open connection in the list changes, or 0
// if no clock runs.
func (o *pairsOverlay) pace() time.Duration {
	if o.list.Totals().Open == 0 {
		return 0
	}
	return pairsPace
}

// pairsPace is the interval at which the clocks of many connections change.
const pairsPace = time.Second / 5
