package live_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func TestRepeat(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.session.Do(session.Repeat{Request: s.get("/"), N: 3, Every: time.Second})
		var last time.Duration
		for i := range 3 {
			s.reads()
			started := want[*session.RequestStarted](s, "the request")
			if i > 0 {
				equal(s, "pause between two exchanges", started.At-last, time.Second)
			}
			s.answers(hello)
			last = want[*session.ExchangeDone](s, "the response").At
		}
		w := want[session.Working](s, "the work is complete")
		equal(s, "done", w.Done, 3)
		equal(s, "active", w.Active, false)
	})
}

func TestRepeatStops(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(timeout5)
		s.session.Do(session.Repeat{Request: s.get("/"), N: 3})
		s.reads()
		s.session.Do(session.Stop{})
		s.answers(hello)
		want[*session.ExchangeDone](s, "the outstanding response arrives")
		w := want[session.Working](s, "the repeat ends")
		equal(s, "active", w.Active, false)
		equal(s, "done", w.Done, 1)
	})
}

// A round trip takes 20 ms. With timeout=5 the caution zone begins at 4 s. So Hold sends
// each request after 4 s - 20 ms - 100 ms = 3.88 s of idle time, including the first one.
func TestHold(t *testing.T) {
	tell(t, func(s *story) {
		last := s.learns(timeout5)
		time.Sleep(time.Second)
		s.session.Do(session.Hold{Request: s.get("/"), N: 3})
		for range 3 {
			s.reads()
			started := want[*session.RequestStarted](s, "the request")
			equal(s, "idle time before the request", started.At-last, 3880*time.Millisecond)
			s.answers(timeout5)
			last = want[*session.ExchangeDone](s, "the response").At
		}
		equal(s, "active", want[session.Working](s, "the work is complete").Active, false)
	})
}

// learns makes a first exchange with the given response, and returns the time at which
// the exchange ended.
func (s *story) learns(response string) time.Duration {
	s.t.Helper()
	s.connects()
	s.answers(response)
	return want[*session.ExchangeDone](s, "the end of the exchange").At
}

// If linger saw the server close after 3 s, the race zone begins at 2.98 s. If it saw a
// close after 50 ms, Hold sends after half of that time.
func TestHoldWithinMeasuredLimit(t *testing.T) {
	for within, want := range map[time.Duration]time.Duration{
		3 * time.Second:       2860 * time.Millisecond,
		50 * time.Millisecond: 25 * time.Millisecond,
		7 * time.Second:       3880 * time.Millisecond,
	} {
		tell(t, func(s *story) {
			last := s.learns(timeout5)
			s.session.Do(session.Hold{Request: s.get("/"), N: 1, Within: within})
			s.reads()
			equal(s, "idle time before the request", wanted(s).At-last, want)
		})
	}
}

// Without a hint, Hold uses the idle time after which linger saw the server close: 3 s
// minus two round trips and a margin.
func TestHoldWithinSeenLimit(t *testing.T) {
	tell(t, func(s *story) {
		last := s.learns(hello)
		s.session.Do(session.Hold{Request: s.get("/"), N: 1, Within: 3 * time.Second})
		s.reads()
		equal(s, "idle time before the request", wanted(s).At-last, 2860*time.Millisecond)
	})
}

func wanted(s *story) *session.RequestStarted { return want[*session.RequestStarted](s, "the request") }

// If a long-running command ends early, the event says how much of it was done, and why
// it ended.
func TestWorkEndsEarly(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*story)
		done int
		cut  session.WorkCut
	}{
		"stopped":   {func(s *story) { s.session.Do(session.Stop{}); s.answers(hello) }, 2, session.WorkCutStopped},
		"announced": {func(s *story) { s.answers(goodbye); s.server.Close() }, 2, session.WorkCutEnded},
		"reconnect": {func(s *story) { s.session.Do(session.Reconnect{}) }, 1, session.WorkCutReconnect},
		"reset":     {(*story).resets, 1, session.WorkCutEnded},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.session.Do(session.Reconnect{})
				s.accept()
				s.session.Do(session.Repeat{Request: s.get("/"), N: 1000})
				s.reads()
				s.answers(hello)
				s.reads()
				c.end(s)
				for {
					if w := want[session.Working](s, "the state of the work"); !w.Active {
						equal(s, "done", w.Done, c.done)
						equal(s, "reason for the early end", w.Cut, c.cut)
						return
					}
				}
			})
		})
	}
}

