package record

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

const second = time.Second

// opened returns a record with one open connection.
func opened() *Record {
	r := &Record{}
	r.Apply(session.Started{Target: "http://h"})
	r.Apply(session.Dialing{At: 1, Conn: 1})
	r.Apply(session.Connected{At: 2, Conn: 1, RoundTrip: 100 * time.Millisecond})
	return r
}

// exchange folds the events of the nth exchange, from its request to its end.
func exchange(r *Record, n int, at time.Duration, reason wire.Reason) {
	r.Apply(&session.RequestStarted{At: at, Conn: 1, Exchange: n, Method: "GET", Target: "/", Len: 10, Data: []byte("GET / HTTP")})
	r.Apply(&session.RequestSent{At: at, Conn: 1, Exchange: n, Len: 10})
	r.Apply(&session.Received{At: at, Conn: 1, Exchange: n, Off: int64(n-1) * 4, Len: 4, Data: []byte("HTTP"), Reads: 1, Lines: []wire.Line{{Len: 4, Kind: wire.KindStatusLine}}})
	r.Apply(&session.ExchangeDone{At: at, Conn: 1, Exchange: n, Reason: reason})
}

func TestStatesOfAConnection(t *testing.T) {
	r := opened()
	want := func(why string, s State) {
		t.Helper()
		if got := r.Newest().State; got != s {
			t.Errorf("%s: state %d, want %d", why, got, s)
		}
	}
	want("connected, nothing sent", Unused)
	r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: 1, Len: 10})
	want("the first byte is being written", Sending)
	r.Apply(&session.RequestSent{At: 4, Conn: 1, Exchange: 1, Len: 10})
	want("the last byte was written", Awaiting)
	r.Apply(&session.ExchangeDone{At: 5, Conn: 1, Exchange: 1, Reason: wire.ReasonHTTP11Default})
	want("after a response that keeps the connection open", Idle)
	exchange(r, 2, 6, wire.ReasonResponseClose)
	want("after a response that says close", Closing)
	exchange(r, 3, 7, wire.ReasonHTTP11Default)
	want("after another response without close", Closing)
	r.Apply(session.Closed{At: 9, Conn: 1, Ending: session.Ending{By: session.ByServer}})
	want("after the close", Ended)
	if got := r.Newest().Age(100); got != 7 {
		t.Errorf("the age is %d, want 7: it stops at the close", got)
	}
}

// An unsolicited response does not restart the idle time, which counts from the last
// response to a request.
func TestUnsolicitedResponseDoesNotRestartTheIdleTime(t *testing.T) {
	r := opened()
	exchange(r, 1, 3*second, wire.ReasonHTTP11Default)
	r.Apply(&session.ExchangeDone{At: 5 * second, Conn: 1, Exchange: 2, Reason: wire.ReasonHTTP11Default})
	if got := r.Newest().IdleSince; got != 3*second {
		t.Errorf("idle since %v, want 3s", got)
	}
	exchange(r, 3, 6*second, wire.ReasonHTTP11Default)
	if got := r.Newest().IdleSince; got != 6*second {
		t.Errorf("idle since %v, want 6s", got)
	}
}

// When a request begins, all its bytes count as sent. When it ends, only the written
// bytes count.
func TestOnlyWrittenBytesCountAsSent(t *testing.T) {
	r := opened()
	r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: 1, Len: 10, Data: []byte("GET / HTTP")})
	r.Apply(&session.RequestSent{At: 4, Conn: 1, Exchange: 1, Len: 7})
	if got := r.Newest().Sent; got != 7 {
		t.Errorf("Sent = %d bytes, want 7", got)
	}
}

// A request that linger relays or reads from a capture is assembled from its parts.
func TestRequestDataExtendsTheRequest(t *testing.T) {
	r := opened()
	r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: 1, Data: []byte("POST"), Len: 4, Lines: []wire.Line{{Len: 4, Kind: wire.KindRequestLine}}})
	r.Apply(&session.RequestData{At: 4, Conn: 1, Exchange: 1, Off: 4, Len: 5, Data: []byte("hello"), Lines: []wire.Line{{Len: 5, Kind: wire.KindContent}}})
	r.Apply(&session.RequestSent{At: 4, Conn: 1, Exchange: 1, Len: 9})
	e := r.Exchange(1)
	if got := string(e.Request.Bytes(0, 9)); got != "POSThello" || e.Request.Len != 9 || e.Sent != 9 || r.Conn(1).Sent != 9 {
		t.Errorf("request = %q, %d bytes, %d sent, %d on the connection; want POSThello, 9 each", got, e.Request.Len, e.Sent, r.Conn(1).Sent)
	}
	if lines := e.Request.Lines(); len(lines) != 2 || lines[1].Off != 4 {
		t.Errorf("lines = %v, want two, the second at offset 4", lines)
	}
}

