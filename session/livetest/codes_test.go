package livetest

import (
	"strings"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/practice"
	"linger/wire"
)

// elsewhere holds the codes of package session that Scenario does not show, because three
// GET requests over a connection in memory do not cause them. Each value says what does.
var elsewhere = map[wire.Code]string{
	session.CodeTLSTruncated:  "/tls-truncated, over TLS",
	session.CodeAnsweredEarly: "/early-413, for a request with content",
	session.CodeContentUnread: "/unread-content, for a request with content",
	session.CodeSentDuring:    "/too-long, and a second request during the response",
	session.CodePathLost:      "a network that drops packets",

	session.CodeRequestIncomplete: "any path, for a request with less content than its Content-Length",
	session.CodeRequestSurplus:    "any path, for a request with more content than its Content-Length",
	session.CodeRequestMisread:    "/echo, after a request with a wrong Content-Length",

	session.CodeMaxExceeded:     "/exceeds-max, for more requests",
	session.CodeMaxConstant:     "/constant-max, for more requests",
	session.CodeClosedByAge:     "/age, for requests without a pause",
	session.CodeDelayedAckStall: "/stall, for requests on one connection",
	session.CodeKeepAliveRace:   "/countdown, for a request that crosses the server's close",
}

// A scenario of the practice server shows each code of package session, or elsewhere says
// what does. (The codes of package wire have fixtures in that package.)
func TestEachSessionCodeIsShown(t *testing.T) {
	if testing.Short() {
		t.Skip("this test plays all scenarios")
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
			t.Errorf("no scenario shows %s: add one, or a row in elsewhere", r.Code)
		case seen && known:
			t.Errorf("%s shows %s: delete the row %q in elsewhere", path, r.Code, why)
		}
	}
	if own < 15 {
		t.Errorf("package session has %d codes, want at least 15", own)
	}
}
