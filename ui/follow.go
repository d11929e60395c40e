package ui

import (
	"linger/session"
	"linger/ui/text"
)

// follow sends the next request to the Location of the selected response, where
// that is on the same origin; elsewhere it says where it leads.
func (m *Model) follow() {
	e := m.selected()
	where, _ := location(e)
	from, _, err := session.ParseTarget(m.rec.Start.Target)
	if err != nil {
		m.say("Location cannot be followed: " + err.Error() + ".")
		return
	}
	to, target, err := from.Follow(e.Target, where)
	switch {
	case err != nil:
		m.say("Location cannot be followed: " + err.Error() + ".")
		return
	case to.String() != from.String():
		m.say("Location leads to another origin: linger '" + text.Safe(to.String()+target) + "' opens it.")
		return
	}
	m.next.Target = target
	if e.Facts.Status == 303 && m.next.Method != "HEAD" { // RFC 9110 §15.4.4
		m.next.Method, m.next.Content = "GET", nil
	}
	m.send()
}
