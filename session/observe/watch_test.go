package observe_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
)

const ms = time.Millisecond

// A watched is an observed connection with a log of its events.
type watched struct {
	*observe.Conn
	t   *testing.T
	log []string
}

func watch(t *testing.T, opt observe.Options) *watched {
	t.Helper()
	w := &watched{t: t}
	o := observe.New(func(ev session.Event) { w.log = append(w.log, line(ev)) })
	w.Conn = o.Open(0, 1, opt)
	return w
}

func request(raw string) *observe.Request { return observe.ParseRequest([]byte(raw)) }

const get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

// sends begins a request and reports all of its bytes as written.
func (w *watched) sends(at time.Duration, raw string) {
	r := request(raw)
	w.Begin(at, r)
	w.Wrote(at, len(r.Data))
}

// sees compares the events since its last call with want.
func (w *watched) sees(want ...string) {
	w.t.Helper()
	if !slices.Equal(w.log, want) {
		w.t.Errorf("got events\n\t%s\nwant\n\t%s", strings.Join(w.log, "\n\t"), strings.Join(want, "\n\t"))
	}
	w.log = nil
}

func line(ev session.Event) string {
	switch ev := ev.(type) {
	case *session.RequestStarted:
		return fmt.Sprintf("%v: request %d: %s %s at %d, %d bytes", ev.At, ev.Exchange, ev.Method, ev.Target, ev.Off, ev.Len)
	case *session.RequestSent:
		return fmt.Sprintf("%v: sent %d: %d bytes", ev.At, ev.Exchange, ev.Len)
	case *session.Received:
		return fmt.Sprintf("%v: received %d: %d+%d, %d kept", ev.At, ev.Exchange, ev.Off, ev.Len, len(ev.Data))
	case *session.ResponseHead:
		return fmt.Sprintf("%v: head %d: %d", ev.At, ev.Exchange, ev.Facts.Status)
	case *session.ExchangeDone:
		s := fmt.Sprintf("%v: done %d: %d bytes of content", ev.At, ev.Exchange, ev.Facts.ContentBytes)
		if !ev.Facts.Complete {
			s += ", incomplete, retry " + string(ev.Retry)
		}
		return s
	case *session.BudgetChanged:
		return fmt.Sprintf("%v: budget %d: until %v", ev.At, ev.Exchange, ev.Budget.Deadline)
	case session.Found:
		return fmt.Sprintf("%v: found %d: %s", ev.At, ev.Exchange, ev.Finding.Code)
	case session.Closed:
		return fmt.Sprintf("%v: closed by %s in phase %s", ev.At, ev.By, ev.Phase)
	case session.Overdue:
		return fmt.Sprintf("%v: overdue", ev.At)
	case session.HalfClosed:
		return fmt.Sprintf("%v: half-closed", ev.At)
	}
	return fmt.Sprintf("%T", ev)
}

const hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.sends(0, get)
	w.sees("0s: request 1: GET / at 0, 27 bytes", "0s: sent 1: 27 bytes", "0s: request 2: GET / at 27, 27 bytes", "0s: sent 2: 27 bytes")
	if started, ok := w.OldestStarted(); !ok || started != 0 || w.Outstanding() != 2 || w.Idle() {
		t.Errorf("%d requests outstanding, the oldest since %v (%v); want 2, since 0s (true)", w.Outstanding(), started, ok)
	}
	w.Received(10*ms, []byte(hello+hello))
	w.sees("10ms: received 1: 0+43, 43 kept", "10ms: head 1: 200", "10ms: done 1: 5 bytes of content",
		"10ms: received 2: 43+43, 43 kept", "10ms: head 2: 200", "10ms: done 2: 5 bytes of content")
	if _, ok := w.OldestStarted(); ok || !w.Idle() || w.Answered() != 2 || w.IdleSince() != 10*ms || w.BytesReceived() != 86 {
		t.Errorf("idle %v since %v, %d answered; want true since 10ms, 2 answered", w.Idle(), w.IdleSince(), w.Answered())
	}
	if w.RoundTrip() != 10*ms {
		t.Errorf("round trip = %v, want 10ms", w.RoundTrip())
	}
	w.Measured(3 * ms)
	if w.RoundTrip() != 3*ms {
		t.Errorf("round trip = %v, want the kernel's value, 3ms", w.RoundTrip())
	}
}

