package record

import (
	"testing"

	"linger/session"
	"linger/wire"
)

// respond applies a response with the given number of lines, the first of which is a
// status-line, and a finding.
func respond(r *Record, id, lines int) {
	ls := make([]wire.Line, lines)
	for i := range ls {
		ls[i] = wire.Line{Off: int64(4 * i), Len: 4, Kind: wire.KindFieldLine}
	}
	ls[0].Kind = wire.KindStatusLine
	r.Apply(&session.Received{At: 3, Conn: 1, Exchange: id, Len: 4, Data: []byte("data"), Lines: ls, Reads: 1})
	r.Apply(session.Found{At: 3, Conn: 1, Exchange: id, Finding: wire.Finding{Code: wire.CodeBareLF}})
}

func TestOldestLinesAreDroppedWithTheirBytes(t *testing.T) {
	r := opened()
	each := int(KeepLines / 4 / lineSize)
	for id := 1; id <= 6; id++ {
		respond(r, id, each)
	}
	first, last := r.Exchange(1), r.Exchange(6)
	if n := len(first.Response.Lines()); n != 1 || !first.HasResponse() || len(first.Response.Segments()) > 0 {
		t.Errorf("the oldest exchange keeps %d lines and %d reads, want only its status-line", n, len(first.Response.Segments()))
	}
	if !first.Response.Dropped || first.Response.Bytes(0, 4) != nil {
		t.Error("the record keeps bytes without their lines")
	}
	if want := (Discarded{Bytes: 4, Lines: each - 1}); first.Discarded() != want {
		t.Errorf("discarded %+v, want %+v", first.Discarded(), want)
	}
	if len(first.Findings) != 1 {
		t.Errorf("the oldest exchange keeps %d findings, want 1", len(first.Findings))
	}
	if len(last.Response.Lines()) != each || last.Discarded() != (Discarded{}) {
		t.Errorf("the record discarded %+v of the newest exchange, want nothing", last.Discarded())
	}
	if r.held.lines > KeepLines || r.Discarded().Lines < each-1 {
		t.Errorf("%d bytes of lines are held, %+v discarded; want at most %d held and at least %d lines discarded", r.held.lines, r.Discarded(), int64(KeepLines), each-1)
	}
}

// Later data of an exchange whose data was dropped is counted and dropped as well.
func TestLaterDataOfAnOldExchangeIsDiscarded(t *testing.T) {
	r := opened()
	for id := 1; id <= 6; id++ {
		respond(r, id, int(KeepLines/4/lineSize))
	}
	old, held := r.Exchange(1), r.held.lines
	before := old.Discarded()
	r.Apply(&session.Received{At: 4, Conn: 1, Exchange: 1, Off: 1 << 30, Len: 4, Data: []byte("more"),
		Lines: []wire.Line{{Len: 4, Kind: wire.KindFieldLine}}, Reads: 1})
	r.Apply(&session.ResponseHead{At: 4, Conn: 1, Exchange: 1, Facts: wire.Facts{Status: 103}})
	r.Apply(&session.ResponseHead{At: 4, Conn: 1, Exchange: 1, Facts: wire.Facts{Status: 200}})
	want := before
	want.add(Discarded{Bytes: 4, Lines: 1})
	if old.Discarded() != want {
		t.Errorf("discarded %+v, want %+v", old.Discarded(), want)
	}
	if h, ok := old.Final(); !ok || h.Status != 200 || len(old.Heads) != 1 {
		t.Errorf("heads = %+v, want only that of the 200", old.Heads)
	}
	if grown := r.held.lines - held; grown != headSize {
		t.Errorf("%d bytes more are held, want %d", grown, headSize)
	}
}