func TestPipelinedExchangesKeepTheConnectionAwaiting(t *testing.T) {
	r := opened()
	for n := 1; n <= 3; n++ {
		r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: n, Len: 10})
		r.Apply(&session.RequestSent{At: 3, Conn: 1, Exchange: n, Len: 10})
	}
	for n := 1; n <= 3; n++ {
		r.Apply(&session.ExchangeDone{At: 4, Conn: 1, Exchange: n, Reason: wire.ReasonHTTP11Default})
		want := Awaiting
		if n == 3 {
			want = Idle
		}
		if got := r.Newest().State; got != want {
			t.Errorf("after response %d of 3: state %d, want %d", n, got, want)
		}
	}
}

func TestZonesOfAHint(t *testing.T) {
	r := opened()
	exchange(r, 1, 10*second, wire.ReasonHTTP11Default)
	budget := session.Budget{HasTimeout: true, Timeout: 5 * second, Deadline: 15 * second, Applies: true, RoundTrip: 100 * time.Millisecond}
	r.Apply(&session.BudgetChanged{At: 10 * second, Conn: 1, Exchange: 1, Budget: budget})
	for _, c := range []struct {
		now  time.Duration
		want Zone
	}{
		{10 * second, Safe}, {14*second - 1, Safe}, {14 * second, Caution},
		{15*second - 101*time.Millisecond, Caution}, {15*second - 100*time.Millisecond, Race}, {15*second - 1, Race}, {15 * second, Late}, {16 * second, Late},
	} {
		l := r.Limit(r.Newest())
		if got := l.Zone(c.now); got != c.want {
			t.Errorf("at %v: zone %d, want %d", c.now, got, c.want)
		}
	}
	budget.Applies = false
	r.Apply(&session.BudgetChanged{At: 10 * second, Conn: 1, Exchange: 1, Budget: budget})
	l := r.Limit(r.Newest())
	if got := l.Zone(11 * second); got != NoZone {
		t.Errorf("zone with a hint that does not apply = %d, want %d", got, NoZone)
	}
}

func TestReadsOfOneResponseAreJoined(t *testing.T) {
	r := opened()
	for i, part := range []string{"HTTP/1.1 200 OK\r\n\r\n", "hel", "lo"} {
		kind := wire.KindContent
		if i == 0 {
			kind = wire.KindStatusLine
		}
		off := r.Newest().Received
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: 1, Off: off, Len: int64(len(part)), Data: []byte(part), Reads: 1, Lines: []wire.Line{{Len: int64(len(part)), Kind: kind}}})
	}
	s := &r.Exchange(1).Response
	if got := string(s.Bytes(19, 100)); got != "hello" {
		t.Errorf("Bytes(19) = %q, want hello", got)
	}
	if len(s.keeps().lines) != 2 || s.keeps().lines[1].Len != 5 || len(s.Segments()) != 3 {
		t.Errorf("lines = %+v, segments = %v; want the content of two reads in one line, and three segments", s.keeps().lines, s.Segments())
	}
}

func TestBytesThatAreNotKeptCount(t *testing.T) {
	r := opened()
	r.Apply(&session.Received{At: 3, Conn: 1, Exchange: 1, Len: 100, Data: []byte("kept"), Reads: 1, Lines: []wire.Line{{Len: 100, Kind: wire.KindContent}}})
	r.Apply(&session.Received{At: 3, Conn: 1, Exchange: 1, Off: 100, Len: 4, Data: []byte("tail"), Lines: []wire.Line{{Len: 4, Kind: wire.KindLost}}})
	s := &r.Exchange(1).Response
	if s.Len != 104 || len(s.Segments()) != 1 || s.Segments()[0].Len != 104 {
		t.Errorf("length = %d, segments = %+v; want 104 bytes in one read", s.Len, s.Segments())
	}
	if got := s.Bytes(50, 10); got != nil {
		t.Errorf("Bytes(50) = %q, want nil: they were not kept", got)
	}
	if got := string(s.Bytes(100, 10)); got != "tail" {
		t.Errorf("Bytes(100) = %q, want tail", got)
	}
}

