package capture

import (
	"math"
	"testing"
	"time"
)

// The times in a damaged capture are limited, so that adding a duration to them does not
// overflow.
func TestTimesOfADamagedCaptureAreLimited(t *testing.T) {
	first := time.Unix(1e9, 0)
	for _, tt := range []struct {
		at         time.Time
		last, want time.Duration
	}{
		{first.Add(time.Second), 0, time.Second},
		{first.Add(-time.Second), 9, 0},
		{time.Time{}, 9, 9},
		{time.Unix(math.MaxInt64/2, 0), 0, mostTime},
		{first.Add(mostTime + 1), 0, mostTime},
	} {
		if got := sinceFirst(first, tt.at, tt.last); got != tt.want {
			t.Errorf("sinceFirst(%v, %v, %v) = %v, want %v", first, tt.at, tt.last, got, tt.want)
		}
	}
}
