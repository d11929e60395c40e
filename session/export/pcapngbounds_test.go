package export

import (
	"io"
	"testing"

	"linger/session"
	"linger/wire"
)

// A PcapngWriter holds a bounded number of connections and of waiting events, although a
// log may name any number.
func TestPcapngMemoryIsBounded(t *testing.T) {
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
		t.Errorf("%d connections and %d keys are kept", len(p.conns), len(p.opened))
	}
	const last = mostConns + 100
	for id := range mostWaiting/eventSize/2 + 100 {
		write(&session.RequestStarted{Conn: last, Exchange: id + 1, Off: int64(id), Len: 1, Data: []byte("x")})
		write(&session.RequestSent{Conn: last, Exchange: -1})
		if c := p.conns[last]; len(c.later) > mostWaiting/eventSize+1 || p.waiting != c.waiting {
			t.Fatalf("%d events wait, %d bytes here and %d in all", len(c.later), c.waiting, p.waiting)
		}
	}
	if err := p.Finish(); err != nil {
		t.Error(err)
	}
	if p.waiting != 0 {
		t.Errorf("%d bytes wait after the end", p.waiting)
	}
}
