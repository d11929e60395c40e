package live_test

import (
	"fmt"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

// In each story the client sees both the response and the close one latency after the
// server sent them, so both sides measure the same idle time.

func TestServerClosesOnTime(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(timeout5)
		want[*session.BudgetChanged](s, "the budget")
		time.Sleep(5003*time.Millisecond - latency)
		s.server.Close()
		evs := until[session.Closed](s, "the server closes")
		equal(s, "findings", codes(evs), "")
		c := evs[len(evs)-1].(session.Closed)
		equal(s, "closed by", c.By, session.ByServer)
		equal(s, "how", c.How, session.HowFIN)
		equal(s, "phase", c.Phase, session.PhaseIdle)
		equal(s, "announced", c.Announced(), false)
		equal(s, "advertised", c.Advertised, 5*time.Second)
		equal(s, "end", endOf(c), "server fin, idle of 1, idle 5.003s of 5s")
	})
}

func TestServerClosesWhileIdle(t *testing.T) {
	silence := func(*story) {}
	for name, c := range map[string]struct {
		answer string
		idle   time.Duration
		end    func(*story)
		text   string
		codes  string
	}{
		"reset early": {timeout5, 3001 * time.Millisecond, (*story).resets,
			"server reset, idle of 1, idle 3.001s of 5s", "closed-early"},
		"0.4 s early": {timeout5, 4600 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 4.6s of 5s", ""},
		"0.5 s early": {timeout5, 4500 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 4.5s of 5s", ""},
		"0.501 s early": {timeout5, 4499 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 4.499s of 5s", "closed-early"},
		"on time": {timeout5, 5 * time.Second, (*story).closes,
			"server fin, idle of 1, idle 5s of 5s", ""},
		"1.5 s late": {timeout5, 6500 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 6.5s of 5s", ""},
		"1.6 s late": {timeout5, 6600 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 6.6s of 5s", "closed-late"},
		"no hint": {hello, 65 * time.Second, (*story).closes,
			"server fin, idle of 1, idle 1m5s", ""},
		"no hint, after 2 ms": {hello, 2 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 2ms", "close-unannounced"},
		"no hint, after 250 ms": {hello, 250 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 250ms", "close-unannounced"},
		"no hint, after 251 ms": {hello, 251 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 251ms", ""},
		"announced": {goodbye, 2 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 2ms, response-close in 1", ""},
		"announced, reset": {goodbye, 2 * time.Millisecond, (*story).resets,
			"server reset, idle of 1, idle 2ms, response-close in 1", ""},
		"HTTP/1.0": {"HTTP/1.0 200 OK\nContent-Length: 5\n\nhello", 2 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 2ms, http/1.0-default in 1", ""},
		"max spent": {fmt.Sprintf(hinted, 0), 2 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 2ms of 5s, max-spent in 1", ""},
		"max left": {"HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: max=9\nContent-Length: 5\n\nhello", 2 * time.Millisecond, (*story).closes,
			"server fin, idle of 1, idle 2ms", "close-unannounced max-ended-early"},
		"hint does not apply": {"HTTP/1.1 200 OK\nKeep-Alive: timeout=5\nContent-Length: 5\n\nhello", 2 * time.Second, (*story).closes,
			"server fin, idle of 1, idle 2s", "keep-alive-without-connection"},
		"close ignored": {goodbye, 2 * time.Second, silence,
			"client fin, idle of 1, idle 1s, response-close in 1, close-due", "close-ignored"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(c.answer)
				time.Sleep(c.idle)
				c.end(s)
				evs := until[session.Closed](s, "the end")
				equal(s, "end", endOf(evs[len(evs)-1].(session.Closed)), c.text)
				equal(s, "findings", codes(evs), c.codes)
			})
		})
	}
}

func (s *story) closes() { s.server.Close() }

func TestServerClosesUnusedConnection(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		time.Sleep(7 * time.Second)
		s.server.Close()
		equal(s, "end", endOf(want[session.Closed](s, "the end")), "server fin, unused, idle 7.01s")
	})
}

// If linger itself ends the connection inside a message, the finding names the client.
func TestTruncatedByClient(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers("HTTP/1.1 200 OK\nContent-Length: 512\n\nabc")
		time.Sleep(time.Second)
		s.session.Do(session.Reset{})
		for _, f := range of[session.Found](s, until[session.Closed](s, "the end"), 1, "findings") {
			equal(s, "finding", string(f.Finding.Code)+": "+f.Finding.Detail, "truncated: by the client")
		}
	})
}

func TestServerClosesInsideResponse(t *testing.T) {
	for name, c := range map[string]struct{ answer, text, codes string }{
		"length":                       {"HTTP/1.1 200 OK\nContent-Length: 512\n\nabc", "server fin, content of 1 at 3/512 silent for 1s, cut 1 status 200", "truncated"},
		"chunked":                      {"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n", "server fin, chunked-content of 1 at 3/0 silent for 1s, cut 1 status 200", "truncated"},
		"head":                         {"HTTP/1.1 200 OK\nConte", "server fin, header-section of 1 at 22/0 silent for 1s, cut 1 status 0, lost [1]", "truncated"},
		"interim":                      {"HTTP/1.1 103 Early Hints\n\n", "server fin, no-final-byte of 1 after 1.02s, cut 1 status 0, lost [1]", "truncated"},
		"two bytes of the status-line": {"HTTP/1.1 103 Early Hints\n\nHT", "server fin, header-section of 1 at 2/0 silent for 1s, cut 1 status 0, lost [1]", "truncated"},
		"second head":                  {"HTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\nConte", "server fin, header-section of 1 at 22/0 silent for 1s, cut 1 status 0, lost [1]", "truncated"},
		"close-delimited": {"HTTP/1.1 200 OK\nConnection: close\n\nabc",
			"server fin, ends-content of 1 silent for 1s, response-close in 1", "close-delimited"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(c.answer)
				time.Sleep(time.Second)
				s.server.Close()
				evs := until[session.Closed](s, "the end")
				end := evs[len(evs)-1].(session.Closed)
				equal(s, "end", endOf(end), c.text)
				equal(s, "phase", end.Phase, session.PhaseResponse)
				equal(s, "findings", codes(evs), c.codes)
			})
		})
	}
}

func TestLostRequest(t *testing.T) {
	for how, finish := range map[session.How]func(*story){session.HowFIN: (*story).closes, session.HowReset: (*story).resets} {
		tell(t, func(s *story) {
			s.connects()
			s.answers(timeout5)
			want[*session.ExchangeDone](s, "a first exchange")
			s.session.Do(session.Send{Request: s.target.Request("POST", "/order")})
			s.reads()
			finish(s)
			evs := until[session.Closed](s, "the end")
			equal(s, "findings", codes(evs), "keep-alive-race")
			c := evs[len(evs)-1].(session.Closed)
			equal(s, "how", c.How, how)
			equal(s, "phase", c.Phase, session.PhaseResponse)
			equal(s, "lost requests", fmt.Sprint(c.Lost), "[2]")
			for _, d := range of[*session.ExchangeDone](s, evs, 1, "lost exchanges") {
				equal(s, "retry", d.Retry, session.RetryNotSafe)
				equal(s, "reason", d.Reason, wire.ReasonTruncated)
			}
		})
	}
}

func TestClientEndsIdleConnection(t *testing.T) {
	for name, c := range map[string]struct {
		command session.Command
		how     session.How
		text    string
	}{
		"close": {session.Close{}, session.HowFIN, "client fin, idle of 1, idle 1s"},
		"reset": {session.Reset{}, session.HowReset, "client reset, idle of 1, idle 1s"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(hello)
				want[*session.ExchangeDone](s, "the end of the exchange")
				time.Sleep(time.Second)
				s.session.Do(c.command)
				end := want[session.Closed](s, "the end")
				equal(s, "closed by", end.By, session.ByClient)
				equal(s, "how", end.How, c.how)
				equal(s, "end", endOf(end), c.text)
			})
		})
	}
}

