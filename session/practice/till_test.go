package practice

import (
	"fmt"
	"testing"
	"time"
)

// Clients at different addresses have separate tills. If there are too many tills, the
// server drops the least recently used one.
func TestEachAddressHasOwnTill(t *testing.T) {
	post := lines("POST /till HTTP/1.1", "Host: practice", "Content-Length: 0")
	inRoom(t, Config{}, func(r *room) {
		for range 2 {
			r.sales("anna", post)
		}
		time.Sleep(time.Second)
		if got := r.sales("bert", post); got != "1" {
			t.Errorf("the till of another client has %s sales, want 1", got)
		}
		for i := range mostTills - 1 {
			time.Sleep(time.Second)
			r.sales(fmt.Sprint("client-", i), post)
		}
		if got := r.sales("bert", asking("/till")); got != "1" {
			t.Errorf("a till that was used later than others has %s sales, want 1", got)
		}
		if got := r.sales("anna", asking("/till")); got != "0" {
			t.Errorf("the least recently used till has %[2]s sales after %[1]d tills, want 0", mostTills+1, got)
		}
		if n := len(r.srv.tills.all); n > mostTills {
			t.Errorf("the server keeps %d tills, want at most %d", n, mostTills)
		}
	})
}
