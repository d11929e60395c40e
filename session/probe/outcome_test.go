package probe

import (
	"testing"
	"time"
)

// A request that crosses the close is not a fault of the server, even if a busy machine
// is late. A connection that ends long after the request is one.
func TestCrossedTellsTheRaceFromAServerThatDropsRequests(t *testing.T) {
	for after, want := range map[time.Duration]bool{0: true, 20 * time.Millisecond: true, 200 * time.Millisecond: true, 2 * time.Second: false} {
		r := Race{Way: 10 * time.Millisecond, Tries: []Try{{Outcome: Answered}, {Outcome: WasReset, After: after}}}
		if r.Crossed() != want {
			t.Errorf("the connection ends %v after the request: crossed is %v", after, !want)
		}
	}
	if (Race{Tries: []Try{{Outcome: Silent}}}).Crossed() {
		t.Error("a request without any reaction counts as crossing the close")
	}
}
