package traffic

import (
	"net/netip"
	"time"
)

// An Event is something that happened on one TCP connection, or on a pair of
// them with linger's relay in between.
type Event struct {
	Kind  Kind
	At    time.Duration // since the session began
	Conn  *Conn
	Side  Side   // who sent it
	Relay bool   // KindFIN, KindReset: the relay sent it, in place of Side
	Data  []byte // KindData; valid during the call only
	Len   int64  // KindGap: bytes that passed and were not captured
	Text  string // KindNotDialled: why; KindFault: what the relay does
}

// A Kind says what happened.
type Kind uint8

// The kinds of events, in the order in which a connection may have them.
const (
	KindOpen        Kind = iota // the connection begins, or is seen for the first time
	KindEstablished             // the server accepted it (SYN-ACK)
	KindNotDialled              // the relay could not connect to the server
	KindFault                   // the relay interferes, as it was asked to
	KindData                    // bytes, in order
	KindGap                     // bytes passed and were not captured
	KindConflict                // bytes were sent again and differ from the first copy, which counts
	KindKeepalive               // a TCP keepalive probe (RFC 9293 §3.8.4)
	KindFIN
	KindReset
	KindDone // no more events of this connection follow
)

var kinds = [...]string{"open", "established", "not dialled", "fault", "data", "gap", "conflict", "keepalive", "FIN", "RST", "done"}

func (k Kind) String() string { return kinds[k] }

// A Side is one end of a connection.
type Side uint8

// The sides.
const (
	Client Side = iota // sent the SYN
	Server
)

func (s Side) String() string { return [...]string{"client", "server"}[s] }

// Other returns the opposite side.
func (s Side) Other() Side { return 1 - s }

// A Conn is what is known of one TCP connection. It changes until KindDone.
type Conn struct {
	ID             int // counts from 1, in the order of first packets
	Client, Server netip.AddrPort

	// Joined reports that the capture begins in the middle of the connection.
	// Which side is the client was then concluded from the first start-line,
	// or from the port numbers.
	Joined bool

	Begin    time.Duration // when it began; in a capture, of the first packet
	Accepted time.Duration // when the server accepted it; 0: not captured, or it did not
	Answered time.Duration // of the client's first packet after that; 0: not captured

	Sides [2]Traffic // by Side
}

// Traffic is what one side sent.
type Traffic struct {
	Packets    int
	Bytes      int64 // of the stream: captured or missing, each counted once
	Missing    int64 // of Bytes: not captured
	Skipped    int64 // sent before the first start-line of a joined connection; not in Bytes
	Resent     int   // packets that repeat bytes
	Duplicates int   // packets that the file has more than once
	Conflicts  int   // packets that repeat bytes and change them
	Keepalives int
	Late       int // packets that came after the FIN or RST of their side; ignored
}
