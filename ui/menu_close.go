package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/menu"
)

// closeMenu opens the menu of the ways in which a client can end a connection. The menu
// also has a check that does not end the connection. While linger is connecting, there is
// only one way.
func (d *desk) closeMenu() {
	if d.dialing() {
		d.do(session.Close{})
		return
	}
	item := func(key, name, words, more string, c session.Command) menu.Item {
		return menu.Item{Key: key, Name: name, Words: words, More: more, Do: func() tea.Cmd { d.do(c); return nil }}
	}
	items := []menu.Item{
		item("x", "close", "read everything, then send FIN", "RFC 9112 §9.6", session.Close{}),
		item("h", "half-close", "send FIN, keep reading", "RFC 9112 §9.6", session.HalfClose{}),
		item("r", "reset", "send RST; data in transit is lost", "RFC 9293 §3.10.7", session.Reset{}),
		item("c", "check", "has the server closed? (sends nothing)", "finds an unread FIN, not a dead network", session.Check{}),
	}
	if d.outOfStep() {
		items = append(items, menu.Item{Key: "u", Name: "use it anyway", Words: "sends the next request here", More: "its response will be misread",
			Do: func() tea.Cmd { d.sendAnyway(); return nil }})
	}
	d.open(newMenu("End the connection", items))
}
