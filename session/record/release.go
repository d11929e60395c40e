package record

import "slices"

// gone stands for every exchange that was released.
var gone = &Exchange{Done: true}

// A Past holds counts for those exchanges of a connection that were released.
type Past struct {
	Exchanges int
	Statuses  map[int]int // number of final responses by status
	Tally     Tally
}

// Release removes an exchange that has ended from the record, so that a program that
// writes exchanges to a file needs only a limited amount of memory. Later events for the
// exchange are dropped, except findings, which are added to its connection.
func (r *Record) Release(e *Exchange) {
	if r.Exchange(e.ID) != e {
		return
	}
	c := r.Conns[e.Conn-1]
	c.Past.add(e)
	r.remove(e)
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
	if len(r.Exchanges) > KeepExchanges {
		r.drop(r.Exchanges[0])
	}
}

// drop releases an exchange. If e only holds the place of an exchange without events so
// far, drop removes it.
func (r *Record) drop(e *Exchange) {
	switch {
	case e.Conn > 0:
		r.Release(e)
	case e != gone:
		r.held.rest -= roomSize
		r.remove(e)
	}
}

// remove replaces e with gone in r.Exchanges. Then it deletes all elements equal to gone
// from the beginning of r.Exchanges.
func (r *Record) remove(e *Exchange) {
	r.Exchanges[e.ID-1-r.earlier] = gone
	for len(r.Exchanges) > 0 && r.Exchanges[0] == gone {
		r.Exchanges[0] = nil
		r.Exchanges = r.Exchanges[1:]
		r.earlier++
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
