package format

import (
	"testing"
	"time"
)

func TestSecondsHaveNoMoreDigitsThanTheyNeed(t *testing.T) {
	for d, want := range map[time.Duration]string{
		5 * time.Second: "5 s", 2720 * time.Millisecond: "2.72 s", 100 * time.Millisecond: "0.1 s", 100 * time.Second: "100 s", 1234567 * time.Microsecond: "1.235 s",
	} {
		if got := Seconds(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}
