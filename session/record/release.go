package record

import "slices"

// gone stands for every exchange that was released.
var gone = &Exchange{Done: true}

// A Past holds the counts of a connection's exchanges that were released.
type Past struct {
	Exchanges int
	Statuses  map[int]int // number of final responses by status
	Tally     Tally
}

// Release removes an exchange that has ended from the record, so that a program can write
// exchanges to a file in bounded memory. Later events of the exchange are dropped, except
// findings, which are added to its connection.
func (r *Record) Release(e *Exchange) {
	if r.Exchange(e.ID) != e {
		return
	}
	c := r.Conns[e.Conn-1]
	c.Past.add(e)
	r.Exchanges[e.ID-1] = gone
	r.dropBytes(e)
	r.dropLines(e)
	r.dropFindings(e)
	c.sent.forget(&e.Request)
	c.received.forget(&e.Response)
	r.held.rest -= e.restHeld()
	r.held.lines -= e.Request.linesHeld() + e.Response.linesHeld() + int64(len(e.Heads))*headSize
	r.released++
	if c.Exchanges[0] == e { // usually e is the oldest
		c.Exchanges[0] = nil
		c.Exchanges = c.Exchanges[1:]
	} else if i := slices.Index(c.Exchanges, e); i >= 0 {
		c.Exchanges = slices.Delete(c.Exchanges, i, i+1)
	}
}

// Released returns the number of exchanges that were released.
func (r *Record) Released() int { return r.released }

// releaseOldest releases the oldest exchanges beyond the limit.
func (r *Record) releaseOldest() {
	if i := len(r.Exchanges) - 1 - KeepExchanges; i >= 0 {
		r.Release(r.Exchanges[i])
	}
}

func (p *Past) add(e *Exchange) {
	p.Exchanges++
	p.Tally.exchange(e)
	if h, ok := e.Final(); ok && !e.Tunnel {
		if p.Statuses == nil {
			p.Statuses = map[int]int{}
		}
		p.Statuses[h.Status]++
	}
}

// Statuses returns the number of final responses by status, including those
// released and forgotten.
func (r *Record) Statuses() map[int]int {
	n := map[int]int{}
	for status, k := range r.past.statuses {
		n[status] += k
	}
	for _, c := range r.Conns {
		for status, k := range c.Past.Statuses {
			n[status] += k
		}
	}
	for _, e := range r.Exchanges {
		if h, ok := e.Final(); ok && !e.Tunnel {
			n[h.Status]++
		}
	}
	return n
}
