package session

import "time"

// The events in this file come from connections between other programs, which
// linger relays or reads from a capture. There the client is another program,
// and each side has an end of its own.

// SideEnded says that one side of such a connection ended its direction. The
// connection is over once both did, or one sent a RST; what ended it is the
// first of them, which [Closed] names.
type SideEnded struct {
	At    time.Duration `json:"at"`
	Conn  int           `json:"conn"`
	Side  Party         `json:"side"`
	How   How           `json:"how"`             // HowFIN or HowReset
	Relay bool          `json:"relay,omitempty"` // the relay did it in place of Side: it was asked to, or could not connect
}

// Passed says how much went over a connection whose content linger cannot
// explain. It comes when the connection is recognised, and once more, with the
// sums, before [Closed].
type Passed struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Protocol string        `json:"protocol,omitempty"` // "TLS", "HTTP/2", "SSH"; empty: not known
	Sent     int64         `json:"sent"`               // bytes of the client
	Received int64         `json:"received"`           // bytes of the server
	LastByte time.Duration `json:"last_byte"`
}

// Missed says that bytes passed and were not captured. Where they were content they
// are counted as such. Where they may have been anything else, the exchanges under way stay
// undecided, and no finding is made until the next start-line.
type Missed struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // under way then; 0: none
	Side     Party         `json:"side"`     // who sent them
	Off      int64         `json:"off"`      // bytes of that side before it, as those of exchanges are counted
	Len      int64         `json:"len"`
}

// Resent says that bytes were sent again and differ from the first copy. Linger
// reads the first.
type Resent struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Side Party         `json:"side"`
}

// KeptAlive is a TCP keepalive probe, which asks whether the other end is there.
// It restarts no idle timeout of HTTP (RFC 9293 §3.8.4).
type KeptAlive struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Side Party         `json:"side"`
}

// CapturedAt says where the packets of a capture were taken, as far as they show it. It
// comes each time that more is known, and with the sums at the end.
type CapturedAt struct {
	At         time.Duration `json:"at"`
	Place      Place         `json:"place,omitempty"`
	Sure       bool          `json:"sure"`                 // false: Place is concluded from how long handshakes took
	RoundTrip  time.Duration `json:"round_trip,omitempty"` // the shortest handshake; 0: none was captured
	Duplicates int           `json:"duplicates,omitempty"` // packets that the file has more than once, and that were dropped
}

// A Place is where packets were captured.
type Place string

// The places. Empty: it is not known.
const (
	PlaceClient  Place = "client"
	PlaceServer  Place = "server"
	PlaceBetween Place = "between"
	PlaceBoth    Place = "both"  // both programs run on one machine
	PlaceProxy   Place = "proxy" // on a host that is the server of some connections and the client of others
)

// Interfered says what the relay does to a connection, because it was asked to.
type Interfered struct {
	At     time.Duration `json:"at"`
	Conn   int           `json:"conn"`   // 0: to every connection that is made from now on
	Faults string        `json:"faults"` // "hold-fin=20ms"; empty: nothing any more
}

func (SideEnded) isEvent()  {}
func (Passed) isEvent()     {}
func (Missed) isEvent()     {}
func (Resent) isEvent()     {}
func (KeptAlive) isEvent()  {}
func (CapturedAt) isEvent() {}
func (Interfered) isEvent() {}