func TestLinesOfALongBodyAreLimited(t *testing.T) {
	r := opened()
	const n = 10 * maxLines
	for i := range int64(n) {
		kind := [...]wire.Kind{wire.KindChunkLine, wire.KindChunkData, wire.KindChunkEnd}[i%3]
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: 1, Off: i, Len: 1, Data: []byte{'x'}, Reads: 1, Lines: []wire.Line{{Len: 1, Kind: kind}}})
	}
	s := &r.Exchange(1).Response
	if len(s.keeps().lines) > maxLines || len(s.Segments()) > maxSegments {
		t.Fatalf("%d lines, %d segments; want at most %d and %d", len(s.keeps().lines), len(s.Segments()), maxLines, maxSegments)
	}
	var next int64
	for i, l := range s.Lines() {
		if l.Off != next {
			t.Fatalf("line %d begins at %d, want %d: there is a gap or an overlap", i, l.Off, next)
		}
		next = l.End()
	}
	if next != n {
		t.Errorf("the lines end at %d, want %d", next, n)
	}
	var chunks int
	for _, l := range s.Lines() {
		switch l.Kind {
		case wire.KindChunkLine:
			chunks++
		case wire.KindChunks:
			chunks += int(l.A)
		}
	}
	if want := (n + 2) / 3; chunks != want {
		t.Errorf("the lines have %d chunks, want %d", chunks, want)
	}
}

func TestOldestBytesAreDroppedFirst(t *testing.T) {
	r := opened()
	const size = KeepAll / 4
	for n := 1; n <= 6; n++ {
		r.Apply(&session.Received{At: 3, Conn: 1, Exchange: n, Off: int64(n-1) * size, Len: size, Data: make([]byte, size), Reads: 1})
	}
	if r.Exchange(1).Response.keeps().data != nil {
		t.Error("the bytes of exchange 1 are in memory, want them dropped")
	}
	for n := 1; n <= 6; n++ {
		s := &r.Exchange(n).Response
		if gone := n <= 2; s.Dropped != gone || s.Len != size {
			t.Errorf("exchange %d: dropped = %t, length = %d; want %t, %d", n, s.Dropped, s.Len, gone, size)
		}
	}
}

func BenchmarkFoldOneExchange(b *testing.B) {
	r := opened()
	b.ReportAllocs()
	for n := 1; b.Loop(); n++ {
		exchange(r, n, time.Duration(n), wire.ReasonHTTP11Default)
	}
}

// Two connections are open at once. Conn returns each by its number.
func ExampleRecord() {
	r := &Record{}
	r.Apply(session.Started{Target: "http://shop.example"})
	for id := 1; id <= 2; id++ {
		r.Apply(session.Dialing{Conn: id})
		r.Apply(session.Connected{At: time.Second, Conn: id})
	}
	r.Apply(session.Closed{At: 3 * time.Second, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Idle: 2 * time.Second}})
	for _, c := range r.Conns {
		fmt.Println(c.ID, c.Target, c.State.Open(), c.Age(time.Minute))
	}
	fmt.Println("newest:", r.Newest().ID)
	// Output:
	// 1 http://shop.example false 2s
	// 2 http://shop.example true 59s
	// newest: 2
}

func TestBegunReturnsAnIncompleteHeaderSection(t *testing.T) {
	raw := "HTTP/1.1 502 Bad\r\nA: b\r\nC"
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: "GET"})
	r := opened()
	r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: 1, Method: "GET", Len: 10})
	d.Feed([]byte(raw))
	lines := append([]wire.Line(nil), d.Lines()...)
	d.Close()
	lines = append(lines, d.Lines()...)
	r.Apply(&session.Received{At: 4, Conn: 1, Exchange: 1, Len: int64(len(raw)), Data: []byte(raw), Lines: lines, Reads: 1})
	r.Apply(&session.ExchangeDone{At: 5, Conn: 1, Exchange: 1, Facts: *d.Facts(), Reason: wire.ReasonTruncated})
	e := r.Exchange(1)
	if _, ok := e.Final(); ok {
		t.Error("Final returns ok for an incomplete header section")
	}
	h, ok := e.Begun()
	phrase, _ := e.ReasonPhrase()
	if !ok || h.Status != 502 || phrase != "Bad" {
		t.Errorf("Begun = %t, status %d, phrase %q; want true, 502, Bad", ok, h.Status, phrase)
	}
	var fields []string
	for f := range e.Fields(h) {
		fields = append(fields, f.Name+": "+f.Value)
	}
	if fmt.Sprint(fields) != "[A: b]" {
		t.Errorf("fields = %v, want only the complete one", fields)
	}
}