func TestOldestFindingsAreDropped(t *testing.T) {
	r := opened()
	detail := string(make([]byte, KeepFindings/3))
	for id := 1; id <= 4; id++ {
		respond(r, id, 1)
		r.Apply(session.Found{At: 3, Conn: 1, Exchange: id, Finding: wire.Finding{Code: wire.CodeBareLF, Detail: detail, More: 2}})
	}
	if e := r.Exchange(1); len(e.Findings) > 0 || e.Discarded() != (Discarded{Findings: 4}) {
		t.Errorf("the oldest exchange keeps %d findings, discarded %+v; want none kept and 4 discarded", len(e.Findings), e.Discarded())
	}
	respond(r, 1, 1)
	if e := r.Exchange(1); len(e.Findings) > 0 || e.Discarded().Findings != 5 {
		t.Errorf("the oldest exchange keeps %d findings, discarded %+v; want none kept and 5 discarded", len(e.Findings), e.Discarded())
	}
	if r.held.findings > KeepFindings || len(r.Exchange(4).Findings) != 2 {
		t.Errorf("%d bytes of findings are held, %d findings of the newest exchange; want at most %d bytes and 2 findings", r.held.findings, len(r.Exchange(4).Findings), int64(KeepFindings))
	}
}

// The record limits the findings of a connection, because a log may have any number.
func TestFindingsOfAConnectionAreLimited(t *testing.T) {
	r := opened()
	for i := range 1500 {
		r.Apply(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited, Offset: int64(i), More: 1}})
	}
	if n, d := len(r.Conn(1).Findings), r.Discarded(); n != 1000 || d.Findings != 1000 {
		t.Errorf("%d findings are kept, %d discarded; want 1,000 and 1,000", n, d.Findings)
	}
}

// Equal messages share their bytes and lines, and the record counts these once, until a
// message gets bytes of its own.
func TestSharedBytesAndLinesAreCountedOnce(t *testing.T) {
	r := opened()
	data, lines := make([]byte, 100), []wire.Line{{Len: 60, Kind: wire.KindStatusLine}, {Off: 60, Len: 40, Kind: wire.KindContent}}
	response := func(id int) {
		t.Helper()
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: id, Off: int64(100 * id), Len: 100, Data: data, Lines: lines, Reads: 1})
	}
	holds := func(bytes, rows int64) {
		t.Helper()
		if r.held.bytes != bytes || r.held.lines != rows*lineSize {
			t.Errorf("%d bytes and %d bytes of lines are counted, want %d and %d", r.held.bytes, r.held.lines, bytes, rows*lineSize)
		}
	}
	for id := 1; id <= 3; id++ {
		response(id)
		holds(100, 2)
	}
	more := func(id int) {
		t.Helper()
		r.Apply(&session.Received{At: 4, Conn: 1, Exchange: id, Off: int64(100*id) + 100, Len: 3, Data: []byte("abc"),
			Lines: []wire.Line{{Len: 3, Kind: wire.KindLost}}, Reads: 1})
	}
	more(3)
	r.held.lines -= 2 * segmentSize // of the third exchange, which has two reads
	holds(203, 5)
	response(4)
	holds(303, 7)
	response(5)
	holds(303, 7)
	for id := 1; id <= 5; id++ {
		r.dropBytes(r.Exchange(id))
	}
	holds(0, 7)
	response(6)
	holds(100, 7)
	if d := (Discarded{Bytes: 503}); r.Discarded() != d {
		t.Errorf("discarded %+v, want %+v", r.Discarded(), d)
	}
}

// A server that repeats one response fills no memory, so nothing is discarded.
func TestRepeatedResponsesAreKept(t *testing.T) {
	r := opened()
	lines := make([]wire.Line, 1000)
	for i := range lines {
		lines[i] = wire.Line{Off: int64(i), Len: 1, Kind: wire.KindFieldLine}
	}
	data := make([]byte, KeepAll/1000)
	for id := 1; id <= 2500; id++ {
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: id, Off: int64(1000 * id), Len: 1000, Data: data, Lines: lines, Reads: 1})
	}
	if r.Discarded() != (Discarded{}) || len(r.Exchange(1).Response.Lines()) != len(lines) {
		t.Errorf("discarded %+v, want nothing discarded", r.Discarded())
	}
}

