package record

import "linger/session"

// Budget returns the connection's budget after e, or the zero value if there is none.
func (e *Exchange) Budget() (b session.Budget) {
	if e.limits == nil {
		return b
	}
	b = e.limits.budget
	b.Deadline = e.deadline
	if e.limits.own {
		b.Source = e.ID
	}
	return b
}

// limits holds a budget without its deadline. Exchanges whose budgets are otherwise equal
// share it, because it is large, and a record may have hundreds of thousands of exchanges.
type limits struct {
	budget session.Budget
	own    bool // the response of the exchange itself had the hint
}

// budgets sets the budgets of exchanges.
type budgets struct {
	last *limits // the most recent limits; the next exchange shares them if its own are equal
	slab slab[limits]
}

func (s *budgets) set(e *Exchange, b *session.Budget) {
	l := limits{budget: *b, own: b.Source == e.ID}
	l.budget.Deadline = 0
	if l.own {
		l.budget.Source = 0
	}
	if s.last == nil || *s.last != l {
		s.last = s.slab.next()
		*s.last = l
	}
	e.limits, e.deadline = s.last, b.Deadline
}
