package observe_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// A script lists what happens on a connection, in order. A step is "> " with bytes from
// the client, "< " with bytes from the server, "FIN" for a half-close by the client, or
// "CLOSE" for a close by the server.
type script []string

// An outcome holds what the events of a script contain: a log, and the bytes by direction
// and exchange.
type outcome struct {
	t              *testing.T
	log            []string
	sent, received map[int]string
	sentTo, readTo int64 // end offsets of the bytes in events
}

func (p *outcome) apply(ev session.Event) {
	switch ev := ev.(type) {
	case *session.RequestStarted:
		p.bytes(&p.sentTo, p.sent, ev.Exchange, ev.Off, ev.Len, ev.Data)
		p.log = append(p.log, fmt.Sprintf("request %d", ev.Exchange))
		if ev.Method != "" {
			p.log = append(p.log, fmt.Sprintf("%s %s %s", ev.Method, ev.Target, ev.Proto))
		}
	case *session.RequestData:
		p.bytes(&p.sentTo, p.sent, ev.Exchange, ev.Off, ev.Len, ev.Data)
	case *session.RequestSent:
		p.log = append(p.log, fmt.Sprintf("sent %d", ev.Exchange))
	case *session.Received:
		p.bytes(&p.readTo, p.received, ev.Exchange, ev.Off, ev.Len, ev.Data)
	case session.Found:
		p.log = append(p.log, fmt.Sprintf("found %s in %d, request: %v", ev.Finding.Code, ev.Exchange, ev.Finding.Request))
	default:
		_, text, _ := strings.Cut(line(ev), ": ")
		p.log = append(p.log, text)
	}
}

// bytes adds the data of an event to its exchange, and checks that the bytes of a
// direction have no gap.
func (p *outcome) bytes(to *int64, of map[int]string, exchange int, off, n int64, data []byte) {
	p.t.Helper()
	if off != *to {
		p.t.Errorf("got bytes at offset %d, want offset %d", off, *to)
	}
	*to = off + n
	of[exchange] += string(data)
}

func (p *outcome) String() string {
	s := strings.Join(p.log, "\n")
	for id := range 9 {
		s += fmt.Sprintf("\n%d: %q %q", id, p.sent[id], p.received[id])
	}
	return s
}

// play plays the script. It splits each step into pieces: cut returns the size of the
// next piece, and left is the number of bytes of the step that remain.
func (s script) play(t *testing.T, opt observe.Options, cut func(left int) int) *outcome {
	t.Helper()
	p := &outcome{t: t, sent: map[int]string{}, received: map[int]string{}}
	c := observe.New(p.apply).Open(0, 1, opt)
	now := time.Duration(0)
	for _, step := range s {
		now += ms
		show := c.Sent
		switch {
		case step == "FIN":
			c.HalfClosed(now)
			continue
		case step == "CLOSE":
			c.End(now, byServer)
			continue
		case strings.HasPrefix(step, "< "):
			show = c.Received
		}
		for rest := step[2:]; rest != ""; {
			n := cut(len(rest))
			show(now, []byte(rest[:n]))
			rest = rest[n:]
		}
	}
	return p
}

func whole(left int) int { return left }

// playSegmented plays a script three times: with whole steps, byte by byte, and in random
// pieces. It checks that the outcomes are equal, and returns the first.
func (s script) playSegmented(t *testing.T, opt observe.Options) *outcome {
	t.Helper()
	p := s.play(t, opt, whole)
	r := rand.New(rand.NewPCG(1, 2))
	for name, cut := range map[string]func(int) int{
		"byte by byte": func(int) int { return 1 },
		"at random":    func(left int) int { return 1 + r.IntN(min(left, 40)) },
	} {
		if got := s.play(t, opt, cut).String(); got != p.String() {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, p)
		}
	}
	return p
}

