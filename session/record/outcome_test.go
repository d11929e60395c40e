package record

import (
	"testing"

	"linger/session"
	"linger/wire"
)

// answer applies an exchange whose response begins at off, after change has modified the
// facts of the response.
func answer(r *Record, id int, off int64, change func(*wire.Facts)) *Exchange {
	f := wire.Facts{Request: wire.Request{Method: "GET"}, Answers: true, Status: 200, Length: 3, Off: off, BodyAt: off + 40,
		LengthAt: off + 20, CodingAt: -1, ConnectionAt: -1, HintAt: -1}
	change(&f)
	r.Apply(&session.RequestStarted{At: 1, Conn: 1, Exchange: id, Method: "GET", Facts: f.Request})
	r.Apply(&session.Received{At: 2, Conn: 1, Exchange: id, Off: off, Len: 43, Reads: 1})
	r.Apply(&session.ResponseHead{At: 2, Conn: 1, Exchange: id, Off: off, End: off + 40, Facts: f})
	f.Complete = true
	r.Apply(&session.ExchangeDone{At: 3, Conn: 1, Exchange: id, Facts: f, SHA256: []byte{1, 2, 3}, Retry: session.RetrySafe})
	return r.Exchange(id)
}

func TestEqualExchangesShareTheirOutcome(t *testing.T) {
	r := opened()
	same := func(*wire.Facts) {}
	first, second := answer(r, 1, 0, same), answer(r, 2, 43, same)
	third := answer(r, 3, 86, func(f *wire.Facts) { f.Status = 404 })
	fourth := answer(r, 4, 129, func(f *wire.Facts) { f.Status = 404 })
	if first.outcome != second.outcome || third.outcome != fourth.outcome || first.outcome == third.outcome {
		t.Error("equal exchanges do not share their outcome, or different exchanges do")
	}
	for i, e := range []*Exchange{first, second, third, fourth} {
		off := int64(43 * i)
		if f := e.Facts(); f.Off != off || f.BodyAt != off+40 || f.LengthAt != off+20 || f.HintAt != -1 || !f.Complete {
			t.Errorf("facts of exchange %d = %+v, want offsets that count from %d, complete", e.ID, f, off)
		}
		if want := []int{200, 200, 404, 404}[i]; e.Facts().Status != want || len(e.SHA256()) != 3 || e.Retry() != session.RetrySafe {
			t.Errorf("exchange %d: status %d, digest %x, retry %q; want %d, 3 bytes and %q", e.ID, e.Facts().Status, e.SHA256(), e.Retry(), want, session.RetrySafe)
		}
	}
}

// A change of one exchange does not change those that share its outcome.
func TestASharedOutcomeDoesNotChange(t *testing.T) {
	r := opened()
	same := func(*wire.Facts) {}
	first, second := answer(r, 1, 0, same), answer(r, 2, 43, same)
	r.Apply(session.Found{At: 4, Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited, Offset: 86}})
	third := answer(r, 3, 90, same)
	if f := first.Facts(); f.FollowedAt != 0 {
		t.Errorf("facts of the first exchange = %+v, want FollowedAt 0", f)
	}
	for _, e := range []*Exchange{second, third} {
		if f := e.Facts(); f.FollowedAt != 86 || f.Off != int64(43*(e.ID-1)) && f.Off != 90 || f.BodyAt != f.Off+40 {
			t.Errorf("facts of exchange %d = %+v, want FollowedAt 86 and the offsets of this exchange", e.ID, f)
		}
	}
}

// Facts returns the facts of a damaged log unchanged.
func TestFactsOutOfOrderAreKept(t *testing.T) {
	r := opened()
	e := answer(r, 1, 100, func(f *wire.Facts) { f.HintAt = 7 })
	if f := e.Facts(); f.Off != 100 || f.HintAt != 7 || f.BodyAt != 140 {
		t.Errorf("facts = %+v, want offsets 100, 140 and a hint at 7", f)
	}
	e = answer(r, 2, -1, func(f *wire.Facts) { f.BodyAt, f.LengthAt = -1, -1 })
	if f := e.Facts(); f.Off != -1 || f.BodyAt != -1 {
		t.Errorf("facts = %+v, want both offsets -1", f)
	}
}

// Equal exchanges need no new memory for their outcome.
func TestEqualOutcomesCostNoAllocation(t *testing.T) {
	r := &Record{}
	e := &Exchange{ID: 1}
	head := wire.Facts{Status: 200, Length: -1}
	done := &session.ExchangeDone{Facts: head, SHA256: make([]byte, 32)}
	r.outcomes.done(&Exchange{}, done)
	if n := testing.AllocsPerRun(1000, func() {
		*e = Exchange{ID: 1}
		r.outcomes.request(e, wire.Request{Method: "GET"})
		r.outcomes.head(e, &head)
		r.outcomes.done(e, done)
	}); n > 0 {
		t.Errorf("%v allocations for each exchange, want 0", n)
	}
}
