package play

import (
	"net/netip"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/session/traffic"
)

// A Between is a session whose connections are between other programs. It uses no
// network.
type Between struct {
	*Play
	watcher *traffic.Watcher
	conns   map[int]*traffic.Conn
}

// wall is the time of day at the start of every such session.
var wall = time.Date(2026, 11, 29, 12, 4, 30, 0, time.UTC)

// Watch returns a session as observed from vantage point v: a relay to a target, or a
// capture.
func Watch(v session.Vantage, target, via string) *Between {
	p := &Play{Rec: &record.Record{}}
	p.emit(session.Started{Wall: wall, Program: "linger", Target: target, Vantage: v, Via: via, Verify: true})
	return &Between{p, traffic.NewWatcher(target, p.emit), map[int]*traffic.Conn{}}
}

// Wait lets time pass.
func (b *Between) Wait(d time.Duration) *Between { b.Now += d; return b }

func (b *Between) take(id int, ev traffic.Event) *Between {
	ev.At, ev.Conn = b.Now, b.conns[id]
	b.watcher.Take(&ev)
	return b
}

// Begin starts connection id from a client port that no other connection uses. The server
// has not accepted the connection yet.
func (b *Between) Begin(id int) *Between {
	b.conns[id] = &traffic.Conn{ID: id, Begin: b.Now,
		Client: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(51300+id)),
		Server: netip.MustParseAddrPort("127.0.0.1:3000")}
	return b.take(id, traffic.Event{Kind: traffic.KindOpen})
}

// Open opens connection id. Connecting takes 0.2 ms.
func (b *Between) Open(id int) *Between {
	return b.Begin(id).Wait(200*time.Microsecond).take(id, traffic.Event{Kind: traffic.KindEstablished})
}

// Refused ends connection id because the relay could not connect.
func (b *Between) Refused(id int) *Between {
	return b.Begin(id).take(id, traffic.Event{Kind: traffic.KindNotDialed, Text: "connection refused"}).
		take(id, traffic.Event{Kind: traffic.KindReset, Side: traffic.Client, Relay: true}).Done(id)
}

// Ask sends bytes from the client.
func (b *Between) Ask(id int, data string) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindData, Side: traffic.Client, Data: []byte(data)})
}

// Answer sends bytes from the server.
func (b *Between) Answer(id int, data string) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindData, Side: traffic.Server, Data: []byte(data)})
}

// Exchange adds a request and, 2.9 ms later, a response with 26 bytes of content.
func (b *Between) Exchange(id int, method, target string) *Between {
	return b.Ask(id, method+" "+target+" HTTP/1.1\r\nHost: a\r\n\r\n").Wait(2900*time.Microsecond).
		Answer(id, Head("HTTP/1.1 200 OK", "Content-Length: 26")+strings.Repeat("x", 26))
}

// FIN ends the direction in which one side sends.
func (b *Between) FIN(id int, s traffic.Side) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindFIN, Side: s})
}

// Reset ends both directions.
func (b *Between) Reset(id int, s traffic.Side) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindReset, Side: s})
}

// Fault adds a fault that the relay applied to the connection on the user's request.
func (b *Between) Fault(id int, text string) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindFault, Text: text})
}

// Gap adds n bytes from the server that were not captured.
func (b *Between) Gap(id int, n int64) *Between {
	return b.take(id, traffic.Event{Kind: traffic.KindGap, Side: traffic.Server, Len: n})
}

// Done ends connection id. No later event belongs to it.
func (b *Between) Done(id int) *Between { return b.take(id, traffic.Event{Kind: traffic.KindDone}) }

// Closes makes the server close the idle connection after 5.003 s, and the client follow
// 1 ms later.
func (b *Between) Closes(id int) *Between {
	return b.Wait(5003*ms).FIN(id, traffic.Server).Wait(ms).FIN(id, traffic.Client).Done(id)
}

// Race adds a request that is sent 0.2 ms after the server's FIN and is therefore lost.
func (b *Between) Race(id int) *Between {
	return b.Wait(5003*ms).FIN(id, traffic.Server).Wait(200*time.Microsecond).
		Ask(id, "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}").Wait(400*time.Microsecond).
		Reset(id, traffic.Server).Done(id)
}

