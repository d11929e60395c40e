package traffic

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linger/session"
)

const ms = time.Millisecond

// A scene is a connection whose events a test makes, 1 ms apart.
type scene struct {
	*Watcher
	t     *testing.T
	conn  *Conn
	now   time.Duration
	lines []string
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t}
	s.Watcher = NewWatcher("", s.note)
	s.conn = &Conn{ID: 1, Client: netip.MustParseAddrPort("10.0.0.1:51511"), Server: netip.MustParseAddrPort("10.0.0.2:80")}
	return s
}

func (s *scene) do(ev Event) *scene {
	s.now += ms
	ev.At, ev.Conn = s.now, s.conn
	s.Take(&ev)
	return s
}

func (s *scene) established() *scene {
	return s.do(Event{Kind: KindOpen}).do(Event{Kind: KindEstablished})
}

func (s *scene) wait(d time.Duration) *scene { s.now += d; return s }

func (s *scene) client(data string) *scene {
	return s.do(Event{Kind: KindData, Side: Client, Data: []byte(data)})
}

func (s *scene) server(data string) *scene {
	return s.do(Event{Kind: KindData, Side: Server, Data: []byte(data)})
}

func (s *scene) fin(side Side) *scene   { return s.do(Event{Kind: KindFIN, Side: side}) }
func (s *scene) reset(side Side) *scene { return s.do(Event{Kind: KindReset, Side: side}) }
func (s *scene) done() *scene           { return s.do(Event{Kind: KindDone}) }

// note adds a line for each event that tests compare.
func (s *scene) note(ev session.Event) {
	var line string
	switch ev := ev.(type) {
	case session.Dialing:
		line = fmt.Sprintf("%v dialing %s", ev.At, ev.Target)
	case session.Connected:
		line = fmt.Sprintf("%v connected %s %s in %v", ev.At, ev.Local, ev.Remote, ev.Connect)
	case session.DialFailed:
		line = fmt.Sprintf("%v %s", ev.At, ev.Kind)
	case *session.RequestStarted:
		line = fmt.Sprintf("%v request %d %s %s", ev.At, ev.Exchange, ev.Method, ev.Target)
	case *session.ExchangeDone:
		line = fmt.Sprintf("%v done %d %d", ev.At, ev.Exchange, ev.Facts.Status)
		if !ev.Facts.Complete {
			line += " incomplete"
		}
	case session.Found:
		line = fmt.Sprintf("%v found %d %s", ev.At, ev.Exchange, ev.Finding.Code)
	case session.HalfClosed:
		line = fmt.Sprintf("%v half-closed", ev.At)
	case session.SideEnded:
		line = fmt.Sprintf("%v %s %s", ev.At, ev.Side, ev.How)
		if ev.Relay {
			line += " by relay"
		}
	case session.Passed:
		line = fmt.Sprintf("%v passed %q %d %d", ev.At, ev.Protocol, ev.Sent, ev.Received)
	case session.Missed:
		line = fmt.Sprintf("%v missed %s %d", ev.At, ev.Side, ev.Len)
	case session.Resent:
		line = fmt.Sprintf("%v resent %s", ev.At, ev.Side)
	case session.KeptAlive:
		line = fmt.Sprintf("%v kept alive %s", ev.At, ev.Side)
	case session.Interfered:
		line = fmt.Sprintf("%v interfered %s", ev.At, ev.Faults)
	case session.Overdue:
		line = fmt.Sprintf("%v overdue", ev.At)
	case session.Closed:
		line = fmt.Sprintf("%v closed by %s %s %s, idle %v, lost %v", ev.At, ev.By, ev.How, ev.Phase, ev.Idle, ev.Lost)
	default:
		return
	}
	s.lines = append(s.lines, line)
}

// sees compares the lines after the first two. These two are the same for all established
// connections.
func (s *scene) sees(want ...string) {
	s.t.Helper()
	opened := []string{"0s dialing http://10.0.0.2:80", "2ms connected 10.0.0.1:51511 10.0.0.2:80 in 2ms"}
	s.seesAll(append(opened, want...)...)
}

func (s *scene) seesAll(want ...string) {
	s.t.Helper()
	if got, want := strings.Join(s.lines, "\n"), strings.Join(want, "\n"); got != want {
		s.t.Errorf("got events\n%s\nwant\n%s", got, want)
	}
}

const (
	get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	ok  = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
)

