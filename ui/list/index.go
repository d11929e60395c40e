package list

import (
	"cmp"
	"slices"

	"linger/session/record"
)

// A row identifies one row of the list: an exchange, or a row of a connection itself.
// Rows are sorted by conn and then by ex.
type row struct{ conn, ex int32 }

// The values of ex for rows that are not exchanges.
const (
	blank   = -2 // the blank row above a heading
	heading = -1
	none    = 0 // "no exchange yet"
)

func (r row) selectable() bool { return r.ex == heading || r.ex > 0 }

func compare(a, b row) int {
	return cmp.Or(cmp.Compare(a.conn, b.conn), cmp.Compare(a.ex, b.ex))
}

// An index holds every row of a record that matches a filter. The rows of the most recent
// exchanges may still change; earlier rows do not.
type index struct {
	rows   []row
	filter filter
	stay   mark
	shown  int  // number of exchanges among the rows
	alone  int  // number of headings of connections that match the filter themselves
	total  int  // number of exchanges of the record
	mixed  bool // exchanges of several connections alternate, so all rows are built again at each change
	gone   int  // number of released exchanges plus the number of dropped connections
	only   int  // ID of the only connection that is shown; 0: all
}

// A mark says how much of the record is in an index.
type mark struct {
	rows  int
	conns int // number of connections whose headings are in the index
	exs   int // number of exchanges that are in the index
	shown int
	alone int
}

// loose is the number of exchanges, counted back from the most recent, that are checked
// again, because findings may be added to an exchange after it is complete.
const loose = 64

func (x *index) reset(f filter) { *x = index{rows: x.rows[:0], filter: f, only: x.only} }

// scope returns the exchanges to show, the number of the last connection to show, and the
// number of connections before the first.
func (x *index) scope(r *record.Record) (es []*record.Exchange, upto, before int) {
	if x.only == 0 {
		return r.Exchanges, len(r.Conns), 0
	}
	if c := r.Conn(x.only); c != nil {
		return c.Exchanges, c.ID, c.ID - 1
	}
	return nil, 0, 0
}

// sync adds the new part of the record to the index.
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
	if x.only == 0 {
		x.total = r.Count()
	}
}

// grow adds the new exchanges. mixed reports whether one of them belongs to a connection
// that is not the last one; the rows are then invalid.
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

// regroup replaces all rows with those of r.Conns[from:upto], with each exchange below
// its own connection.
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

// exchange adds an exchange below the heading of its connection, if it matches the
// filter.
func (x *index) exchange(at *mark, e *record.Exchange) {
	if !x.filter.matches(e) {
		return
	}
	x.heading(at, e.Conn)
	x.rows = append(x.rows, row{int32(e.Conn), int32(e.ID)})
	at.shown++
	at.rows = len(x.rows)
}

// headings adds the headings of the connections up to the given one. With a filter it
// adds only the headings of connections that match the filter themselves.
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

// heading adds the heading of a connection, unless the index already contains it.
func (x *index) heading(at *mark, c int) {
	if at.conns >= c {
		return
	}
	x.close()
	x.rows = append(x.rows, row{int32(c), blank}, row{int32(c), heading})
	at.conns, at.rows = c, len(x.rows)
}

// close adds the row "no exchange" below the heading of a connection without exchanges,
// if the list is not filtered.
func (x *index) close() {
	if n := len(x.rows); n > 0 && x.rows[n-1].ex == heading && len(x.filter) == 0 {
		x.rows = append(x.rows, row{x.rows[n-1].conn, none})
	}
}

// find returns the position of a row, or the position where it would be inserted. ok is
// false if the index does not contain the row.
func (x *index) find(r row) (int, bool) {
	return slices.BinarySearchFunc(x.rows, r, compare)
}

// near returns the position of a selectable row near position i, or -1 if there is none.
// It searches from i in the direction of by, and then in the opposite direction.
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
