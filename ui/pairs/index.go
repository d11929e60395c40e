package pairs

import (
	"maps"
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A Totals holds the sums of the counts of all connections.
type Totals struct {
	Open, Ended, Unfollowed int // number of connections; failed connections count as ended
	Lost                    int // number of lost requests
	Errors, Warnings, Notes int // number of findings
	Gaps                    int // number of gaps, which are runs of bytes that were not captured
	Missed                  int64
}

// A connCounts holds the counts of one connection.
type connCounts struct {
	lost, errors, warnings, notes int
	failed                        bool
	gaps                          int
	missed                        int64
}

// wrong reports whether the connection has a problem.
func (c *connCounts) wrong() bool { return c.failed || c.lost+c.errors+c.warnings > 0 }

func (c *connCounts) add(fs []wire.Finding) {
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

// An index holds what the list needs about each connection. After a connection has ended
// and can no longer change, the index does not check it again.
type index struct {
	seen      int // number of connections that the record has had, including dropped ones
	forgotten record.Forgotten
	entries   map[int]*entry
	silent    []int // IDs for which the record has no connection: no event has named them yet, or the record has dropped them
	live      []int // IDs of connections that may still change, ascending
	totals    Totals
	filter    filter
	rows      []int // IDs of connections that match the filter, ascending
}

// An entry holds the counts of a connection.
type entry struct {
	now  connCounts
	past connCounts // counts of the oldest exchanges, which can no longer change

	exchanges int // number of exchanges in past
	match     bool
	as        *int // the field of Totals in which the connection is counted
}

const (
	// loose is how many of the most recent exchanges of a connection may still change.
	loose = 2
	// rest is how long a connection may still change after its end. In this time, the
	// other side may respond, and findings may follow.
	rest = time.Second
)

func (x *index) reset(f filter) { *x = index{filter: f, entries: map[int]*entry{}} }

// sync updates the index with the changes in the record.
func (x *index) sync(r *record.Record) {
	if x.entries == nil {
		x.reset(nil)
	}
	for id := x.seen + 1; id <= len(r.Conns); id++ {
		x.silent = append(x.silent, id)
	}
	x.seen = len(r.Conns)
	x.silent = slices.DeleteFunc(x.silent, func(id int) bool { return r.Conn(id) != nil && x.add(id) })
	changed := false
	x.live = slices.DeleteFunc(x.live, func(id int) bool {
		c := r.Conn(id)
		if c == nil {
			return true
		}
		changed = x.look(c) || changed
		return isFinal(c, r.Now())
	})
	if r.Forgotten().Connections != x.forgotten.Connections {
		x.forget(r)
	}
	if changed && len(x.filter) > 0 {
		x.rows = x.rows[:0]
		for _, id := range slices.Sorted(maps.Keys(x.entries)) {
			if x.entries[id].match {
				x.rows = append(x.rows, id)
			}
		}
	}
}

// add adds the connection with this ID. It always returns true.
func (x *index) add(id int) bool {
	x.totals.Open++
	x.entries[id] = &entry{as: &x.totals.Open}
	x.live = append(x.live, id)
	if len(x.filter) == 0 {
		at, _ := slices.BinarySearch(x.rows, id)
		x.rows = slices.Insert(x.rows, at, id)
	}
	return true
}

// forget removes the connections that the record has dropped. In the totals, it replaces
// their counts with those that the record keeps.
func (x *index) forget(r *record.Record) {
	gone := func(id int) bool { return r.Conn(id) == nil }
	for id, e := range x.entries {
		if !gone(id) {
			continue
		}
		x.recount(&e.now, &connCounts{})
		*e.as--
		delete(x.entries, id)
	}
	x.rows = slices.DeleteFunc(x.rows, gone)
	x.silent = slices.DeleteFunc(x.silent, func(id int) bool { return id <= len(r.Conns)-record.KeepConnections })
	now := r.Forgotten()
	unfollowed := now.Unfollowed - x.forgotten.Unfollowed
	x.totals.Unfollowed += unfollowed
	x.totals.Ended += now.Connections - x.forgotten.Connections - unfollowed
	x.totals.Lost += now.Lost - x.forgotten.Lost
	x.totals.Errors += now.Tally.Errors - x.forgotten.Tally.Errors
	x.totals.Warnings += now.Tally.Warnings - x.forgotten.Tally.Warnings
	x.forgotten = *now
}

// isFinal reports whether a connection can no longer change: it ended or failed more than
// rest before now, or is no longer followed.
func isFinal(c *record.Connection, now time.Duration) bool {
	if c.Passing.Unfollowed {
		return true
	}
	switch c.State {
	case record.Failed:
		return now > c.Failure.At+rest
	case record.Ended:
		return now > c.Close.At+rest
	}
	return false
}

// countOf returns the field of t in which the connection is counted.
func (t *Totals) countOf(c *record.Connection) *int {
	switch {
	case c.State == record.Failed, c.State == record.Ended:
		return &t.Ended
	case c.Passing.Unfollowed:
		return &t.Unfollowed
	}
	return &t.Open
}

// look updates the counts of a connection. It reports whether the connection has begun or
// ceased to match the filter.
func (x *index) look(c *record.Connection) bool {
	k := x.entries[c.ID]
	was := k.now
	at := max(0, k.exchanges-c.Past.Exchanges) // the record may have released the oldest exchanges
	for ; at < len(c.Exchanges)-loose; at++ {
		k.past.count(c.Exchanges[at])
	}
	k.exchanges = c.Past.Exchanges + at
	now := k.past
	for _, e := range c.Exchanges[at:] {
		now.count(e)
	}
	now.add(c.Findings)
	now.failed = c.State == record.Failed
	now.gaps, now.missed = c.Passing.Gaps, c.Passing.Missed
	k.now = now
	x.recount(&was, &now)
	*k.as--
	k.as = x.totals.countOf(c)
	*k.as++
	if len(x.filter) == 0 {
		return false
	}
	match := x.filter.matches(c, &now)
	changed := match != k.match
	k.match = match
	return changed
}

func (c *connCounts) count(e *record.Exchange) {
	if e.Lost() {
		c.lost++
	}
	c.add(e.Findings)
}

// recount updates the totals after the counts of a connection have changed from was to
// now.
func (x *index) recount(was, now *connCounts) {
	t := &x.totals
	t.Lost += now.lost - was.lost
	t.Errors += now.errors - was.errors
	t.Warnings += now.warnings - was.warnings
	t.Notes += now.notes - was.notes
	t.Gaps += now.gaps - was.gaps
	t.Missed += now.missed - was.missed
}

// length returns the number of connections in the list.
func (x *index) length() int { return len(x.rows) }

// at returns the ID of the connection at a place in the list. The newest connection has
// place 0.
func (x *index) at(place int) int { return x.rows[len(x.rows)-1-place] }

// place returns the place of a connection, or the place where it would be inserted. shown
// is false if the connection is not in the list.
func (x *index) place(id int) (place int, shown bool) {
	i, ok := slices.BinarySearch(x.rows, id)
	if !ok {
		i--
	}
	return len(x.rows) - 1 - i, ok
}

// next returns the ID of the next connection with a problem, below the given place. After
// the last connection, it continues at the top. It returns 0 if no connection has a
// problem.
func (x *index) next(place int) int {
	n := x.length()
	for k := range n {
		if id := x.at((place + 1 + k) % n); x.entries[id].now.wrong() {
			return id
		}
	}
	return 0
}
