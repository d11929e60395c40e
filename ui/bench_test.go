package ui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/play"
	"linger/wire"
)

// hundredThousand returns a session of 100,000 exchanges on 100 connections. The last
// connection is idle.
func hundredThousand() *play.Play { return many(100_000, 1000) }

func many(n, each int) *play.Play {
	p := play.New("http://127.0.0.1:8321")
	facts := wire.Facts{Status: 200, Version: wire.Version{Major: 1, Minor: 1}, Length: 26, Complete: true, Answers: true,
		LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1}
	conn := 0
	for i := range n {
		if i%each == 0 {
			if conn > 0 {
				p.Tell(session.Closed{At: p.Now, Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: time.Second}})
			}
			conn++
			p.Tell(session.Dialing{At: p.Now, Conn: conn}).Tell(session.Connected{At: p.Now, Conn: conn, RoundTrip: ms})
		}
		id := i + 1
		p.Tell(&session.RequestStarted{At: p.Now, Conn: conn, Exchange: id, Method: "GET", Target: fmt.Sprintf("/item/%d", id), Proto: "HTTP/1.1"})
		p.Tell(&session.RequestSent{At: p.Now, Conn: conn, Exchange: id})
		p.Wait(ms)
		p.Tell(&session.Received{At: p.Now, Conn: conn, Exchange: id, Len: 26, Reads: 1})
		p.Tell(&session.ResponseHead{At: p.Now, Conn: conn, Exchange: id, Facts: facts})
		p.Tell(&session.ExchangeDone{At: p.Now, Conn: conn, Exchange: id, Facts: facts, Reason: wire.ReasonHTTP11Default})
		if i%100 == 0 {
			p.Tell(session.Found{At: p.Now, Conn: conn, Exchange: id, Finding: wire.Finding{Code: wire.CodeBareLF}})
		}
	}
	p.Tell(&session.BudgetChanged{At: p.Now, Conn: conn, Exchange: n, Budget: session.Budget{HasTimeout: true, Timeout: 5 * time.Second,
		Deadline: p.Now + 5*time.Second, Applies: true, Source: n, RoundTrip: ms}})
	return p.Wait(time.Second)
}

// BenchmarkKeyAndFrame presses a key that moves the selection, so that the list and the
// detail are drawn again.
func BenchmarkKeyAndFrame(b *testing.B) {
	m, _ := shown(hundredThousand(), 200, 50)
	keys := []tea.KeyPressMsg{keyOf("k"), keyOf("j")}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		m.Update(keys[i%2])
		m.View()
		i++
	}
}

// BenchmarkTickAndFrame measures a tick, which changes only the countdown.
func BenchmarkTickAndFrame(b *testing.B) {
	m, e := shown(hundredThousand(), 200, 50)
	b.ReportAllocs()
	for b.Loop() {
		e.now += 10 * time.Microsecond
		m.Update(tickMsg{m.timer.id})
		m.View()
	}
}

// BenchmarkEventsAndFrame measures a batch of 600 events.
func BenchmarkEventsAndFrame(b *testing.B) {
	p := hundredThousand()
	m, _ := shown(p, 200, 50)
	batch := p.Events[len(p.Events)-601 : len(p.Events)-1]
	b.ReportAllocs()
	for b.Loop() {
		m.Update(eventsMsg{desk: m.desk(), events: batch})
		m.View()
	}
}
