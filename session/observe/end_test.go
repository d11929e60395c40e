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

var (
	byServer = observe.End{By: session.ByServer, How: session.HowFIN}
	byClient = observe.End{By: session.ByClient, How: session.HowFIN}
)

const (
	hinted   = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n"
	counted  = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: max=%d\r\nContent-Length: 0\r\n\r\n"
	closing  = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
	timedOut = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)

const put = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"

// The name of each case says when the connection ends. want lists the phase, the idle
// time, the notice, the lost requests and the findings.
func TestEndOfConnection(t *testing.T) {
	answered := func(response string) func(*watched) {
		return func(w *watched) { w.sends(0, get); w.Received(0, []byte(response)) }
	}
	for _, tt := range []struct {
		name  string
		story func(*watched)
		at    time.Duration
		end   observe.End
		want  string
	}{
		{"unused", func(*watched) {}, time.Second, byServer, "idle 1s; found "},
		{"idle, on time", answered(hinted), 5 * time.Second, byServer, "idle 5s; found "},
		{"idle, early", answered(hinted), 3 * time.Second, byServer, "idle 3s; found closed-early"},
		{"idle, late", answered(hinted), 8 * time.Second, byServer, "idle 8s; found closed-late"},
		{"right after a response", answered(hello), 100 * ms, byServer, "idle 100ms; found close-unannounced"},
		{"by the client", answered(hello), 100 * ms, byClient, "idle 100ms; found "},
		{"a bare FIN", answered(hello), time.Second, observe.End{By: session.ByServer, How: session.HowFIN, Bare: true}, "idle 1s; found tls-truncated"},
		{"after the close option", answered(closing), ms, byServer, "idle 1ms; response-close of 1; found "},
		{"after a request with the close option", func(w *watched) {
			w.sends(0, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
			w.Received(0, []byte(hello))
		}, ms, byServer, "idle 1ms; request-close of 1; found "},
		{"after an HTTP/1.0 response", answered("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"), ms, byServer, "idle 1ms; http/1.0-default of 1; found "},
		{"after an HTTP/1.0 request", func(w *watched) { w.sends(0, "GET / HTTP/1.0\r\nHost: h\r\n\r\n"); w.Received(0, []byte(hello)) }, ms, byServer, "idle 1ms; http/1.0-request of 1; found "},
		{"with max=0", answered(fmt.Sprintf(counted, 0)), ms, byServer, "idle 1ms; max-spent of 1; found "},
		{"with max=7", answered(fmt.Sprintf(counted, 7)), ms, byServer, "idle 1ms; found close-unannounced max-ended-early"},
		{"after an unsolicited 408", func(w *watched) {
			answered(hinted)(w)
			w.Received(5*time.Second, []byte(timedOut))
		}, 5001 * ms, byServer, "idle 5.001s; response-close of 2; found unsolicited-response"},
		{"in an unsolicited response", func(w *watched) { w.Received(0, []byte(timedOut[:40])) }, ms, byServer, "response 1ms; found unsolicited-response truncated"},
		{"a race with the idle timeout", func(w *watched) {
			answered("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=7\r\nContent-Length: 0\r\n\r\n")(w)
			w.sends(4990*ms, get)
		}, 5 * time.Second, byServer, "response 0s; lost [2]; found keep-alive-race"},
		{"a race", func(w *watched) { answered(hello)(w); w.sends(time.Second, get) }, 1001 * ms, byServer, "response 0s; lost [2]; found keep-alive-race"},
		{"long after the request", func(w *watched) { answered(hello)(w); w.sends(time.Second, get) }, 2200 * ms, byServer, "response 0s; lost [2]; found no-response"},
		{"two requests on a new connection", func(w *watched) { w.sends(0, get); w.sends(0, get) }, ms, byServer, "response 0s; lost [1 2]; found no-response no-response"},
		{"requests after the close option", func(w *watched) {
			w.sends(0, get)
			w.sends(0, get)
			w.Received(ms, []byte(closing))
		}, 2 * ms, byServer, "response 0s; response-close of 1; lost [2]; found "},
		{"while sending", func(w *watched) { w.Begin(0, request(get)); w.Wrote(0, 5) }, ms, byServer, "request 0s; lost [1]; found no-response"},
		{"while sending, answered", func(w *watched) {
			w.Begin(0, request(get))
			w.Wrote(0, 5)
			w.Received(0, []byte(closing))
		}, ms, byServer, "request 0s; response-close of 1; found answered-early"},
		{"in the header section", func(w *watched) { w.sends(0, get); w.Received(0, []byte(hello[:20])) }, ms, byServer, "response 0s; lost [1]; found truncated"},
		{"after an interim response", func(w *watched) { w.sends(0, get); w.Received(0, []byte("HTTP/1.1 100 Continue\r\n\r\n")) }, ms, byServer, "response 0s; lost [1]; found truncated"},
		{"in content of a known length", func(w *watched) { w.sends(0, get); w.Received(0, []byte(hello[:40])) }, ms, byServer, "response 0s; found truncated"},
		{"by the client, in content of a known length", func(w *watched) { w.sends(0, get); w.Received(0, []byte(hello[:40])) }, time.Second, byClient, "response 0s; found truncated"},
		{"in chunked content", func(w *watched) {
			w.sends(0, get)
			w.Received(0, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"))
		}, ms, observe.End{By: session.ByNetwork, How: session.HowTimeout, Cause: "no route"}, "response 0s; found truncated"},
		{"in close-delimited content", func(w *watched) { w.sends(0, get); w.Received(0, []byte("HTTP/1.1 200 OK\r\n\r\nhello")) }, ms, byServer, "response 0s; found close-delimited"},
		{"reset in close-delimited content", func(w *watched) { w.sends(0, get); w.Received(0, []byte("HTTP/1.1 200 OK\r\n\r\nhello")) }, ms,
			observe.End{By: session.ByServer, How: session.HowReset}, "response 0s; found close-delimited truncated"},
		{"in an unsolicited close-delimited response", func(w *watched) { w.Received(0, []byte("HTTP/1.1 200 OK\r\n\r\nhello")) }, ms, byServer, "response 1ms; found unsolicited-response close-delimited"},
		{"lost framing", func(w *watched) {
			w.sends(0, get)
			w.Received(0, []byte("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"))
		}, ms, byClient, "response 0s; found cl-invalid"},
		{"lost framing, nothing outstanding", func(w *watched) { answered(hello)(w); w.Received(0, []byte("\x16\x03\x01zzzz\r\n\r\n")) }, ms, byClient, "idle 1ms; found content-length-short unsolicited-bytes"},
		{"a tunnel", func(w *watched) {
			w.sends(0, "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n")
			w.Received(0, []byte("HTTP/1.1 200 OK\r\n\r\n"))
		}, ms, byServer, "idle 1ms; found "},
		{"after a half-close", func(w *watched) { w.sends(0, get); w.HalfClosed(0) }, ms, byServer, "response 0s; lost [1]; found "},
		{"no byte of the second request acknowledged", func(w *watched) { answered(hello)(w); w.sends(time.Second, get) }, 6 * time.Second,
			observe.End{By: session.ByClient, How: session.HowTimeout, Delivery: session.Delivery{Known: true, Unanswered: 4, Unacknowledged: int64(len(get))}},
			"response 0s; lost [2]; found path-lost"},
		{"a part of the second request acknowledged", func(w *watched) { answered(hello)(w); w.sends(time.Second, get) }, 6 * time.Second,
			observe.End{By: session.ByClient, How: session.HowTimeout, Delivery: session.Delivery{Known: true, Unanswered: 4, Unacknowledged: int64(len(get)) - 1}},
			"response 0s; lost [2]; found "},
		{"second request not yet retransmitted", func(w *watched) { answered(hello)(w); w.sends(time.Second, get) }, 1010 * ms,
			observe.End{By: session.ByClient, How: session.HowTimeout, Delivery: session.Delivery{Known: true, Unacknowledged: int64(len(get))}},
			"response 0s; lost [2]; found "},
		{"the same request is refused on the reused connection", func(w *watched) {
			w.sends(0, put)
			w.Received(ms, []byte(hello))
			w.sends(ms, put)
			w.Received(2*ms, []byte("HTTP/1.1 501 No\r\nContent-Length: 0\r\n\r\n"))
		}, 3 * ms, byClient, "idle 1ms; found content-unread"},
		{"another request is refused", func(w *watched) {
			w.sends(0, put)
			w.Received(ms, []byte(hello))
			w.sends(ms, get)
			w.Received(2*ms, []byte("HTTP/1.1 501 No\r\nContent-Length: 0\r\n\r\n"))
		}, 3 * ms, byClient, "idle 1ms; found "},
		{"the handshake was refused", func(w *watched) { w.sends(0, get) }, ms,
			observe.End{By: session.ByServer, How: session.HowError, Refusal: session.RefusalWantsCert}, "response 0s; lost [1]; found "},
	} {
		w := watch(t, observe.Options{})
		tt.story(w)
		closed := w.End(tt.at, tt.end)
		if got := about(closed, w.log); got != tt.want {
			t.Errorf("%s: got %q, want %q (Closed: %+v)", tt.name, got, tt.want, closed)
		}
		if closed.By != tt.end.By || closed.How != tt.end.How || closed.At != tt.at || closed.Moment.Kind == "" {
			t.Errorf("%s: Closed = %+v, want an end at %v, by %s with %s, and a Moment", tt.name, closed, tt.at, tt.end.By, tt.end.How)
		}
	}
}

// about returns the phase, the idle time, the notice and the lost requests of an end, and
// the findings in the log.
func about(ev session.Closed, log []string) string {
	s := fmt.Sprintf("%s %v; ", ev.Phase, ev.Idle)
	if ev.Announced() {
		s += fmt.Sprintf("%s of %d; ", ev.Notice.Kind, ev.Notice.Of)
	}
	if len(ev.Lost) > 0 {
		s += fmt.Sprintf("lost %v; ", ev.Lost)
	}
	var found []string
	for _, l := range log {
		if _, rest, ok := strings.Cut(l, "found "); ok {
			_, code, _ := strings.Cut(rest, ": ")
			found = append(found, code)
		}
	}
	return s + "found " + strings.Join(found, " ")
}

// Connections to the same target that end at the same age are reported, if they were in
// use until then.
func TestConnectionsClosedByAge(t *testing.T) {
	var codes []string
	o := observe.New(func(ev session.Event) {
		if f, ok := ev.(session.Found); ok {
			codes = append(codes, fmt.Sprint(f.Conn, " ", f.Finding.Code))
		}
	})
	serves := func(id int, target string, n int, every time.Duration) {
		c := o.Open(0, id, observe.Options{Target: target})
		var at time.Duration
		for range n {
			at += every
			r := request(get)
			c.Begin(at, r)
			c.Wrote(at, len(r.Data))
			c.Received(at, []byte(hello))
		}
		c.End(at+ms, byServer)
	}
	serves(1, "a", 10, 300*ms) // 10 is a round number, which may be a configured limit
	serves(2, "a", 7, 430*ms)  // the same age as connection 1, but another number of exchanges
	serves(3, "b", 10, 300*ms) // another target
	serves(4, "b", 10, ms)     // too young to compare
	serves(5, "c", 13, 300*ms) // 13 is not a round number
	codes = slices.DeleteFunc(codes, func(s string) bool { return strings.HasSuffix(s, string(session.CodeCloseUnannounced)) })
	if got := strings.Join(codes, ", "); got != "2 closed-by-age, 5 closed-by-age" {
		t.Errorf("findings = %s, want closed-by-age for 2 and 5", got)
	}
}