// Events of equal messages share their lines, so a Stretch never changes them.
func TestStretchDoesNotChangeTheLinesOfAnEvent(t *testing.T) {
	shared := []wire.Line{{Len: 4, Kind: wire.KindStatusLine}, {Off: 4, Len: 3, Kind: wire.KindContent}}
	want := slices.Clone(shared)
	r := opened()
	for id := 1; id <= 2; id++ {
		r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: id, Method: "GET", Len: 10})
		r.Apply(&session.Received{At: 4, Conn: 1, Exchange: id, Off: int64(id) * 100, Len: 7, Reads: 1, Lines: shared})
	}
	r.Apply(&session.Received{At: 5, Conn: 1, Exchange: 2, Off: 207, Len: 5, Reads: 1, Lines: []wire.Line{{Len: 5, Kind: wire.KindContent}}})
	if !slices.Equal(shared, want) {
		t.Errorf("lines of the event = %+v, want %+v", shared, want)
	}
	if got := r.Exchange(1).Response.Lines(); got[1].Off != 104 || got[1].Len != 3 {
		t.Errorf("lines of exchange 1 = %+v, want 3 bytes of content at 104", got)
	}
	if got := r.Exchange(2).Response.Lines(); got[1].Off != 204 || got[1].Len != 8 {
		t.Errorf("lines of exchange 2 = %+v, want 8 bytes of content at 204", got)
	}
}

func TestBetweenReturnsTheLinesThatBeginInTheRange(t *testing.T) {
	r := opened()
	r.Apply(&session.Received{At: 3, Conn: 1, Off: 50, Len: 9, Data: []byte("\r\nstrayed"), Reads: 1,
		Lines: []wire.Line{{Len: 2, Kind: wire.KindEmptyLine}, {Off: 2, Len: 7, Kind: wire.KindUnsolicited}}})
	part, ok := r.Newest().Loose.Between(52, 100)
	if !ok || part.Off != 52 || part.Len != 7 || string(part.Bytes(52, 7)) != "strayed" {
		t.Fatalf("Between = %+v, %t; want the 7 bytes at 52", part, ok)
	}
	if ls := part.Lines(); len(ls) != 1 || ls[0].Off != 52 {
		t.Errorf("lines = %+v, want one at 52", ls)
	}
	if _, ok := r.Newest().Loose.Between(59, 100); ok {
		t.Error("Between returns ok after the end of the stretch")
	}
}

// A finding that stands for several repetitions counts as that many.
func TestWorstCountsRepetitions(t *testing.T) {
	fs := []wire.Finding{{Code: wire.CodeObsFold}, {Code: wire.CodeChunkExt, More: 3}, {Code: wire.CodeObsFold, More: 8}}
	if s, n := Worst(fs); s != wire.SeverityWarning || n != 10 {
		t.Errorf("Worst = %s, %d; want %s, 10", s, n, wire.SeverityWarning)
	}
}

// An exchange has a response as soon as a status-line, interim or final, has begun.
func TestHasResponse(t *testing.T) {
	r := opened()
	for kind, want := range map[wire.Kind]bool{wire.KindStatusLine: true, wire.KindEmptyLine: false, wire.KindLost: false} {
		id := len(r.Exchanges) + 1
		r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: id, Method: "GET", Len: 10})
		r.Apply(&session.Received{At: 4, Conn: 1, Exchange: id, Off: int64(id) * 10, Len: 7, Reads: 1, Lines: []wire.Line{{Len: 7, Kind: kind}}})
		if got := r.Exchange(id).HasResponse(); got != want {
			t.Errorf("HasResponse after a line of kind %s = %t, want %t", kind, got, want)
		}
	}
}

