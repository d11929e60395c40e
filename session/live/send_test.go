package live_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

func (s *story) post(content string) wire.RequestMessage {
	m := s.target.Request("POST", "/")
	m.Content = []byte(content)
	return session.Framed(m)
}

func TestDeclinedWithoutAConnection(t *testing.T) {
	tell(t, func(s *story) {
		for _, c := range []session.Command{
			session.Send{Request: s.get("/")}, session.SendRaw{Data: []byte("GET / HTTP/1.1\r\n\r\n")},
			session.Pipeline{Requests: []wire.RequestMessage{s.get("/")}}, session.Repeat{Request: s.get("/"), N: 2},
			session.Hold{Request: s.get("/")}, session.Wait{}, session.Close{}, session.HalfClose{}, session.Reset{},
			session.SendRaw{Reconnect: true}, session.Pipeline{Reconnect: true},
		} {
			s.session.Do(c)
			want[session.Declined](s, fmt.Sprintf("%T", c))
		}
		s.session.Do(session.Check{})
		equal(s, "alive", want[session.Checked](s, "the result of the check").Alive, false)
	})
}

func TestConnectionRefused(t *testing.T) {
	tell(t, func(s *story) {
		s.door.Close()
		s.send("/")
		f := want[session.DialFailed](s, "the first dialing fails")
		equal(s, "kind", f.Kind, session.DialRefused)
		equal(s, "text", f.Text, "Nothing listens on server.example:80.")
		s.session.Do(session.Reconnect{})
		equal(s, "connection", want[session.DialFailed](s, "the second dialing fails").Conn, 2)
	})
}

func TestPipeline(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2"), s.get("/3")}, Reconnect: true})
		s.accept()
		for range 3 {
			s.reads()
		}
		s.answers(hello + hello)
		evs := until[*session.ExchangeDone](s, "the first response")
		started := 0
		for _, ev := range evs {
			if _, ok := ev.(*session.RequestStarted); ok {
				started++
			}
		}
		equal(s, "requests sent before the first response", started, 3)
		equal(s, "exchange", want[*session.ExchangeDone](s, "the second response").Exchange, 2)
		s.answers(hello)
		equal(s, "exchange", want[*session.ExchangeDone](s, "the third response").Exchange, 3)
		w := want[session.Working](s, "the pipeline is done")
		equal(s, "active", w.Active, false)
		equal(s, "done", w.Done, 3)
	})
}

func TestPipelineEndsAtAnnouncedClose(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2"), s.get("/3")}, Reconnect: true})
		s.accept()
		for range 3 {
			s.reads()
		}
		s.answers(goodbye)
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		c := evs[len(evs)-1].(session.Closed)
		equal(s, "lost requests", fmt.Sprint(c.Lost), "[2 3]")
		equal(s, "announced", c.Announced(), true)
		equal(s, "findings", codes(evs), "")
		w := want[session.Working](s, "the pipeline ends with the connection")
		equal(s, "done", w.Done, 1)
	})
}

func TestSendByteByByte(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Send{Request: s.get("/"), Reconnect: true, Pace: session.Pace{Each: 1, Pause: 10 * time.Millisecond}})
		s.accept()
		n := len(s.reads())
		s.answers(hello)
		started := want[*session.RequestStarted](s, "the request begins")
		sent := want[*session.RequestSent](s, "the request is sent")
		equal(s, "duration", sent.At-started.At, time.Duration(n-1)*10*time.Millisecond)
		want[*session.ExchangeDone](s, "the response")
	})
}

func TestSendInTwoHalves(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Send{Request: s.get("/"), Reconnect: true, Pace: session.Pace{Split: 20, Pause: 3 * time.Second}})
		s.accept()
		s.reads()
		s.answers(hello)
		started := want[*session.RequestStarted](s, "the request begins")
		equal(s, "pause", want[*session.RequestSent](s, "the request is sent").At-started.At, 3*time.Second)
	})
}

