package export

import (
	"io"
	"testing"

	"linger/session"
	"linger/wire"
)

// A PcapngWriter limits the number of connections and waiting events, whatever the log
// contains.
func TestPcapngMemoryIsLimited(t *testing.T) {
	p := NewPcapngWriter(io.Discard, FileOptions{Sentence: func(*session.Ending) string { return "" }})
	write := func(ev session.Event) {
		if err := p.Write(ev); err != nil {
			t.Fatal(err)
		}
	}
	for id := range mostConns + 100 {
		write(session.Found{Conn: id + 1, Finding: wire.Finding{Code: wire.CodeBareLF}})
	}
	if len(p.conns) > mostConns || len(p.opened) > 2*mostConns+1 {
		t.Errorf("the writer keeps %d connections and %d keys, want at most %d and %d", len(p.conns), len(p.opened), mostConns, 2*mostConns+1)
	}
	const last = mostConns + 100
	for id := range mostWaiting/eventSize/2 + 100 {
		write(&session.RequestStarted{Conn: last, Exchange: id + 1, Off: int64(id), Len: 1, Data: []byte("x")})
		write(&session.RequestSent{Conn: last, Exchange: -1})
		if c := p.conns[last]; len(c.later) > mostWaiting/eventSize+1 || p.waiting != c.waiting {
			t.Fatalf("%d events wait, with %d bytes in the connection and %d in total; want at most %d events, and both counts equal", len(c.later), c.waiting, p.waiting, mostWaiting/eventSize+1)
		}
	}
	if err := p.Finish(); err != nil {
		t.Error(err)
	}
	if p.waiting != 0 {
		t.Errorf("after Finish, %d bytes wait, want 0", p.waiting)
	}
}