const (
	upgrade   = "GET /u HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
	switched  = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
	connect   = "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"
	noContent = "HTTP/1.1 204 No Content\r\n\r\n"
)

func TestWatchedRequests(t *testing.T) {
	for name, tt := range map[string]struct {
		script script
		want   string // the log
	}{
		"pipelined": {
			script{"> " + get + get, "< " + hello + hello},
			"request 1; GET / HTTP/1.1; sent 1; request 2; GET / HTTP/1.1; sent 2; head 1: 200; done 1: 5 bytes of content; head 2: 200; done 2: 5 bytes of content",
		},
		"Expect: 100-continue": {
			script{"> POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", "< HTTP/1.1 100 Continue\r\n\r\n", "> hello", "< " + noContent},
			"request 1; POST / HTTP/1.1; head 1: 100; sent 1; head 1: 204; done 1: 0 bytes of content",
		},
		"chunked": {
			script{"> POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n" + get, "< " + noContent + noContent},
			"request 1; POST / HTTP/1.1; sent 1; request 2; GET / HTTP/1.1; sent 2; head 1: 204; done 1: 0 bytes of content; head 2: 204; done 2: 0 bytes of content",
		},
		"upgrade": {
			script{"> " + upgrade, "< " + switched + "ab", "> cd", "< ef"},
			"request 1; GET /u HTTP/1.1; sent 1; head 1: 101; done 1: 0 bytes of content",
		},
		"upgrade, and bytes before its response": {
			script{"> " + upgrade + "early", "< " + switched, "> late"},
			"request 1; GET /u HTTP/1.1; sent 1; head 1: 101; done 1: 0 bytes of content",
		},
		"refused upgrade, and the next request": {
			script{"> " + upgrade + get, "< " + hello + noContent, "> " + get, "< " + noContent},
			"request 1; GET /u HTTP/1.1; sent 1; head 1: 200; found upgrade-ignored in 1, request: false; request 2; GET / HTTP/1.1; sent 2; done 1: 5 bytes of content; head 2: 204; done 2: 0 bytes of content; request 3; GET / HTTP/1.1; sent 3; head 3: 204; done 3: 0 bytes of content",
		},
		"two refused upgrades": {
			script{"> " + upgrade + upgrade + get, "< " + noContent + noContent + noContent},
			"request 1; GET /u HTTP/1.1; sent 1; head 1: 204; found upgrade-ignored in 1, request: false; request 2; GET /u HTTP/1.1; sent 2; done 1: 0 bytes of content; head 2: 204; found upgrade-ignored in 2, request: false; request 3; GET / HTTP/1.1; sent 3; done 2: 0 bytes of content; head 3: 204; done 3: 0 bytes of content",
		},
		"CONNECT, and bytes before its response": {
			script{"> " + connect + "\x16\x03\x01", "< HTTP/1.1 200 OK\r\n\r\nxy", "> more"},
			"request 1; CONNECT h:443 HTTP/1.1; sent 1; head 1: 200; done 1: 0 bytes of content",
		},
		"CONNECT, refused": {
			script{"> " + connect + get, "< HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" + noContent},
			"request 1; CONNECT h:443 HTTP/1.1; sent 1; head 1: 403; request 2; GET / HTTP/1.1; sent 2; done 1: 0 bytes of content; head 2: 204; done 2: 0 bytes of content",
		},
		"408 to an incomplete header section": {
			script{"> GET / HTTP/1.1\r\nHost: ", "< " + timedOut, "CLOSE"},
			"request 1; GET / HTTP/1.1; head 1: 408; sent 1; done 1: 0 bytes of content; closed by server in phase request",
		},
		"408 to an incomplete request line": {
			script{"> GE", "< " + timedOut, "CLOSE"},
			"request 1; head 1: 408; sent 1; done 1: 0 bytes of content; closed by server in phase request",
		},
		"incomplete header section after a request": {
			script{"> " + get + "GET /2", "< " + noContent, "> /x HTTP/1.1\r\nHost: h\r\n\r\n", "< " + noContent},
			"request 1; GET / HTTP/1.1; sent 1; head 1: 204; done 1: 0 bytes of content; request 2; GET /2/x HTTP/1.1; sent 2; head 2: 204; done 2: 0 bytes of content",
		},
		"invalid request line": {
			script{"> GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "< HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"},
			"request 1; GET  / HTTP/1.1; found request-line-invalid in 1, request: true; sent 1; head 1: 400; done 1: 0 bytes of content",
		},
		"Transfer-Encoding and Content-Length": {
			script{"> POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "< " + noContent},
			"request 1; POST / HTTP/1.1; found te-and-cl in 1, request: true; sent 1; head 1: 204; done 1: 0 bytes of content",
		},
		"413 before the content is complete": {
			script{"> PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello", "< HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n", "> world", "> " + get, "< " + noContent},
			"request 1; PUT / HTTP/1.1; head 1: 413; sent 1; done 1: 0 bytes of content; request 2; GET / HTTP/1.1; sent 2; head 2: 204; done 2: 0 bytes of content",
		},
		"incomplete request, then FIN": {
			script{"> PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello", "FIN", "CLOSE"},
			"request 1; PUT / HTTP/1.1; found truncated in 1, request: true; sent 1; half-closed; done 1: 0 bytes of content, incomplete, retry safe; closed by server in phase response",
		},
		"incomplete header section, then FIN": {
			script{"> PUT / HT", "FIN", "CLOSE"},
			"request 1; PUT / HT; found truncated in 1, request: true; sent 1; half-closed; done 1: 0 bytes of content, incomplete, retry safe; closed by server in phase response",
		},
		"the server closes inside a request": {
			script{"> PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello", "CLOSE"},
			"request 1; PUT / HTTP/1.1; sent 1; found no-response in 1, request: false; done 1: 0 bytes of content, incomplete, retry safe; closed by server in phase request",
		},
		"another protocol": {
			script{"> PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "< HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"},
			"request 1; PRI * HTTP/2.0; found version-unsupported in 1, request: true; sent 1; head 1: 400; done 1: 0 bytes of content",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := tt.script.playSegmented(t, observe.Options{})
			if got := strings.Join(p.log, "; "); got != tt.want {
				t.Errorf("got\n\t%s\nwant\n\t%s", got, tt.want)
			}
			sent := ""
			for _, step := range tt.script {
				if rest, ok := strings.CutPrefix(step, "> "); ok {
					sent += rest
				}
			}
			if p.sentTo != int64(len(sent)) {
				t.Errorf("the events contain %d bytes from the client, want %d", p.sentTo, len(sent))
			}
		})
	}
}

// The observer holds back a limited number of bytes. If a client sends more, the observer
// assigns them to the tunnel after CONNECT, and to further requests after Upgrade.
func TestHeldBytesAreLimited(t *testing.T) {
	more := strings.Repeat(get, 5000)
	p := script{"> " + upgrade + more}.play(t, observe.Options{}, whole)
	if n := len(p.log); n != 3*5001 {
		t.Errorf("the log has %d lines, want three for each request", n)
	}
	p = script{"> " + connect + more, "< HTTP/1.1 200 OK\r\n\r\n", "> x"}.play(t, observe.Options{}, whole)
	if got, want := len(p.sent[1]), len(connect+more)+1; got != want {
		t.Errorf("the CONNECT exchange has %d bytes from the client, want all %d", got, want)
	}
}

// At the end of the connection, the observer decodes the bytes that it held back.
func TestHeldBytesAreDecodedAtEnd(t *testing.T) {
	p := script{"> " + upgrade + get, "CLOSE"}.playSegmented(t, observe.Options{})
	want := []string{"request 1", "GET /u HTTP/1.1", "sent 1", "request 2", "GET / HTTP/1.1", "sent 2"}
	if !slices.Equal(p.log[:6], want) {
		t.Errorf("log = %v, want it to begin with %v", p.log, want)
	}
}

// If a capture begins in the middle of a connection, the observer starts at the first
// request line, and then at the first response.
func TestCaptureBeginsInsideConnection(t *testing.T) {
	s := script{"> tent of a request", "< HTTP/1.1 200 OK\r\n\r\n", "> " + get, "< rest of a body", "< " + hello, "> " + get, "< " + hello}
	p := s.play(t, observe.Options{Joined: true}, whole)
	want := "request 1; GET / HTTP/1.1; sent 1; head 1: 200; done 1: 5 bytes of content; request 2; GET / HTTP/1.1; sent 2; head 2: 200; done 2: 5 bytes of content"
	if got := strings.Join(p.log, "; "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	p = script{"< body", "< " + hello}.play(t, observe.Options{Joined: true, Assume: []observe.Request{*request(get)}}, whole)
	want = "request 1; GET / HTTP/1.1; head 1: 200; done 1: 5 bytes of content"
	if got := strings.Join(p.log, "; "); got != want {
		t.Errorf("without requests: got %s, want %s", got, want)
	}
}

// The observer counts all content of a large request, but its events hold only a part.
func TestEventsHoldPartOfLargeRequest(t *testing.T) {
	const n = 3 << 20
	p := script{fmt.Sprintf("> PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", n, strings.Repeat("x", n))}.play(t, observe.Options{}, func(left int) int { return min(left, 64<<10) })
	if got := len(p.sent[1]); got < 1<<20 || got > 1<<20+100 {
		t.Errorf("the events hold %d bytes of the request, want 1 MiB and the header section", got)
	}
	if p.sentTo < n {
		t.Errorf("the events count %d bytes of the request, want at least %d", p.sentTo, n)
	}
}

// The lines in the events of a request, joined, are the lines of the request.
func TestLinesOfWatchedRequest(t *testing.T) {
	const post = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
	_, want, _ := wire.DecodeRequest([]byte(post), 0)
	for _, size := range []int{1, 7, len(post)} {
		var got []wire.Line
		c := observe.New(func(ev session.Event) {
			var lines []wire.Line
			var off int64
			switch ev := ev.(type) {
			case *session.RequestStarted:
				lines, off = ev.Lines, ev.Off
			case *session.RequestData:
				lines, off = ev.Lines, ev.Off
			}
			for _, l := range lines {
				l.Off += off
				got = wire.AppendLine(got, l)
			}
		}).Open(0, 1, observe.Options{})
		for rest := post; rest != ""; {
			n := min(size, len(rest))
			c.Sent(0, []byte(rest[:n]))
			rest = rest[n:]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d bytes at a time: got lines %v\nwant %v", size, got, want)
		}
	}
}

// FuzzConn checks that no input causes a panic, and that the events contain the bytes of
// each direction in order.
func FuzzConn(f *testing.F) {
	f.Add([]byte(get), []byte(hello), uint8(1))
	f.Add([]byte(upgrade+"early"), []byte(switched), uint8(7))
	f.Add([]byte(connect+get), []byte(noContent+noContent), uint8(3))
	f.Add([]byte("GET / HTTP/1.1\r\nHo"), []byte(timedOut), uint8(2))
	f.Fuzz(func(t *testing.T, client, server []byte, step uint8) {
		p := &outcome{t: t, sent: map[int]string{}, received: map[int]string{}}
		c := observe.New(p.apply).Open(0, 1, observe.Options{})
		n := int(step%64) + 1
		for len(client)+len(server) > 0 {
			k := min(n, len(client))
			c.Sent(ms, client[:k])
			client = client[k:]
			k = min(n+1, len(server))
			c.Received(ms, server[:k])
			server = server[k:]
		}
		c.End(2*ms, byServer)
	})
}