// several returns a record with n open connections to one target.
func several(n int) *Record {
	r := &Record{}
	r.Apply(session.Started{Target: "http://h"})
	for id := 1; id <= n; id++ {
		r.Apply(session.Dialing{Conn: id})
		r.Apply(session.Connected{At: time.Duration(id), Conn: id, RoundTrip: time.Millisecond})
	}
	return r
}

// Each of several open connections has its own idle time, state and budget.
func TestOpenConnectionsAreIndependent(t *testing.T) {
	r := several(3)
	r.Apply(&session.RequestStarted{At: 10, Conn: 2, Exchange: 1, Method: "GET", Len: 10})
	r.Apply(&session.RequestStarted{At: 11, Conn: 1, Exchange: 2, Method: "GET", Len: 20})
	r.Apply(&session.RequestSent{At: 12, Conn: 1, Exchange: 2, Len: 20})
	r.Apply(&session.ExchangeDone{At: 20, Conn: 1, Exchange: 2, Reason: wire.ReasonHTTP11Default})
	r.Apply(&session.BudgetChanged{At: 20, Conn: 1, Exchange: 2, Budget: session.Budget{HasTimeout: true, Applies: true, Timeout: second, Deadline: 20 + second}})
	one, two, three := r.Conn(1), r.Conn(2), r.Conn(3)
	if one.State != Idle || two.State != Sending || three.State != Unused {
		t.Errorf("states = %d, %d, %d; want %d, %d, %d", one.State, two.State, three.State, Idle, Sending, Unused)
	}
	if one.Sent != 20 || two.Sent != 10 || three.Sent != 0 {
		t.Errorf("bytes sent = %d, %d, %d; want 20, 10, 0", one.Sent, two.Sent, three.Sent)
	}
	first, second := r.Limit(one), r.Limit(two)
	if a, b := first.Zone(20), second.Zone(20); a != Caution || b != NoZone {
		t.Errorf("zones = %d, %d; want %d, %d", a, b, Caution, NoZone)
	}
	if a, b, c := one.IdleFor(50), two.IdleFor(50), three.IdleFor(50); a != 30 || b != 0 || c != 47 {
		t.Errorf("idle for %d, %d, %d; want 30, 0, 47", a, b, c)
	}
	r.Apply(session.Closed{At: 60, Conn: 2, Ending: session.Ending{By: session.ByServer, Idle: 7, Lost: []int{1}}})
	if one.State != Idle || two.State != Ended || two.IdleFor(99) != 7 || r.Newest() != three {
		t.Errorf("states = %d, %d, idle for %d, newest %d; want %d, %d, 7, 3", one.State, two.State, two.IdleFor(99), r.Newest().ID, Idle, Ended)
	}
}

// An exchange belongs to the connection of its first event, not to the connection whose
// event skipped its number.
func TestSkippedExchangesJoinTheConnectionOfTheirFirstEvent(t *testing.T) {
	r := several(2)
	started := func(conn, id int) {
		r.Apply(&session.RequestStarted{At: time.Duration(10 * id), Conn: conn, Exchange: id, Method: "GET"})
	}
	started(1, 4)
	if r.Exchange(3) != nil || r.Exchange(4).Conn != 1 || len(r.Conn(1).Exchanges) != 1 {
		t.Errorf("after the event of exchange 4, exchange 3 = %+v; want no connection", r.Exchanges[2])
	}
	started(2, 3)
	started(1, 2)
	if got := r.Conn(1).Exchanges; len(got) != 2 || got[0].ID != 2 || got[1].ID != 4 {
		t.Errorf("connection 1 has %d exchanges, want 2 and 4 in order", len(got))
	}
	if e := r.Conn(2).Exchange(3); e == nil || e.Started != 30 {
		t.Errorf("exchange 3 = %+v, want it on connection 2, started at 30", e)
	}
	if r.Conn(2).Exchange(4) != nil || r.Exchange(1) != nil {
		t.Error("Exchange returns an exchange that has no events or belongs to another connection")
	}
}

// Events with numbers below 1, which no session uses, do not damage the record.
func TestNumbersBelowOneAreIgnored(t *testing.T) {
	r := several(1)
	for _, id := range []int{-7, 0} {
		r.Apply(&session.RequestStarted{Conn: id, Exchange: 1})
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: id})
		r.Apply(&session.ExchangeDone{Conn: 1, Exchange: id})
		r.Apply(session.Closed{Conn: id})
	}
	if len(r.Exchanges) != 0 || len(r.Conns) != 1 || r.Conn(0) != nil || r.Exchange(0) != nil {
		t.Errorf("%d exchanges, %d connections; want 0 and 1", len(r.Exchanges), len(r.Conns))
	}
}

