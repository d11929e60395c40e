package export

import (
	"container/list"

	"linger/session/record"
)

// An ended holds the exchanges that have ended but are not yet written: the newest one of
// each connection. Its zero value is empty.
type ended struct {
	order list.List             // elements of type waiting; the exchange that ended first comes first
	conns map[int]*list.Element // by connection
	held  int64                 // estimated memory of the exchanges, in bytes
}

// A waiting is an exchange that has ended. size is an estimate of the memory that it
// occupied when it ended, in bytes.
type waiting struct {
	*record.Exchange
	size int64
}

// of returns the exchange of a connection, or nil.
func (d *ended) of(conn int) *record.Exchange {
	if at := d.conns[conn]; at != nil {
		return at.Value.(waiting).Exchange
	}
	return nil
}

// oldest returns the exchange that ended first. There must be one.
func (d *ended) oldest() *record.Exchange { return d.order.Front().Value.(waiting).Exchange }

func (d *ended) add(e *record.Exchange) {
	if d.conns == nil {
		d.conns = map[int]*list.Element{}
	}
	size := 2<<10 + min(e.Request.Len, record.KeepContent) + min(e.Response.Len, record.KeepContent)
	d.conns[e.Conn] = d.order.PushBack(waiting{e, size})
	d.held += size
}

// take removes the exchange of a connection, and returns it. It returns nil if there is
// none.
func (d *ended) take(conn int) *record.Exchange {
	at := d.conns[conn]
	if at == nil {
		return nil
	}
	e := d.order.Remove(at).(waiting)
	delete(d.conns, conn)
	d.held -= e.size
	return e.Exchange
}
