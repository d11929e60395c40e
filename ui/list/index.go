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
	shown  int // exchanges among the rows
	total  int // exchanges of the record
}

// A mark is how far an index has come.
type mark struct {
	rows  int
	conns int // headings up to this connection are there
	exs   int // exchanges up to this one are there
	shown int
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
	at := x.stay
	x.rows = x.rows[:at.rows]
	for i := at.exs; i < len(r.Exchanges); i++ {
		if i == len(r.Exchanges)-loose {
			x.stay = at
		}
		e := r.Exchanges[i]
		at.exs++
		if !x.filter.matches(e) {
			continue
		}
		x.headings(&at, e.Conn)
		x.rows = append(x.rows, row{int32(e.Conn), int32(e.ID)})
		at.shown++
		at.rows = len(x.rows)
	}
	if len(x.filter) == 0 {
		x.headings(&at, len(r.Conns))
	}
	if n := len(x.rows); n > 0 && x.rows[n-1].ex == heading {
		x.rows = append(x.rows, row{x.rows[n-1].conn, none})
	}
	x.shown, x.total = at.shown, len(r.Exchanges)
}

// headings adds those up to a connection; with a filter only its own, so that
// connections without a match do not show.
func (x *index) headings(at *mark, upto int) {
	if at.conns >= upto {
		return
	}
	from := at.conns + 1
	if len(x.filter) > 0 {
		from = upto
	}
	for c := from; c <= upto; c++ {
		if n := len(x.rows); n > 0 && x.rows[n-1].ex == heading {
			x.rows = append(x.rows, row{x.rows[n-1].conn, none})
		}
		x.rows = append(x.rows, row{int32(c), blank}, row{int32(c), heading})
	}
	at.conns, at.rows = upto, len(x.rows)
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
