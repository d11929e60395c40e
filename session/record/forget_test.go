package record_test

import (
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// connect applies the events of a connection with one exchange. If end is set, the server
// then closes the connection.
func connect(r *record.Record, conn int, end bool) {
	r.Apply(session.Dialing{Conn: conn, Target: "http://a"})
	r.Apply(session.Connected{Conn: conn})
	facts := wire.Facts{Status: 200, Complete: true, Length: -1}
	r.Apply(&session.RequestStarted{Conn: conn, Exchange: conn, Method: "GET", Target: "/"})
	r.Apply(&session.Received{Conn: conn, Exchange: conn, Len: 1, Data: []byte("H"), Reads: 1, Lines: []wire.Line{{Len: 1, Kind: wire.KindStatusLine}}})
	r.Apply(&session.ResponseHead{Conn: conn, Exchange: conn, Facts: facts})
	r.Apply(&session.ExchangeDone{Conn: conn, Exchange: conn, Facts: facts})
	if end {
		r.Apply(session.Closed{Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: time.Second,
			Lost: []int{conn}}})
	}
}

// If there are too many connections, the record keeps the newest and the open ones, and
// counts the others.
func TestOldestEndedConnectionsAreForgotten(t *testing.T) {
	const more, open = 5, 2
	r := &record.Record{}
	for id := 1; id <= record.KeepConnections+more; id++ {
		connect(r, id, id != open)
	}
	newest := r.Newest()
	kept := 0
	for _, c := range r.Conns {
		if c.ID > 0 {
			kept++
		}
	}
	f := r.Forgotten()
	switch {
	case kept != record.KeepConnections || f.Connections != more || f.Made != more || f.Lost != more:
		t.Errorf("%d connections are kept, forgotten are %+v; want %d kept and %d forgotten", kept, f, record.KeepConnections, more)
	case r.Conn(1) != nil || r.Conn(open) == nil || r.Conn(more+2) == nil:
		t.Error("the record forgot connections other than the oldest ended ones")
	case r.Exchange(1) != nil || r.Exchange(open) == nil:
		t.Error("the record released exchanges of other connections")
	case r.Statuses()[200] != record.KeepConnections+more || r.Tally().Responses != record.KeepConnections+more:
		t.Errorf("statuses = %v, tally = %+v; want both to include forgotten responses", r.Statuses(), r.Tally())
	case len(slices.Collect(r.IdleCloses(newest))) != record.KeepConnections-1 || r.IdleRange(newest).Closes != 100:
		t.Errorf("%d idle closes, %d in the range; want %d and 100", len(slices.Collect(r.IdleCloses(newest))), r.IdleRange(newest).Closes, record.KeepConnections-1)
	}
	r.Apply(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeBareLF}})
	connect(r, open, true)
	connect(r, record.KeepConnections+more+1, true)
	if r.Conn(1) != nil || r.Conn(open) != nil {
		t.Error("a spared connection that has ended was not forgotten first")
	}
	folded := &record.Record{}
	for ev := range r.Events() {
		folded.Apply(ev)
	}
	if folded.Conn(1) != nil || folded.Conn(open) != nil || folded.Newest().ID != newest.ID+1 {
		t.Error("forgotten connections are part of the folded record")
	}
}

// The number of kept connections is limited even if none of them ends.
func TestNumberOfOpenConnectionsIsLimited(t *testing.T) {
	r := &record.Record{}
	const n = record.KeepConnections + 3000
	for id := 1; id <= n; id++ {
		r.Apply(session.Connected{Conn: id})
		if id == 2 || id == n {
			r.Apply(session.Unfollowed{Conn: id})
		}
	}
	kept := 0
	for _, c := range r.Conns {
		if c.ID > 0 {
			kept++
		}
	}
	if kept != record.KeepConnections || r.Forgotten().Connections != 3000 || r.Conn(n) == nil {
		t.Errorf("%d connections kept, %d forgotten; want %d and 3000", kept, r.Forgotten().Connections, record.KeepConnections)
	}
	if r.Forgotten().Unfollowed != 1 {
		t.Errorf("%d forgotten connections were not followed to the end, want 1", r.Forgotten().Unfollowed)
	}
}
