package probe

import "testing"

// The extent includes every check and the longest series of requests.
func TestExtent(t *testing.T) {
	x := Config{MaxRequests: 10}.Extent()
	if x.Checks != len(Names())-1 || x.Requests != usualRequests+20 || x.Connections != usualConnections || x.AtMost != (Config{}).AtMost() {
		t.Errorf("%+v", x)
	}
	if x := (Config{Only: []string{IdleOnly}}).Extent(); x.Checks != 1 || x.Connections != 26 || x.Requests != 52 {
		t.Errorf("%+v", x)
	}
}
