package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
)

const ms = time.Millisecond

// idle returns an idle close by the server after one response that promised to persist.
func idle(d time.Duration, change ...func(*session.Ending)) *session.Ending {
	e := &session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: d, Answered: 1,
		Last:   session.LastResponse{Exchange: 4, Status: 200, Reason: wire.ReasonHTTP11Default},
		Moment: session.Moment{Kind: session.MomentIdle, Exchange: 4}}
	for _, f := range change {
		f(e)
	}
	return e
}

// hinted returns an idle close by the server, which had advertised a timeout of 5 s.
func hinted(d time.Duration, change ...func(*session.Ending)) *session.Ending {
	return idle(d, append([]func(*session.Ending){func(e *session.Ending) { e.HasAdvertised, e.Advertised = true, 5*time.Second }}, change...)...)
}

// during returns a close by the server while the connection was in use.
func during(m session.Moment, change ...func(*session.Ending)) *session.Ending {
	e := &session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseResponse, Oldest: m.Exchange, Moment: m}
	for _, f := range change {
		f(e)
	}
	return e
}

// These functions change one detail of an ending.
func reset(e *session.Ending)  { e.How = session.HowReset }
func linger(e *session.Ending) { e.By = session.ByClient }
func bare(e *session.Ending)   { e.Bare = true }
func shut(e *session.Ending)   { e.HalfClosed, e.ShutFor = true, 10*ms }

func noticed(k session.NoticeKind, of int) func(*session.Ending) {
	return func(e *session.Ending) {
		e.Notice, e.Last.Reason = session.Notice{Kind: k, Of: of}, wire.ReasonResponseClose
		e.HasAdvertised = false
	}
}

func lost(ids ...int) func(*session.Ending) { return func(e *session.Ending) { e.Lost = ids } }

func goodbye(e *session.Ending) {
	e.Notice = session.Notice{Kind: session.NoticeResponseClose, Of: 5, Unsolicited: true, Status: 408, Waited: 3 * time.Second}
}

// astep returns a function that changes an ending: response 3 has put the connection out
// of step.
func astep(as wire.Code) func(*session.Ending) {
	return func(e *session.Ending) { e.OutOfStep = session.OutOfStep{After: 3, As: as} }
}

// misstepped changes an ending: bytes after response 4 have put the connection out of
// step.
func misstepped(e *session.Ending) {
	e.OutOfStep = session.OutOfStep{After: 4, Code: wire.CodeUnsolicited, As: wire.CodeLengthShort}
}

func motive(m session.Motive) func(*session.Ending) {
	return func(e *session.Ending) { e.By, e.Motive = session.ByClient, m }
}

func limit(code wire.Code, n int64) func(*session.Ending) {
	return func(e *session.Ending) {
		e.By, e.Motive, e.Limit = session.ByClient, session.MotiveLimit, session.Limit{Code: code, N: n}
	}
}

func at(k session.MomentKind, change ...func(*session.Moment)) session.Moment {
	m := session.Moment{Kind: k, Exchange: 4}
	for _, f := range change {
		f(&m)
	}
	return m
}

func after(d time.Duration) func(*session.Moment)   { return func(m *session.Moment) { m.After = d } }
func silence(d time.Duration) func(*session.Moment) { return func(m *session.Moment) { m.Silence = d } }
func of(n, of int64) func(*session.Moment)          { return func(m *session.Moment) { m.N, m.Of = n, of } }