// Pairs returns a relay session with connections of every kind. Three of the connections
// are still open.
func Pairs() *Between {
	b := Watch(session.VantageRelay, "http://127.0.0.1:3000", "127.0.0.1:8322")
	b.Open(1).Exchange(1, "GET", "/orders/70").Wait(ms).Ask(1, "GET /export HTTP/1.1\r\nHost: a\r\n\r\n").Wait(20*ms).
		Answer(1, Head("HTTP/1.1 200 OK", "Content-Length: 5000")+"part").Wait(ms).Reset(1, traffic.Client).Done(1)
	b.Open(2).Ask(2, "\x16\x03\x01\x02\x00"+strings.Repeat("c", 500)).Wait(ms).Answer(2, "\x16\x03\x03"+strings.Repeat("s", 14000))
	b.Wait(time.Second).Refused(3)
	b.Open(4).Exchange(4, "GET", "/health").Wait(1200*ms).FIN(4, traffic.Client).Wait(ms).FIN(4, traffic.Server).Done(4)
	b.Open(5).Exchange(5, "GET", "/orders/71").Wait(time.Second).Exchange(5, "GET", "/orders/72").Closes(5)
	b.Open(6).Ask(6, "GET /last HTTP/1.1\r\nHost: a\r\n\r\n").Wait(ms).
		Answer(6, Head("HTTP/1.1 200 OK", "Connection: close", "Content-Length: 0")).FIN(6, traffic.Server).Wait(ms).FIN(6, traffic.Client).Done(6)
	b.Open(7).Fault(7, "close-after=1").Exchange(7, "GET", "/a").
		take(7, traffic.Event{Kind: traffic.KindFIN, Side: traffic.Server, Relay: true}).Wait(ms).FIN(7, traffic.Client).Done(7)
	b.Open(8).Exchange(8, "GET", "/orders/73").Exchange(8, "GET", "/orders/74").Race(8)
	b.Open(9).Exchange(9, "POST", "/orders").Closes(9)
	b.Open(10).Exchange(10, "GET", "/orders/75")
	b.Open(11).Exchange(11, "GET", "/orders/76").Wait(4700*ms).Ask(11, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").Wait(300*ms).FIN(10, traffic.Server)
	b.Open(12).Exchange(12, "GET", "/orders/77")
	return b.Wait(800 * ms)
}

// Capture returns a capture with a gap, a connection that uses another protocol, a
// refused connection, a lost request, and a connection whose end was not captured.
func Capture() *Between {
	b := Watch(session.VantageCapture, "", "orders.pcap")
	b.emit(session.CapturedAt{At: b.Now, Place: session.PlaceServer, RoundTrip: 20 * ms, Duplicates: 12})
	b.Open(1).Exchange(1, "GET", "/orders/71").Wait(time.Second).Exchange(1, "GET", "/orders/72").Gap(1, 1840).
		Wait(time.Second).Exchange(1, "GET", "/orders/73").Closes(1)
	b.Open(2).Answer(2, "5.5.5-10.4.12-MariaDB").Wait(ms).Ask(2, "\x01\x02\x03").Wait(time.Second).FIN(2, traffic.Client).Wait(ms).FIN(2, traffic.Server).Done(2)
	b.Begin(3).Wait(ms).Reset(3, traffic.Server).Done(3)
	b.Open(4).Exchange(4, "GET", "/orders/74").Race(4)
	return b.Open(5).Exchange(5, "GET", "/orders/75").Wait(time.Second).Done(5)
}

// Gaps returns a capture of one connection: a response whose content was captured only in
// part, a response that was not captured at all, TCP keepalive probes, and an idle close.
func Gaps() *Between {
	b := Watch(session.VantageCapture, "http://10.0.3.7:3000", "orders.pcap").Open(1)
	b.Exchange(1, "GET", "/orders/71").Wait(2 * time.Second)
	b.Ask(1, "GET /orders/72 HTTP/1.1\r\nHost: h\r\n\r\n").Answer(1, "HTTP/1.1 200 OK\r\nContent-Length: 8812\r\n\r\n").Gap(1, 800)
	b.Answer(1, strings.Repeat("x", 8012)).Wait(time.Second)
	b.Ask(1, "GET /orders/73 HTTP/1.1\r\nHost: h\r\n\r\n").Gap(1, 1840).Wait(time.Second)
	for range 2 {
		b.take(1, traffic.Event{Kind: traffic.KindKeepalive, Side: traffic.Client}).Wait(time.Second)
	}
	return b.Exchange(1, "GET", "/orders/74").Wait(5*time.Second).FIN(1, traffic.Server).FIN(1, traffic.Client).Done(1)
}
