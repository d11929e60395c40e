package pairs

import (
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// Totals counts what there is on all connections.
type Totals struct {
	Open, Ended             int // connections; those that were never made have ended
	Lost                    int // requests
	Errors, Warnings, Notes int // findings
	Gaps                    int // runs of bytes that were not captured
	Missed                  int64
}

// counts are the same of one connection.
type counts struct {
	lost, errors, warnings, notes int
	failed                        bool
	gaps                          int
	missed                        int64
}

// wrong reports whether something went wrong.
func (c *counts) wrong() bool { return c.failed || c.lost+c.errors+c.warnings > 0 }

func (c *counts) add(fs []wire.Finding) {
	for _, f := range fs {
		switch n := f.Count(); session.SeverityOf(f.Code) {
		case wire.SeverityError:
			c.errors += n
		case wire.SeverityWarning:
			c.warnings += n
		default:
			c.notes += n
		}
	}
}

// An index knows of each connection what the list needs, without looking at all of
// them again: those that ended some time ago stay as they are.
type index struct {
	conns  []counts // by number, less 1
	kept   []kept
	live   []int // numbers of connections that may change, ascending
	totals Totals
	filter filter
	rows   []int // numbers of connections that the filter lets through, ascending; unused without one
}

// kept is what was counted of a connection's first exchanges, which do not change any
// more.
type kept struct {
	counts
	exchanges int
	match     bool
	ended     bool
}

const (
	// loose is how many of the newest exchanges of a connection may still change.
	loose = 2
	// rest is how long a connection may change after it has ended: the other side
	// answers, and findings follow.
	rest = time.Second
)

func (x *index) reset(f filter) { *x = index{filter: f} }

// sync takes in what was added to the record.
func (x *index) sync(r *record.Record) {
	for id := len(x.conns) + 1; id <= len(r.Conns); id++ {
		x.conns, x.kept = append(x.conns, counts{}), append(x.kept, kept{})
		x.live = append(x.live, id)
		x.totals.Open++
	}
	changed := false
	x.live = slices.DeleteFunc(x.live, func(id int) bool {
		c := r.Conns[id-1]
		changed = x.look(c) || changed
		return isFinal(c, r.Now())
	})
	if changed && len(x.filter) > 0 {
		x.rows = x.rows[:0]
		for i := range x.kept {
			if x.kept[i].match {
				x.rows = append(x.rows, i+1)
			}
		}
	}
}

// isFinal reports whether a connection changes no more.
func isFinal(c *record.Connection, now time.Duration) bool {
	switch c.State {
	case record.Failed:
		return now > c.Failure.At+rest
	case record.Ended:
		return now > c.Close.At+rest
	}
	return false
}

// over reports whether a connection has ended, or was never made.
func over(c *record.Connection) bool { return c.State == record.Failed || c.State == record.Ended }

// look counts again what may have changed of a connection, and reports whether the
// filter now has another opinion of it.
func (x *index) look(c *record.Connection) bool {
	k, was := &x.kept[c.ID-1], x.conns[c.ID-1]
	at := max(0, k.exchanges-c.Past.Exchanges) // the oldest may have been released
	for ; at < len(c.Exchanges)-loose; at++ {
		k.count(c.Exchanges[at])
	}
	k.exchanges = c.Past.Exchanges + at
	now := k.counts
	for _, e := range c.Exchanges[at:] {
		now.count(e)
	}
	now.add(c.Findings)
	now.failed = c.State == record.Failed
	now.gaps, now.missed = c.Passing.Gaps, c.Passing.Missed
	x.conns[c.ID-1] = now
	x.recount(&was, &now)
	if ended := over(c); ended != k.ended {
		k.ended = ended
		x.totals.Open--
		x.totals.Ended++
	}
	if len(x.filter) == 0 {
		return false
	}
	match := x.filter.matches(c, &now)
	changed := match != k.match
	k.match = match
	return changed
}

func (c *counts) count(e *record.Exchange) {
	if e.Lost() {
		c.lost++
	}
	c.add(e.Findings)
}

// recount replaces what a connection has in the totals.
func (x *index) recount(was, now *counts) {
	t := &x.totals
	t.Lost += now.lost - was.lost
	t.Errors += now.errors - was.errors
	t.Warnings += now.warnings - was.warnings
	t.Notes += now.notes - was.notes
	t.Gaps += now.gaps - was.gaps
	t.Missed += now.missed - was.missed
}

// length returns how many connections are shown.
func (x *index) length() int {
	if len(x.filter) == 0 {
		return len(x.conns)
	}
	return len(x.rows)
}

// at returns the number of the connection in a place, counted from the newest.
func (x *index) at(place int) int {
	if len(x.filter) == 0 {
		return len(x.conns) - place
	}
	return x.rows[len(x.rows)-1-place]
}

// place returns where a connection stands, or would stand.
func (x *index) place(id int) (place int, shown bool) {
	if len(x.filter) == 0 {
		return len(x.conns) - id, id >= 1 && id <= len(x.conns)
	}
	i, ok := slices.BinarySearch(x.rows, id)
	if !ok {
		i--
	}
	return len(x.rows) - 1 - i, ok
}

// next returns the next connection below a place where something went wrong; after
// the last the search begins at the top. 0: there is none.
func (x *index) next(place int) int {
	n := x.length()
	for k := range n {
		if id := x.at((place + 1 + k) % n); x.conns[id-1].wrong() {
			return id
		}
	}
	return 0
}
