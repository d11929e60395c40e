package record

import (
	"time"

	"linger/session/ending"
)

// A Source says where an idle limit comes from.
type Source uint8

// The sources of an idle limit.
const (
	SourceNone     Source = iota // no limit is known
	SourceHint                   // the server advertised it
	SourceSeen                   // the server closed idle connections of this session
	SourceMeasured               // a probe measured it
)

// A Limit says how long the server leaves an idle connection open, as far as that is
// known. Its durations are idle times, measured from the last byte of the last response.
//
//	0 ──────────────── Low ─────────────── End
//	      safe          │      race         │  late
//
// The zero Limit means that no limit is known or that the connection is not idle.
type Limit struct {
	Source Source
	Low    time.Duration // the shortest idle time after which the server may close; countdowns end here
	End    time.Duration // the advertised timeout or, if there is none, the longest time seen: bars end here
	Hint   time.Duration // the advertised timeout, if it applies; 0: none
	Seen   Range         // range and number of the idle closes seen or measured
	On     time.Time     // when the limit was measured, if that was before this session

	since, roundTrip time.Duration
}

// Limit returns the idle limit of c, which usually is the advertised timeout. If no
// timeout applies, or if linger saw the server close idle connections clearly before the
// timeout, the limit is the idle time after which the server closed them. Limit returns
// the zero Limit if c is nil, not idle, or out of step.
func (r *Record) Limit(c *Connection) Limit {
	if r == nil || c == nil || c.State != Idle || c.OutOfStep {
		return Limit{}
	}
	b := &c.Budget
	l := Limit{Seen: r.IdleRange(c), since: c.IdleSince, roundTrip: b.RoundTrip}
	hinted := b.HasTimeout && b.Applies
	if hinted {
		l.Source, l.Hint, l.Low, l.End = SourceHint, b.Timeout, b.Timeout, b.Timeout
		l.since = b.Deadline - b.Timeout
	}
	if l.Seen.Closes == 0 || hinted && !l.Seen.Early(b.Timeout) {
		return l
	}
	l.Source, l.Low = SourceSeen, l.Seen.Low
	if m := r.measured[c.Target]; m.Closes > 0 {
		l.Source, l.On = SourceMeasured, m.on
	}
	if !hinted {
		l.End = l.Seen.High
	}
	return l
}

// Early reports whether the server closed clearly before the given advertised timeout.
func (g Range) Early(timeout time.Duration) bool {
	return g.Closes > 0 && g.Low < timeout-ending.Punctual
}

// Known reports whether a limit is known.
func (l *Limit) Known() bool { return l.Source != SourceNone }

// Early reports whether linger saw the server close before its advertised timeout.
func (l *Limit) Early() bool { return l.Hint > 0 && l.Low < l.Hint }

// Left returns the time from now to Low, which is negative if Low has passed.
func (l *Limit) Left(now time.Duration) time.Duration { return l.since + l.Low - now }

// Past returns the time from End to now, which is negative before End.
func (l *Limit) Past(now time.Duration) time.Duration { return now - l.EndAt() }

// EndAt returns the time at which End is reached, counted from the start of the session.
func (l *Limit) EndAt() time.Duration { return l.since + l.End }

// RaceBefore returns how long before End the race zone begins: one round trip
// before Low.
func (l *Limit) RaceBefore() time.Duration { return l.End - l.Low + l.roundTrip }

// CautionBefore returns how long before End the caution zone begins. It returns 0 if the
// limit was not advertised, because only hints are in whole seconds.
func (l *Limit) CautionBefore() time.Duration {
	if l.Hint == 0 {
		return 0
	}
	return CautionBefore
}

// Zone returns the zone that the connection is in at time now.
func (l *Limit) Zone(now time.Duration) Zone {
	left := l.EndAt() - now
	switch {
	case !l.Known():
		return NoZone
	case left <= 0:
		return Late
	case left <= l.RaceBefore():
		return Race
	case left <= l.CautionBefore():
		return Caution
	}
	return Safe
}
