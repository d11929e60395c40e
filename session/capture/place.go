package capture

import (
	"net/netip"
	"time"

	"linger/session"
	"linger/session/traffic"
)

// A locator infers from the packets where a capture was recorded. The place is certain if
// the file marks packets that the capturing host sent, as Linux cooked captures do.
// Otherwise, the handshake delays indicate the place. Next to the server, the SYN-ACK
// follows the SYN at once, and the client's ACK arrives one round trip later. Next to the
// client, the SYN-ACK arrives one round trip after the SYN, and the client's ACK follows
// at once.
type locator struct {
	seen       [3]int              // number of connections by place, indexed by atClient, atServer and amid
	shortest   time.Duration       // shortest handshake, from SYN to the client's ACK; 0 if none was captured
	sent       [2]bool             // indexed by Side: the capturing host sent packets from that side
	passes     bool                // the capturing host sent packets from both sides of a connection, which means that it forwards them
	clients    map[netip.Addr]bool // clients of connections captured next to the client
	servers    map[netip.Addr]bool // servers of connections captured next to the server
	duplicates int                 // number of duplicate packets
	oneHost    bool                // both endpoints of a connection have the same address, or the client has a loopback address
	news       bool                // a field other than duplicates has changed
}

// The indexes of locator.seen: next to the client, next to the server, or between them.
const (
	atClient = iota
	atServer
	amid
)

const (
	// nearness is the minimum ratio between the two handshake delays (SYN to SYN-ACK,
	// SYN-ACK to ACK) at which linger infers which endpoint the capture is next to.
	nearness = 10
	// oneMachine is the round-trip time below which linger infers nothing from the
	// handshake delays, because both programs may run on one machine.
	oneMachine = 300 * time.Microsecond
	keptHosts  = 1000
)

// sends records that the capturing host sent packets from the given side. both is true if
// it also sent packets from the other side of the same connection.
func (l *locator) sends(from traffic.Side, both bool) {
	l.sent[from] = true
	l.passes = l.passes || both
	l.news = true
}

// handshake adds the handshake delays of c. The handshake of c must have been captured
// completely.
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

// place returns what is known so far. It does not set CapturedAt.At.
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

// concluded returns the place inferred from the handshakes, or "" if they indicate none.
func (l *locator) concluded() session.Place {
	if l.proxies() {
		return session.PlaceProxy
	}
	return l.most()
}

// proxies reports whether one host is the server in some connections and the client in
// others.
func (l *locator) proxies() bool {
	for a := range l.servers {
		if l.clients[a] {
			return true
		}
	}
	return false
}

// most returns the place that at least 90 % of the counted handshakes indicate, or "" if
// there is none.
func (l *locator) most() session.Place {
	all := l.seen[atClient] + l.seen[atServer] + l.seen[amid]
	for i, place := range [...]session.Place{session.PlaceClient, session.PlaceServer, session.PlaceBetween} {
		if n := l.seen[i]; n > 0 && 10*n >= 9*all {
			return place
		}
	}
	return ""
}
