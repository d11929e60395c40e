package cli

import (
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/learned"
	"linger/wire"
	"linger/wire/format"
)

// A pairList collects the events of connections between other programs, from a relay or a
// capture, and prints each result when it is complete. It drops connections that have
// ended.
type pairList struct {
	out     pairsOutput
	conns   map[int]*pairState
	learned learned.Fold
	taken   *session.CapturedAt // where the capture was taken, if linger knows it
}

// A pairsOutput prints what happens on connections between other programs.
type pairsOutput interface {
	connected(p *pairState, ev session.Connected)
	notConnected(p *pairState, ev session.DialFailed)
	exchange(p *pairState, e *pairExchange)
	sideEnded(p *pairState, ev session.SideEnded)
	closed(p *pairState, ev session.Closed)
	passed(p *pairState, ev session.Passed)
	sentence(p *pairState, at time.Duration, kind, text string)
	learned(at time.Duration, s *learned.Summary, taken *session.CapturedAt) error
}

// A pairState is a connection between other programs that has not ended.
type pairState struct {
	id           int
	begun        time.Duration
	client, addr string // addresses of the client and the server
	exchanges    int
	lost         int
	under        map[int]*pairExchange // outstanding exchanges by their number in the session, or nil
	ends         []session.SideEnded
	idleSince    time.Duration
	idleEnd      bool          // the first side ended while no request was outstanding
	idle         time.Duration // idle time before that end; valid if idleEnd is set
	opaque       bool          // linger cannot decode the connection
	shown        int64         // number of bytes that the last printed line reported; used if opaque is set
}

// A pairExchange is an exchange on a connection between other programs.
type pairExchange struct {
	id, number     int // number in the session, and on the connection; the latter is 0 for an unsolicited response
	method, target string
	begun          time.Duration
	sent           int64 // bytes of the request
	facts          wire.Facts
	done           time.Duration
	lost           bool
	afterFIN       time.Duration // time from the FIN of the server to the request; 0: the request was sent before the FIN
	missing        int64         // number of bytes that were not captured
	findings       []wire.Finding
}

func newPairList(out pairsOutput) *pairList { return &pairList{out: out, conns: map[int]*pairState{}} }

// apply handles one event.
func (s *pairList) apply(ev session.Event) {
	s.learned.Apply(ev)
	switch ev := ev.(type) {
	case session.Dialing:
		p := s.on(ev.Conn)
		p.begun, p.addr = ev.At, ev.Address
	case session.Connected:
		p := s.on(ev.Conn)
		p.client, p.addr, p.idleSince = ev.Local, ev.Remote, ev.At
		s.out.connected(p, ev)
	case session.DialFailed:
		s.out.notConnected(s.on(ev.Conn), ev)
		delete(s.conns, ev.Conn)
	case *session.RequestStarted:
		s.on(ev.Conn).started(ev)
	case *session.RequestData:
		if e := s.on(ev.Conn).under[ev.Exchange]; e != nil {
			e.sent += ev.Len
		}
	case session.Found:
		s.found(s.on(ev.Conn), ev)
	case *session.ExchangeDone:
		s.done(s.on(ev.Conn), ev)
	case session.SideEnded:
		if p := s.conns[ev.Conn]; p != nil {
			if len(p.ends) == 0 && p.awaiting() == 0 {
				p.idleEnd, p.idle = true, ev.At-p.idleSince
			}
			p.ends = append(p.ends, ev)
			s.out.sideEnded(p, ev)
		}
	case session.Passed:
		p := s.on(ev.Conn)
		p.opaque, p.idleSince = true, ev.LastByte
		s.out.passed(p, ev)
	case session.Closed:
		s.out.closed(s.on(ev.Conn), ev)
		delete(s.conns, ev.Conn)
	case session.Unfollowed:
		s.out.sentence(s.on(ev.Conn), ev.At, "unfollowed", "linger no longer follows this connection, to limit its memory")
		delete(s.conns, ev.Conn)
	default:
		s.sentences(ev)
	}
}

// sentences prints the events whose output is one sentence.
func (s *pairList) sentences(ev session.Event) {
	switch ev := ev.(type) {
	case session.Missed:
		if e := s.on(ev.Conn).under[ev.Exchange]; e != nil {
			e.missing += ev.Len
		}
		s.on(ev.Conn).idleSince = max(s.on(ev.Conn).idleSince, ev.At)
		s.out.sentence(s.on(ev.Conn), ev.At, "gap", format.Count(ev.Len, "byte")+" from the "+string(ev.Side)+" passed, not captured")
	case session.Resent:
		s.out.sentence(s.on(ev.Conn), ev.At, "resent", "the "+string(ev.Side)+" sent bytes again with different values; linger keeps the first copy")
	case session.KeptAlive:
		s.out.sentence(s.on(ev.Conn), ev.At, "tcp-keepalive", "TCP keepalive probe from the "+string(ev.Side))
	case session.CapturedAt:
		s.taken = &ev
	case session.Interfered:
		s.out.sentence(s.on(ev.Conn), ev.At, "fault", "relay: "+ev.Faults)
	}
}

// end prints what linger has learned.
func (s *pairList) end(at time.Duration) error {
	sum := s.learned.Summary()
	return s.out.learned(at, &sum, s.taken)
}

func (s *pairList) on(id int) *pairState {
	p := s.conns[id]
	if p == nil {
		p = &pairState{id: id}
		s.conns[id] = p
	}
	return p
}

func (p *pairState) started(ev *session.RequestStarted) {
	p.exchanges++
	e := &pairExchange{id: ev.Exchange, number: p.exchanges, method: ev.Method, target: session.WithoutSecrets(ev.Target), begun: ev.At, sent: ev.Len}
	for _, end := range p.ends {
		if end.Side == session.ByServer && end.How == session.HowFIN {
			e.afterFIN = max(ev.At-end.At, time.Nanosecond)
		}
	}
	if p.under == nil {
		p.under = map[int]*pairExchange{}
	}
	p.under[e.id] = e
}

func (s *pairList) found(p *pairState, ev session.Found) {
	if e := p.under[ev.Exchange]; e != nil {
		e.findings = append(e.findings, ev.Finding)
		return
	}
	if rule, _ := session.Lookup(ev.Finding.Code); rule.Severity != wire.SeverityNote {
		s.out.sentence(p, ev.At, string(ev.Finding.Code), string(ev.Finding.Code)+": "+safe(session.TextOf(ev.Finding)))
	}
}

func (s *pairList) done(p *pairState, ev *session.ExchangeDone) {
	e := p.under[ev.Exchange]
	if e == nil {
		e = &pairExchange{id: ev.Exchange, begun: ev.At}
	}
	if delete(p.under, ev.Exchange); len(p.under) == 0 {
		p.under = nil // most connections are idle
	}
	e.facts, e.done = ev.Facts, ev.At
	e.lost = ev.Retry != "" && ev.Facts.Status == 0
	if e.lost {
		p.lost++
	}
	if ev.Facts.Complete {
		p.idleSince = ev.At
	}
	s.out.exchange(p, e)
}

// afterUse reports whether the first side ended right after a response and not after an
// idle time.
func (p *pairState) afterUse() bool {
	return p.idleEnd && !p.opaque && p.exchanges > 0 && p.idle <= ending.InUse
}

// awaiting returns the number of outstanding exchanges.
func (p *pairState) awaiting() int { return len(p.under) }
