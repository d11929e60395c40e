package traffic

import (
	"net/netip"
	"time"
)

// An Event reports something that happened on one TCP connection, or on the two
// connections of a relayed pair.
type Event struct {
	Kind  Kind
	At    time.Duration // time since the session began
	Conn  *Conn
	Side  Side   // the side that sent the bytes, the FIN or the RST
	Relay bool   // for KindFIN and KindReset: whether the relay sent it, in place of Side
	Data  []byte // for KindData; valid only during the call
	Len   int64  // for KindGap: number of bytes that were not captured
	Text  string // for KindNotDialed: the reason; for KindFault: what the relay does
}

// A Kind is the kind of an event.
type Kind uint8

// The kinds of events, in the order in which a connection may have them.
const (
	KindOpen        Kind = iota // the connection begins, or the capture first shows it
	KindEstablished             // the server accepted the connection (SYN-ACK)
	KindNotDialed               // the relay could not connect to the server
	KindFault                   // the relay interferes on the user's request
	KindData                    // bytes from one side, in order
	KindGap                     // bytes passed but were not captured
	KindConflict                // retransmitted bytes differ from the first copy; the first copy is used
	KindKeepalive               // a TCP keepalive probe (RFC 9293 §3.8.4)
	KindFIN
	KindReset
	KindUnfollowed // linger follows too many connections, and stops following this one
	KindDone       // the connection has no more events
)

var kinds = [...]string{"open", "established", "not dialed", "fault", "data", "gap", "conflict", "keepalive", "FIN", "RST", "unfollowed", "done"}

func (k Kind) String() string { return kinds[k] }

// A Side is one end of a connection.
type Side uint8

// The sides.
const (
	Client Side = iota // the side that sent the SYN
	Server
)

func (s Side) String() string { return [...]string{"client", "server"}[s] }

// Other returns the other side.
func (s Side) Other() Side { return 1 - s }

// A Conn holds the facts about one TCP connection. They may change until KindDone.
type Conn struct {
	ID             int // number of the connection, from 1, in the order of the first packets
	Client, Server netip.AddrPort

	// Joined is true if the capture begins in the middle of the connection. The
	// client is then inferred from the first start-line or from the port
	// numbers.
	Joined bool

	Begin    time.Duration // time at which it began; in a capture, time of its first packet
	Accepted time.Duration // time at which the server accepted it; 0: not captured or not accepted
	Answered time.Duration // time of the client's first packet after Accepted; 0: not captured

	Sides [2]Traffic // by Side
}

// Traffic counts what one side sent.
type Traffic struct {
	Packets    int
	Bytes      int64 // number of bytes of the stream, captured or missing, each counted once
	Missing    int64 // number of Bytes that were not captured
	Skipped    int64 // number of bytes before the first start-line of a joined connection; not included in Bytes
	Resent     int   // number of packets that repeat bytes
	Duplicates int   // number of packets that the file contains more than once
	Conflicts  int   // number of packets that repeat bytes, but with different values
	Keepalives int
	Late       int // number of packets after the FIN or RST of their side; they are ignored
}
