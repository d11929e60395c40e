package record

import (
	"iter"

	"linger/session"
	"linger/wire"
)

// ExchangeFindings returns the findings of the exchanges of c, in order, with their
// exchanges. It skips the exchanges after the last finding, because most connections have
// many exchanges and few findings.
func (c *Connection) ExchangeFindings() iter.Seq2[*Exchange, wire.Finding] {
	return func(yield func(*Exchange, wire.Finding) bool) {
		left := c.found
		for _, e := range c.Exchanges {
			if left == 0 {
				return
			}
			for _, f := range e.Findings {
				if left--; !yield(e, f) {
					return
				}
			}
		}
	}
}

// About returns the findings about an exchange: its own, and those about
// unsolicited bytes after its response.
func (c *Connection) About(e *Exchange) []wire.Finding {
	fs := e.Findings
	at := e.Facts().FollowedAt
	if at == 0 || at != e.Response.End() {
		return fs
	}
	for _, f := range c.Findings {
		if f.Offset == at && !f.Request {
			fs = append(fs[:len(fs):len(fs)], f)
		}
	}
	return fs
}

// Worst returns the highest severity among fs and the number of findings with
// it, including repetitions. Without findings it returns 0 and 0.
func Worst(fs []wire.Finding) (s wire.Severity, n int) {
	for _, f := range fs {
		switch v := session.SeverityOf(f.Code); {
		case v > s:
			s, n = v, f.Count()
		case v == s:
			n += f.Count()
		}
	}
	return s, n
}

// sizeOf returns the memory that a finding occupies, in bytes.
func sizeOf(f wire.Finding) int64 { return findingSize + int64(len(f.Detail)+len(f.Quote)) }

func (r *Record) addFinding(e *Exchange, f wire.Finding) {
	if e.ID-1 < r.held.findingsFrom {
		r.discard(e, Discarded{Findings: f.Count()})
		return
	}
	e.Findings = append(e.Findings, f)
	r.held.findings += sizeOf(f)
	r.Conns[e.Conn-1].found++
	r.trim()
}

func (r *Record) dropFindings(e *Exchange) {
	if len(e.Findings) == 0 {
		return
	}
	n := 0
	for _, f := range e.Findings {
		r.held.findings -= sizeOf(f)
		n += f.Count()
	}
	r.Conns[e.Conn-1].found -= len(e.Findings)
	e.Findings = nil
	r.discard(e, Discarded{Findings: n})
}