func TestServerClosesWhileIdle(t *testing.T) {
	newScene(t).established().client(get).server(ok).wait(5*time.Second).fin(Server).wait(time.Second).fin(Client).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5.005s server fin", "6.006s client fin",
			"5.005s closed by server fin idle, idle 5.001s, lost []")
}

func TestClientClosesWhileIdle(t *testing.T) {
	newScene(t).established().client(get).server(ok).fin(Client).fin(Server).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5ms client fin", "6ms server fin", "5ms closed by client fin idle, idle 1ms, lost []")
}

// The request crosses the server's FIN, and a reset answers it. A proxy answers its
// client with 502 then.
func TestRequestThatRacesTheFIN(t *testing.T) {
	newScene(t).established().client(get).server(ok).wait(5*time.Second).fin(Server).
		client("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").reset(Server).fin(Client).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5.005s server fin", "5.006s request 2 POST /", "5.007s server reset",
			"5.007s found 2 keep-alive-race", "5.006s done 2 0 incomplete",
			"5.007s closed by server fin response, idle 0s, lost [2]", "5.008s client fin")
}

// If the RST arrives late, the end is still the FIN, because it came before the request.
func TestLateRSTAfterRace(t *testing.T) {
	newScene(t).established().client(get).server(ok).wait(5*time.Second).fin(Server).
		client(get).wait(time.Second).reset(Server).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5.005s server fin", "5.006s request 2 GET /", "6.007s server reset",
			"6.007s found 2 keep-alive-race", "5.006s done 2 0 incomplete", "6.007s closed by server fin response, idle 0s, lost [2]")
}

func TestServerResets(t *testing.T) {
	newScene(t).established().client(get).server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe").reset(Server).done().
		sees("3ms request 1 GET /", "5ms server reset", "5ms found 1 truncated", "4ms done 1 200 incomplete",
			"5ms closed by server reset response, idle 0s, lost []")
}

func TestHalfCloseIsNotTheEnd(t *testing.T) {
	newScene(t).established().client(get).fin(Client).server(ok).fin(Server).done().
		sees("3ms request 1 GET /", "4ms client fin", "4ms half-closed", "5ms done 1 200", "6ms server fin",
			"6ms closed by server fin idle, idle 1ms, lost []")
}

func TestCloseDelimitedContent(t *testing.T) {
	newScene(t).established().client(get).server("HTTP/1.1 200 OK\r\n\r\nhello").fin(Server).fin(Client).done().
		sees("3ms request 1 GET /", "4ms found 1 close-delimited", "5ms server fin", "6ms client fin", "4ms done 1 200", "5ms closed by server fin response, idle 0s, lost []")
}

func TestConnectionOpenAtEndOfCapture(t *testing.T) {
	newScene(t).established().client(get).server(ok).client(get).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5ms request 2 GET /", "5ms done 2 0 incomplete")
	newScene(t).established().client(get).server(ok).fin(Server).done().
		sees("3ms request 1 GET /", "4ms done 1 200", "5ms server fin", "5ms found 0 close-unannounced", "5ms closed by server fin idle, idle 1ms, lost []")
}

func TestNeverConnected(t *testing.T) {
	newScene(t).do(Event{Kind: KindOpen}).reset(Server).done().
		seesAll("0s dialing http://10.0.0.2:80", "2ms server reset", "2ms connection refused")
	newScene(t).do(Event{Kind: KindOpen}).done().
		seesAll("0s dialing http://10.0.0.2:80", "2ms connect timed out")
	newScene(t).do(Event{Kind: KindOpen}).do(Event{Kind: KindNotDialed, Text: "no route"}).
		do(Event{Kind: KindReset, Side: Server, Relay: true}).done().
		seesAll("0s dialing http://10.0.0.2:80", "2ms cannot connect", "3ms server reset by relay")
}

func TestRelayCloses(t *testing.T) {
	newScene(t).established().do(Event{Kind: KindFault, Text: "close-after=1"}).client(get).server(ok).
		do(Event{Kind: KindFIN, Side: Server, Relay: true}).fin(Client).fin(Server).done().
		sees("3ms interfered close-after=1", "4ms request 1 GET /", "5ms done 1 200", "6ms server fin by relay",
			"6ms closed by relay fin idle, idle 1ms, lost []", "7ms client fin", "8ms server fin")
}