// The events of an exchange, except Received, do not depend on the segmentation.
func TestEventsDoNotDependOnSegmentation(t *testing.T) {
	const answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n"
	w := watch(t, observe.Options{})
	w.sends(0, get)
	for i := range len(answer) {
		w.Received(ms, []byte(answer[i:i+1]))
	}
	heads := slices.DeleteFunc(w.log, func(s string) bool { return strings.Contains(s, "received") })
	w.log = heads
	w.sees("0s: request 1: GET / at 0, 27 bytes", "0s: sent 1: 27 bytes", "1ms: head 1: 100", "1ms: head 1: 200", "1ms: done 1: 5 bytes of content")
}

func TestResponseBeforeRequestIsSent(t *testing.T) {
	const post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
	w := watch(t, observe.Options{})
	w.Begin(0, request(post))
	w.Wrote(0, 20)
	w.Received(5*ms, []byte(hello))
	w.sees("0s: request 1: POST / at 0, 52 bytes", "5ms: received 1: 0+43, 43 kept", "5ms: head 1: 200")
	if at, ok := w.AnsweredWhileSending(); !ok || at != 5*ms {
		t.Errorf("AnsweredWhileSending = %v, %v, want 5ms, true", at, ok)
	}
	w.Wrote(9*ms, len(post)-20)
	w.sees("9ms: sent 1: 52 bytes", "5ms: done 1: 5 bytes of content")
	if _, ok := w.AnsweredWhileSending(); ok || w.IdleSince() != 9*ms {
		t.Errorf("IdleSince = %v, want 9ms, when the request was sent, and AnsweredWhileSending = false", w.IdleSince())
	}
	w.Begin(10*ms, request(post))
	w.Wrote(10*ms, 20)
	w.Stop(11 * ms)
	w.sees("10ms: request 2: POST / at 52, 52 bytes", "11ms: sent 2: 20 bytes")
}