func TestHalfClose(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.session.Do(session.HalfClose{})
		want[session.HalfClosed](s, "the write side is shut")
		s.answers(hello)
		want[*session.ExchangeDone](s, "the response still arrives")
		s.session.Do(session.Send{Request: s.get("/again")})
		want[session.Declined](s, "a request after the half-close is declined")
		time.Sleep(time.Second)
		s.server.Close()
		evs := until[session.Closed](s, "the server closes too")
		equal(s, "findings", codes(evs), "")
		equal(s, "end", endOf(evs[len(evs)-1].(session.Closed)),
			"server fin, idle of 1, idle 1.01s, shut for 1.02s")
	})
}

func TestLateCloseAfterCloseOption(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(goodbye)
		done := want[*session.ExchangeDone](s, "the end of the exchange")
		time.Sleep(3 * time.Second)
		s.server.Close()
		f := want[session.Found](s, "the connection is still open")
		equal(s, "code", f.Finding.Code, session.CodeCloseIgnored)
		equal(s, "time from the response to the finding", f.At-done.At, time.Second)
		equal(s, "closed by", want[session.Closed](s, "the server closes late").By, session.ByServer)
	}, func(c *live.Config) { c.Settle = 10 * time.Second })
}

func TestClientEndsConnectionInsideExchange(t *testing.T) {
	for name, c := range map[string]struct {
		command session.Command
		answer  string
		text    string
	}{
		"close, before the response": {session.Close{}, "", "client fin, no-byte of 1 after 1s, lost [1]"},
		"reset, before the response": {session.Reset{}, "", "client reset, no-byte of 1 after 1s, lost [1]"},
		"close, in content": {session.Close{}, "HTTP/1.1 200 OK\nContent-Length: 512\n\nabc",
			"client fin, content of 1 at 3/512 silent for 980ms, cut 1 status 200"},
		"reset, in content": {session.Reset{}, "HTTP/1.1 200 OK\nContent-Length: 512\n\nabc",
			"client reset, content of 1 at 3/512 silent for 980ms, cut 1 status 200"},
		"close, in close-delimited content": {session.Close{}, "HTTP/1.1 200 OK\n\nabc",
			"client fin, open-content of 1 at 3/0 silent for 980ms, cut 1 status 200"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				sent := want[*session.RequestSent](s, "the request")
				s.answers(c.answer)
				time.Sleep(sent.At + time.Second - s.session.Now())
				s.session.Do(c.command)
				done := want[*session.ExchangeDone](s, "the exchange ends with the connection")
				equal(s, "complete", done.Facts.Complete, false)
				equal(s, "reason", done.Reason, wire.ReasonTruncated)
				end := want[session.Closed](s, "the end")
				equal(s, "end", endOf(end), c.text)
				equal(s, "phase", end.Phase, session.PhaseResponse)
			})
		})
	}
}

