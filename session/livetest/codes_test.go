package livetest

import (
	"strings"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/practice"
	"linger/wire"
)

// elsewhere holds the codes of package session that three GETs over a connection in
// memory do not show, and what shows them instead.
var elsewhere = map[wire.Code]string{
	session.CodeTLSTruncated:  "/tls-truncated, over TLS",
	session.CodeAnsweredEarly: "/early-413, with content",
	session.CodeContentUnread: "/unread-content, with content",
	session.CodeSentDuring:    "/too-long, and a second request",
	session.CodePathLost:      "a network that drops packets",

	session.CodeRequestIncomplete: "any path, with less content than Content-Length says",
	session.CodeRequestSurplus:    "any path, with more content than Content-Length says",
	session.CodeRequestMisread:    "/echo, after either of them",

	session.CodeMaxExceeded:     "/exceeds-max, asked more often",
	session.CodeMaxConstant:     "/constant-max, asked more often",
	session.CodeClosedByAge:     "/age, asked again and again",
	session.CodeDelayedAckStall: "/stall, asked on one connection",
	session.CodeKeepAliveRace:   "/countdown, asked in the race zone",
}

// Each code about time and closing is found in a scenario of the practice server, or
// elsewhere says what shows it. (The codes about bytes have fixtures in wire.)
func TestEverySessionCodeIsPlayed(t *testing.T) {
	if testing.Short() {
		t.Skip("it plays all scenarios")
	}
	found := map[wire.Code]string{}
	for _, s := range practice.Scenarios() {
		if strings.HasPrefix(s.Path, "/tls-") {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			for _, ev := range Scenario(t, s.Path) {
				if f, ok := ev.(session.Found); ok {
					found[f.Finding.Code] = s.Path
				}
			}
		})
	}
	own := len(session.Rules()) - len(wire.Rules())
	for _, r := range session.Rules()[len(wire.Rules()):] {
		path, seen := found[r.Code]
		why, known := elsewhere[r.Code]
		switch {
		case !seen && !known:
			t.Errorf("no scenario shows %s", r.Code)
		case seen && known:
			t.Errorf("%s is found on %s, but elsewhere says %s", r.Code, path, why)
		}
	}
	if own < 15 {
		t.Errorf("%d codes of package session, want at least 15", own)
	}
}
