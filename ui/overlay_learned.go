package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/box"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/sides"
)

// A learnedOverlay replaces the panes with a card that shows what linger has learned
// about both sides. Enter on a statement shows the connections from which linger learned
// it.
type learnedOverlay struct {
	inert
	*sides.Model
	body layout.Rect
	noun string
}

func (d *desk) learned() {
	noun := "connection"
	if d.watching() {
		noun = d.home.list.Noun()
	}
	d.open(&learnedOverlay{Model: sides.New(d.th), noun: noun})
}

func (o *learnedOverlay) refresh(s *scene) {
	o.body = s.plan.Body
	o.SetTheme(s.th)
	o.SetSize(o.body.W-2, o.body.H-2)
	o.SetTarget(s.target)
	o.Show(s.learned, o.noun)
}

func (o *learnedOverlay) draw(f *frame) {
	b := box.Box{Title: "Learned", Fact: "enter on a line shows its evidence", Focus: true, Foot: "y copies this card as text"}
	if o.More() {
		b.Foot = "↓ more"
	}
	f.page(b.Draw(f.th, o.body.W, o.body.H, o.Rows()))
}

func (o *learnedOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	a := b.bindings().ActionOf(k.String())
	if scrolls(a, o.Move, o.Page) {
		return nil, true
	}
	switch a {
	case keys.Send:
		conns, exchange := o.Evidence()
		if len(conns) == 0 {
			b.say("There is no evidence yet.")
			return nil, true
		}
		b.leave()
		b.evidence(conns, exchange)
	case keys.Copy:
		return b.toClipboard("what was learned", o.Text()), true
	case keys.Learned:
		b.leave()
	default:
		return nil, false
	}
	return nil, true
}

func (*learnedOverlay) covers() cover { return coverPanes }

func (*learnedOverlay) workFirst() bool { return true }

func (*learnedOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Key: "↑↓", Words: "statement"}, {Action: keys.Send, Words: "show its evidence"}, {Action: keys.Copy}, {Action: keys.Back, Words: "back"}, {Action: keys.Help}, {Action: keys.Quit, Words: "back"}}
}

// evidence shows the connections from which linger learned a fact: a single connection,
// or a list of several in which the most recent one is selected.
func (d *desk) evidence(conns []int, exchange int) {
	latest := conns[len(conns)-1]
	if !d.watching() {
		d.choose(latest, exchange)
		return
	}
	filter := ""
	if len(conns) > 1 {
		numbers := make([]string, len(conns))
		for i, id := range conns {
			numbers[i] = strconv.Itoa(id)
		}
		filter = "conn:" + strings.Join(numbers, ",")
	}
	if !d.atHome() {
		d.goHome()
	}
	d.home.list.Filter(filter)
	d.home.list.Go(latest)
	d.home.look(d)
}
