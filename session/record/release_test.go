package record_test

import (
	"slices"
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

func TestReleaseRemovesAnExchange(t *testing.T) {
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
		t.Errorf("exchange 2 is part of the record after Release: %d exchanges on the connection, want 2", len(r.Conn(1).Exchanges))
	}
	if got := e.Response.Bytes(0, 4); got != nil {
		t.Errorf("the released exchange keeps bytes: %q", got)
	}
	r.Apply(&session.Received{At: 2, Conn: 1, Exchange: 2, Len: 4, Data: []byte("late"), Reads: 1})
	r.Apply(session.Found{At: 2, Conn: 1, Exchange: 2, Finding: wire.Finding{Code: wire.CodeBareLF}})
	if r.Exchange(2) != nil || r.Exchange(3).Response.Len != 4 {
		t.Error("a later event of the released exchange was not dropped")
	}
	if fs := r.Conn(1).Findings; len(fs) != 1 {
		t.Errorf("the connection has the findings %v, want the later finding of the released exchange", fs)
	}
}

func TestContentIsAssembledFromChunks(t *testing.T) {
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
		t.Errorf("Content(100) = %q of %d bytes, whole %t; want abcde of 5 bytes, whole", c.Data, c.Total, c.Whole)
	}
	if c := e.Content(4); string(c.Data) != "abcd" || c.Whole {
		t.Errorf("Content(4) = %q, whole %t; want abcd, not whole", c.Data, c.Whole)
	}
	if c := e.Request.Content(10); len(c.Data) > 0 || !c.Whole {
		t.Errorf("content of the request = %+v, want none, whole", c)
	}
}

// If there are too many exchanges, the record keeps the newest and counts the others.
func TestOldestExchangesAreReleased(t *testing.T) {
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
		t.Errorf("%d exchanges released, %d kept; want %d and %d", r.Released(), len(c.Exchanges), more, record.KeepExchanges)
	case r.Exchange(more) != nil || r.Exchange(more+1) != c.Exchanges[0]:
		t.Error("exchanges other than the oldest were released")
	case c.Count() != record.KeepExchanges+more || r.Statuses()[204] != record.KeepExchanges+more:
		t.Errorf("Count = %d, Statuses[204] = %d; want both to include released exchanges", c.Count(), r.Statuses()[204])
	case record.TallyOf(c).Warnings+record.TallyOf(c).Errors != 1:
		t.Errorf("tally = %+v, want the finding of the released exchange in it", record.TallyOf(c))
	}
}

// The record drops released exchanges from the beginning of its list, whatever the order
// in which they are released. The others keep their numbers.
func TestReleasedExchangesLeaveTheList(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	for id := 1; id <= 5; id++ {
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: id, Method: "GET", Target: "/"})
	}
	want := func(exchanges int, after3 ...*record.Exchange) {
		t.Helper()
		if r.Count() != 5 || len(r.Exchanges) != exchanges || !slices.Equal(r.After(3), after3) {
			t.Errorf("%d exchanges, %d in the list, %d of them after exchange 3; want 5, %d and %d", r.Count(), len(r.Exchanges), len(r.After(3)), exchanges, len(after3))
		}
	}
	fourth, fifth := r.Exchange(4), r.Exchange(5)
	r.Release(r.Exchange(2))
	want(5, fourth, fifth)
	r.Release(r.Exchange(1))
	want(3, fourth, fifth)
	if r.Exchange(4) != fourth || r.Exchange(2) != nil || r.Exchange(6) != nil {
		t.Error("an exchange has another number after exchanges were released")
	}
	r.Apply(&session.Received{Conn: 1, Exchange: 1, Len: 4, Data: []byte("late"), Reads: 1})
	want(3, fourth, fifth)
	r.Release(r.Exchange(3))
	r.Release(fourth)
	want(1, fifth)
	r.Release(fifth)
	want(0)
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 6, Method: "GET", Target: "/"})
	if e := r.Exchange(6); e == nil || e.ID != 6 || r.Count() != 6 {
		t.Errorf("the next exchange = %+v of %d, want exchange 6", e, r.Count())
	}
}

// If a log skips many exchange numbers, the record keeps only the most recent ones.
func TestSkippedNumbersAreDropped(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 3 * record.KeepExchanges, Method: "GET", Target: "/"})
	if len(r.Exchanges) != record.KeepExchanges || r.Exchange(3*record.KeepExchanges) == nil {
		t.Errorf("%d exchanges are kept, want %d", len(r.Exchanges), record.KeepExchanges)
	}
}
