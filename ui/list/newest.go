package list

import (
	"strconv"

	"linger/session/record"
	"linger/wire"
)

// A newest is the newest exchange that has a finding, and the newest connection
// that has one of its own: about bytes nobody asked for, or about its end. What
// was looked at once is not looked at again, but for the newest of them.
type newest struct {
	ex   *record.Exchange
	conn *record.Connection
	seen int
	met  int // connections
}

func (f *newest) sync(r *record.Record) {
	for i := len(r.Exchanges) - 1; i >= max(0, min(f.seen, len(r.Exchanges)-loose)); i-- {
		if len(r.Exchanges[i].Findings) > 0 {
			f.ex = r.Exchanges[i]
			break
		}
	}
	for i := len(r.Conns) - 1; i >= max(0, min(f.met, len(r.Conns)-1)); i-- {
		if len(r.Conns[i].Findings) > 0 {
			f.conn = r.Conns[i]
			break
		}
	}
	f.seen, f.met = len(r.Exchanges), len(r.Conns)
}

func (f *newest) any() bool { return f.ex != nil || f.conn != nil }

// told is whose findings are the newest, and the findings.
func (f *newest) told() (whose string, found []wire.Finding) {
	if f.conn != nil && (f.ex == nil || after(f.conn, f.ex)) {
		return "connection " + strconv.Itoa(f.conn.ID), f.conn.Findings
	}
	return "exchange " + strconv.Itoa(f.ex.ID), f.ex.Findings
}

// after says whether what was last found about a connection is newer than what
// was found about an exchange.
func after(c *record.Connection, e *record.Exchange) bool {
	last := c.Findings[len(c.Findings)-1].Offset
	return c.ID > e.Conn || c.ID == e.Conn && (last < 0 || last >= e.Response.End())
}