func TestRawRequestsArePairedWithResponses(t *testing.T) {
	tell(t, func(s *story) {
		raw := "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.0\r\n\r\n"
		s.session.Do(session.SendRaw{Data: []byte(raw), Reconnect: true})
		s.accept()
		s.reads()
		s.reads()
		s.answers("HTTP/1.1 200 OK\nContent-Length: 5\n\n" + hello)
		a := want[*session.RequestStarted](s, "the first request")
		equal(s, "first request", a.Method+" "+a.Target+" "+a.Proto, "HEAD /a HTTP/1.1")
		b := want[*session.RequestStarted](s, "the second request")
		equal(s, "second request", b.Method+" "+b.Target+" "+b.Proto, "GET /b HTTP/1.0")
		equal(s, "offset", b.Off, a.Len)
		equal(s, "offset of its first line", b.Lines[0].Off, 0)
		equal(s, "content of HEAD", want[*session.ExchangeDone](s, "the end of the HEAD exchange").Facts.ContentBytes, 0)
		d := want[*session.ExchangeDone](s, "the end of the GET exchange")
		equal(s, "content of GET", d.Facts.ContentBytes, 5)
		equal(s, "reason", d.Reason, wire.ReasonHTTP10Request)
	})
}

func TestExpectContinue(t *testing.T) {
	expect := func(s *story) wire.RequestMessage {
		m := s.post("content")
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Expect", Value: "100-continue"})
		return m
	}
	t.Run("100 arrives", func(t *testing.T) {
		tell(t, func(s *story) {
			s.session.Do(session.Send{Request: expect(s), Reconnect: true})
			s.accept()
			s.reads()
			time.Sleep(300 * time.Millisecond)
			s.answers("HTTP/1.1 100 Continue\n\n")
			b := make([]byte, 16)
			n, _ := s.server.Read(b)
			equal(s, "content", string(b[:n]), "content")
			s.answers(hello)
			equal(s, "interim", want[*session.ResponseHead](s, "the 100 response").Facts.Status, 100)
			equal(s, "final", want[*session.ResponseHead](s, "the final response").Facts.Status, 200)
		})
	})
	t.Run("no 100 arrives", func(t *testing.T) {
		tell(t, func(s *story) {
			s.session.Do(session.Send{Request: expect(s), Reconnect: true})
			s.accept()
			s.reads()
			began := time.Now()
			b := make([]byte, 16)
			n, _ := s.server.Read(b)
			equal(s, "content", string(b[:n]), "content")
			equal(s, "waited", time.Since(began), time.Second)
			s.answers(hello)
			want[*session.ExchangeDone](s, "the response")
		})
	})
	t.Run("final response arrives first", func(t *testing.T) {
		tell(t, func(s *story) {
			s.session.Do(session.Send{Request: expect(s), Reconnect: true})
			s.accept()
			head := s.reads()
			s.answers("HTTP/1.1 417 Expectation Failed\nContent-Length: 0\n\n")
			equal(s, "bytes sent", want[*session.RequestSent](s, "the request remains incomplete").Len, int64(len(head)))
			want[*session.ExchangeDone](s, "the response")
			s.session.Do(session.Send{Request: s.get("/")})
			want[session.Declined](s, "a request after the incomplete one is declined")
			c := want[session.Closed](s, "linger closes")
			equal(s, "closed by", c.By, session.ByClient)
			equal(s, "end", endOf(c), "client fin, idle of 1, idle 1s, request-cut-short")
		})
	})
}

// If the server answers and closes while linger is still sending a large request, linger
// stops sending and reads the answer.
func TestEarlyAnswerWithClose(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Send{Request: s.post(strings.Repeat("x", 1<<20)), Reconnect: true})
		s.accept()
		s.reads()
		s.answers("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 0\n\n")
		started := want[*session.RequestStarted](s, "the request begins")
		sent := want[*session.RequestSent](s, "linger stops sending the request")
		if sent.Len >= started.Len || sent.Len == 0 {
			t.Errorf("linger sent %d of %d bytes, want only a part", sent.Len, started.Len)
		}
		equal(s, "status", want[*session.ExchangeDone](s, "the response").Facts.Status, 413)
		s.server.Close()
		want[session.Closed](s, "the end")
	})
}

