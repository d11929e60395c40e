package replay_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/session/replay"
)

const second = time.Second

// story returns the events of two connections, with a mark in between. The server resets
// the first connection.
func story() []session.Event {
	var evs []session.Event
	evs = append(evs, session.Started{Wall: time.Unix(1e9, 0).UTC(), Target: "http://h"})
	exchange := 0
	for conn := 1; conn <= 2; conn++ {
		at := time.Duration(conn*10) * second
		evs = append(evs, session.Dialing{At: at, Conn: conn}, session.Connected{At: at, Conn: conn})
		for range 2 {
			at += second
			exchange++
			evs = append(evs, &session.RequestStarted{At: at, Conn: conn, Exchange: exchange, Method: "GET", Target: "/"},
				&session.RequestSent{At: at, Conn: conn, Exchange: exchange},
				&session.ExchangeDone{At: at + second/2, Conn: conn, Exchange: exchange})
		}
		c := session.Closed{At: at + 5*second, Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN}}
		if conn == 1 {
			c.How = session.HowReset
			evs = append(evs, c, session.Marked{At: 18 * second, Text: "deploy"})
			continue
		}
		evs = append(evs, c)
	}
	return append(evs, session.Ended{At: 30 * second})
}

func fileOf(t *testing.T, evs []session.Event) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := log.NewWriter(&b, log.Header{}).Write(evs...); err != nil {
		t.Fatal(err)
	}
	return &b
}

func player(t *testing.T) *replay.Player {
	t.Helper()
	data := fileOf(t, story()).Bytes()
	p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// at returns the record of the story at the given time.
func at(t time.Duration) *record.Record {
	r := &record.Record{}
	for _, ev := range story() {
		if log.At(ev) <= t {
			r.Apply(ev)
		}
	}
	return r
}

func outline(r *record.Record) string {
	s := fmt.Sprint(r.Applied, r.Now(), len(r.Marks), r.Ended)
	for _, c := range r.Conns {
		s += fmt.Sprintf("; %d: state %d, %d exchanges, %+v", c.ID, c.State, len(c.Exchanges), c.Close)
	}
	return s
}

func wantAt(t *testing.T, p *replay.Player, why string, to time.Duration) {
	t.Helper()
	if p.Now() != to || !reflect.DeepEqual(p.Record(), at(to)) {
		t.Fatalf("%s: at %s\n%s\nwant at %s\n%s", why, p.Now(), outline(p.Record()), to, outline(at(to)))
	}
}

func TestNewMovesToTheEnd(t *testing.T) {
	p := player(t)
	wantAt(t, p, "opened", 30*second)
	if n, of := p.Step(); n != of || of != len(story()) || p.End() != 30*second || p.Playing() || p.Speed() != 1 {
		t.Errorf("Step() = %d of %d, end %s, playing %t, speed %d; want all, 30s, false, 1", n, of, p.End(), p.Playing(), p.Speed())
	}
	if cs := p.Closes(); len(cs) != 2 || cs[0] != (replay.Close{At: 17 * second, Broken: true}) || cs[1] != (replay.Close{At: 27 * second}) {
		t.Errorf("Closes() = %+v, want a broken one at 17 s and one at 27 s", cs)
	}
	if len(p.Marks()) != 1 || p.Marks()[0].Text != "deploy" || p.Header().Secrets != log.SecretsMasked {
		t.Errorf("Marks() = %v, secrets %v; want one mark, secrets masked", p.Marks(), p.Header().Secrets)
	}
}

func TestNextAndPreviousMoveToStops(t *testing.T) {
	p := player(t)
	p.Seek(0)
	wantAt(t, p, "the beginning", 0)
	for _, step := range []struct {
		name string
		move func(replay.Stop) bool
		stop replay.Stop
		ok   bool
		to   time.Duration
	}{
		{"first exchange", p.Next, replay.StopExchange, true, 11 * second},
		{"second exchange", p.Next, replay.StopExchange, true, 12 * second},
		{"close", p.Next, replay.StopClose, true, 17 * second},
		{"mark", p.Next, replay.StopMark, true, 18 * second},
		{"no mark", p.Next, replay.StopMark, false, 18 * second},
		{"exchange before", p.Previous, replay.StopExchange, true, 12 * second},
		{"close", p.Next, replay.StopClose, true, 17 * second},
		{"last close", p.Next, replay.StopClose, true, 27 * second},
		{"no close", p.Next, replay.StopClose, false, 27 * second},
		{"close before", p.Previous, replay.StopClose, true, 17 * second},
		{"no close before", p.Previous, replay.StopClose, false, 17 * second},
	} {
		if ok := step.move(step.stop); ok != step.ok {
			t.Errorf("%s: moved = %t, want %t", step.name, ok, step.ok)
		}
		wantAt(t, p, step.name, step.to)
	}
}

func TestStepByFoldsOneEvent(t *testing.T) {
	p := player(t)
	for n := len(story()) - 1; n >= 1; n-- {
		if p.StepBy(-1); p.Record().Applied != n || p.Now() != p.Record().Now() {
			t.Fatalf("after a step back: %d events at %s, want %d at the time of the last", p.Record().Applied, p.Now(), n)
		}
	}
	p.StepBy(-1) // the first event stays folded
	for n := 2; n <= len(story()); n++ {
		if p.StepBy(1); p.Record().Applied != n {
			t.Fatalf("after a step forward: %d events, want %d", p.Record().Applied, n)
		}
	}
	p.StepBy(1)
	wantAt(t, p, "after the last", 30*second)
}

func TestPlayMovesWithTimeAndFaster(t *testing.T) {
	p, now := player(t), time.Unix(5, 0)
	if p.Advance(now) {
		t.Error("Advance folded events although the log is not played")
	}
	p.Play(now)
	wantAt(t, p, "from the beginning", 0)
	now = now.Add(11 * second)
	if !p.Advance(now) || !p.Playing() {
		t.Error("Advance folded no events, or playing stopped")
	}
	wantAt(t, p, "11 s", 11*second)
	p.Faster()
	now = now.Add(second)
	p.Advance(now)
	wantAt(t, p, "4 times", 15*second)
	p.Play(now)
	now = now.Add(time.Hour)
	p.Advance(now)
	wantAt(t, p, "paused", 15*second)
	p.Play(now)
	p.Faster()
	if p.Advance(now.Add(time.Minute)); p.Playing() || p.Speed() != 16 {
		t.Errorf("at the end: playing %t, speed %d; want false, 16", p.Playing(), p.Speed())
	}
	wantAt(t, p, "the end", 30*second)
	if p.Faster(); p.Speed() != 1 {
		t.Errorf("speed after the last one = %d, want 1", p.Speed())
	}
}

// The record at a position does not depend on the moves that led to it.
func TestRecordDependsOnlyOnThePosition(t *testing.T) {
	p, r, now := player(t), rand.New(rand.NewPCG(1, 2)), time.Unix(5, 0)
	for range 500 {
		switch r.IntN(6) {
		case 0:
			p.Seek(time.Duration(r.Int64N(int64(40*second))) - 5*second)
		case 1:
			p.StepBy(r.IntN(9) - 4)
			p.Seek(p.Now()) // fold all events with this time
		case 2:
			p.Next(replay.Stop(r.IntN(3)))
		case 3:
			p.Previous(replay.Stop(r.IntN(3)))
		case 4:
			p.Play(now)
			p.Faster()
		case 5:
			now = now.Add(time.Duration(r.Int64N(int64(second))))
			p.Advance(now)
		}
		wantAt(t, p, "after a random move", p.Now())
	}
}

// A position at the end follows a growing log.
func TestFollowReadsAddedEvents(t *testing.T) {
	data := fileOf(t, story()).Bytes()
	var file bytes.Buffer
	half := bytes.Index(data, []byte(`{"event":"closed"`))
	file.Write(data[:half+20])
	p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(&file), nil })
	if err != nil {
		t.Fatal(err)
	}
	if p.Follow() != replay.ChangeNone || !p.Report().Cut || p.Record().Conn(1).State == record.Ended {
		t.Errorf("with half a line: report %+v; want it cut, and no event from that line", p.Report())
	}
	file.Write(data[half+20:])
	if p.Follow() != replay.ChangeGrew || p.Report().Cut {
		t.Errorf("after the rest was added: report %+v; want new events and no cut line", p.Report())
	}
	wantAt(t, p, "the end", 30*second)
}

