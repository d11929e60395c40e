package detail

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/theme"
	"linger/wire"
)

// A scene holds all the values that a view is built from.
type scene struct {
	th      *theme.Theme
	rec     *record.Record
	conn    *record.Connection
	ex      *record.Exchange // nil if the view is about the connection itself
	now     time.Duration
	w, h    int // size of the view in cells, without the row of tabs
	secrets bool
	fields  session.SecretFields
	blind   bool // a drill hides the content of hints
	mode    mode
	next    requestKey     // the next request
	silent  bool           // linger cannot send: a recording, or connections of other programs
	coming  Coming         // what comes next in a replay
	guide   bool           // the page of an unused connection suggests what to do
	taught  bool           // a lesson about something other than TCP is open
	proofs  Proofs         // the lines that a student has marked
	open    map[int64]bool // runs of chunks that the user has expanded, by offset

	decodedContent decodedContent
	seenCloses     seenCloses
}

// A seenCloses holds the idle times after which linger has seen the server close, and the
// resulting limit, as of the last event.
type seenCloses struct {
	rec     *record.Record
	conn    *record.Connection
	applied int
	seen    record.Range
	limit   record.Limit
}

// look updates seenCloses if it is out of date.
func (s *scene) look() {
	if !s.hasLooked() {
		s.seenCloses = seenCloses{s.rec, s.conn, s.rec.Applied, s.rec.IdleRange(s.conn), s.rec.Limit(s.conn)}
	}
}

func (s *scene) hasLooked() bool {
	a := &s.seenCloses
	return s.rec == nil || s.conn == nil || a.rec == s.rec && a.conn == s.conn && a.applied == s.rec.Applied
}

// seen returns the idle times after which linger has seen the server of the connection
// close.
func (s *scene) seen() record.Range {
	switch {
	case s.rec == nil || s.conn == nil:
		return record.Range{}
	case s.hasLooked():
		return s.seenCloses.seen
	}
	return s.rec.IdleRange(s.conn)
}

// A requestKey is the method and the target of a request. It is zero if they are unknown.
type requestKey struct{ method, target string }

func (a requestKey) String() string { return brief(a.method + " " + a.target) }

// request returns the next request or, if it is unknown, the request on the screen.
func (s *scene) request() requestKey {
	if s.next == (requestKey{}) && s.ex != nil {
		return requestKey{s.ex.Method, s.ex.Target}
	}
	return s.next
}

// findings returns the findings of the exchange, or all findings of the connection.
func (s *scene) findings() []wire.Finding {
	switch {
	case s.ex != nil:
		return s.ofExchange()
	case s.conn != nil:
		n := len(s.conn.Findings)
		all := s.conn.Findings[:n:n]
		for _, f := range s.conn.ExchangeFindings() {
			all = append(all, f)
		}
		return all
	}
	return nil
}

// ofExchange returns the findings of the exchange, and those about unsolicited bytes
// after it.
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

// zone returns how safe it is to send now, or NoZone if a later exchange follows the one
// on the screen or the connection is not open.
func (s *scene) zone() record.Zone {
	if s.conn == nil || s.ex != nil && s.conn.Last() != s.ex {
		return record.NoZone
	}
	l := s.seenCloses.limit
	if !s.hasLooked() {
		l = s.rec.Limit(s.conn)
	}
	return l.Zone(s.now)
}

// A stamp holds the values that a view depends on. Two views with the same stamp look the
// same.
type stamp struct {
	th                *theme.Theme
	tab               Tab
	conn, ex          int
	w, h              int
	mode              mode
	secrets, blind    bool
	opened            int
	state             record.State
	applied           int // number of events; set for the page of a connection, because any event may change it
	heads, findings   int
	loose             int64
	trailers          int
	sent, received    int64
	done, written     bool
	sentAt            time.Duration
	roundTrip, linger time.Duration
	next              requestKey
	silent            bool
	coming            Coming
	guide, taught     bool
	proofs            Proofs
	seen              record.Range
	moment            moment
}

// A moment holds the values of a stamp that change with time.
type moment struct {
	zone         record.Zone
	clock, until time.Duration // the time, and the time until the next event, if the view shows them
}

// moment returns the values of a stamp that change with time.
func (s *scene) moment(t Tab) moment {
	now := moment{zone: s.zone()}
	if s.showsComing(t) {
		now.until = (s.coming.At - s.now) / (100 * time.Millisecond)
	}
	if s.ticks(t) {
		now.clock = s.now / (100 * time.Millisecond)
	}
	return now
}

// showsComing reports whether the view shows what comes next in a replay.
func (s *scene) showsComing(t Tab) bool {
	return s.coming.What != "" && (t == Why || t == Life) && s.newest()
}

// applied returns the number of events that the record contains.
func (s *scene) applied() int {
	if s.rec == nil {
		return 0
	}
	return s.rec.Applied
}

// stamp returns the values that the view of a tab depends on.
func (s *scene) stamp(t Tab) stamp {
	st := stamp{th: s.th, tab: t, w: s.w, h: s.h, mode: s.mode, secrets: s.secrets, blind: s.blind, opened: len(s.open), next: s.next, silent: s.silent, guide: s.guide, taught: s.taught, proofs: s.proofs, moment: s.moment(t)}
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
		case Response: // only the header and trailer sections, not the content
			st.trailers = e.Response.TrailerLines()
		default:
			st.received = e.Response.Len
		}
		if s.conn != nil {
			st.loose, st.findings = s.conn.Loose.Len, st.findings+len(s.conn.Findings)
		}
	} else {
		st.applied = s.applied()
	}
	if t == Why || t == Clients || t == Life {
		st.seen = s.seen()
	}
	if s.showsComing(t) {
		st.coming = s.coming
	}
	return st
}

// ticks reports whether the view shows a time that changes.
func (s *scene) ticks(t Tab) bool {
	if s.conn == nil || !s.conn.State.Open() && s.conn.State != record.Connecting {
		return false
	}
	return t == Life || t == Timing && (s.ex == nil || s.conn.Last() == s.ex)
}