// If the answer does not announce a close, linger sends the rest of the request. Only
// then does the exchange end and the connection become idle.
func TestEarlyAnswerWithoutClose(t *testing.T) {
	const early = "HTTP/1.1 413 Content Too Large\nContent-Length: 0\n\n"
	begin := func(s *story) *session.RequestStarted {
		s.session.Do(session.Send{Request: s.post(strings.Repeat("x", 4<<20)), Reconnect: true})
		s.accept()
		s.reads()
		s.answers(early)
		return want[*session.RequestStarted](s, "the request begins")
	}
	t.Run("the server reads the rest", func(t *testing.T) {
		tell(t, func(s *story) {
			started := begin(s)
			want[*session.ResponseHead](s, "the response")
			go func() { _, _ = io.Copy(io.Discard, s.server) }()
			equal(s, "bytes sent", want[*session.RequestSent](s, "the request is sent").Len, started.Len)
			equal(s, "status", want[*session.ExchangeDone](s, "the response").Facts.Status, 413)
			s.send("/next")
			want[*session.RequestStarted](s, "the next request")
		})
	})
	t.Run("the server stops reading", func(t *testing.T) {
		tell(t, func(s *story) {
			started := begin(s)
			if sent := want[*session.RequestSent](s, "linger stops sending the request"); sent.Len >= started.Len {
				t.Errorf("linger sent %d of %d bytes, want only a part", sent.Len, started.Len)
			}
			equal(s, "complete", want[*session.ExchangeDone](s, "the response").Facts.Complete, true)
			c := want[session.Closed](s, "linger closes")
			equal(s, "phase", c.Phase, session.PhaseRequest)
			equal(s, "end", endOf(c), "client fin, sending-answered of 1, request-not-read")
		})
	})
	t.Run("the server resets", func(t *testing.T) {
		tell(t, func(s *story) {
			started := begin(s)
			_ = s.server.SetLinger(0)
			s.server.Close()
			evs := until[session.Closed](s, "the end")
			c := evs[len(evs)-1].(session.Closed)
			equal(s, "phase", c.Phase, session.PhaseRequest)
			equal(s, "end", endOf(c), "server reset, sending-answered of 1")
			equal(s, "findings", codes(evs), "answered-early")
			if sent := of[*session.RequestSent](s, evs, 1, "requests sent in part")[0]; sent.Len >= started.Len {
				t.Errorf("linger sent %d of %d bytes, want only a part", sent.Len, started.Len)
			}
		})
	})
}

func TestNothingIsSentAfterClose(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(hello)
		want[*session.ExchangeDone](s, "the end of the exchange")
		s.server.Close()
		time.Sleep(latency + time.Millisecond)
		s.session.Do(session.Send{Request: s.get("/2")})
		want[session.Closed](s, "the end")
		want[session.Declined](s, "the request is declined")
		synctest.Wait()
		s.session.Close()
		for _, ev := range until[session.Ended](s, "the end") {
			if _, ok := ev.(*session.RequestStarted); ok {
				t.Error("linger began a request on the closed connection")
			}
		}
	})
}

func TestMaxTime(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		evs := until[session.Closed](s, "linger stops waiting and closes")
		c := evs[len(evs)-1].(session.Closed)
		equal(s, "closed by", c.By, session.ByClient)
		equal(s, "how", c.How, session.HowTimeout)
		equal(s, "end", endOf(c), "client timeout, no-byte of 1 after 3s, lost [1], time 3s, from the response: false")
	}, func(c *live.Config) { c.MaxTime = 3 * time.Second })
}

// In a pipeline, the time limit of each exchange is measured from the end of the previous
// one, and Closed says so.
func TestMaxTimeOfAPipeline(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/1"), s.get("/2")}, Reconnect: true})
		s.accept()
		s.reads()
		s.reads()
		time.Sleep(2 * time.Second)
		s.answers(hello)
		evs := until[session.Closed](s, "linger stops waiting and closes")
		equal(s, "end", endOf(evs[len(evs)-1].(session.Closed)),
			"client timeout, no-byte of 2 after 5.02s, lost [2], time 3s, from the response: true")
	}, func(c *live.Config) { c.MaxTime = 3 * time.Second })
}

func TestChunkedRequest(t *testing.T) {
	tell(t, func(s *story) {
		m := s.target.Request("PUT", "/")
		m.Content, m.Chunked, m.ChunkSize = []byte("abcdef"), true, 4
		m.Trailers = []wire.HeaderField{{Name: "X", Value: "y"}}
		s.session.Do(session.Send{Request: session.Framed(m), Reconnect: true})
		s.accept()
		if head := s.reads(); !strings.Contains(head, "Transfer-Encoding: chunked\r\n") {
			t.Errorf("header section = %q, want Transfer-Encoding: chunked in it", head)
		}
		b := make([]byte, 64)
		n, _ := s.server.Read(b)
		equal(s, "body", string(b[:n]), "4\r\nabcd\r\n2\r\nef\r\n0\r\nX: y\r\n\r\n")
		s.answers(hello)
		want[*session.ExchangeDone](s, "the response")
	})
}
