package words_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/words"
)

func TestWork(t *testing.T) {
	cut := func(c session.WorkCut) session.Working {
		return session.Working{Kind: session.WorkRepeat, Done: 2, Total: 1000, Cut: c}
	}
	plainEnd := idle(3 * time.Second)
	for want, c := range map[string]struct {
		work session.Working
		e    *session.Ending
	}{
		"The repeat ended after 2 of 1,000 exchanges: it was stopped.":                                                   {cut(session.WorkCutStopped), plainEnd},
		"The repeat ended after 2 of 1,000 exchanges: a new connection was asked for.":                                   {cut(session.WorkCutReconnect), plainEnd},
		"The repeat ended after 2 of 1,000 exchanges: another target was chosen.":                                        {cut(session.WorkCutRetarget), plainEnd},
		"The repeat ended after 2 of 1,000 exchanges: no connection could be made.":                                      {cut(session.WorkCutNotConnected), plainEnd},
		"The repeat ended after 2 of 1,000 exchanges: the server no longer advertises a timeout.":                        {cut(session.WorkCutHint), plainEnd},
		"The repeat ended after 2 of 1,000 exchanges: response 4 said Connection: close.":                                {cut(session.WorkCutEnded), idle(ms, noticed(session.NoticeResponseClose, 4))},
		"The repeat ended after 2 of 1,000 exchanges: request 4 said Connection: close.":                                 {cut(session.WorkCutEnded), idle(ms, noticed(session.NoticeRequestClose, 4))},
		"The repeat ended after 2 of 1,000 exchanges: server reset (RST) after 3.000 s idle: no timeout was advertised.": {cut(session.WorkCutEnded), idle(3*time.Second, reset)},
		"The hold ended after 1 exchange: it was stopped.":                                                               {session.Working{Kind: session.WorkHold, Done: 1, Cut: session.WorkCutStopped}, plainEnd},
	} {
		if got, _ := words.Work(worked(c.work, c.e)); got != want {
			t.Errorf("%s\n\twant %s", got, want)
		}
	}
	if _, short := words.Work(worked(cut(session.WorkCutStopped), plainEnd)); short != "The repeat ended after 2 of 1,000 exchanges." {
		t.Error(short)
	}
	if long, short := words.Work(worked(session.Working{Kind: session.WorkHold, Active: true}, plainEnd)); long+short != "" {
		t.Error(long, short)
	}
}

// worked is a record of work on a connection that ended.
func worked(w session.Working, e *session.Ending) *record.Record {
	r := &record.Record{}
	r.Apply(session.Dialing{Conn: 1})
	r.Apply(session.Connected{Conn: 1})
	r.Apply(session.Closed{Conn: 1, Ending: *e})
	w.Conn = 1
	r.Apply(w)
	return r
}

func TestInterrupted(t *testing.T) {
	for want, e := range map[string]*session.Ending{
		"the server closed the connection before the response was complete":  during(at(session.MomentInLength)),
		"the server reset the connection before any byte of a response":      during(at(session.MomentNoByte), reset),
		"linger closed the connection before any byte of a response":         during(at(session.MomentNoByte), linger),
		"linger stopped waiting before any byte of a response":               during(at(session.MomentNoByte), linger, func(e *session.Ending) { e.How = session.HowTimeout }),
		"the network gave up the connection before any byte of a response":   during(at(session.MomentNoByte), func(e *session.Ending) { e.By, e.How = session.ByNetwork, session.HowTimeout }),
		"the server aborted the connection before the response was complete": during(at(session.MomentInChunks), func(e *session.Ending) { e.How = session.HowError }),
	} {
		if got := words.Interrupted(e, e.Moment.Kind != session.MomentNoByte); got != want {
			t.Errorf("%s\n\twant %s", got, want)
		}
	}
}
