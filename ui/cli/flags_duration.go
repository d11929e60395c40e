package cli

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// A durationFlag is a flag whose value is a duration, such as "10s" or "1m30s", or, as in
// curl, a number of seconds, such as "10" or "2.5".
type durationFlag time.Duration

func (d *durationFlag) Set(s string) error {
	if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(n) {
		switch {
		case n < 0:
			return fmt.Errorf("%s is negative", s)
		case n > math.MaxInt64/float64(time.Second):
			return fmt.Errorf("%s seconds is too long", s)
		}
		*d = durationFlag(n * float64(time.Second))
		return nil
	}
	v, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("%q is not a duration: write 10s, 1m30s, or a number of seconds", s)
	}
	if v < 0 {
		return fmt.Errorf("%s is negative", s)
	}
	*d = durationFlag(v)
	return nil
}

func (d *durationFlag) Type() string { return "duration" }

// String returns the value, or "" if the flag is not set, so that the help shows no
// default.
func (d *durationFlag) String() string {
	if *d == 0 {
		return ""
	}
	return time.Duration(*d).String()
}