func TestOtherProtocols(t *testing.T) {
	newScene(t).established().client("\x16\x03\x01\x02\x00").server("\x16\x03\x03").client("more").wait(time.Second).fin(Client).fin(Server).done().
		sees(`4ms passed "TLS" 5 3`, "1.006s client fin", "1.007s server fin", `1.007s passed "TLS" 9 3`,
			"1.006s closed by client fin idle, idle 1.004s, lost []")
	newScene(t).established().server("J\x00\x00\x00\x0a8.0.36").client("\x55\x00").fin(Server).fin(Client).done().
		sees(`3ms passed "" 0 11`, "5ms server fin", "6ms client fin", `6ms passed "" 2 11`, "5ms closed by server fin idle, idle 3ms, lost []")
	newScene(t).established().client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").done().
		sees(`4ms passed "HTTP/2" 24 0`)
	newScene(t).established().client("\x00\x01").done().sees(`4ms passed "" 2 0`)
}

func TestProtocolIsRecognisedByteByByte(t *testing.T) {
	s := newScene(t).established()
	for i := range get {
		s.client(get[i : i+1])
	}
	s.server("H").server(ok[1:]).done().sees("3ms request 1 GET /", "31ms done 1 200")
}

func TestServerAnswersInvalidRequest(t *testing.T) {
	s := newScene(t).established().client("hello\r\n").server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").done()
	last := s.lines[len(s.lines)-1]
	if last != "4ms done 1 400" {
		t.Errorf("events = %q, want the last one to be the end of exchange 1 with 400", s.lines)
	}
}

// The client speaks TLS to a server that speaks plain HTTP.
func TestHTTPServerAnswersTLS(t *testing.T) {
	newScene(t).established().client("\x16\x03\x01\x02\x00").server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").fin(Server).fin(Client).done().
		sees("3ms request 1  ", "3ms found 1 request-line-invalid", "4ms done 1 400", "5ms server fin", "6ms client fin",
			"5ms closed by server fin idle, idle 1ms, lost []")
}

func (s *scene) gap(side Side, n int64) *scene {
	return s.do(Event{Kind: KindGap, Side: side, Len: n})
}

func TestGapInContent(t *testing.T) {
	newScene(t).established().client(get).server("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhe").gap(Server, 99_998).
		client("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhe").gap(Client, 8).
		server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe").gap(Server, 3).server("\r\n0\r\n\r\n").done().
		sees("3ms request 1 GET /", "5ms missed server 99998", "5ms done 1 200", "6ms request 2 POST /", "7ms missed client 8", "9ms missed server 3", "10ms done 2 200")
}

func TestGapThatMayIncludeMoreThanContent(t *testing.T) {
	newScene(t).established().client(get).server("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhe").gap(Server, 499).
		client(get).server(ok).gap(Client, 1).client(get).server(ok).wait(time.Second).fin(Server).fin(Client).done().
		sees("3ms request 1 GET /", "5ms missed server 499", "4ms done 1 200 incomplete", "6ms request 2 GET /", "7ms done 2 200",
			"8ms missed client 1", "9ms request 3 GET /", "10ms done 3 200", "1.011s server fin", "1.012s client fin",
			"1.011s closed by server fin idle, idle 1.001s, lost []")
}

func TestGapBeforeFirstRequest(t *testing.T) {
	newScene(t).established().gap(Client, 100).server(ok).client(get).server(ok).done().
		sees("3ms missed client 100", "5ms request 1 GET /", "6ms done 1 200")
}

func TestKeepAliveProbesAndConflicts(t *testing.T) {
	newScene(t).established().do(Event{Kind: KindKeepalive, Side: Client}).do(Event{Kind: KindConflict, Side: Server}).
		sees("3ms kept alive client", "4ms resent server")
}

func TestAdvanceEmitsOverdue(t *testing.T) {
	s := newScene(t).established().client(get).server("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
	if due := s.Due(); due != 5*time.Second+4*ms {
		t.Errorf("Due = %v, want the deadline of the hint", due)
	}
	s.Advance(6 * time.Second)
	s.fin(Server)
	if s.Due() != never {
		t.Error("Due returns a time after the FIN, want none")
	}
	s.sees("3ms request 1 GET /", "4ms done 1 200", "5.004s overdue", "5ms server fin")
}

func TestConnectionJoinedInMiddle(t *testing.T) {
	s := newScene(t)
	s.conn.Joined = true
	s.do(Event{Kind: KindOpen}).client(get).server(ok).done().
		seesAll("0s dialing http://10.0.0.2:80", "1ms connected 10.0.0.1:51511 10.0.0.2:80 in 1ms", "2ms request 1 GET /", "3ms done 1 200")
}
