package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/ui/menu"
)

// A menuOverlay is a menu over the panes. Its items hold their actions.
type menuOverlay struct {
	inert
	*menu.Model
	w, h int // size of the window, in cells
}

func newMenu(title string, items []menu.Item) *menuOverlay {
	return &menuOverlay{Model: menu.New(title, items)}
}

func (o *menuOverlay) refresh(s *scene) {
	w, h := o.Wants()
	o.w, o.h = windowSize(s.plan, w+2, h+2)
	o.Keys = s.bound
	o.SetSize(o.w-2, o.h-2)
}

func (o *menuOverlay) draw(f *frame) {
	esc := "esc closes"
	if o.Searching() {
		esc = "esc shows all"
	}
	f.takes(f.window(o.Title, "", esc, o.w, o.h, o.Rows(f.th)), func(_ bench, _, y int) string { return onSecond(o.Point(y)) })
}

func (o *menuOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if b.bindings().ActionOf(k.String()) == keys.Quit && !o.Searching() && !o.Has(k.String()) {
		return nil, false
	}
	it := o.Update(k)
	if it == nil {
		return nil, true
	}
	b.leave()
	return it.Do(), true
}

func (o *menuOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	o.Update(msg)
	return nil
}

// escape ends the search or, if there is none, closes the menu.
func (o *menuOverlay) escape(b bench) {
	if !o.EndSearch() {
		b.leave()
	}
}

func (*menuOverlay) covers() cover { return coverSome }

func (o *menuOverlay) hints(keys.State) []keys.Hint {
	choose, up, down := keys.Hint{Action: keys.Send, Words: "choose"}, keys.Hint{Action: keys.Up, Words: "up"}, keys.Hint{Action: keys.Down, Words: "down"}
	back := keys.Hint{Action: keys.Back, Words: "back"}
	switch {
	case o.Searching():
		return []keys.Hint{choose, {Key: "↑↓", Words: "move"}, {Action: keys.Back, Words: "show all"}}
	case o.Long:
		return []keys.Hint{choose, {Action: keys.Filter, Words: "search"}, up, down, back}
	}
	return []keys.Hint{choose, up, down, back}
}
