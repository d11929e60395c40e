package probe

import "testing"

// The extent includes every check except the sweep, and the longest series of requests.
func TestExtent(t *testing.T) {
	x := Config{MaxRequests: 10}.Extent()
	if x.Checks != len(Names())-1 || x.Requests != usualRequests+20 || x.Connections != usualConnections || x.AtMost != (Config{}).AtMost() {
		t.Errorf("Extent() = %+v, want all checks except the sweep, %d requests, %d connections and %s", x, usualRequests+20, usualConnections, (Config{}).AtMost())
	}
	if x := (Config{Only: []string{IdleOnly}}).Extent(); x.Checks != 1 || x.Connections != 26 || x.Requests != 52 {
		t.Errorf("Extent() of the idle timeout alone = %+v, want 1 check, 26 connections and 52 requests", x)
	}
}