// Discarding the data of similar exchanges needs no new memory.
func TestDiscardingCostsNoAllocation(t *testing.T) {
	r := opened()
	for id := 1; id <= 1000; id++ {
		respond(r, id, 3)
	}
	id := 0
	if n := testing.AllocsPerRun(900, func() {
		id++
		r.dropBytes(r.Exchange(id))
		r.dropLines(r.Exchange(id))
	}); n > 0 {
		t.Errorf("%v allocations for each exchange, want 0", n)
	}
}

// Equal messages share one value in memory, and a change of one message does not change
// the others.
func TestEqualMessagesShareOneValue(t *testing.T) {
	r := opened()
	data, lines := []byte("HTTP/1.1"), []wire.Line{{Len: 8, Kind: wire.KindStatusLine}}
	for id := 1; id <= 3; id++ {
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: id, Off: int64(8 * id), Len: 8, Data: data, Lines: lines, Reads: 1})
	}
	first, second, third := &r.Exchange(1).Response, &r.Exchange(2).Response, &r.Exchange(3).Response
	if first.kept != second.kept || second.kept != third.kept {
		t.Error("equal messages do not share one value")
	}
	r.Apply(&session.Received{At: 4, Conn: 1, Exchange: 3, Off: 32, Len: 3, Data: []byte("abc"), Lines: []wire.Line{{Len: 3, Kind: wire.KindLost}}, Reads: 1})
	r.dropBytes(r.Exchange(1))
	r.dropLines(r.Exchange(1))
	if string(second.Bytes(16, 8)) != "HTTP/1.1" || len(second.Lines()) != 1 {
		t.Errorf("the second message keeps %q and %d lines, want HTTP/1.1 and 1 line", second.Bytes(16, 8), len(second.Lines()))
	}
	if string(third.Bytes(24, 20)) != "HTTP/1.1abc" || len(third.Lines()) != 2 {
		t.Errorf("the third message keeps %q and %d lines, want HTTP/1.1abc and 2 lines", third.Bytes(24, 20), len(third.Lines()))
	}
	if first.Bytes(8, 8) != nil || !first.Dropped || string(data) != "HTTP/1.1" || lines[0].Len != 8 {
		t.Errorf("the first message keeps %q, want no bytes, and the data of the event unchanged", first.Bytes(8, 8))
	}
}

func TestReleasingEqualExchangesCostsNoAllocation(t *testing.T) {
	r := opened()
	data, lines := []byte("HTTP/1.1"), []wire.Line{{Len: 8, Kind: wire.KindStatusLine}}
	request, sent := []byte("GET / HTTP/1.1"), []wire.Line{{Len: 14, Kind: wire.KindRequestLine}}
	for id := 1; id <= 1000; id++ {
		r.Apply(&session.RequestStarted{At: 2, Conn: 1, Exchange: id, Off: int64(14 * id), Len: 14, Data: request, Lines: sent})
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: id, Off: int64(8 * id), Len: 8, Data: data, Lines: lines, Reads: 1})
	}
	id := 0
	if n := testing.AllocsPerRun(900, func() {
		id++
		r.Release(r.Exchange(id))
	}); n > 0 {
		t.Errorf("%v allocations for each exchange, want 0", n)
	}
}

// A record counts no memory for released exchanges, so that a long session never seems to
// fill its limits.
func TestReleasedExchangesAreNotCounted(t *testing.T) {
	r := opened()
	before := r.held.rest
	for id := 1; id <= 3; id++ {
		r.Apply(&session.RequestStarted{At: 2, Conn: 1, Exchange: id, Method: "GET", Target: "/"})
		respond(r, id, 3)
		r.Apply(&session.ResponseHead{At: 4, Conn: 1, Exchange: id, Facts: wire.Facts{Status: 103}})
		r.Apply(&session.ResponseHead{At: 4, Conn: 1, Exchange: id, Facts: wire.Facts{Status: 200}})
	}
	for _, id := range []int{2, 3, 1} {
		r.Release(r.Exchange(id))
	}
	if h := &r.held; h.bytes != 0 || h.lines != 0 || h.findings != 0 || h.rest != before {
		t.Errorf("%d bytes, %d bytes of lines, %d of findings and %d of the rest are counted, want 0, 0, 0 and %d", h.bytes, h.lines, h.findings, h.rest, before)
	}
}
