package list

import (
	"slices"
	"strconv"

	"linger/session/record"
	"linger/ui/words"
	"linger/wire"
)

// A latestFindings holds the most recent exchange with a finding, and the most recent
// connection with a finding that belongs to no exchange, such as one about unsolicited
// bytes or about the close. It checks exchanges and connections only once, except for the
// most recent ones.
type latestFindings struct {
	ex   *record.Exchange
	conn *record.Connection
	seen int
	met  int // number of leading connections that have ended and cannot get new findings
}

func (f *latestFindings) sync(r *record.Record, only int) {
	if only > 0 {
		f.of(r.Conn(only))
		return
	}
	for _, e := range slices.Backward(r.After(min(f.seen, r.Count()-loose))) {
		if len(e.Findings) > 0 {
			f.ex = e
			break
		}
	}
	for i := len(r.Conns) - 1; i >= max(0, min(f.met, len(r.Conns)-1)); i-- {
		if len(r.Conns[i].Findings) > 0 {
			f.conn = r.Conns[i]
			break
		}
	}
	f.seen = r.Count()
	for f.met < len(r.Conns) && (r.Conns[f.met].State == record.Ended || r.Conns[f.met].State == record.Failed) {
		f.met++
	}
}

// of updates f with one connection.
func (f *latestFindings) of(c *record.Connection) {
	if c == nil {
		return
	}
	for i := len(c.Exchanges) - 1; i >= max(0, min(f.seen, len(c.Exchanges)-loose)); i-- {
		if len(c.Exchanges[i].Findings) > 0 {
			f.ex = c.Exchanges[i]
			break
		}
	}
	if len(c.Findings) > 0 {
		f.conn = c
	}
	f.seen = len(c.Exchanges)
}

func (f *latestFindings) any() bool { return f.ex != nil || f.conn != nil }

// NewestFinding returns the IDs of the connection and the exchange with the most recent
// finding. Exchange 0 means the connection itself. Connection 0 means that there is no
// finding.
func (m *Model) NewestFinding() (conn, exchange int) {
	switch f := &m.latestFindings; {
	case !f.any():
		return 0, 0
	case f.ofConn():
		return f.conn.ID, 0
	default:
		return f.ex.Conn, f.ex.ID
	}
}

// NextFinding returns the IDs of the connection and the exchange in the next row with a
// finding after the selected row. Exchange 0 means the connection itself. After the last
// row, it continues with the first. It returns connection 0 if no row has a finding.
func (m *Model) NextFinding() (conn, exchange int) {
	if m.rec == nil || len(m.x.rows) == 0 {
		return 0, 0
	}
	at, _ := m.x.find(m.chosen)
	for k := range m.x.rows {
		r := m.x.rows[(at+1+k)%len(m.x.rows)]
		switch {
		case r.ex > 0 && len(m.rec.Exchange(int(r.ex)).Findings) > 0:
			return int(r.conn), int(r.ex)
		case r.ex == heading && len(m.rec.Conn(int(r.conn)).Findings) > 0:
			return int(r.conn), 0
		}
	}
	return 0, 0
}

// findings returns the name of the exchange or connection with the most recent finding,
// and all its findings.
func (f *latestFindings) findings() (whose string, found []wire.Finding) {
	if f.ofConn() {
		return "connection " + strconv.Itoa(f.conn.ID), f.conn.Findings
	}
	return "exchange " + strconv.Itoa(f.ex.ID), f.ex.Findings
}

// point returns a short description of one of the findings.
func (f *latestFindings) point(r *record.Record, x wire.Finding) string {
	if f.ofConn() {
		return words.Point(x, f.conn, nil)
	}
	return words.Point(x, r.Conn(f.ex.Conn), f.ex)
}

// ofConn reports whether the most recent finding is about a connection itself.
func (f *latestFindings) ofConn() bool { return f.conn != nil && (f.ex == nil || after(f.conn, f.ex)) }

// after reports whether the most recent finding about a connection came after the most
// recent finding about an exchange.
func after(c *record.Connection, e *record.Exchange) bool {
	last := c.Findings[len(c.Findings)-1].Offset
	return c.ID > e.Conn || c.ID == e.Conn && (last < 0 || last >= e.Response.End())
}
