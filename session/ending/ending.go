package ending

import (
	"time"

	"linger/session"
)

// Thresholds for judging the end of a connection.
const (
	EarlyBy  = 500 * time.Millisecond  // an idle close at most this long before the advertised timeout is on time
	LateBy   = 1500 * time.Millisecond // an idle close at most this long after the advertised timeout is on time
	InUse    = 250 * time.Millisecond  // a connection that was idle for at most this time counts as in use
	Punctual = 10 * time.Millisecond   // times that differ by at most this count as equal: the difference comes from scheduling
)

// A Standing compares an idle close with the advertised timeout.
type Standing uint8

// Standings of an idle close.
const (
	StandingNone   Standing = iota // no timeout was advertised, or the connection was in use
	StandingEarly                  // more than EarlyBy before the advertised timeout
	StandingOnTime                 // in between
	StandingLate                   // more than LateBy after the advertised timeout
)

// Against compares the time of the end with the advertised timeout.
func Against(e *session.Ending) Standing {
	if !e.HasAdvertised || e.Phase != session.PhaseIdle {
		return StandingNone
	}
	switch d := e.Idle - e.Advertised; {
	case d < -EarlyBy:
		return StandingEarly
	case d > LateBy:
		return StandingLate
	}
	return StandingOnTime
}

// IdleClose reports whether a server closed an idle connection on its own
// initiative, with or without an unsolicited response. The idle time then
// measures the server's idle timeout.
func IdleClose(e *session.Ending) bool {
	return free(e) && e.Idle > InUse
}

// Unannounced reports whether the server closed right after a response that promised to
// keep the connection open. It returns false if the advertised timeout is so short that
// it explains the close.
func Unannounced(e *session.Ending) bool {
	return free(e) && e.Idle <= InUse && promised(e) && (!e.HasAdvertised || e.Advertised > InUse)
}

// free reports whether the server chose to close a connection without an outstanding
// request: the client had not shut its write side, and nothing had announced the close,
// except perhaps an unsolicited response.
func free(e *session.Ending) bool {
	return e.By == session.ByServer && e.Phase == session.PhaseIdle && !e.HalfClosed && (!e.Announced() || e.Goodbye())
}

// promised reports whether the last response said that the connection persists.
func promised(e *session.Ending) bool { return e.Answered > 0 && e.Last.Reason.Persistent() }

// Surprising reports whether the server or the network ended the connection unexpectedly:
// the end was not announced, no advertised idle timeout had passed, and the connection
// was not a tunnel.
func Surprising(e *session.Ending) bool {
	timely := e.HasAdvertised && e.Phase == session.PhaseIdle && e.Idle >= e.Advertised-EarlyBy
	return e.By != session.ByClient && e.Moment.Kind != session.MomentTunnel && !e.Announced() && !timely
}

// OutOfStep reports whether the connection was out of step when it ended. It returns
// false if the last message before the server's close was an unsolicited response, such
// as a 408 (RFC 9110 §15.5.9), and in a drill that hides the meaning of the end.
func OutOfStep(e *session.Ending) bool {
	return e.OutOfStep.Code != "" && !e.Goodbye() && !e.Hushed
}

// Faulty reports whether an end needs investigation: it was abnormal, the server or the
// network left a message incomplete, or the connection was out of step before.
func Faulty(e *session.Ending) bool {
	return e.Broken() || OutOfStep(e) || e.Phase != session.PhaseIdle && e.By != session.ByClient && !e.EndsContent() && !e.Barred()
}
