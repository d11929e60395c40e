package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/keys"
	"linger/ui/menu"
)

// An overlay lies over the panes or stands in their place.
type overlay interface {
	// press takes a key; taken is false where it should go on to the table of
	// keys.
	press(m *Model, k tea.KeyPressMsg) (cmd tea.Cmd, taken bool)
	// draw draws over the rows of the frame.
	draw(m *Model, rows []string)
	// hints are its row of keys.
	hints(keys.State) []keys.Hint
}

// layer is what lies over the panes, or stands in their place; nil where they
// are seen.
func (m *Model) layer() overlay {
	switch {
	case m.over != nil:
		return m.over
	case m.probing != nil:
		return m.probing
	}
	return nil
}

// escape stops long work where the rows above say that esc does; else it puts
// away what lies over the panes.
func (m *Model) escape() tea.Cmd {
	switch m.over.(type) {
	case projecting, looking:
		if m.busy() {
			m.stop()
			return nil
		}
	}
	return m.leave()
}

// leave puts away what lies over the panes.
func (m *Model) leave() tea.Cmd {
	if c, ok := m.layer().(interface{ Escape() bool }); ok && c.Escape() {
		return nil
	}
	if m.over == nil && m.probing != nil {
		m.probing.stop()
		m.probing = nil
	}
	m.over = nil
	return nil
}

// other takes the messages that are no input: what an overlay asks for.
func (m *Model) other(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case menu.Chosen:
		m.over = nil
		if do := choices[msg.Menu]; do != nil {
			return do(m, msg.Item)
		}
	case tea.PasteMsg:
		switch {
		case m.search != nil:
			return m.searching(msg)
		case m.over != nil:
			if p, ok := m.over.(interface {
				paste(*Model, tea.PasteMsg) tea.Cmd
			}); ok {
				return p.paste(m, msg)
			}
		}
	case tea.CursorPositionMsg:
		if m.leaving {
			return tea.Quit
		}
	case stopMsg, redrawMsg, aloneMsg:
		return m.jobbed(msg)
	case copiedMsg:
		m.say(msg.words, msg.short)
	case progressMsg, reportMsg:
		return m.probed(msg)
	default:
		return m.composed(msg)
	}
	return nil
}

// choices is what the menus do.
var choices = map[string]func(*Model, int) tea.Cmd{
	"close":     func(m *Model, i int) tea.Cmd { m.opt.Engine.Do(ways[i].command); return nil },
	"scenarios": func(m *Model, i int) tea.Cmd { m.choose(i); return nil },
	"copy":      (*Model).copyText,
}

// choosing is a menu over the panes.
type choosing struct{ *menu.Model }

func (c choosing) press(_ *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if k.String() == "q" && !c.Searching() && !c.Has("q") {
		return func() tea.Msg { return menu.Chosen{} }, true
	}
	return c.Update(k), true
}

func (c choosing) paste(_ *Model, p tea.PasteMsg) tea.Cmd { return c.Update(p) }

func (c choosing) draw(m *Model, rows []string) {
	w, h := c.Size()
	esc := "esc closes"
	if c.Searching() {
		esc = "esc shows all"
	}
	m.window(rows, c.Title, esc, w+2, h+2, func(w, h int) []string { return c.Rows(m.th, w, h) })
}

func (c choosing) hints(keys.State) []keys.Hint {
	hints := []keys.Hint{{Action: keys.Send, Words: "choose"}}
	back := "back"
	switch {
	case c.Searching():
		back = "show all"
		hints = append(hints, keys.Hint{Key: "↑↓", Words: "move"})
	case c.Long:
		hints = append(hints, keys.Hint{Action: keys.Filter, Words: "search"})
		fallthrough
	default:
		hints = append(hints, keys.Hint{Action: keys.Up, Words: "up"}, keys.Hint{Action: keys.Down, Words: "down"})
	}
	return append(hints, keys.Hint{Action: keys.Back, Words: back})
}

// ways are the ways for a client to end a connection, and looking at it without
// ending it.
var ways = []struct {
	menu.Item
	command session.Command
}{
	{menu.Item{Key: "x", Name: "close", Words: "in order: FIN after everything is read", More: "RFC 9112 §9.6"}, session.Close{}},
	{menu.Item{Key: "h", Name: "half-close", Words: "FIN now; what the server sends is still read", More: "RFC 9112 §9.6"}, session.HalfClose{}},
	{menu.Item{Key: "r", Name: "reset", Words: "RST: the server loses what it had not sent", More: "RFC 9293 §3.10.7"}, session.Reset{}},
	{menu.Item{Key: "c", Name: "check", Words: "look whether the server has closed; send nothing", More: "a FIN that waits unread is seen, a lost network is not"}, session.Check{}},
}

func (m *Model) closeMenu() {
	if m.dialing() { // there is one way
		m.opt.Engine.Do(session.Close{})
		return
	}
	items := make([]menu.Item, len(ways))
	for i, w := range ways {
		items[i] = w.Item
	}
	m.over = choosing{menu.New("close", "End the connection", items)}
}
