package record_test

import (
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

func TestReleasedExchangesAreForgotten(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	for id := 1; id <= 3; id++ {
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: id, Method: "GET", Target: "/"})
		r.Apply(&session.Received{At: 1, Conn: 1, Exchange: id, Len: 4, Data: []byte("data"), Reads: 1,
			Lines: []wire.Line{{Len: 4, Kind: wire.KindContent}}})
		r.Apply(&session.ExchangeDone{At: 1, Conn: 1, Exchange: id})
	}
	e := r.Exchange(2)
	r.Release(e)
	r.Release(e)
	if r.Exchange(2) != nil || len(r.Conn(1).Exchanges) != 2 || len(r.Exchanges) != 3 {
		t.Errorf("exchange 2 is still there: %d on the connection", len(r.Conn(1).Exchanges))
	}
	if got := e.Response.Bytes(0, 4); got != nil {
		t.Errorf("its bytes are still held: %q", got)
	}
	r.Apply(&session.Received{At: 2, Conn: 1, Exchange: 2, Len: 4, Data: []byte("late"), Reads: 1})
	r.Apply(session.Found{At: 2, Conn: 1, Exchange: 2, Finding: wire.Finding{Code: wire.CodeBareLF}})
	if r.Exchange(2) != nil || r.Exchange(3).Response.Len != 4 {
		t.Error("a later event was not dropped")
	}
	if fs := r.Conn(1).Findings; len(fs) != 1 {
		t.Errorf("its later finding was not added to the connection: %v", fs)
	}
}

func TestContentIsPutTogether(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Method: "GET", Target: "/"})
	body := []byte("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
	r.Apply(&session.Received{At: 1, Conn: 1, Exchange: 1, Len: int64(len(body)), Data: body, Reads: 1, Lines: []wire.Line{
		{Off: 0, Len: 3, Kind: wire.KindChunkLine, A: 1}, {Off: 3, Len: 3, Kind: wire.KindChunkData}, {Off: 6, Len: 2, Kind: wire.KindChunkEnd},
		{Off: 8, Len: 7, Kind: wire.KindChunks, A: 1, B: 2, Flags: wire.FlagRunBegin},
		{Off: 15, Len: 3, Kind: wire.KindLastChunk}, {Off: 18, Len: 2, Kind: wire.KindTrailerEnd},
	}})
	e := r.Exchange(1)
	if c := e.Content(100); string(c.Data) != "abcde" || c.Total != 5 || !c.Whole {
		t.Errorf("content %q of %d bytes, whole: %v", c.Data, c.Total, c.Whole)
	}
	if c := e.Content(4); string(c.Data) != "abcd" || c.Whole {
		t.Errorf("content %q is bounded by 4 bytes, whole: %v", c.Data, c.Whole)
	}
	if c := e.Request.Content(10); len(c.Data) > 0 || !c.Whole {
		t.Errorf("the request has content %+v", c)
	}
}

// If there are too many exchanges, the record keeps the newest and counts the others.
func TestTheOldestExchangesAreReleased(t *testing.T) {
	const more = 3
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	facts := wire.Facts{Status: 204, Complete: true, Length: -1}
	for id := 1; id <= record.KeepExchanges+more; id++ {
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: id, Method: "GET", Target: "/"})
		r.Apply(&session.ResponseHead{Conn: 1, Exchange: id, Facts: facts})
		r.Apply(&session.ExchangeDone{Conn: 1, Exchange: id, Facts: facts})
		if id == 2 {
			r.Apply(session.Found{Conn: 1, Exchange: id, Finding: wire.Finding{Code: wire.CodeBareLF}})
		}
	}
	c := r.Conn(1)
	switch {
	case r.Released() != more || len(c.Exchanges) != record.KeepExchanges:
		t.Errorf("%d released, %d kept", r.Released(), len(c.Exchanges))
	case r.Exchange(more) != nil || r.Exchange(more+1) != c.Exchanges[0]:
		t.Error("other exchanges than the oldest were released")
	case c.Count() != record.KeepExchanges+more || r.Statuses()[204] != record.KeepExchanges+more:
		t.Errorf("%d exchanges and %d responses are counted", c.Count(), r.Statuses()[204])
	case record.TallyOf(c).Warnings+record.TallyOf(c).Errors != 1:
		t.Errorf("the finding of a released exchange is not counted: %+v", record.TallyOf(c))
	}
}
