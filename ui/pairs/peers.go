package pairs

import (
	"net/netip"
	"strconv"

	"linger/session/record"
	"linger/ui/text"
)

// A clientAddresses records whether all clients have the same address.
type clientAddresses struct {
	looked int // number of connections checked so far
	first  netip.Addr
	many   bool // true if the clients have different addresses
}

func (p *clientAddresses) sync(r *record.Record) {
	for ; p.looked < len(r.Conns) && !p.many; p.looked++ {
		at, err := netip.ParseAddrPort(r.Conns[p.looked].Info.Local)
		switch {
		case err != nil && r.Conns[p.looked].State == record.Connecting:
			return // the address is not known yet
		case err != nil:
		case !p.first.IsValid():
			p.first = at.Addr()
		case at.Addr() != p.first:
			p.many = true
		}
	}
}

// client returns the address and port of a client, or only the port if all clients have
// the same address.
func (p *clientAddresses) client(c *record.Connection) string {
	at, err := netip.ParseAddrPort(c.Info.Local)
	switch {
	case err != nil:
		return ""
	case p.many:
		return text.Safe(c.Info.Local)
	}
	return ":" + strconv.Itoa(int(at.Port()))
}
