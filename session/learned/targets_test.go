package learned

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// If linger is the client, each target has its own summary. Connections between other
// programs share one summary.
func TestTargetsHaveSeparateSummaries(t *testing.T) {
	for _, tc := range []struct {
		vantage session.Vantage
		target  string
		want    Range
	}{
		{session.VantageClient, "http://a", Range{5 * time.Second, 5 * time.Second, 1}},
		{session.VantageClient, "http://b", Range{7 * time.Second, 7 * time.Second, 1}},
		{session.VantageClient, "http://c", Range{}},
		{session.VantageCapture, "http://c", Range{5 * time.Second, 7 * time.Second, 2}},
	} {
		var l Targets
		l.Apply(session.Started{Target: "http://a", Vantage: tc.vantage})
		at := time.Duration(0)
		for i, target := range []string{"", "http://b"} {
			conn, idle := i+1, time.Duration(5+2*i)*time.Second
			at += time.Second
			for _, ev := range []session.Event{
				session.Dialing{At: at, Conn: conn, Target: target},
				session.Connected{At: at, Conn: conn},
				&session.RequestStarted{At: at, Conn: conn, Exchange: conn, Method: "GET", Target: "/"},
				&session.ExchangeDone{At: at, Conn: conn, Exchange: conn, Facts: wire.Facts{Status: 200, Complete: true}},
				session.Closed{At: at + idle, Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: idle}},
			} {
				l.Apply(ev)
			}
		}
		if s := l.Of(tc.target); s.Server.Idle != tc.want {
			t.Errorf("%s, %s: idle times = %+v, want %+v", tc.vantage, tc.target, s.Server.Idle, tc.want)
		}
	}
}