// Hold sends nothing if no idle limit is known.
func TestHoldWithoutAHint(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.session.Do(session.Hold{Request: s.get("/")})
		evs := until[session.Declined](s, "Hold before the first response is declined")
		for _, response := range []string{hello, "HTTP/1.1 200 OK\nKeep-Alive: timeout=5\nContent-Length: 5\n\nhello"} {
			s.send("/")
			s.reads()
			s.answers(response)
			want[*session.ExchangeDone](s, "the end of the exchange")
			s.session.Do(session.Hold{Request: s.get("/")})
			evs = append(evs, until[session.Declined](s, "Hold without a hint that applies is declined")...)
		}
		for _, ev := range evs {
			switch ev.(type) {
			case *session.RequestStarted, session.Working:
				t.Errorf("linger emitted %T, want no request and no work", ev)
			}
		}
	})
}

// Hold ends if the hint no longer applies.
func TestHoldEndsWithTheHint(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(timeout5)
		s.session.Do(session.Hold{Request: s.get("/")})
		s.reads()
		s.answers("HTTP/1.1 200 OK\nKeep-Alive: timeout=5\nContent-Length: 5\n\nhello")
		want[session.Declined](s, "the hint no longer applies")
		equal(s, "active", want[session.Working](s, "the work ends").Active, false)
	})
}

func TestWaitEndsWithTheConnection(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(timeout5)
		want[*session.ExchangeDone](s, "the end of the exchange")
		s.session.Do(session.Wait{AtMost: 10 * time.Second})
		equal(s, "active", want[session.Working](s, "the wait begins").Active, true)
		time.Sleep(5 * time.Second)
		s.server.Close()
		want[session.Overdue](s, "the deadline passes")
		want[session.Closed](s, "the end")
		equal(s, "active", want[session.Working](s, "the work ends").Active, false)
	})
}

func TestWaitTimesOut(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(hello)
		done := want[*session.ExchangeDone](s, "the end of the exchange")
		s.session.Do(session.Wait{AtMost: 10 * time.Second})
		want[session.Working](s, "the wait begins")
		w := want[session.Working](s, "the wait ends")
		equal(s, "active", w.Active, false)
		equal(s, "waited", w.At-done.At, 10*time.Second)
	})
}

// During a Wait, linger leaves the connection open even if the server does not close as
// announced. It still reports the finding after a second, and closes the connection when
// the Wait ends.
func TestWaitPostponesClose(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(goodbye)
		done := want[*session.ExchangeDone](s, "the end of the exchange")
		s.session.Do(session.Wait{AtMost: 4 * time.Second})
		f := want[session.Found](s, "the connection is still open")
		equal(s, "code", f.Finding.Code, session.CodeCloseIgnored)
		equal(s, "time from the response to the finding", f.At-done.At, time.Second)
		c := want[session.Closed](s, "linger closes")
		equal(s, "closed by", c.By, session.ByClient)
		equal(s, "time from the response to the close", c.At-done.At, 4*time.Second)
	})
}

func TestOneLongCommandAtATime(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.session.Do(session.Repeat{Request: s.get("/"), N: 3})
		s.session.Do(session.Hold{Request: s.get("/")})
		want[session.Declined](s, "a repeat is running")
	})
}

