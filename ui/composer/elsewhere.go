package composer

import (
	"strings"

	"linger/session"
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

// leads reports whether the request target is the URL of another origin, which is to
// be asked about before it is sent. Through a proxy every target is a URL.
func (m *Model) leads() bool {
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