func TestOpenErrorsAreReturned(t *testing.T) {
	gone := errors.New("gone")
	if _, err := replay.New(func() (io.ReadCloser, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Errorf("New = %v, want the error from open", err)
	}
	if _, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewBufferString("no log\n")), nil }); !errors.Is(err, log.ErrNotLog) {
		t.Errorf("New of another file = %v, want %v", err, log.ErrNotLog)
	}
	times := 0
	data := fileOf(t, story()).Bytes()
	p, err := replay.New(func() (io.ReadCloser, error) {
		if times++; times > 1 {
			return nil, gone
		}
		return io.NopCloser(bytes.NewReader(data)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Seek(0)
	if !errors.Is(p.Err(), gone) || p.Record().Applied != len(story()) {
		t.Errorf("after Seek: Err() = %v, %d events; want the error from open and all events", p.Err(), p.Record().Applied)
	}
	if p.StepBy(-1); !errors.Is(p.Err(), gone) || p.Close() != nil {
		t.Errorf("after StepBy: Err() = %v, want the error from open, and Close to succeed", p.Err())
	}
}

// Silence is played in full unless it is shortened. If it is shortened, a second is
// played after an event, and a second before the next event.
func TestSkipShortensSilence(t *testing.T) {
	p, now := player(t), time.Unix(5, 0)
	p.Play(now)
	p.Advance(now.Add(2 * second))
	wantAt(t, p, "all of the silence", 2*second)
	p.Skip()
	if !p.Skips() {
		t.Error("Skips() = false after Skip, want true")
	}
	p.Advance(now.Add(2 * second))
	wantAt(t, p, "a second before the first connection", 9*second)
	p.Advance(now.Add(3 * second))
	wantAt(t, p, "the connection", 10*second)
	p.Skip()
	p.Advance(now.Add(9 * second))
	wantAt(t, p, "the silence in full", 16*second)
	passed := []replay.Silence{{From: second, To: 9 * second}, {From: 13*second + second/2, To: 16 * second}, {From: 23*second + second/2, To: 26 * second}, {From: 28 * second, To: 29 * second}}
	if got := p.Silences(); !slices.Equal(got, passed) {
		t.Errorf("Silences() = %v, want %v", got, passed)
	}
}
