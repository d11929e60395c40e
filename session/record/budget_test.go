package record

import (
	"testing"
	"time"

	"linger/session"
)

// Exchanges share one value if their budgets differ only in the deadline. Budgets that
// come from the response of the exchange itself count as equal in their source.
func TestEqualBudgetsAreShared(t *testing.T) {
	r := opened()
	budgets := []session.Budget{
		{HasTimeout: true, Timeout: 5 * time.Second, Deadline: 6 * time.Second, Source: 1},
		{HasTimeout: true, Timeout: 5 * time.Second, Deadline: 7 * time.Second, Source: 2},
		{HasTimeout: true, Timeout: 5 * time.Second, Deadline: 8 * time.Second, Source: 2},
		{HasTimeout: true, Timeout: 9 * time.Second, Deadline: 8 * time.Second, Source: 4},
	}
	for i, b := range budgets {
		respond(r, i+1, 1)
		r.Apply(&session.BudgetChanged{At: 3, Conn: 1, Exchange: i + 1, Budget: b})
	}
	for i, b := range budgets {
		if got := r.Exchange(i + 1).Budget(); got != b {
			t.Errorf("budget of exchange %d = %+v, want %+v", i+1, got, b)
		}
	}
	es := r.Conn(1).Exchanges
	if es[0].limits != es[1].limits || es[1].limits == es[2].limits || es[2].limits == es[3].limits {
		t.Error("equal budgets are not shared, or different budgets are")
	}
	if got := new(Exchange).Budget(); got != (session.Budget{}) {
		t.Errorf("budget of an exchange without one = %+v, want the zero value", got)
	}
}

func TestEqualBudgetsNeedNoAllocation(t *testing.T) {
	var s budgets
	e := &Exchange{ID: 1}
	b := session.Budget{HasTimeout: true, Source: 1}
	s.set(e, &b)
	if n := testing.AllocsPerRun(100, func() {
		e.ID++
		b.Source, b.Deadline = e.ID, b.Deadline+1
		s.set(e, &b)
	}); n > 0 {
		t.Errorf("%v allocations for each budget, want 0", n)
	}
}