// If a response is incomplete, the requests that were pipelined behind it are lost. The
// client cannot know whether the server processed them, but they did not race with the
// close: they were sent long before it.
func TestPipelinedRequestsAreLost(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2"), s.get("/3")}, Reconnect: true})
		s.accept()
		s.reads()
		s.answers("HTTP/1.1 200 OK\nContent-Length: 512\n\nabc")
		time.Sleep(time.Second)
		s.resets()
		evs := until[session.Closed](s, "the end")
		end := evs[len(evs)-1].(session.Closed)
		equal(s, "lost requests", fmt.Sprint(end.Lost), "[2 3]")
		equal(s, "end", endOf(end), "server reset, content of 1 at 3/512 silent for 1s, cut 1 status 200, lost [2 3]")
		equal(s, "findings", codes(evs), "truncated")
	})
}

// A request with Reconnect first waits for the close that the server announced.
func TestReconnectAfterAnnouncedClose(t *testing.T) {
	for name, c := range map[string]struct {
		closes bool
		by     session.Party
		codes  string
		after  time.Duration
	}{
		"the server closes":         {true, session.ByServer, "", 300 * time.Millisecond},
		"the server does not close": {false, session.ByClient, "close-ignored", time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(goodbye)
				done := want[*session.ExchangeDone](s, "the end of the exchange")
				s.send("/2")
				if c.closes {
					time.Sleep(300*time.Millisecond - latency)
					s.server.Close()
				}
				evs := until[session.Closed](s, "the end")
				end := evs[len(evs)-1].(session.Closed)
				equal(s, "closed by", end.By, c.by)
				equal(s, "time from the response to the close", end.At-done.At, c.after)
				equal(s, "findings", codes(evs), c.codes)
				equal(s, "connection", want[session.Dialing](s, "linger dials again").Conn, 2)
				s.accept()
				s.reads()
				s.answers(hello)
				equal(s, "exchange", want[*session.ExchangeDone](s, "the second exchange").Exchange, 2)
			})
		})
	}
}
