package record

import "slices"

// gone stands for every exchange that was released.
var gone = &Exchange{Done: true}

// A Past is what is remembered of the exchanges of a connection that were
// released.
type Past struct {
	Exchanges int
	Statuses  map[int]int // final responses by their status
	Tally     Tally
}

// Release forgets an exchange that is done, so that a writer of exchanges to a
// file can do so in bounded memory. What still comes of it is dropped, save that
// findings go to its connection.
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
	r.released++
	if c.Exchanges[0] == e { // mostly it is the oldest
		c.Exchanges[0] = nil
		c.Exchanges = c.Exchanges[1:]
	} else if i := slices.Index(c.Exchanges, e); i >= 0 {
		c.Exchanges = slices.Delete(c.Exchanges, i, i+1)
	}
}

// Released returns how many exchanges were released.
func (r *Record) Released() int { return r.released }

// releaseOldest keeps the number of exchanges bounded.
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

// Statuses returns how many final responses there were by their status, released
// and forgotten ones included.
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
