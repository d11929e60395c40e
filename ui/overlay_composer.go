package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/box"
	"linger/ui/composer"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/tutor"
	"linger/wire"
)

// A composerOverlay shows the composer, in which the user edits the next request, in
// place of the panes.
type composerOverlay struct {
	inert
	*composer.Model
	next func(wire.RequestMessage) // receives the edited request
	sent func(session.Command)     // receives the request to send
	asks func(composer.Origin)     // asks whether to connect to another origin

	lesson func(w, h int) []string // rows of the open lesson, shown below; nil without a lesson
	below  []string
}

// compose opens the composer on the next request.
func (d *desk) compose() {
	d.composer.SetNext(d.next)
	o := &composerOverlay{Model: d.composer, next: func(r wire.RequestMessage) { d.next = r }, asks: d.offerOrigin, sent: func(c session.Command) {
		d.list.Last()
		d.do(c)
	}}
	if d.teaching() {
		o.lesson = d.lessonBelow
	}
	d.open(o)
}

// lessonBelow returns the open lesson in as many rows of w cells as it needs, but at most
// a third of h, so that the instructions stay visible. It returns nil if that leaves no
// row.
func (d *desk) lessonBelow(w, h int) []string {
	c := d.tuition.course
	rows := min(tutor.Wants(d.th, w-2, c)+2, h/3)
	if rows < 3 {
		return nil
	}
	return box.Box{Title: tutor.Title(c), Fact: tutor.Fact(d.th, c, true)}.Draw(d.th, w, rows, tutor.Rows(d.th, w-2, rows-2, c))
}

// sendMany opens the composer with the question that ctrl+n or ctrl+l asks. Both keys
// send the same request as enter.
func (d *desk) sendMany(k tea.KeyPressMsg) tea.Cmd {
	switch d.bound.InComposer(k.String()) {
	case keys.SendN, keys.PipelineN:
	default:
		return nil
	}
	if why := d.bound.Of(keys.Send).Why(d.state()); why != "" {
		d.say(k.String() + why[len("enter"):])
		return nil
	}
	d.compose()
	d.refresh(false)
	cmd, _ := d.pressOver(k)
	return cmd
}

func (o *composerOverlay) refresh(s *scene) {
	o.SetTheme(s.th)
	o.below = nil
	if b := s.plan.Body; o.lesson != nil {
		o.below = o.lesson(b.W, b.H)
	}
	o.SetSize(s.plan.Body.W, s.plan.Body.H-len(o.below))
	o.ShowSecrets(s.secrets)
	o.Show(s.rec)
	o.Refresh()
}

func (o *composerOverlay) draw(f *frame) {
	f.page(append(strings.Split(o.View(), "\n"), o.below...))
	r := f.plan.Body
	r.H -= len(o.below)
	f.takes(r, func(_ bench, x, y int) string { return o.Click(x, y) })
	x, _ := layout.Bar(f.plan.W)
	switch {
	case f.plan.Next >= 0:
		f.rows[f.plan.Next] = o.Row(f.plan.W, x)
	case o.Asking():
		f.rows[f.plan.Keys] = o.Row(f.plan.W, x)
	}
}

func (o *composerOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	return o.update(b, k), true
}

// update passes a message to the composer. If the composer then sends, the overlay
// closes, so that the response is visible.
func (o *composerOverlay) update(b bench, msg tea.Msg) tea.Cmd {
	command, cmd := o.Update(msg)
	if r, ok := o.Next(); ok {
		o.next(r)
	}
	if x, ok := o.Elsewhere(); ok {
		o.asks(x)
	}
	if command != nil {
		b.leave()
		o.sent(command)
	}
	return cmd
}

// escape cancels a question, or else closes the overlay.
func (o *composerOverlay) escape(b bench) {
	if !o.Escape() {
		b.leave()
	}
}

func (*composerOverlay) covers() cover { return coverPanes }

func (o *composerOverlay) hints(keys.State) []keys.Hint { return o.Hints() }
