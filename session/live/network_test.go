package live

import (
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
)

// The first probe is due after one interval. The kernel gives up after ten intervals.
func TestKeepAliveProbes(t *testing.T) {
	for alive, want := range map[time.Duration]time.Duration{0: 15 * time.Second, time.Second: time.Second, -1: 0} {
		n := &Network{KeepAlive: alive}
		if got := n.keepAlive(); got.Enable != (want > 0) || got.Idle != want || got.Interval != want {
			t.Errorf("KeepAlive %v: got %+v, want Idle and Interval of %v", alive, got, want)
		}
	}
}

// If the first address does not answer, the dial times name that address and say how long
// linger waited for it.
func TestConnectedNamesFailedAddresses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	n := &Network{Resolve: []string{"two.test:" + port + ":127.0.0.2,127.0.0.1"}}
	for host, want := range map[string][]string{"two.test": {"127.0.0.2:" + port}, "127.0.0.1": nil} {
		target, _, err := session.ParseTarget("http://" + host + ":" + port)
		if err != nil {
			t.Fatal(err)
		}
		c, times, err := n.Dial(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		if !slices.Equal(times.Passed, want) || (times.PassedFor > 0) != (want != nil) {
			t.Errorf("%s: addresses without an answer: %v after %v; want %v", host, times.Passed, times.PassedFor, want)
		}
		said := session.Connected{Passed: times.Passed, PassedFor: times.PassedFor}.PassedOver()
		if (said != "") != (want != nil) || want != nil && !strings.HasPrefix(said, want[0]+" did not connect; ") {
			t.Errorf("%s: PassedOver() = %q, want a sentence about %v", host, said, want)
		}
	}
}
