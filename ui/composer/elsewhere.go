package composer

import (
	"strings"

	"linger/session"
	"linger/session/export"
	"linger/wire"
)

// An Origin is an origin that the draft names but the session is not connected to.
type Origin struct {
	To      session.Target
	Target  string              // the request target at that origin
	Request wire.RequestMessage // the request as written
	Own     bool                // the request is meant only for that origin, so the composer has discarded it
}

// Elsewhere returns another origin that a pasted command or the draft names. It returns
// each such origin only once. ok is false if there is none.
func (m *Model) Elsewhere() (o Origin, ok bool) {
	if m.origin == nil {
		return o, false
	}
	o, m.origin = *m.origin, nil
	return o, true
}

// leads reports whether the draft names another origin. It returns true only once for
// each origin, so that linger asks only once.
func (m *Model) leads() bool { return m.targetLeads() || m.hostLeads() }

// hostLeads reports whether the Host field names a different server from the one in the
// default request.
func (m *Model) hostLeads() bool {
	raw, err := m.draft.goesOut()
	if err != nil {
		return false
	}
	host, own := "", ""
	for _, f := range m.base.Fields {
		if is(f.Name, "Host") {
			own = f.Value
		}
	}
	for d := range wire.DecodeRequests(raw, 0) {
		for f := range wire.Fields(raw, 0, d.Lines) {
			if is(f.Name, "Host") {
				host = strings.TrimSpace(f.Value)
			}
		}
		break
	}
	if host == "" || own == "" || strings.EqualFold(host, own) || host == m.stayed || strings.Contains(m.base.Target, "://") {
		return false
	}
	here, _, err := session.ParseTarget(m.rec.Target())
	if err != nil {
		return false
	}
	scheme := "http://"
	if here.TLS {
		scheme = "https://"
	}
	to, _, err := session.ParseTarget(scheme + host)
	msg, same := export.MessageOf(raw)
	if err != nil || !same || to.String() == here.String() || to.Port == here.Port && loopback(to.Host) && loopback(here.Host) {
		return false
	}
	m.stayed = host
	m.origin = &Origin{To: to, Target: msg.Target, Request: msg, Own: true}
	return true
}

// loopback reports whether a host name or address means this machine.
func loopback(host string) bool {
	return host == "localhost" || host == "::1" || host == "[::1]" || strings.HasPrefix(host, "127.")
}

// targetLeads reports whether the request target is the URL of another origin. It returns
// false if requests go through an HTTP proxy, because then every target is a URL.
func (m *Model) targetLeads() bool {
	t := m.draft.target
	if m.draft.raw || t == m.stayed || !strings.Contains(t, "://") || strings.Contains(m.base.Target, "://") {
		return false
	}
	to, path, err := session.ParseTarget(t)
	if err != nil || to.String() == m.rec.Target() {
		return false
	}
	m.stayed = t
	m.origin = &Origin{To: to, Target: path, Request: m.draft.message()}
	return true
}
