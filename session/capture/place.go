package capture

import (
	"net/netip"
	"time"

	"linger/session"
	"linger/session/traffic"
)

// A locator infers from packets where a capture was recorded. The place is certain if the
// file marks packets as sent by the host of the capture, as Linux cooked captures do.
// Otherwise, the locator compares the times in handshakes. In a capture next to the
// server, the SYN-ACK follows the SYN at once, and the client's ACK follows a round trip
// later. In a capture next to the client, the SYN-ACK follows a round trip later, and the
// ACK at once.
type locator struct {
	seen       [3]int              // number of connections by place, indexed by atClient, atServer and amid
	shortest   time.Duration       // shortest time from a SYN to the client's ACK; 0 if no handshake was captured
	sent       [2]bool             // indexed by Side: the host of the capture sent packets of that side
	passes     bool                // the host of the capture sent packets of both sides of one connection, so it forwards them
	clients    map[netip.Addr]bool // clients of connections captured next to the client
	servers    map[netip.Addr]bool // servers of connections captured next to the server
	duplicates int                 // number of duplicate packets
	oneHost    bool                // the ends of a connection have the same address or loopback addresses
	news       bool                // true if a fact other than duplicates has changed
}

// These are the indexes of locator.seen.
const (
	atClient = iota
	atServer
	amid
)

const (
	// nearness is the minimum ratio between the two halves of a handshake at which one
	// end counts as next to the capture.
	nearness = 10
	// oneMachine is the minimum round trip of a handshake from which linger draws a
	// conclusion. If the round trip is shorter, both programs may run on one machine.
	oneMachine = 300 * time.Microsecond
	keptHosts  = 1000
)

// sends records that the host of the capture sent packets of the side from. both is true
// if the host also sent packets of the other side of the same connection.
func (l *locator) sends(from traffic.Side, both bool) {
	l.sent[from] = true
	l.passes = l.passes || both
	l.news = true
}

// handshake adds a connection whose complete handshake was captured.
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

// place returns the facts that are known so far. It does not set At.
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

// concluded returns the place that the handshakes suggest, or "" if they suggest none.
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

// most returns the place that at least nine of ten handshakes suggest, or "" if there is
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