// inMemory returns the number of bytes that a record has allocated for messages.
func inMemory(r *Record) (n int64) {
	for _, e := range r.Exchanges {
		for _, s := range []*Stretch{&e.Request, &e.Response} {
			for p := range s.pieces() {
				n += int64(cap(p.data))
			}
		}
	}
	return n
}

// The limit on memory also applies to bodies that arrive slowly on many connections at
// once.
func TestManySlowBodiesStayWithinTheLimit(t *testing.T) {
	const conns, part = 50, 256 << 10
	r := several(conns)
	data := make([]byte, part)
	for n := range int64(16) {
		for id := 1; id <= conns; id++ {
			r.Apply(&session.Received{At: 3, Conn: id, Exchange: id, Off: n * part, Len: part, Data: data, Reads: 1})
		}
	}
	if got := inMemory(r); got > KeepAll+KeepAll/4 { // growing slices have spare capacity
		t.Errorf("%d MiB are held, want at most %d", got>>20, (KeepAll+KeepAll/4)>>20)
	}
	if first, last := &r.Exchange(1).Response, &r.Exchange(conns).Response; !first.Dropped || first.Len != 16*part || last.Dropped || len(last.Bytes(0, 1)) == 0 {
		t.Errorf("oldest: dropped = %t, length = %d; newest: dropped = %t; want only the oldest dropped, with its length", first.Dropped, first.Len, last.Dropped)
	}
}

func TestRequestsCountTowardsTheLimit(t *testing.T) {
	r := several(1)
	const size = KeepAll / 2
	for id := 1; id <= 3; id++ {
		r.Apply(&session.RequestStarted{At: 3, Conn: 1, Exchange: id, Data: make([]byte, size), Len: size})
	}
	if first, second := r.Exchange(1).Request, r.Exchange(2).Request; !first.Dropped || first.Bytes(0, 1) != nil || second.Dropped {
		t.Errorf("dropped = %t, %t for requests 1 and 2; want true, false", first.Dropped, second.Dropped)
	}
}

func TestLooseBytesStayWithinTheirLimit(t *testing.T) {
	r := several(3)
	data := make([]byte, KeepLoose/2+1)
	for id := 1; id <= 3; id++ {
		r.Apply(&session.Received{At: 3, Conn: id, Len: int64(len(data)), Data: data, Reads: 1})
	}
	for id, want := range map[int]int{1: len(data), 2: KeepLoose - len(data), 3: 0} {
		s := &r.Conn(id).Loose
		if got := len(s.Bytes(0, s.Len)); got != want || s.Dropped != (want < len(data)) || s.Len != int64(len(data)) {
			t.Errorf("connection %d: %d bytes kept, dropped = %t; want %d, %t", id, got, s.Dropped, want, want < len(data))
		}
	}
}

// A connection keeps the data of its events.
func TestConnectionKeepsTheDataOfItsEvents(t *testing.T) {
	r := &Record{}
	r.Apply(session.Dialing{Conn: 1, Address: "h:80", Target: "http://h"})
	c := r.Conn(1)
	if got := c.Making(); got != "connecting to h:80" || c.Age(9) != 0 {
		t.Errorf("Making = %q, age %v; want connecting to h:80, 0", got, c.Age(9))
	}
	r.Apply(session.DialStep{Conn: 1, Phase: session.DialConnecting, Address: "192.0.2.1:80"})
	r.Apply(session.Waiting{Conn: 1, Requests: 2})
	if got := c.Making(); got != "connecting to 192.0.2.1:80" || c.Waiting != 2 {
		t.Errorf("Making = %q, %d requests waiting; want connecting to 192.0.2.1:80, 2", got, c.Waiting)
	}
	r.Apply(session.DialFailed{Conn: 1, Kind: session.DialRefused})
	if c.State != Failed || c.Waiting != 0 || c.State.Open() || c.Age(9) != 0 || c.IdleFor(9) != 0 {
		t.Errorf("state %d, %d requests waiting, age %v, idle for %v; want failed and zeros", c.State, c.Waiting, c.Age(9), c.IdleFor(9))
	}
	r.Apply(session.Dialing{At: 1, Conn: 2})
	if got := r.Conn(2).Making(); got != "connecting" {
		t.Errorf("Making without an address = %q, want connecting", got)
	}
	r.Apply(session.Connected{At: 2, Conn: 2})
	r.Apply(session.PathMeasured{Conn: 2, RoundTrip: 7})
	r.Apply(session.Overdue{At: 3, Conn: 2})
	r.Apply(session.HalfClosed{At: 4, Conn: 2})
	r.Apply(session.Found{At: 5, Conn: 2, Finding: wire.Finding{Code: wire.CodeUnsolicited}})
	r.Apply(&session.ResponseHead{At: 6, Conn: 2, Exchange: 1, Facts: wire.Facts{Status: 101}})
	c = r.Conn(2)
	if c.Budget.RoundTrip != 7 || c.OverdueAt != 3 || !c.HalfClosed || c.ShutAt != 4 || !c.OutOfStep || len(c.Findings) != 1 {
		t.Errorf("connection 2 = %+v, want the data of all its events", c)
	}
}