func TestSentenceOfEachEnd(t *testing.T) {
	for want, e := range map[string]*session.Ending{
		// who and how
		"server closed (FIN) after 5.003 s idle: 3 ms after the advertised 5 s":                                                             hinted(5003 * ms),
		"server reset (RST) after 3.001 s idle: 2.0 s before the advertised 5 s":                                                            hinted(3001*ms, reset),
		"server closed (FIN, no close_notify) after 5.000 s idle: at the advertised 5 s":                                                    hinted(5000*ms, bare),
		"server closed (close_notify) after 3.000 s idle: no timeout was advertised":                                                        idle(3*time.Second, func(e *session.Ending) { e.How = session.HowCloseNotify }),
		"server aborted (error) after 3.000 s idle: tls: bad record; no timeout was advertised":                                             idle(3*time.Second, func(e *session.Ending) { e.How, e.Cause = session.HowError, "tls: bad record" }),
		"network timed out after 3.000 s idle: connection timed out":                                                                        {By: session.ByNetwork, How: session.HowTimeout, Phase: session.PhaseIdle, Idle: 3 * time.Second, Moment: at(session.MomentIdle), Cause: "connection timed out"},
		"network failed after 3.000 s idle: no route to host":                                                                               {By: session.ByNetwork, How: session.HowError, Phase: session.PhaseIdle, Idle: 3 * time.Second, Moment: at(session.MomentIdle), Cause: "no route to host"},
		"linger closed (FIN) after 1.000 s idle":                                                                                            idle(time.Second, linger),
		"linger reset (RST) after 1.000 s idle":                                                                                             idle(time.Second, linger, reset),
		"linger closed (FIN) after 1.000 s idle: to reconnect":                                                                              idle(time.Second, motive(session.MotiveReconnect)),
		"linger closed (FIN) after 1.000 s idle: to connect to http://b":                                                                    idle(time.Second, motive(session.MotiveRetarget), func(e *session.Ending) { e.Target = "http://b" }),
		"linger closed (FIN) after 1.000 s idle: a message said close, and the server had not closed":                                       idle(time.Second, motive(session.MotiveDue)),
		"linger closed (FIN) after 1.000 s idle: the connection was not reusable":                                                           idle(time.Second, motive(session.MotiveUnusable)),
		"linger closed (FIN) after 1.000 s idle: the content of the last request was not sent, so no other request could follow":            idle(time.Second, motive(session.MotiveCutShort)),
		"linger closed (FIN) after 1.000 s idle: more than 1 MiB of unsolicited data":                                                       idle(time.Second, motive(session.MotiveData)),
		"linger closed (FIN) while request 4 was still being sent, after its response: the server answered and stopped reading the request": during(at(session.MomentSendingAnswered), motive(session.MotiveStuck)),
		"linger stopped waiting 3.000 s after request 4; no byte of a response came; time limit 3 s":                                        during(at(session.MomentNoByte, after(3*time.Second)), motive(session.MotiveTime), func(e *session.Ending) { e.How, e.Allowed.Time = session.HowTimeout, 3*time.Second }),
		"linger stopped waiting 3 of 512 bytes into the content of response 4: time limit 3 s after the previous response": during(at(session.MomentInLength, of(3, 512)), motive(session.MotiveTime), func(e *session.Ending) {
			e.How, e.Allowed = session.HowTimeout, session.Allowed{Time: 3 * time.Second, Response: true}
		}),
		"linger closed (FIN) inside the header section of response 4: limit of 1,000 bytes reached": during(at(session.MomentInHead), limit(wire.CodeHeadTooLarge, 1000)),
		"linger closed (FIN) inside response 4: limit of 16,384 bytes for a chunk line reached":     during(at(session.MomentAfterLostIn), limit(wire.CodeChunkLine, 16384)),
		"linger closed (FIN) inside response 4: limit of 100 interim responses reached":             during(at(session.MomentAfterLostIn), limit(wire.CodeTooManyInterim, 100)),
		"linger closed (FIN): Content-Length of response 3 is too small; 2 requests lost":           during(at(session.MomentAfterLostIn), motive(session.MotiveFraming), astep(wire.CodeLengthShort), lost(4, 5)),
		"linger closed (FIN): the end of response 4 cannot be found":                                during(at(session.MomentAfterLostIn), motive(session.MotiveFraming)),
		"linger stopped waiting 3.000 s after request 4; no byte of a response came; time limit 3 s; no byte of the request was acknowledged": during(at(session.MomentNoByte, after(3*time.Second)), motive(session.MotiveTime), func(e *session.Ending) {
			e.How, e.Allowed.Time, e.Unreached = session.HowTimeout, 3*time.Second, true
		}),
		"server aborted (error) 0.001 s after request 4, before any byte of a response: it requires a client certificate; tls: certificate required": during(at(session.MomentNoByte, after(ms)), func(e *session.Ending) {
			e.How, e.Cause, e.Refusal, e.Lost = session.HowError, "tls: certificate required", session.RefusalWantsCert, []int{4}
		}),

		// when
		"server closed (FIN) in the tunnel of response 4":                                                                idle(time.Second, func(e *session.Ending) { e.Moment.Kind = session.MomentTunnel }),
		"linger closed (FIN) after 101 unsolicited responses":                                                            during(at(session.MomentAfterUnsolicited, of(101, 0)), motive(session.MotiveResponses)),
		"server closed (FIN) after framing was lost":                                                                     during(at(session.MomentAfterLost)),
		"server closed (FIN) to end the content of unsolicited response 4, as announced by Connection: close":            during(at(session.MomentEndsUnsolicited), goodbye),
		"server closed (FIN) inside unsolicited response 4":                                                              during(at(session.MomentInUnsolicited)),
		"server closed (FIN) right after response 4, as announced by Connection: close":                                  idle(400*time.Microsecond, noticed(session.NoticeResponseClose, 4)),
		"server closed (FIN) after 7.010 s idle, before any request":                                                     {By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 7010 * ms, Moment: session.Moment{Kind: session.MomentUnused}},
		"server reset (RST) 0.001 s after response 4, as announced by Connection: close; 2 later requests not processed": during(at(session.MomentAfterClose, after(ms)), reset, noticed(session.NoticeResponseClose, 4), lost(5, 6)),
		"server reset (RST) while request 4 was being sent":                                                              during(at(session.MomentSending), reset, lost(4)),
		"server closed (FIN) 0.002 s after request 4, before any byte of a response":                                     during(at(session.MomentNoByte, after(2*ms)), lost(4)),
		"server closed (FIN) after the framing of response 4 was lost":                                                   during(at(session.MomentAfterLostIn)),
		"server closed (FIN) 1.020 s after request 4, before any byte of its final response":                             during(at(session.MomentNoFinalByte, after(1020*ms)), lost(4)),
		"server closed (FIN) 22 bytes into the header section of response 4: after 1.000 s without data":                 during(at(session.MomentHeadBytes, of(22, 0), silence(time.Second))),
		"server reset (RST) 3 of 512 bytes into the content of response 4: after 1.000 s without data; 2 requests lost":  during(at(session.MomentInLength, of(3, 512), silence(time.Second)), reset, lost(5, 6)),
		"server closed (FIN) 1 byte into the chunked content of response 4":                                              during(at(session.MomentInChunks, of(1, 0))),
		"server closed (FIN) to end the content of response 4":                                                           during(at(session.MomentEndsContent)),
		"linger closed (FIN) 3 bytes into the content of response 4, which has no length":                                during(at(session.MomentInOpen, of(3, 0)), linger),

		// how that compares
		"server closed (FIN) after 0.002 s idle: without Connection: close; the last response had promised to stay open": idle(2 * ms),
		"server closed (FIN) after 3.000 s idle: 2.0 s before the advertised 5 s; unsolicited response 5 said close":     hinted(3*time.Second, goodbye),
		"server closed (FIN) after 3.000 s idle: unsolicited response 5 said close":                                      idle(3*time.Second, goodbye),
		"server closed (FIN) after 3.000 s idle: unsolicited response 5 came first":                                      idle(3*time.Second, goodbye, func(e *session.Ending) { e.Notice.Kind = "" }),
		"server closed (FIN) after 1.010 s idle: 0.010 s after linger half-closed":                                       idle(1010*ms, shut),
		"server closed (FIN) after 0.002 s idle, as the request asked with Connection: close":                            idle(2*ms, noticed(session.NoticeRequestClose, 4)),
		"server closed (FIN) after 0.002 s idle: max reached 0":                                                          idle(2*ms, noticed(session.NoticeMax, 4)),
		"server closed (FIN) after 0.002 s idle, as expected: the response is HTTP/1.0 without keep-alive":               idle(2*ms, noticed(session.NoticeHTTP10, 4)),
		"server closed (FIN) after 0.002 s idle, as expected: the request was HTTP/1.0 without keep-alive":               idle(2*ms, noticed(session.NoticeHTTP10Request, 4)),
	} {
		if got := words.Sentence(e); got != want {
			t.Errorf("Sentence = %s\n\twant %s", got, want)
		}
	}
}

