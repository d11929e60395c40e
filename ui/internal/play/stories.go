package play

import (
	"linger/session"
	"linger/session/observe"
	"strings"
	"time"
)

const ms = time.Millisecond

// Request returns the bytes of a request with linger's default fields.
func Request(method, target string, more ...string) string {
	fields := append([]string{"Host: 127.0.0.1:8321", "User-Agent: linger/0.1.0", "Accept: */*", "Connection: keep-alive"}, more...)
	return method + " " + target + " HTTP/1.1\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

// Head returns the bytes of a header section with the given lines.
func Head(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }

// Hint returns a complete response with 26 bytes of content and a Keep-Alive field.
func Hint(value string) string {
	return Head("HTTP/1.1 200 OK", "Content-Length: 26", "Connection: keep-alive", "Keep-Alive: "+value) + strings.Repeat("x", 26)
}

// Idle returns a Play with a connection that ended on time, and a connection with four
// exchanges that has been idle for 1.8 s of 5 s.
func Idle() *Play {
	p := New("http://127.0.0.1:8321").Connect(200 * time.Microsecond)
	p.exchanged("GET", "/length", 1200*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=100")+strings.Repeat("x", 512))
	p.exchanged("HEAD", "/length", 900*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99"))
	p.ClosedOnTime().Wait(time.Second).Connect(200 * time.Microsecond)
	p.exchanged("GET", "/length", 1100*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=100")+strings.Repeat("x", 512))
	p.Wait(4 * time.Second)
	p.exchanged("GET", "/trailers", 2*ms, Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+
		"5\r\nhello\r\n5\r\nthere\r\n3\r\nyou\r\n0\r\nX-Sum: 1\r\n\r\n")
	p.Wait(3500 * ms)
	p.exchanged("GET", "/bare-lf", 1300*time.Microsecond, "HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 64\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=98\r\n\r\n"+strings.Repeat("y", 64))
	p.Wait(3 * time.Second)
	p.Send(Request("GET", "/chunked")).Wait(900 * time.Microsecond)
	p.Read(Head("HTTP/1.1 200 OK", "Trailer: X-Sum", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: timeout=5, max=97") +
		"10\r\nThe first chunk.\r\n").Wait(3180 * time.Microsecond)
	p.Read("10\r\nThen \x1b[2J a trap\r\n10\r\nThe third chunk.\r\n10\r\nThe fourth piece\r\n10\r\nand then the end\r\n0\r\nX-Sum: 7d0f\r\n\r\n")
	return p.Wait(1800 * ms)
}

func (p *Play) exchanged(method, target string, took time.Duration, response string) {
	p.Send(Request(method, target)).Wait(took - 20*time.Microsecond).Read(response)
}

// Exchange adds one exchange of the given duration.
func (p *Play) Exchange(method, target string, took time.Duration, response string) *Play {
	p.exchanged(method, target, took, response)
	return p
}

// ClosedOnTime makes the server close the connection after 5.003 s, just after its
// timeout of 5 s.
func (p *Play) ClosedOnTime() *Play { return p.Wait(5003 * ms).ServerClosed() }

// Closed returns [Idle] after its second connection has also ended on time.
func Closed() *Play { return Idle().Wait(-1800 * ms).ClosedOnTime() }

// Racing returns a connection whose advertised timeout ends in less than a round trip.
func Racing() *Play {
	p := New("https://shop.example").Connect(182 * ms)
	p.Wait(700*ms).Exchange("GET", "/", 188*ms, Head("HTTP/1.1 200 OK", "Content-Length: 18000", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+strings.Repeat("x", 18000))
	p.Wait(3*time.Second).Exchange("GET", "/cart", 191*ms, Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: timeout=5, max=98")+
		"1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n0\r\n\r\n")
	return p.Wait(4900 * ms)
}

// Fresh returns an unused connection to the practice server.
func Fresh() *Play {
	return Labelled("http://127.0.0.1:8321", "the practice server").Connect(200 * time.Microsecond).Wait(2100 * ms)
}

// A Story is a Play with a name, for tests that apply it event by event.
type Story struct {
	Name string
	Play func() *Play
}

// Stories returns stories with every kind of message, end and task that a pane shows.
func Stories() []Story {
	bare := func(lines ...string) string {
		return Head(append([]string{"HTTP/1.1 200 OK", "Content-Length: 0"}, lines...)...)
	}
	server := func() *Play { return New("http://127.0.0.1:8321").Connect(ms) }
	return []Story{
		{"idle", Idle}, {"closed", Closed}, {"racing", Racing}, {"fresh", Fresh},
		{"reset", func() *Play {
			return server().Exchange("GET", "/", ms, Hint("timeout=5, max=9")).Wait(3 * time.Second).ServerReset()
		}},
		{"overdue", func() *Play {
			p := server().Exchange("GET", "/", ms, Hint("timeout=5")).Wait(5200 * ms)
			return p.Tell(session.Overdue{At: p.Now, Conn: 1}).Exchange("GET", "/", ms, Hint("timeout=5"))
		}},
		{"cut in a header section", func() *Play {
			return server().Send(Request("GET", "/")).Wait(ms).Read("HTTP/1.1 200 OK\r\nServ").Wait(ms).ServerClosed()
		}},
		{"cut in content", func() *Play {
			return server().Send(Request("GET", "/")).Wait(ms).Read(Head("HTTP/1.1 200 OK", "Content-Length: 512") + "abc").Wait(ms).Read("def").Wait(time.Second).ServerReset()
		}},
		{"cut in a request", func() *Play { return server().SendPart(Request("GET", "/"), 30).Wait(ms).ServerReset() }},
		{"lost and repeated", func() *Play {
			p := server().Exchange("GET", "/", ms, bare()).Wait(time.Second).Send(Request("GET", "/lost")).Wait(ms).ServerClosed()
			return p.Connect(ms).Exchange("GET", "/lost", ms, bare("Connection: close")).ServerClosed()
		}},
		{"interim", func() *Play {
			return server().Send(Request("POST", "/", "Content-Length: 0")).Wait(ms).Read(Head("HTTP/1.1 103 Early Hints", "Link: </a>")).Wait(ms).
				Read(Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "3\r\nabc\r\n").Wait(ms).Read("0\r\nX-Sum: 1\r\n\r\n")
		}},
		{"unsolicited", func() *Play {
			return server().Exchange("GET", "/", ms, bare()).Wait(time.Second).Read(bare() + "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n").Wait(ms).ServerClosed()
		}},
		{"out of step", func() *Play {
			return server().Exchange("HEAD", "/", ms, Head("HTTP/1.1 200 OK", "Content-Length: 3")+"abc").Wait(ms).Exchange("GET", "/", ms, bare())
		}},
		{"no framing", func() *Play {
			return server().Exchange("GET", "/", ms, Head("HTTP/1.1 200 OK", "Content-Length: 3", "Content-Length: 4")+"abc").Wait(ms).ServerClosed()
		}},
		{"not HTTP", func() *Play {
			return server().Send(Request("GET", "/")).Wait(ms).Read("220 mail.example ESMTP\r\n").Wait(ms).ServerClosed()
		}},
		{"until the close", func() *Play {
			return server().Exchange("GET", "/", ms, Head("HTTP/1.1 200 OK", "Connection: close")+"abc").Wait(ms).Read("def").Wait(ms).ServerClosed()
		}},
		{"tunnel", func() *Play {
			p := server().Exchange("GET", "/", ms, Head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: x"))
			return p.Wait(ms).Read("\x00\x01\x02").Wait(ms).ServerClosed()
		}},
		{"pipeline", func() *Play {
			p := server()
			for range 5 {
				p.Send(Request("GET", "/"))
			}
			for range 4 {
				p.Wait(5 * ms).Read(bare())
			}
			return p.Wait(ms).ServerReset()
		}},
		{"half-closed", func() *Play {
			p := server().Send(Request("GET", "/"))
			p.conn.HalfClosed(p.Now)
			return p.Wait(ms).Read(bare()).Wait(ms).ServerClosed()
		}},
		{"work", func() *Play {
			p := server()
			for i := range 3 {
				p.Tell(session.Working{At: p.Now, Conn: 1, Kind: session.WorkRepeat, Done: i, Total: 3, Active: true})
				p.Exchange("GET", "/", ms, Hint("timeout=5"))
			}
			p.Tell(session.Working{At: p.Now, Conn: 1, Kind: session.WorkRepeat, Done: 3, Total: 3})
			return p.Tell(session.Working{At: p.Now, Conn: 1, Kind: session.WorkHold, Active: true}).Wait(ms).
				Tell(session.Working{At: p.Now, Conn: 1, Kind: session.WorkHold})
		}},
		{"refused", func() *Play {
			p := New("http://127.0.0.1:8321").Tell(session.Dialing{Conn: 1}).Wait(ms)
			p.conns = 1
			p.Tell(session.DialFailed{At: p.Now, Conn: 1, Kind: session.DialRefused, Text: "Nothing listens on 127.0.0.1:8321."})
			return p.Wait(time.Second).Connect(ms).Exchange("GET", "/", ms, bare())
		}},
		{"other origins", func() *Play {
			p := server().Exchange("GET", "/", ms, Head("HTTP/1.1 302 Found", "Location: https://shop.example/", "Content-Length: 0"))
			p.Wait(time.Second).End(observe.End{By: session.ByClient, How: session.HowFIN})
			return p.To("https://shop.example").Connect(ms).Exchange("GET", "/", ms, Hint("timeout=5"))
		}},
		{"measured", func() *Play {
			p := server().Exchange("GET", "/", ms, bare()).Wait(ms)
			p.Tell(session.Measured{At: p.Now, Target: "http://127.0.0.1:8321", Low: 2 * time.Second, High: 4 * time.Second, Closes: 5})
			return p.Wait(time.Second).Exchange("GET", "/", ms, bare()).Wait(2 * time.Second).ServerClosed()
		}},
	}
}