func TestUnsolicitedBytes(t *testing.T) {
	w := watch(t, observe.Options{})
	w.Received(ms, []byte("HT"))
	w.sees() // the bytes may still begin a response
	w.Received(2*ms, []byte("TP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
	w.sees("2ms: received 1: 0+70, 70 kept", "2ms: head 1: 408", "2ms: found 1: unsolicited-response", "2ms: done 1: 0 bytes of content")
	if bytes, responses := w.Unsolicited(); bytes != 70 || responses != 1 {
		t.Errorf("Unsolicited = %d bytes, %d responses; want 70 bytes, 1 response", bytes, responses)
	}
	if _, spent := w.Spent(); !spent {
		t.Error("Spent = false after a 408 with the close option, want true")
	}
	w.End(3*ms, observe.End{By: session.ByServer, How: session.HowFIN})
	w.sees("3ms: closed by server in phase idle")
}

func TestLostFraming(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("SSH-2.0-OpenSSH\r\n"))
	if code, lost := w.Lost(); !lost || code == "" {
		t.Errorf("Lost = %q, %v, want the code of the finding and true", code, lost)
	}
	w.log = nil
	w.End(2*ms, observe.End{By: session.ByClient, How: session.HowFIN, Motive: session.MotiveFraming})
	w.sees("1ms: done 1: 0 bytes of content, incomplete, retry safe", "2ms: closed by client in phase response")
}

func TestBytesOfTunnelBelongToExchange(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
	w.log = nil
	w.Received(ms, []byte("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nab"))
	w.Received(2*ms, []byte("c"))
	w.sees("1ms: received 1: 0+69, 69 kept", "1ms: head 1: 101", "1ms: done 1: 0 bytes of content", "1ms: received 1: 69+2, 2 kept", "2ms: received 1: 71+1, 1 kept")
	if !w.Tunnel() {
		t.Error("Tunnel = false after a 101, want true")
	}
}

func TestAdvance(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(0, []byte("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n"))
	w.log = nil
	if w.Due() != 5*time.Second || !w.Budget().HasTimeout {
		t.Errorf("Due = %v, want 5s", w.Due())
	}
	w.Advance(w.Due() + ms)
	w.sees("5s: overdue")
	w.sends(6*time.Second, get)
	w.Received(6*time.Second, []byte("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
	w.log = nil
	w.Advance(w.Due())
	w.sees("7s: found 0: close-ignored")
	w.HalfClosed(8 * time.Second)
	w.sees("8s: half-closed")
}

func TestServerMustCloseAfterHTTP10Request(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, "GET / HTTP/1.0\r\nHost: h\r\n\r\n")
	w.Received(0, []byte(hello))
	w.log = nil
	w.Advance(w.Due())
	w.sees("1s: found 0: close-ignored")
}

func TestOptionsContentReceivesAllContent(t *testing.T) {
	var got strings.Builder
	w := watch(t, observe.Options{Content: &got})
	w.sends(0, get)
	w.log = nil
	const n = 3 << 20
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n"+strings.Repeat("x", n)+"\r\n0\r\nX: y\r\n\r\n"))
	w.sees(fmt.Sprintf("1ms: received 1: 0+%d, %d kept", n+57, 1<<20+55), fmt.Sprintf("1ms: received 1: %d+11, 11 kept", n+57),
		"1ms: head 1: 200", fmt.Sprintf("1ms: done 1: %d bytes of content", n))
	if got.Len() != n {
		t.Errorf("Options.Content received %d bytes, want %d", got.Len(), n)
	}
}

func TestDelayedAckStallIsReported(t *testing.T) {
	w := watch(t, observe.Options{})
	for i := range 3 {
		at := time.Duration(i) * time.Second
		w.sends(at, get)
		w.Received(at+ms, []byte(hello[:40]))
		w.log = nil
		w.Received(at+42*ms, []byte(hello[40:]))
	}
	w.sees("2.042s: received 3: 126+3, 3 kept", "2.042s: found 3: delayed-ack-stall", "2.042s: done 3: 5 bytes of content")
}

func TestMaxFindings(t *testing.T) {
	w := watch(t, observe.Options{})
	var found []string
	for i := range 4 {
		w.sends(time.Duration(i)*ms, get)
		w.Received(time.Duration(i)*ms, []byte("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: max=2\r\nContent-Length: 0\r\n\r\n"))
	}
	for _, s := range w.log {
		if strings.Contains(s, "found") {
			found = append(found, s)
		}
	}
	w.log = found
	w.sees("1ms: found 2: max-constant", "3ms: found 4: max-exceeded")
}

// If a capture contains no requests, Options.Assume lists the requests that the responses
// answer. The end of the capture is not the end of the connection.
func TestCaptureWithoutRequests(t *testing.T) {
	for open, want := range map[bool][]string{
		true:  {"0s: done 2: 2 bytes of content, incomplete, retry "},
		false: {"0s: found 2: truncated", "0s: done 2: 2 bytes of content, incomplete, retry "},
	} {
		w := watch(t, observe.Options{Assume: []observe.Request{*request(get)}})
		w.Received(0, []byte(hello+hello[:40]))
		w.sees("0s: request 1: GET / at 0, 27 bytes", "0s: received 1: 0+43, 43 kept", "0s: head 1: 200", "0s: done 1: 5 bytes of content",
			"0s: request 2: GET / at 0, 27 bytes", "0s: received 2: 43+40, 40 kept", "0s: head 2: 200")
		w.Leave(0, open)
		w.sees(want...)
	}
}
