package ui

import (
	"bytes"
	"io"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/wire"
)

// When linger discards bytes of the oldest exchanges, a notice says so once, and says
// where all bytes can be found.
func TestDiscardedBytesAreReportedOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("fills the memory limit of a record")
	}
	var evs []session.Event
	data := bytes.Repeat([]byte("a"), 1<<20)
	p := play.New("http://h").Connect(time.Millisecond)
	evs = append(evs, p.Events...)
	for id := 1; id <= record.KeepAll>>20+2; id++ {
		at := p.Now + time.Duration(id)*time.Millisecond
		off := int64(id-1) << 20
		evs = append(evs, &session.RequestStarted{At: at, Conn: 1, Exchange: id, Method: "GET", Target: "/"}, &session.RequestSent{At: at, Conn: 1, Exchange: id},
			&session.Received{At: at, Conn: 1, Exchange: id, Off: off, Len: 1 << 20, Data: bytes.Clone(data), Reads: 1, Lines: []wire.Line{{Len: 1 << 20, Kind: wire.KindContent}}},
			&session.ExchangeDone{At: at, Conn: 1, Exchange: id})
	}
	m, _ := shown(play.New("http://h"), 200, 50)
	const said = "Memory limit reached: linger discards bytes of the oldest exchanges. r records what follows."
	m.Update(eventsMsg{m.desk(), evs, io.EOF})
	expect(t, m, said, "oldest bytes discarded")
	m = replaying(t, evs, 200, 50)
	expect(t, m, "Memory limit reached: linger discards bytes of the oldest exchanges. < goes back to them.")
	press(m, "{")
	expect(t, m, "No connection ends before this moment.", "oldest bytes discarded")
}
