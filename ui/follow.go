package ui

import (
	"net/url"
	"strings"

	"linger/ui/text"
)

// follow sends the next request to the Location of the selected response, where
// that is on the same origin; elsewhere it says where it leads.
func (m *Model) follow() {
	e := m.selected()
	to, _ := location(e)
	target, ok := sameOrigin(m.rec.Start.Target, e.Target, to)
	if !ok {
		m.say("Location leads to another origin: linger '" + text.Safe(to) + "' opens it.")
		return
	}
	m.next.Target = target
	if e.Facts.Status == 303 && m.next.Method != "HEAD" {
		m.next.Method, m.next.Content = "GET", nil
	}
	m.send()
}

// sameOrigin is the request target that a Location stands for, as seen from a
// request to the target at an origin (RFC 9110 §10.2.2), and whether it is on
// that origin.
func sameOrigin(origin, target, location string) (string, bool) {
	base, err := url.Parse(origin + target)
	if err != nil || strings.HasPrefix(target, "*") {
		return "", false
	}
	to, err := base.Parse(location)
	if err != nil || to.Scheme != base.Scheme || !strings.EqualFold(to.Host, base.Host) {
		return "", false
	}
	return to.RequestURI(), true
}
