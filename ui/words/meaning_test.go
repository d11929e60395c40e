package words

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// If the connection was out of step, the text says so, even if the connection ended as
// advertised.
func TestMeaningOfSaysOutOfStepFirst(t *testing.T) {
	of := func(found ...session.Found) string {
		r := &record.Record{}
		r.Apply(session.Connected{Conn: 1})
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1})
		end := session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle,
			Idle: 5 * time.Second, HasAdvertised: true, Advertised: 5 * time.Second, Answered: 1}
		for _, f := range found {
			f.Conn, end.OutOfStep.Code = 1, f.Finding.Code
			r.Apply(f)
		}
		r.Apply(session.Closed{Conn: 1, At: 5 * time.Second, Ending: end})
		return MeaningOf(r.Conn(1), "")
	}
	if got := of(); strings.Contains(got, "out of step") {
		t.Errorf("MeaningOf in step = %q, want nothing about out of step", got)
	}
	for want, f := range map[string]session.Found{
		"unsolicited data came": {Finding: wire.Finding{Code: wire.CodeUnsolicited, Offset: 10}},
		"request 1 does not end where it says, 5 of 5 bytes missing.": {Exchange: 1, Finding: wire.Finding{Code: session.CodeRequestIncomplete, Detail: "5 of 5 bytes missing"}},
	} {
		if got := of(f); !strings.Contains(got, want) || !strings.Contains(got, "could not be reused") || strings.Contains(got, "safe") {
			t.Errorf("MeaningOf = %q, want %q and that the connection could not be reused", got, want)
		}
	}
}
