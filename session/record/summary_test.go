package record

import (
	"slices"
	"testing"
	"time"

	"linger/session"
)

// A pipeline of three requests follows another exchange. Its first response takes two
// seconds.
func TestSummaryOfAPipeline(t *testing.T) {
	r := opened()
	exchange(r, 1, second, 0)
	r.Apply(session.Working{At: second, Conn: 1, Kind: session.WorkPipeline, Total: 3, Active: true})
	for id := 2; id <= 4; id++ {
		r.Apply(&session.RequestStarted{At: 2 * second, Conn: 1, Exchange: id, Len: 10})
		r.Apply(&session.RequestSent{At: 2 * second, Conn: 1, Exchange: id, Len: 10})
	}
	if _, ok := r.Summary(); ok {
		t.Error("Summary returns ok while the work is running, want false")
	}
	for id := 2; id <= 3; id++ {
		done := &session.ExchangeDone{At: time.Duration(id+2) * second, Conn: 1, Exchange: id}
		done.Facts.Complete = true
		r.Apply(&session.Received{At: done.At, Conn: 1, Exchange: id, Off: int64(id-1) * 4, Len: 4, Data: []byte("HTTP"), Reads: 1})
		r.Apply(done)
	}
	r.Apply(&session.ExchangeDone{At: 6 * second, Conn: 1, Exchange: 4})
	r.Apply(session.Working{At: 6 * second, Conn: 1, Kind: session.WorkPipeline, Done: 2, Total: 3, Cut: session.WorkCutEnded})
	exchange(r, 5, 7*second, 0) // not part of the pipeline
	s, ok := r.Summary()
	if !ok || len(s.Exchanges) != 3 || s.Answered != 2 || len(s.Lost) != 1 || s.Lost[0].ID != 4 || s.Conns != 1 {
		t.Fatalf("Summary = %+v, %t; want 3 exchanges on 1 connection, 2 answered, exchange 4 lost", s, ok)
	}
	if s.FirstByte != (Spread{2 * second, 3 * second, 3 * second}) || s.LastByte != s.FirstByte || s.Took != 3*second {
		t.Errorf("times = %+v, %+v, took %v; want 2 s, 3 s, 3 s, and 3 s in total", s.FirstByte, s.LastByte, s.Took)
	}
	if s.Queued != (Spread{0, 2 * second, 2 * second}) || s.HeldUp(r) != r.Exchange(2) {
		t.Errorf("Queued = %+v, HeldUp = %+v; want 0, 2 s, 2 s, and exchange 2", s.Queued, s.HeldUp(r))
	}
}

func TestWaitHasNoSummary(t *testing.T) {
	r := opened()
	r.Apply(session.Working{Kind: session.WorkWait, Active: true})
	r.Apply(session.Working{Kind: session.WorkWait})
	if _, ok := r.Summary(); ok {
		t.Error("Summary returns ok for a wait, want false: a wait sends nothing")
	}
}

func TestBeforeReturnsThePreviousExchange(t *testing.T) {
	r := opened()
	exchange(r, 1, second, 0)
	exchange(r, 2, 2*second, 0)
	if r.Before(r.Exchange(1)) != nil || r.Before(r.Exchange(2)) != r.Exchange(1) || r.Before(&Exchange{}) != nil {
		t.Error("Before does not return the previous exchange on the connection, or nil if there is none")
	}
}

// Each complete response is in one bucket of the histogram. The bounds are round, and
// there are at most n buckets, or two if n is 1.
func TestHistogram(t *testing.T) {
	took := func(ds ...time.Duration) *Summary {
		s := &Summary{}
		for _, d := range ds {
			e := &Exchange{Done: true, Started: second, LastByte: second + d}
			e.change().Complete = true
			s.Exchanges = append(s.Exchanges, e)
		}
		s.Exchanges = append(s.Exchanges, &Exchange{Done: true})
		return s
	}
	const us = time.Microsecond
	for _, c := range []struct {
		s    *Summary
		most int
		want []Bucket
	}{
		{took(), 8, nil},
		{took(500 * us), 8, []Bucket{{501 * us, 1}}},
		{took(400*us, 500*us, 3100*us), 8, []Bucket{{500 * us, 1}, {1000 * us, 1}, {1500 * us, 0}, {2000 * us, 0}, {2500 * us, 0}, {3000 * us, 0}, {3500 * us, 1}}},
		{took(second, 2*second), 3, []Bucket{{2 * second, 1}, {3 * second, 1}}},
	} {
		if got := c.s.Histogram(c.most); !slices.Equal(got, c.want) {
			t.Errorf("Histogram(%d) = %v, want %v", c.most, got, c.want)
		}
	}
	for n := 1; n < 12; n++ {
		for _, far := range []time.Duration{1, 999, 1e6, 123456789, 1e12} {
			total, s := 0, took(3*us, 3*us+far/3, 3*us+far)
			got := s.Histogram(n)
			for _, b := range got {
				total += b.N
			}
			if total != 3 || len(got) > max(n, 2) {
				t.Errorf("Histogram(%d) has %d buckets with %d responses, want at most %d with 3", n, len(got), total, max(n, 2))
			}
		}
	}
}

// The duration of a hold includes its waits before and after the exchanges.
func TestSummaryOfAHoldIncludesItsWaits(t *testing.T) {
	r := opened()
	r.Apply(session.Working{At: 2 * second, Conn: 1, Kind: session.WorkHold, Active: true})
	exchange(r, 1, 14*second, 0)
	r.Apply(session.Working{At: 14 * second, Conn: 1, Kind: session.WorkHold, Active: true, Done: 1})
	r.Apply(session.Working{At: 20 * second, Conn: 1, Kind: session.WorkHold, Done: 1, Cut: session.WorkCutStopped})
	if s, ok := r.Summary(); !ok || s.Took != 18*second || len(s.Exchanges) != 1 {
		t.Errorf("Summary = %+v, %t; want one exchange and 18 s", s, ok)
	}
}