// Each shorter form drops the least important words first and is still a complete phrase.
func TestEndDropsTheLeastImportantWordsFirst(t *testing.T) {
	for _, c := range []struct {
		e    *session.Ending
		w    int
		want string
	}{
		{during(at(session.MomentNoByte, after(2*ms)), lost(4)), 70, "server closed (FIN) 0.002 s after request 4, before any response"},
		{during(at(session.MomentNoByte, after(2*ms)), lost(4)), 48, "server FIN 0.002 s after request 4"},
		{during(at(session.MomentNoByte, after(2*ms)), lost(4)), 19, "server closed (FIN)"},
		{during(at(session.MomentNoByte, after(2*ms)), lost(4)), 7, "server"},
		{during(at(session.MomentNoByte, after(2*ms)), lost(4)), 5, "FIN"},
		{during(at(session.MomentAfterClose, after(ms)), reset, noticed(session.NoticeResponseClose, 4), lost(5)), 84, "server RST 0.001 s after response 4, as announced; 1 not processed"},
		{hinted(5003*ms, bare), 76, "server closed (no close_notify) after 5.003 s idle: 3 ms after the 5 s hint"},
		{during(at(session.MomentInLength, of(3, 500), silence(time.Second))), 70, "server FIN 3 of 500 bytes into response 4: no data for 1.000 s"},
		{during(at(session.MomentInLength, of(3, 500), silence(time.Second))), 60, "server closed (FIN) 3 of 500 bytes into response 4"},
		{hinted(5001*ms, misstepped), 60, "server FIN after 5.001 s idle, out of step; 1 ms after 5 s"},
		{hinted(5001*ms, misstepped), 44, "server FIN after 5.001 s idle, out of step"},
		{hinted(5001*ms, misstepped), 41, "server closed (FIN), out of step"},
		{hinted(5001*ms, misstepped), 24, "server FIN, out of step"},
		{hinted(5001*ms, misstepped), 18, "server FIN"},
		{during(at(session.MomentInHead), limit(wire.CodeHeadTooLarge, 1<<20)), 70, "linger FIN inside response 4: limit of 1,048,576 bytes"},
	} {
		if got := words.End(c.e, c.w); got != c.want {
			t.Errorf("End in %d cells = %s\n\twant %s", c.w, got, c.want)
		}
	}
}

