package cli

import "linger/session/record"

// printed is how far the record has been printed: connections and exchanges in
// the order in which they came, each once.
type printed struct {
	session     bool
	connections int         // opened
	closed      int         // ended
	exchanges   int         // done, in order
	findings    map[int]int // by exchange: how many were printed with it
	holds       bool        // an exchange is printed once it is known what follows it
}

// A follower receives what is new in a record, in order.
type follower interface {
	began(r *record.Record)
	opened(r *record.Record, c *record.Connection)
	done(r *record.Record, e *record.Exchange)
	ended(r *record.Record, c *record.Connection)
}

// follow passes to f what is new. An incomplete exchange comes with the
// end of its connection.
func (p *printed) follow(r *record.Record, f follower) {
	if !p.session && r.Applied > 0 {
		p.session = true
		f.began(r)
	}
	for {
		switch {
		case p.exchanges < len(r.Exchanges) && r.Exchanges[p.exchanges].Conn == 0:
			p.exchanges++
		case p.closed < p.connections && p.exchanges < len(r.Exchanges) && r.Exchanges[p.exchanges].Conn <= p.connections &&
			(r.Exchanges[p.exchanges].Done && !p.held(r) || r.Conns[r.Exchanges[p.exchanges].Conn-1].State == record.Ended):
			e := r.Exchanges[p.exchanges]
			p.exchanges++
			p.countFindings(e)
			f.done(r, e)
		case p.closed < p.connections && r.Conns[p.closed].State == record.Ended:
			f.ended(r, r.Conns[p.closed])
			p.closed++
		case p.closed < p.connections && r.Conns[p.closed].State == record.Failed:
			p.closed++
		case p.connections < len(r.Conns) && r.Conns[p.connections].State > record.Connecting:
			p.connections++
			if c := r.Conns[p.connections-1]; c.State != record.Failed {
				f.opened(r, c)
			}
		default:
			return
		}
	}
}

// held reports whether the next exchange waits: whether its connection can be used again
// depends on what follows its response.
func (p *printed) held(r *record.Record) bool {
	return p.holds && p.exchanges == len(r.Exchanges)-1 && !r.Exchanges[p.exchanges].Tunnel
}

func (p *printed) countFindings(e *record.Exchange) {
	if p.findings == nil {
		p.findings = map[int]int{}
	}
	if n := len(e.Findings); n > 0 {
		p.findings[e.ID] = n
	}
}

// late returns the exchanges of a connection that have findings which came after
// they were printed.
func (p *printed) late(c *record.Connection) []*record.Exchange {
	var out []*record.Exchange
	for _, e := range c.Exchanges {
		if len(e.Findings) > p.findings[e.ID] {
			out = append(out, e)
		}
	}
	return out
}
