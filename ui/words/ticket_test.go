package words

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
)

func TestTicketTexts(t *testing.T) {
	w := Ticket()
	for _, c := range []struct {
		conn    record.Connection
		verdict string
		meaning string
	}{
		{record.Connection{State: record.Idle, IdleSince: time.Second}, "open, idle for 2.00 s", ""},
		{record.Connection{State: record.Awaiting}, "open", ""},
		{record.Connection{State: record.Connecting}, "still connecting", ""},
		{record.Connection{State: record.Idle, OutOfStep: true}, "open, and out of step: it cannot be reused", ""},
		{record.Connection{State: record.Failed, Failure: session.DialFailed{Text: "Nothing listens there.", Cure: session.CureClientCert}}, "Nothing listens there.", "-E FILE sends one."},
	} {
		if got := w.Verdict(nil, &c.conn, 3*time.Second); got != c.verdict {
			t.Errorf("Verdict = %q, want %q", got, c.verdict)
		}
		if got := w.Meaning(nil, &c.conn); got != c.meaning {
			t.Errorf("Meaning = %q, want %q", got, c.meaning)
		}
	}
	r := &record.Record{}
	for conn := 1; conn <= 2; conn++ {
		r.Apply(session.Dialing{Conn: conn})
		r.Apply(session.Connected{Conn: conn})
		r.Apply(&session.RequestStarted{Conn: conn, Exchange: conn})
		r.Apply(session.Closed{Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 5 * time.Second}})
	}
	e := &r.Conn(2).Close.Ending
	if got := w.Verdict(r, r.Conn(2), 0); got != Sentence(e) || w.End(e) != End(e, endWidth) {
		t.Errorf("Verdict = %q or End = %q differ from Sentence and End of the ending", got, w.End(e))
	}
	if got, want := w.Meaning(r, r.Conn(2)), Meaning(e, "The server closed 2 idle connections after 5.00 s."); got != want {
		t.Errorf("Meaning = %q, want %q", got, want)
	}
	r.Apply(session.Measured{Low: 4900 * time.Millisecond, High: 5100 * time.Millisecond, Closes: 5, On: time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC)})
	want := Meaning(e, "The server closed 2 idle connections after 5.00 s. A probe on 2 May saw the server close 5 idle connections after 4.90 to 5.10 s.")
	if got := w.Meaning(r, r.Conn(2)); got != want {
		t.Errorf("Meaning = %q, want %q", got, want)
	}
}