// The sentence about an end fits in any width that has room for one word. It is not
// shortened if there is room for all of it.
func TestEndFitsItsWidth(t *testing.T) {
	for _, e := range []*session.Ending{hinted(5003 * ms), hinted(3*time.Second, goodbye), during(at(session.MomentInLength, of(3, 512), silence(time.Second)), reset, lost(5, 6))} {
		all := words.Sentence(e)
		for w := 6; w < 140; w++ {
			switch got := words.End(e, w); {
			case text.Width(got) > w:
				t.Errorf("End = %q, wider than %d cells", got, w)
			case w >= text.Width(all) && got != all:
				t.Errorf("End in %d cells = %q, want the whole sentence", w, got)
			}
		}
	}
}

func TestEndedHasNoComparison(t *testing.T) {
	e := hinted(3 * time.Second)
	if got := words.Ended(e); got != "server closed (FIN) after 3.000 s idle" || !strings.HasPrefix(words.Sentence(e), got+": ") {
		t.Errorf("Ended = %q, want the beginning of %q without the comparison", got, words.Sentence(e))
	}
}

func TestFewStateSubjectAndBeside(t *testing.T) {
	for _, c := range []struct {
		e                   *session.Ending
		how, state, subject string
		beside              string
	}{
		{hinted(5003 * ms), "FIN", "closed by the server", "server FIN", "3 ms after 5 s"},
		{idle(time.Second, linger, reset), "RST by linger", "reset by linger", "linger RST", "after 1.000 s idle"},
		{during(at(session.MomentNoByte, after(2*ms)), reset, lost(4, 5)), "RST", "reset by the server, 2 lost", "server RST", "2 requests lost"},
		{during(at(session.MomentNoByte, after(2*ms)), motive(session.MotiveTime), func(e *session.Ending) { e.How = session.HowTimeout }), "timeout by linger", "timed out (linger)", "linger timed out", "time limit 0 s"},
		{idle(time.Second, func(e *session.Ending) { e.By, e.How = session.ByNetwork, session.HowTimeout }), "timeout", "timed out", "network", "no timeout was advertised"},
		{idle(time.Second, func(e *session.Ending) { e.How = session.HowError }), "error", "connection error", "server error", "no timeout was advertised"},
		{idle(time.Second, func(e *session.Ending) { e.How = session.HowCloseNotify }), "close_notify", "closed by the server", "server", "no timeout was advertised"},
	} {
		if got := words.Few(c.e); got != c.how {
			t.Errorf("Few = %q, want %q", got, c.how)
		}
		if got := words.State(c.e, 40); got != c.state {
			t.Errorf("State = %q, want %q", got, c.state)
		}
		if got := words.Subject(c.e, 16); got != c.subject {
			t.Errorf("Subject = %q, want %q", got, c.subject)
		}
		if got := words.Beside(c.e, 16); got != c.beside {
			t.Errorf("Beside = %q, want %q", got, c.beside)
		}
	}
}

