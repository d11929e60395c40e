package list

import (
	"cmp"
	"slices"

	"linger/session/record"
)

// A row stands for one line: an exchange, or one of the special lines of a
// connection. Rows are in the order of their connection and their ex.
type row struct{ conn, ex int32 }

// What a row is when it is no exchange.
const (
	blank   = -2 // above a heading
	heading = -1
	none    = 0 // "no exchange yet"
)

func (r row) selectable() bool { return r.ex == heading || r.ex > 0 }

func compare(a, b row) int {
	return cmp.Or(cmp.Compare(a.conn, b.conn), cmp.Compare(a.ex, b.ex))
}

// An index is every row of a record that a filter lets through. The rows of the
// newest exchanges may still change; those before them stay.
type index struct {
	rows   []row
	filter filter
	stay   mark
	shown  int  // exchanges among the rows
	alone  int  // headings among the rows that a filter lets through by themselves
	total  int  // exchanges of the record
	mixed  bool // exchanges of several connections alternate: rows are made anew each time
	gone   int  // exchanges of the record that were released
}

// A mark is how far an index has come.
type mark struct {
	rows  int
	conns int // headings up to this connection are there, or not wanted
	exs   int // exchanges up to this one are there
	shown int
	alone int
}

// loose is how many of the newest exchanges are looked at again: findings may
// come after the exchange is done.
const loose = 64

func (x *index) reset(f filter) { *x = index{rows: x.rows[:0], filter: f} }

// sync takes in what was added to the record.
func (x *index) sync(r *record.Record) {
	if len(r.Exchanges) < x.stay.exs {
		x.reset(x.filter)
	}
	if r.Released() != x.gone {
		x.gone, x.mixed = r.Released(), true
	}
	var at mark
	if !x.mixed {
		at, x.mixed = x.grow(r)
	}
	if x.mixed {
		at = x.regroup(r)
	}
	x.headings(&at, r, len(r.Conns))
	x.close()
	x.shown, x.alone, x.total = at.shown, at.alone, len(r.Exchanges)
}

// grow adds the exchanges that are new. It reports mixed when one of them belongs
// to a connection that has another below it: the rows are of no use then.
func (x *index) grow(r *record.Record) (at mark, mixed bool) {
	at = x.stay
	x.rows = x.rows[:at.rows]
	for i := at.exs; i < len(r.Exchanges); i++ {
		if i == len(r.Exchanges)-loose {
			x.stay = at
		}
		e := r.Exchanges[i]
		if e.Conn < max(1, at.conns) {
			return at, true
		}
		at.exs++
		x.headings(&at, r, e.Conn-1)
		x.exchange(&at, e)
	}
	return at, false
}

// regroup makes all rows, each exchange below its connection.
func (x *index) regroup(r *record.Record) (at mark) {
	x.rows = x.rows[:0]
	for _, c := range r.Conns {
		for _, e := range c.Exchanges {
			x.exchange(&at, e)
		}
		x.headings(&at, r, c.ID)
	}
	return at
}

// exchange adds one, below the heading of its connection, if the filter lets it
// through.
func (x *index) exchange(at *mark, e *record.Exchange) {
	if !x.filter.matches(e) {
		return
	}
	x.heading(at, e.Conn)
	x.rows = append(x.rows, row{int32(e.Conn), int32(e.ID)})
	at.shown++
	at.rows = len(x.rows)
}

// headings adds those up to a connection; with a filter only of those that it
// shows by themselves.
func (x *index) headings(at *mark, r *record.Record, upto int) {
	for c := at.conns + 1; c <= upto; c++ {
		if !x.filter.shows(r.Conn(c)) {
			continue
		}
		x.heading(at, c)
		if len(x.filter) > 0 {
			at.alone++
		}
	}
	at.conns = max(at.conns, upto)
}

// heading adds the one of a connection, if it is not there yet.
func (x *index) heading(at *mark, c int) {
	if at.conns >= c {
		return
	}
	x.close()
	x.rows = append(x.rows, row{int32(c), blank}, row{int32(c), heading})
	at.conns, at.rows = c, len(x.rows)
}

// close says that a connection has no exchange, where nothing stands below its
// heading and all would be shown.
func (x *index) close() {
	if n := len(x.rows); n > 0 && x.rows[n-1].ex == heading && len(x.filter) == 0 {
		x.rows = append(x.rows, row{x.rows[n-1].conn, none})
	}
}

// find is where a row stands, or where it would.
func (x *index) find(r row) (int, bool) {
	return slices.BinarySearchFunc(x.rows, r, compare)
}

// near is the selectable row nearest to i, looking first in the direction of
// by; -1 when there is none.
func (x *index) near(i, by int) int {
	i = max(0, min(len(x.rows)-1, i))
	for _, step := range []int{by, -by} {
		for k := i; k >= 0 && k < len(x.rows); k += step {
			if x.rows[k].selectable() {
				return k
			}
		}
	}
	return -1
}
