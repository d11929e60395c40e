package practice

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// A till records sales. So a client can find out whether a request had an effect although
// its response was lost: "A user agent SHOULD NOT automatically retry a request with a
// non-idempotent method unless it has some means to know ... that the original request
// was never applied" (RFC 9110 §9.2.2).

func tillScenarios() []Scenario {
	return []Scenario{{
		Path:  "/till",
		Title: "records sales, may lose the response",
		Does: "POST records a sale and returns the number of sales; GET returns the number; PUT /till/NAME records a sale once for each name. " +
			"With ?lose=1 the server records the sale and closes without a response; with ?lose=2 it closes before it records the sale.",
		Watch:    "Send POST with ?lose=1, then GET: the sale is recorded. Send POST again: there are two sales. PUT /till/sale-7 twice records one.",
		Ref:      "RFC 9110 §9.2.2",
		Group:    GroupClosing,
		Keywords: "retry, idempotent, duplicate, payment, lost response, race, empty reply from server",
		Params:   houseParams(countParam("lose", 0, 0, 2, "1 loses the response, 2 loses the request")),

		takesName: true,

		play: playTill,
	}}
}

const (
	mostTills = 256
	mostSales = 100_000
	tillTime  = time.Hour // how long the server keeps a till after it was last used
)

// A till holds the sales that were recorded for one client address.
type till struct {
	sales int
	names map[string]bool // names of the named sales
	used  time.Time
}

// tills holds the tills for all clients. If there are too many, it drops the least
// recently used till.
type tills struct {
	mu  sync.Mutex
	all map[string]*till
}

// with runs f on the till for address and returns the number of sales in that till.
func (t *tills) with(address string, f func(*till)) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil {
		t.all = make(map[string]*till)
	}
	maps.DeleteFunc(t.all, func(_ string, l *till) bool { return time.Since(l.used) >= tillTime })
	one := t.all[address]
	if one == nil {
		if len(t.all) >= mostTills {
			delete(t.all, t.oldest())
		}
		one = &till{names: make(map[string]bool)}
		t.all[address] = one
	}
	one.used = time.Now()
	f(one)
	return one.sales
}

func (t *tills) oldest() string {
	return slices.MinFunc(slices.Collect(maps.Keys(t.all)), func(a, b string) int { return t.all[a].used.Compare(t.all[b].used) })
}

// record adds a sale. If the sale has a name, record adds it only once.
func (l *till) record(name string) {
	if l.sales >= mostSales || name != "" && l.names[name] {
		return
	}
	l.sales++
	if name != "" {
		l.names[name] = true
	}
}

func playTill(x *exchange) {
	name := strings.TrimPrefix(strings.TrimPrefix(x.req.path, x.s.Path), "/")
	records := x.req.method == "POST" && name == "" || x.req.method == "PUT" && name != ""
	if !records && x.req.method != "GET" && !x.head() {
		x.answer(reply{status: 405, fields: "Allow: GET, HEAD, POST, PUT\r\n", connection: x.house(), content: "POST /till, PUT /till/NAME or GET.\n"})
		return
	}
	lose := x.v.count("lose")
	sales := x.c.srv.tills.with(clientAddress(x.c.raw), func(l *till) {
		if records && lose < 2 {
			l.record(name)
		}
	})
	if records && lose > 0 {
		x.leave(endFIN, "the response was lost on purpose")
		return
	}
	x.answer(reply{connection: x.house(), content: fmt.Sprintf("Sales: %d\n", sales)})
}
