package pairs

import (
	"net/netip"
	"strconv"

	"linger/session/record"
	"linger/ui/text"
)

// peers are the clients that were seen.
type peers struct {
	looked int // connections
	first  netip.Addr
	many   bool // clients have more than one address
}

func (p *peers) sync(r *record.Record) {
	for ; p.looked < len(r.Conns) && !p.many; p.looked++ {
		at, err := netip.ParseAddrPort(r.Conns[p.looked].Info.Local)
		switch {
		case err != nil && r.Conns[p.looked].State == record.Connecting:
			return // its address is not known yet
		case err != nil:
		case !p.first.IsValid():
			p.first = at.Addr()
		case at.Addr() != p.first:
			p.many = true
		}
	}
}

// client returns the address of a client: where all have the same, its port alone.
func (p *peers) client(c *record.Connection) string {
	at, err := netip.ParseAddrPort(c.Info.Local)
	switch {
	case err != nil:
		return ""
	case p.many:
		return text.Safe(c.Info.Local)
	}
	return ":" + strconv.Itoa(int(at.Port()))
}
