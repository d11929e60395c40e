package detail

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/theme"
	"linger/wire"
)

// A scene is all that a view is built from.
type scene struct {
	th      *theme.Theme
	rec     *record.Record
	conn    *record.Connection
	ex      *record.Exchange // nil: the connection itself
	now     time.Duration
	w, h    int // of the view, without the tab row
	secrets bool
	fields  session.SecretFields
	blind   bool // a drill hides what hints say
	mode    mode
	next    asking         // what would be sent
	silent  bool           // nothing can be sent: a recording, or connections of others
	coming  Coming         // of a replay
	guide   bool           // a connection that was not used yet says what can be done
	taught  bool           // a lesson is open, and not about TCP
	proofs  Proofs         // the lines that a student points at
	open    map[int64]bool // runs of chunks that were asked for, by their offset

	unpacked unpacked
	sight    sight
}

// A sight is how long the server of a connection was seen to wait and how long it
// may, as they were worked out last.
type sight struct {
	rec     *record.Record
	conn    *record.Connection
	applied int
	seen    record.Range
	limit   record.Limit
}

// look works out what the server of the connection was seen to do, once for an event.
func (s *scene) look() {
	if !s.hasLooked() {
		s.sight = sight{s.rec, s.conn, s.rec.Applied, s.rec.IdleRange(s.conn), s.rec.Limit(s.conn)}
	}
}

func (s *scene) hasLooked() bool {
	a := &s.sight
	return s.rec == nil || s.conn == nil || a.rec == s.rec && a.conn == s.conn && a.applied == s.rec.Applied
}

// seen returns how long the server of the connection was seen to wait.
func (s *scene) seen() record.Range {
	switch {
	case s.rec == nil || s.conn == nil:
		return record.Range{}
	case s.hasLooked():
		return s.sight.seen
	}
	return s.rec.IdleRange(s.conn)
}

// An asking is the method and the target of a request; zero where they are not
// known.
type asking struct{ method, target string }

func (a asking) String() string { return brief(a.method + " " + a.target) }

// request returns what would be sent next, or the request on screen where that is
// not known.
func (s *scene) request() asking {
	if s.next == (asking{}) && s.ex != nil {
		return asking{s.ex.Method, s.ex.Target}
	}
	return s.next
}

// findings returns those of the exchange, or all of the connection.
func (s *scene) findings() []wire.Finding {
	switch {
	case s.ex != nil:
		return s.ofExchange()
	case s.conn != nil:
		n := len(s.conn.Findings)
		all := s.conn.Findings[:n:n]
		for _, e := range s.conn.Exchanges {
			all = append(all, e.Findings...)
		}
		return all
	}
	return nil
}

// ofExchange returns the findings of the exchange, and those about bytes that came
// after it unasked.
func (s *scene) ofExchange() []wire.Finding {
	n := len(s.ex.Findings)
	all := s.ex.Findings[:n:n]
	if len(s.conn.Findings) == 0 {
		return all
	}
	st, ok := loose(s.conn, s.ex)
	if !ok {
		return all
	}
	for _, f := range s.conn.Findings {
		if f.Offset >= st.Off && f.Offset < st.End() {
			all = append(all, f)
		}
	}
	return all
}

// zone returns how safe it is to send, where the exchange on screen is the last of
// an open connection.
func (s *scene) zone() record.Zone {
	if s.conn == nil || s.ex != nil && s.conn.Last() != s.ex {
		return record.NoZone
	}
	l := s.sight.limit
	if !s.hasLooked() {
		l = s.rec.Limit(s.conn)
	}
	return l.Zone(s.now)
}

// A stamp is what a built view depends on: while it stays the same, so does
// the view.
type stamp struct {
	th                *theme.Theme
	tab               Tab
	conn, ex          int
	w, h              int
	mode              mode
	secrets, blind    bool
	opened            int
	state             record.State
	zone              record.Zone
	applied           int // of a connection, which any event may change
	heads, findings   int
	loose             int64
	trailers          int
	sent, received    int64
	done, written     bool
	sentAt, clock     time.Duration
	roundTrip, linger time.Duration
	next              asking
	silent            bool
	coming            Coming
	until             time.Duration // it comes
	guide, taught     bool
	proofs            Proofs
	seen              record.Range
}

// stamp returns what the view of tab would be built from.
func (s *scene) stamp(t Tab) stamp {
	st := stamp{th: s.th, tab: t, w: s.w, h: s.h, mode: s.mode, secrets: s.secrets, blind: s.blind, opened: len(s.open), zone: s.zone(), next: s.next, silent: s.silent, guide: s.guide, taught: s.taught, proofs: s.proofs}
	if s.conn != nil {
		st.conn, st.state, st.roundTrip = s.conn.ID, s.conn.State, s.conn.Budget.RoundTrip
		st.linger = s.conn.Budget.Deadline
	}
	if e := s.ex; e != nil {
		st.ex, st.done, st.written, st.sentAt = e.ID, e.Done, e.Written, e.SentAt
		st.heads, st.findings = len(e.Heads), len(e.Findings)
		st.sent = e.Request.Len
		switch t {
		case Request:
		case Response: // heads and trailers, not what comes between
			st.trailers = e.Response.TrailerLines()
		default:
			st.received = e.Response.Len
		}
		if s.conn != nil {
			st.loose, st.findings = s.conn.Loose.Len, st.findings+len(s.conn.Findings)
		}
	} else if s.rec != nil {
		st.applied = s.rec.Applied
	}
	if t == Why || t == Clients || t == Life {
		st.seen = s.seen()
	}
	if c := s.coming; c.What != "" && (t == Why || t == Life) && s.newest() {
		st.coming, st.until = c, (c.At-s.now)/(100*time.Millisecond)
	}
	if s.ticks(t) {
		st.clock = s.now / (100 * time.Millisecond)
	}
	return st
}

// ticks reports whether the view shows a time that runs.
func (s *scene) ticks(t Tab) bool {
	if s.conn == nil || !s.conn.State.Open() && s.conn.State != record.Connecting {
		return false
	}
	return t == Life || t == Timing && (s.ex == nil || s.conn.Last() == s.ex)
}
