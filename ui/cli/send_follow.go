package cli

import "linger/session/record"

// printedParts records which parts of a record have been printed. Each connection and
// each exchange is printed once, in order.
type printedParts struct {
	session     bool
	connections int         // connections whose start was printed
	closed      int         // connections whose end was printed
	exchanges   int         // exchanges that were printed or skipped
	findings    map[int]int // number of findings that were printed with each exchange
	holds       bool        // print an exchange only when linger knows which bytes follow it
}

// A follower is notified, in order, when the record begins, when a connection opens or
// ends, and when an exchange can be printed.
type follower interface {
	began(r *record.Record)
	opened(r *record.Record, c *record.Connection)
	done(r *record.Record, e *record.Exchange)
	ended(r *record.Record, c *record.Connection)
}

// follow passes the new parts of the record to f. It passes an incomplete exchange only
// after the exchange's connection has ended.
func (p *printedParts) follow(r *record.Record, f follower) {
	if !p.session && r.Applied > 0 {
		p.session = true
		f.began(r)
	}
	for {
		e := r.Exchange(p.exchanges + 1)
		switch {
		case p.exchanges < r.Count() && e == nil: // released, or its number was skipped
			p.exchanges++
		case p.closed < p.connections && e != nil && e.Conn <= p.connections &&
			(e.Done && !p.mustWait(r, e) || r.Conns[e.Conn-1].State == record.Ended):
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

// mustWait reports whether an exchange must wait, because the bytes after its response
// decide whether its connection can be reused.
func (p *printedParts) mustWait(r *record.Record, e *record.Exchange) bool {
	return p.holds && e.ID == r.Count() && !e.Tunnel
}

func (p *printedParts) countFindings(e *record.Exchange) {
	if p.findings == nil {
		p.findings = map[int]int{}
	}
	if n := len(e.Findings); n > 0 {
		p.findings[e.ID] = n
	}
}

// late returns the exchanges of a connection for which findings were added after they had
// been printed.
func (p *printedParts) late(c *record.Connection) []*record.Exchange {
	var out []*record.Exchange
	for _, e := range c.Exchanges {
		if len(e.Findings) > p.findings[e.ID] {
			out = append(out, e)
		}
	}
	return out
}
