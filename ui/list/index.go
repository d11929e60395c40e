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
	gone   int  // exchanges of the record that were released, and connections that were forgotten
	only   int  // the one connection that is shown; 0: all
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

func (x *index) reset(f filter) { *x = index{rows: x.rows[:0], filter: f, only: x.only} }

// scope returns the exchanges and connections to show, and how many connections stand
// before them.
func (x *index) scope(r *record.Record) (es []*record.Exchange, upto, before int) {
	if x.only == 0 {
		return r.Exchanges, len(r.Conns), 0
	}
	if c := r.Conn(x.only); c != nil {
		return c.Exchanges, c.ID, c.ID - 1
	}
	return nil, 0, 0
}

// sync takes in what was added to the record.
func (x *index) sync(r *record.Record) {
	es, conns, before := x.scope(r)
	if len(es) < x.stay.exs {
		x.reset(x.filter)
	}
	if n := r.Released() + r.Forgotten().Connections; n != x.gone {
		x.gone, x.mixed = n, true
	}
	x.stay.conns = max(x.stay.conns, before)
	var at mark
	if !x.mixed {
		at, x.mixed = x.grow(r, es)
	}
	if x.mixed {
		at = x.regroup(r, before, conns)
	}
	x.headings(&at, r, conns)
	x.close()
	x.shown, x.alone, x.total = at.shown, at.alone, len(es)
}

// grow adds the exchanges that are new. It reports mixed when one of them belongs
// to a connection that has another below it: the rows are of no use then.
func (x *index) grow(r *record.Record, es []*record.Exchange) (at mark, mixed bool) {
	at = x.stay
	x.rows = x.rows[:at.rows]
	for i := at.exs; i < len(es); i++ {
		if i == len(es)-loose {
			x.stay = at
		}
		e := es[i]
		if e.Conn < max(1, at.conns) {
			return at, true
		}
		at.exs++
		x.headings(&at, r, e.Conn-1)
		x.exchange(&at, e)
	}
	return at, false
}

// regroup makes the rows of some connections, each exchange below its own.
func (x *index) regroup(r *record.Record, from, upto int) (at mark) {
	x.rows, at.conns = x.rows[:0], from
	for _, c := range r.Conns[from:upto] {
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
		if conn := r.Conn(c); conn == nil || !x.filter.shows(conn) {
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

// find returns where a row stands, or where it would.
func (x *index) find(r row) (int, bool) {
	return slices.BinarySearchFunc(x.rows, r, compare)
}

// near returns the selectable row nearest to i, looking first in the direction of
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
