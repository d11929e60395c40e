package composer

import (
	"strings"

	"linger/session"
	"linger/session/export"
	"linger/wire"
)

// An Origin is another one than the session is connected to, which the request being
// written names.
type Origin struct {
	To      session.Target
	Target  string              // the request target there
	Request wire.RequestMessage // as it was written
	Own     bool                // it was meant for that origin: nothing of it is left behind
}

// Elsewhere returns the origin that a pasted command, or the target of the request, was
// found to name, once.
func (m *Model) Elsewhere() (o Origin, ok bool) {
	if m.origin == nil {
		return o, false
	}
	o, m.origin = *m.origin, nil
	return o, true
}

// leads reports whether the request names another origin, which is to be asked about
// before it is sent, once.
func (m *Model) leads() bool { return m.targetLeads() || m.hostLeads() }

// hostLeads reports whether the Host field names another server than the requests
// that linger makes itself.
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

// loopback reports whether a host name stands for this machine.
func loopback(host string) bool {
	return host == "localhost" || host == "::1" || host == "[::1]" || strings.HasPrefix(host, "127.")
}

// targetLeads reports whether the request target is the URL of another origin. Through
// a proxy every target is a URL.
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
