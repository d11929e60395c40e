package session

import (
	"time"

	"linger/wire"
)

// A Budget holds how much idle time and how many exchanges the server still allows,
// according to its own messages.
type Budget struct {
	HasTimeout bool          `json:"has_timeout"`
	HasMax     bool          `json:"has_max"`
	Applies    bool          `json:"applies"`    // false if the hint came without Connection: keep-alive
	Timeout    time.Duration `json:"timeout"`    // advertised; whole seconds, at most a century
	Seconds    int64         `json:"seconds"`    // the advertised timeout in seconds, without that limit
	Deadline   time.Duration `json:"deadline"`   // the time of the last byte of the last response plus Timeout, on the clock of Event.At
	Max        int64         `json:"max"`        // number of exchanges that are left
	First      int64         `json:"first"`      // the first max on this connection, which is 100 % of a progress bar
	Said       int64         `json:"said"`       // the most recent max in a response
	CountedBy  string        `json:"counted_by"` // who counts Max down: "server", or "linger" if the server repeats the same max or stops sending it
	RoundTrip  time.Duration `json:"round_trip"` // the estimated round trip; a request sent less than this before Deadline may cross the server's close on the network
	Source     int           `json:"source"`     // ID of the exchange whose response had the most recent hint
}

// Silent reports whether no response on the connection advertised anything. h is the hint
// of the next response, which [Budget.Count] has not counted yet.
func (b *Budget) Silent(h wire.Hint) bool {
	return !h.Present && !b.HasTimeout && !b.HasMax
}

// Count updates the budget with the hint of the next response. It reports whether that
// hint repeats the most recent max, unless this max is 0. It does not change Deadline or
// RoundTrip, which need a clock.
func (b *Budget) Count(h wire.Hint, exchange int) (repeated bool) {
	if h.Present {
		b.Applies, b.Source = h.Applies, exchange
	}
	if h.Present && h.Timeout >= 0 {
		b.HasTimeout, b.Timeout, b.Seconds = true, WholeSeconds(h.Timeout), h.Timeout
	}
	switch {
	case !h.Present || h.Max < 0:
		if b.HasMax {
			b.Max, b.CountedBy = max(0, b.Max-1), "linger"
		}
	case !b.HasMax:
		b.HasMax, b.Max, b.First, b.CountedBy = true, h.Max, h.Max, "server"
		b.Said = h.Max
	case h.Max == b.Said && h.Max > 0:
		b.Max, b.CountedBy = max(0, b.Max-1), "linger"
		return true
	default:
		b.Max, b.CountedBy = h.Max, "server"
		b.First = max(b.First, h.Max)
		b.Said = h.Max
	}
	return false
}

// Advertised returns the advertised timeout in seconds. Unlike Timeout it has
// no upper limit.
func (b *Budget) Advertised() int64 {
	return max(b.Seconds, int64(b.Timeout/time.Second))
}

// WholeSeconds returns n seconds as a Duration, at most a century, so that sums
// with it do not overflow.
func WholeSeconds(n int64) time.Duration {
	const century = 100 * 365 * 24 * 3600
	return time.Duration(min(n, century)) * time.Second
}
