package capture

import (
	"net/netip"
	"time"

	"linger/session"
	"linger/session/traffic"
)

// A locator infers from packets where a capture was recorded. The place is certain if the
// file marks packets as sent by the host of the capture (Linux cooked captures).
// Otherwise, the times of handshakes show the place. Next to the server, the SYN-ACK
// follows the SYN at once, and the client's answer takes the round trip. Next to the
// client, the SYN-ACK takes the round trip, and the answer follows at once.
type locator struct {
	seen       [3]int              // number of connections by place: see the constants
	shortest   time.Duration       // shortest time of a handshake from the SYN to the client's answer; 0: there was none
	sent       [2]bool             // indexed by Side: the host of the capture sent packets of that side
	passes     bool                // the host of the capture sent the packets of both sides, so it forwards them
	clients    map[netip.Addr]bool // clients of connections captured next to the client
	servers    map[netip.Addr]bool // servers of connections captured next to the server
	duplicates int                 // number of duplicate packets
	oneHost    bool                // both ends of a connection have the same address, or loopback addresses
	news       bool                // a fact other than duplicates has changed
}

// Places, as indexes of seen.
const (
	atClient = iota
	atServer
	amid
)

const (
	// nearness is the minimum ratio of the two halves of a handshake that shows which end
	// the capture is next to.
	nearness = 10
	// oneMachine is the round trip below which linger draws no conclusion from the halves
	// of a handshake, because both programs may run on one machine.
	oneMachine = 300 * time.Microsecond
	keptHosts  = 1000
)

// sends records that the host of the capture sent packets of a side. both is true if it
// also sent packets of the other side of the same connection.
func (l *locator) sends(from traffic.Side, both bool) {
	l.sent[from] = true
	l.passes = l.passes || both
	l.news = true
}

// handshake adds a connection whose handshake was captured completely.
func (l *locator) handshake(c *traffic.Conn) {
	there, back := c.Accepted-c.Begin, c.Answered-c.Accepted
	trip := max(there+back, 1)
	l.news = true
	if l.shortest == 0 || trip < l.shortest {
		l.shortest = trip
	}
	a, b := c.Client.Addr(), c.Server.Addr()
	l.oneHost = l.oneHost || a == b || a.IsLoopback()
	switch {
	case trip < oneMachine:
	case there >= nearness*back:
		l.seen[atClient]++
		note(&l.clients, a)
	case back >= nearness*there:
		l.seen[atServer]++
		note(&l.servers, b)
	default:
		l.seen[amid]++
	}
}

func note(hosts *map[netip.Addr]bool, a netip.Addr) {
	if *hosts == nil {
		*hosts = map[netip.Addr]bool{}
	}
	if len(*hosts) < keptHosts {
		(*hosts)[a] = true
	}
}

// place returns the facts that are known so far. At is not set.
func (l *locator) place() session.CapturedAt {
	at := session.CapturedAt{RoundTrip: l.shortest, Duplicates: l.duplicates}
	at.Sure = true
	switch client, server := l.sent[traffic.Client], l.sent[traffic.Server]; {
	case l.oneHost:
		at.Place = session.PlaceBoth
	case l.passes:
		at.Place = session.PlaceBetween
	case client && server:
		at.Place = session.PlaceProxy
	case client:
		at.Place = session.PlaceClient
	case server:
		at.Place = session.PlaceServer
	default:
		at.Place, at.Sure = l.concluded(), false
	}
	return at
}

// concluded returns the place that the handshakes show.
func (l *locator) concluded() session.Place {
	if l.proxies() {
		return session.PlaceProxy
	}
	return l.most()
}

// proxies reports whether one host is the server of some connections and the client of
// others.
func (l *locator) proxies() bool {
	for a := range l.servers {
		if l.clients[a] {
			return true
		}
	}
	return false
}

// most returns the place that nine of ten handshakes show, or "" if there is
// none.
func (l *locator) most() session.Place {
	all := l.seen[atClient] + l.seen[atServer] + l.seen[amid]
	for i, place := range [...]session.Place{session.PlaceClient, session.PlaceServer, session.PlaceBetween} {
		if n := l.seen[i]; n > 0 && 10*n >= 9*all {
			return place
		}
	}
	return ""
}
