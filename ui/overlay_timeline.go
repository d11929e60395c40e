package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/ui/timeline"
)

// A timelineOverlay shows the timeline in place of the panes.
type timelineOverlay struct {
	inert
	*timeline.Model
}

func (d *desk) timeline() { d.open(&timelineOverlay{Model: timeline.New(d.th)}) }

func (o *timelineOverlay) refresh(s *scene) {
	own := s.clock.Alone()
	sign, words := own.State()
	o.SetTheme(s.th)
	o.SetSize(s.plan.Body.W, s.plan.Body.H)
	o.SetNow(s.now, timeline.Head{Conn: own.Conn, Sign: sign, Words: words, Style: zoneStyle(&own)})
	o.Show(s.rec, s.shown)
}

func (o *timelineOverlay) draw(f *frame) {
	f.page(strings.Split(o.View(), "\n"))
	f.takes(f.plan.Body, func(b bench, x, y int) string {
		was, at := o.Selected(), o.ExchangeAt(x-1, y-1)
		if at > 0 && at != was {
			o.Pick(at)
			o.chosen(b, was)
		}
		return onSecond(at > 0 && at == was)
	})
}

func (o *timelineOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	was := o.Selected()
	switch b.bindings().ActionOf(k.String()) {
	case keys.None:
	case keys.TabBefore, keys.Up:
		o.Step(-1)
	case keys.TabAfter, keys.Down:
		o.Step(1)
	case keys.ZoomIn:
		o.ZoomIn()
	case keys.ZoomOut:
		o.ZoomOut()
	case keys.Follow:
		o.Follow()
	case keys.Send:
		b.leave()
		b.read()
	case keys.Timeline:
		b.leave()
	default:
		return nil, false
	}
	o.chosen(b, was)
	return nil, true
}

// chosen selects in the list the exchange that is selected in the timeline, unless that
// is still exchange was.
func (o *timelineOverlay) chosen(b bench, was int) {
	if e := b.record().Exchange(o.Selected()); e != nil && e.ID != was {
		b.choose(e.Conn, e.ID)
	}
}

func (*timelineOverlay) covers() cover { return coverPanes }

func (*timelineOverlay) workFirst() bool { return true }

func (*timelineOverlay) amend(s *keys.State) { s.Timeline = true }

func (*timelineOverlay) hints(keys.State) []keys.Hint { return keys.Zoom() }
