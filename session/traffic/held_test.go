package traffic

import (
	"net/netip"
	"strings"
	"testing"

	"linger/session"
)

// manyHeads makes a Watcher follow n connections whose clients have sent size bytes of a
// header section that does not end.
func manyHeads(w *Watcher, n, size int) {
	head := []byte("GET / HTTP/1.1\r\na: " + strings.Repeat("x", size))
	for id := 1; id <= n; id++ {
		c := &Conn{ID: id, Client: netip.MustParseAddrPort("10.0.0.1:51511"), Server: netip.MustParseAddrPort("10.0.0.2:80")}
		for _, ev := range []Event{{Kind: KindOpen}, {Kind: KindEstablished}, {Kind: KindData, Data: head}} {
			ev.Conn = c
			w.Take(&ev)
		}
	}
}

// Beyond the limit on memory, the connections whose last event is oldest are no longer
// followed. Each of them is reported once, and its later bytes are ignored.
func TestIncompleteMessagesOfManyConnections(t *testing.T) {
	var unfollowed []int
	w := NewWatcher("", func(ev session.Event) {
		if ev, ok := ev.(session.Unfollowed); ok {
			unfollowed = append(unfollowed, ev.Conn)
		}
	})
	const size = 100_000
	n := 2 * mostHeld / size
	manyHeads(w, n, size)
	if w.held > mostHeld || w.held < mostHeld/4 {
		t.Errorf("the Watcher holds %d bytes, want %d to %d", w.held, mostHeld/4, mostHeld)
	}
	if len(unfollowed) == 0 || len(unfollowed) != w.Unfollowed || unfollowed[0] != 1 || unfollowed[len(unfollowed)-1] == n {
		t.Fatalf("Unfollowed = %d, but %d connections were reported: %v", w.Unfollowed, len(unfollowed), unfollowed)
	}
	before := len(unfollowed)
	c := &Conn{ID: 1}
	w.Take(&Event{Kind: KindData, Conn: c, Data: []byte("\r\n\r\n")})
	w.Take(&Event{Kind: KindDone, Conn: c})
	if len(unfollowed) != before || w.conns[1] != nil {
		t.Error("a connection that is no longer followed is reported again")
	}
	for id := 2; id <= n; id++ {
		w.Take(&Event{Kind: KindDone, Conn: &Conn{ID: id}})
	}
	if w.held != 0 || w.Unfollowed != before {
		t.Errorf("after all connections have ended, the Watcher holds %d bytes and Unfollowed = %d, want 0 and %d", w.held, w.Unfollowed, before)
	}
}

// A handshake during which the clock of the capture does not advance still has a
// duration.
func TestHandshakeWithinOneTick(t *testing.T) {
	var made []session.Connected
	w := NewWatcher("", func(ev session.Event) {
		if ev, ok := ev.(session.Connected); ok {
			made = append(made, ev)
		}
	})
	manyHeads(w, 1, 10)
	if len(made) != 1 || made[0].Connect <= 0 {
		t.Errorf("connected events = %+v, want one with a duration", made)
	}
}

// Idle connections release the memory that only makes decoding faster. The Watcher
// continues to follow them.
func TestIdleConnectionsNeedLittleMemory(t *testing.T) {
	s := newScene(t)
	s.established()
	s.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + strings.Repeat("x", 50000))
	c := s.conns[1]
	before := c.weight()
	c.forget()
	if after := c.weight(); before < 50000 || after > 1000 {
		t.Errorf("weight = %d before forget and %d after it, want at least 50000 and at most 1000", before, after)
	}
	s.client("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n").server("HTTP/1.1 204 No Content\r\n\r\n").fin(Server).fin(Client).done()
	if got := strings.Join(s.lines, "\n"); !strings.Contains(got, "204") || s.Unfollowed != 0 {
		t.Errorf("the Watcher did not continue to follow the connection:\n%s", got)
	}
}

// An event at the largest possible time is handled, although nothing is due then.
func TestEventAtTheEndOfTime(t *testing.T) {
	ended := false
	w := NewWatcher("", func(ev session.Event) {
		_, closed := ev.(session.Closed)
		ended = ended || closed
	})
	manyHeads(w, 1, 10)
	c := &Conn{ID: 1}
	for _, side := range []Side{Client, Server} {
		w.Take(&Event{Kind: KindFIN, Conn: c, Side: side, At: never})
	}
	w.Take(&Event{Kind: KindDone, Conn: c, At: never})
	if !ended {
		t.Error("the connection has not ended")
	}
}