// The record keeps the latest event of each kind about the whole session.
func TestRecordKeepsTheLatestEventsOfTheSession(t *testing.T) {
	r := &Record{}
	r.Apply(session.Working{At: 1, Kind: session.WorkHold, Active: true})
	r.Apply(session.Declined{At: 2, Why: "no"})
	r.Apply(session.Checked{At: 3, Alive: true})
	r.Apply(session.Ended{At: 4})
	if !r.Work.Active || r.Declined.Why != "no" || !r.Checked.Alive || !r.Ended || r.Now() != 4 || r.Applied != 4 {
		t.Errorf("record = %+v, want the data of all four events", r)
	}
}

// Separate flags say whether something has happened, because 0 is a valid time.
func TestEventsAtTimeZeroSetTheirFlags(t *testing.T) {
	var r Record
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Len: 4})
	c, e := r.Conn(1), r.Exchange(1)
	if e.Written || e.Ended || c.Overdue || c.HalfClosed {
		t.Errorf("before the events: written %t, ended %t, overdue %t, half-closed %t; want all false", e.Written, e.Ended, c.Overdue, c.HalfClosed)
	}
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 2, Len: 4})
	for id := 1; id <= 2; id++ {
		r.Apply(&session.RequestSent{Conn: 1, Exchange: id, Len: 4})
	}
	r.Apply(session.HalfClosed{Conn: 1})
	r.Apply(&session.ExchangeDone{Conn: 1, Exchange: 1, Facts: wire.Facts{Complete: true}})
	r.Apply(session.Overdue{Conn: 1})
	if !e.Written || !e.Ended || !c.Overdue || !c.HalfClosed {
		t.Errorf("after the events: written %t, ended %t, overdue %t, half-closed %t; want all true", e.Written, e.Ended, c.Overdue, c.HalfClosed)
	}
	r.Apply(&session.BudgetChanged{Conn: 1})
	if c.Overdue {
		t.Error("Overdue = true after a new budget, want false")
	}
	if next := r.Exchange(2); next.Ended || !next.Written {
		t.Errorf("exchange 2, in progress: written %t, ended %t; want true, false", next.Written, next.Ended)
	}
	r.Apply(session.Closed{Conn: 1})
	if !r.Exchange(2).Ended {
		t.Error("Ended = false for an exchange after the end of its connection, want true")
	}
}

// In a capture without times, all events are at 0, including the first byte.
func TestHasByteIsTrueForAByteAtTimeZero(t *testing.T) {
	var r Record
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Len: 4})
	e := r.Exchange(1)
	if e.HasByte() {
		t.Error("HasByte is true before the first byte")
	}
	r.Apply(&session.Received{Conn: 1, Exchange: 1, Len: 3, Reads: 1})
	r.Apply(&session.Received{At: 7, Conn: 1, Exchange: 1, Off: 3, Len: 2, Reads: 1})
	r.Apply(&session.Received{At: 9, Conn: 1, Exchange: 1, Off: 5})
	if !e.HasByte() || e.FirstByte != 0 || e.LastByte != 7 {
		t.Errorf("HasByte = %t, bytes from %v to %v; want true, 0s to 7ns", e.HasByte(), e.FirstByte, e.LastByte)
	}
}
