package probe

import (
	"testing"
	"time"
)

// A request that crosses the close is not a fault of the server, even if a busy machine
// is late. If the connection ends long after the request, the server dropped the request.
func TestCrossedIsFalseIfTheServerDropsRequests(t *testing.T) {
	for after, want := range map[time.Duration]bool{0: true, 20 * time.Millisecond: true, 200 * time.Millisecond: true, 2 * time.Second: false} {
		r := Race{Way: 10 * time.Millisecond, Tries: []Try{{Outcome: Answered}, {Outcome: WasReset, After: after}}}
		if r.Crossed() != want {
			t.Errorf("Crossed() = %t, want %t: the connection ends %v after the request", !want, want, after)
		}
	}
	if (Race{Tries: []Try{{Outcome: Silent}}}).Crossed() {
		t.Error("Crossed() = true for a request without a response or a close, want false")
	}
}
