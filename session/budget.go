package session

import (
	"time"

	"linger/wire"
)

// A Budget is what the server will still allow, as far as it said.
type Budget struct {
	HasTimeout bool          `json:"has_timeout"`
	HasMax     bool          `json:"has_max"`
	Applies    bool          `json:"applies"`    // false: there was a hint, without Connection: keep-alive
	Timeout    time.Duration `json:"timeout"`    // advertised; whole seconds, at most a century of them
	Seconds    int64         `json:"seconds"`    // of it as advertised, however many
	Deadline   time.Duration `json:"deadline"`   // last byte of the last response plus Timeout, as an At
	Max        int64         `json:"max"`        // exchanges left
	First      int64         `json:"first"`      // the first max this connection was given: the full bar
	Said       int64         `json:"said"`       // the last max that a response gave
	CountedBy  string        `json:"counted_by"` // "server", or "linger" where the server repeats itself or falls silent
	RoundTrip  time.Duration `json:"round_trip"` // the race zone
	Source     int           `json:"source"`     // the exchange that gave the hint
}

// Silent reports whether there is nothing to count: no hint now, none before.
func (b *Budget) Silent(h wire.Hint) bool {
	return !h.Present && !b.HasTimeout && !b.HasMax
}

// Count takes what the response of one more exchange says, and reports whether
// the server repeated the max that it gave before. Deadline and RoundTrip, which
// need a clock, are left as they are.
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

// Advertised returns the timeout as the server gave it, in seconds, however many;
// Timeout is what a clock can reckon with.
func (b *Budget) Advertised() int64 {
	return max(b.Seconds, int64(b.Timeout/time.Second))
}

// WholeSeconds returns an advertised timeout of n seconds as a clock can reckon with:
// at most a century.
func WholeSeconds(n int64) time.Duration {
	const century = 100 * 365 * 24 * 3600
	return time.Duration(min(n, century)) * time.Second
}
