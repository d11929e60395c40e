package traffic

import (
	"testing"

	"linger/session"
)

// FuzzWatcher passes arbitrary events to a Watcher. It checks that each resulting event
// belongs to a connection that was dialed and not yet closed, and that each exchange ends
// once.
func FuzzWatcher(f *testing.F) {
	f.Add([]byte("\x00\x01\x44\x84\x06\x86\x09"))
	f.Add([]byte("\x00\x01\x44\x05\x84\x06\x47\x09\x00"))
	f.Add([]byte("\xd9\x04")) // the client sends bytes after the connection was refused
	f.Fuzz(func(t *testing.T, script []byte) {
		dialed, closed := false, false
		open := map[int]bool{}
		s := newScene(t)
		s.Watcher = NewWatcher("", func(ev session.Event) {
			switch ev := ev.(type) {
			case session.Dialing:
				dialed, closed = true, false
			case *session.RequestStarted:
				open[ev.Exchange] = true
				if !dialed || closed {
					t.Fatal("a request began outside an open connection")
				}
			case *session.ExchangeDone:
				delete(open, ev.Exchange)
			case session.Closed:
				if closed {
					t.Fatal("a connection was closed twice")
				}
				closed = true
			}
		})
		pieces := []string{get, ok, get[:7], ok[:20], "\x16\x03\x01", "HTTP/1.1 101 x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "5\r\nhello\r\n", ""}
		s.do(Event{Kind: KindOpen})
		for _, b := range script {
			kind, side := Kind(b&0x0f), Side(b>>7)
			switch {
			case kind == KindOpen, kind == KindNotDialed, kind > KindReset:
				continue
			case kind == KindData:
				s.do(Event{Kind: kind, Side: side, Data: []byte(pieces[b>>4&7])})
			default:
				s.do(Event{Kind: kind, Side: side, Len: 1 + int64(b>>4&7)*50, Relay: b&0x40 != 0})
			}
		}
		s.done()
		if len(open) > 0 {
			t.Errorf("%d exchanges did not end", len(open))
		}
		if len(s.conns) > 0 {
			t.Error("the Watcher still holds a connection after KindDone")
		}
	})
}