// Control characters in the text of an error do not reach the terminal.
func TestSentenceMakesTheErrorTextSafe(t *testing.T) {
	e := idle(time.Second, func(e *session.Ending) { e.How, e.Cause = session.HowError, "tls: \x1b[2J" })
	if got := words.Sentence(e); strings.ContainsRune(got, '\x1b') {
		t.Errorf("Sentence = %q, want no control characters", got)
	}
}

// If a connection ended right after a response, no text says "0.000 s idle".
func TestIdleCloseRightAfterAResponseHasNoTime(t *testing.T) {
	for idle, want := range map[time.Duration]string{0: "right after a response", 900 * time.Microsecond: "right after a response", time.Millisecond: "0.001 s idle", 5003 * ms: "5.003 s idle"} {
		e := hinted(idle, func(e *session.Ending) { e.Moment.Exchange = 3 })
		if got := words.Idle(e); got != want {
			t.Errorf("Idle of %v = %q, want %q", idle, got, want)
		}
		if strings.Contains(words.When(e)+words.End(e, 200), "0.000 s") {
			t.Errorf("after %v idle: When = %q, End = %q; want no 0.000 s", idle, words.When(e), words.End(e, 200))
		}
	}
	unused := hinted(0, func(e *session.Ending) { e.Moment = session.Moment{Kind: session.MomentUnused} })
	if got := words.Idle(unused); got != "0.000 s idle" {
		t.Errorf("Idle of an unused connection = %q, want %q", got, "0.000 s idle")
	}
}
