package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/help"
	"linger/ui/keys"
)

// A helpOverlay is the page of keys. A key with an action closes the page and carries out
// the action.
type helpOverlay struct {
	inert
	w, h       int // size of the window, in cells
	state      keys.State
	bound      *keys.Bindings
	top        int
	all, shown int          // number of rows, and of rows visible at once
	welcome    func()       // opens the welcome; nil if there is none
	search     *field.Field // nil: the page shows every key
}

// help opens the page of keys. On the practice server the page offers the welcome again.
func (d *desk) help() {
	o := &helpOverlay{}
	if d.src.Practice {
		o.welcome = d.welcomeAgain
	}
	d.open(o)
}

func (o *helpOverlay) refresh(s *scene) {
	o.state, o.bound = s.keys, s.bound
	w := s.plan.W - 6
	o.w, o.h = windowSize(s.plan, s.plan.W-4, help.Height(s.th, s.bound, s.keys, w)+2)
	o.all, o.shown = help.Span(s.th, s.bound, s.keys, w, o.h-2)
	o.move(0)
}

func (o *helpOverlay) move(by int) { o.top = max(0, min(o.top+by, o.all-o.shown)) }

func (o *helpOverlay) draw(f *frame) {
	if o.search != nil {
		f.window("Keys", "", "esc shows all", o.w, o.h, help.Found(f.th, o.bound, o.state, o.w-2, o.h-2, o.search.Value(), o.search.Row))
		return
	}
	f.window("Keys", "", "esc closes", o.w, o.h, help.Rows(f.th, o.bound, o.w-2, o.h-2, o.state, o.top))
}

func (o *helpOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if o.search != nil {
		if keys.InField(k.String()) == keys.None {
			o.search.Update(k)
		}
		return nil, true
	}
	bound := b.bindings().Find(k.String())
	if bound == nil {
		return nil, true
	}
	if bound.Action == keys.Filter {
		o.search = field.New("")
		return nil, true
	}
	if o.welcome != nil && k.String() == "w" {
		b.leave()
		o.welcome()
		return nil, true
	}
	if scrolls(bound.Action, o.move, func(by int) { o.move(by * max(1, o.shown-1)) }) {
		return nil, true
	}
	switch bound.Action {
	case keys.Help:
		b.leave()
	case keys.Quit:
		return nil, false
	default:
		if bound.Why(o.state) == "" {
			b.leave()
		}
		return nil, false
	}
	return nil, true
}

func (o *helpOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	if o.search != nil {
		o.search.Update(msg)
	}
	return nil
}

// escape ends the search, or closes the page.
func (o *helpOverlay) escape(b bench) {
	if o.search != nil {
		o.search = nil
		return
	}
	b.leave()
}

func (*helpOverlay) covers() cover { return coverSome }

func (o *helpOverlay) hints(keys.State) []keys.Hint {
	if o.search != nil {
		return []keys.Hint{{Action: keys.Back, Words: "show all"}}
	}
	hints := []keys.Hint{{Action: keys.Back, Words: "close"}, {Action: keys.Filter, Words: "search"}}
	if o.welcome != nil {
		hints = append(hints, keys.Hint{Key: "w", Words: "welcome again"})
	}
	return append(hints, []keys.Hint{{Action: keys.Up, Words: "up"}, {Action: keys.Down, Words: "down"},
		{Action: keys.PageDown, Words: "page"}, {Action: keys.Quit, Words: "close"}}...)
}