func TestProgressOfPipeline(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2"), s.get("/3")}})
		for range 3 {
			s.reads()
		}
		w := want[session.Working](s, "the work begins")
		equal(s, "done", w.Done, 0)
		for i := 1; i < 3; i++ {
			time.Sleep(time.Second)
			s.answers(hello)
			w = want[session.Working](s, "one more request is answered")
			equal(s, "done", w.Done, i)
		}
		s.answers(hello)
		w = want[session.Working](s, "the last report of the work")
		equal(s, "done", w.Done, 3)
		equal(s, "active", w.Active, false)
	})
}

func TestProgressOfHold(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(timeout5)
		s.session.Do(session.Hold{Request: s.get("/"), N: 2})
		s.reads()
		want[session.Working](s, "the work begins")
		s.answers(timeout5)
		w := want[session.Working](s, "the first request is answered")
		equal(s, "done", w.Done, 1)
		equal(s, "active", w.Active, true)
	})
}

// With Reconnect, Repeat continues on a new connection. It does not send lost requests
// again.
func TestRepeatReconnects(t *testing.T) {
	for name, ends := range map[string]func(*story){
		"before a request":  func(s *story) { s.answers(hello); s.server.Close() },
		"after it was read": (*story).resets,
		"announced":         func(s *story) { s.answers(goodbye); s.server.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.session.Do(session.Repeat{Request: s.get("/"), N: 3, Every: time.Second, Reconnect: true})
				s.accept()
				s.reads()
				ends(s)
				over := want[*session.ExchangeDone](s, "the first exchange").At
				s.accept()
				s.reads()
				started := wanted(s)
				equal(s, "connection", started.Conn, 2)
				equal(s, "pause and time to connect", started.At-over, time.Second+2*latency)
				s.answers(hello)
				s.reads()
				s.answers(hello)
				for w := want[session.Working](s, "the progress of the work"); ; w = want[session.Working](s, "the work is complete") {
					if !w.Active {
						equal(s, "reason for the early end", w.Cut, "")
						break
					}
				}
			})
		})
	}
}

// Repeat does not reconnect after the user has closed or reset the connection, or stopped
// the work.
func TestRepeatDoesNotReconnectAfterUserCommand(t *testing.T) {
	for name, c := range map[string]session.Command{"close": session.Close{}, "reset": session.Reset{}, "stop": session.Stop{}} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.session.Do(session.Repeat{Request: s.get("/"), N: 3, Every: time.Second, Reconnect: true})
				s.accept()
				s.reads()
				s.answers(hello)
				want[*session.ExchangeDone](s, "the first exchange")
				s.session.Do(c)
				for w := want[session.Working](s, "the progress of the work"); w.Active; w = want[session.Working](s, "the end") {
				}
				time.Sleep(time.Minute)
				s.session.Close()
				of[session.Dialing](s, until[session.Ended](s, "the end of the session"), 0, "connections after the command")
			})
		})
	}
}

// Repeat ends if no connection can be made.
func TestRepeatEndsIfDialingFails(t *testing.T) {
	tell(t, func(s *story) {
		s.door.Close()
		s.session.Do(session.Repeat{Request: s.get("/"), N: 3, Reconnect: true})
		want[session.DialFailed](s, "dialing fails")
		equal(s, "reason for the early end", want[session.Working](s, "the end").Cut, session.WorkCutNotConnected)
	})
}

// If an exchange ends soon after a progress report, linger postpones the next report a
// little. It emits that report even if nothing else happens.
func TestPostponedProgressIsReported(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2")}})
		for range 2 {
			s.reads()
		}
		s.answers(hello)
		equal(s, "done", want[session.Working](s, "the work begins").Done, 0)
		w := want[session.Working](s, "one request is answered")
		equal(s, "done", w.Done, 1)
		equal(s, "active", w.Active, true)
		s.session.Do(session.Stop{})
		w = want[session.Working](s, "the work is being stopped")
		equal(s, "reason for the early end", w.Cut, session.WorkCutStopped)
		equal(s, "active", w.Active, true)
		s.answers(hello)
		w = want[session.Working](s, "the work has ended")
		equal(s, "done", w.Done, 2)
		equal(s, "active", w.Active, false)
	})
}
