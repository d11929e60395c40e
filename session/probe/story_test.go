package probe

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A story builds the invented events of one connection.
type story struct {
	events []session.Event
	at     time.Duration
	n      int // exchanges
	off    int64
}

var (
	v11 = wire.Version{Major: 1, Minor: 1}
	v10 = wire.Version{Major: 1, Minor: 0}
)

// opened returns the story of a connection with a round trip of 2 ms.
func opened() *story {
	s := &story{at: 2 * time.Millisecond}
	s.tell(
		session.Dialing{Conn: 1},
		session.Connected{At: s.at, Conn: 1, RoundTrip: 2 * time.Millisecond},
	)
	return s
}

func (s *story) tell(evs ...session.Event) *story {
	s.events = append(s.events, evs...)
	return s
}

func (s *story) after(d time.Duration) *story {
	s.at += d
	return s
}

// asks adds a request.
func (s *story) asks(method string) *story {
	s.n++
	req := wire.Request{Method: method, Version: v11}
	return s.tell(
		&session.RequestStarted{At: s.at, Conn: 1, Exchange: s.n, Method: method, Proto: "HTTP/1.1", Facts: req},
		&session.RequestSent{At: s.at, Conn: 1, Exchange: s.n},
	)
}

// answers adds a complete response to the last request, 2 ms later.
func (s *story) answers(f wire.Facts) *story { return s.reply(s.n, f, true) }

// ok adds a GET request and a 200 after which the connection persists.
func (s *story) ok() *story { return s.asks("GET").answers(wire.Facts{Status: 200}) }

func (s *story) reply(n int, f wire.Facts, requested bool) *story {
	s.at += 2 * time.Millisecond
	if f.Version == (wire.Version{}) {
		f.Version = v11
	}
	if !f.Hint.Present {
		f.Hint = wire.Hint{Timeout: -1, Max: -1}
	}
	f.Answers, f.Complete = requested, true
	if requested {
		f.Request = wire.Request{Method: "GET", Version: v11}
	}
	reason := wire.ReasonHTTP11Default
	if f.Close {
		reason = wire.ReasonResponseClose
	}
	s.tell(
		&session.Received{At: s.at, Conn: 1, Exchange: n, Off: s.off, Len: 100, Reads: 1},
		&session.ResponseHead{At: s.at, Conn: 1, Exchange: n, Off: s.off, End: s.off + 100, Facts: f},
		&session.ExchangeDone{At: s.at, Conn: 1, Exchange: n, Facts: f, Reason: reason},
	)
	s.off += 100
	return s
}

// unasked adds an unsolicited response.
func (s *story) unasked(status int) *story {
	s.n++
	return s.reply(s.n, wire.Facts{Status: status, Close: true}, false)
}

// shuts adds a half-close.
func (s *story) shuts() *story { return s.tell(session.HalfClosed{At: s.at, Conn: 1}) }

func (s *story) found(code wire.Code) *story {
	return s.tell(session.Found{At: s.at, Conn: 1, Exchange: s.n, Finding: wire.Finding{Code: code, Offset: s.off}})
}

// closes ends the connection after the given idle time.
func (s *story) closes(by session.Party, how session.How, idle time.Duration) *story {
	s.at += idle
	e := session.Ending{By: by, How: how, Phase: session.PhaseIdle, Idle: idle}
	if last, ok := s.events[len(s.events)-1].(*session.ExchangeDone); ok && !last.Facts.Answers {
		e.Notice = session.Notice{Kind: session.NoticeResponseClose, Of: last.Exchange, Unsolicited: true, Status: last.Facts.Status}
	}
	return s.tell(session.Closed{At: s.at, Conn: 1, Exchanges: s.n, Ending: e})
}

func (s *story) run() trialRun {
	rec := new(record.Record)
	for _, ev := range s.events {
		rec.Apply(ev)
	}
	return trialRun{rec: rec}
}

func keepAlive(timeout, most int64) wire.Facts {
	return wire.Facts{Status: 200, KeepAlive: true, Hint: wire.Hint{Present: true, Applies: true, Timeout: timeout, Max: most}}
}

// proof returns evidence that has only the given runs of one check.
func proof(name string, rs ...trialRun) *evidence {
	return &evidence{plan: plan{words: Words{}.withDefaults()}, runs: map[string][]trialRun{name: rs}, order: Names()}
}
