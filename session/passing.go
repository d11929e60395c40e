package session

import "time"

// The events in this file are about connections between other programs, which
// linger relays or reads from a capture. The client is another program, and
// each side ends its own direction.

// SideEnded reports that one side of a connection between other programs ended its
// direction. The connection ends when both sides have ended their directions, or when one
// side sends an RST. [Closed] names the first of these ends.
type SideEnded struct {
	At    time.Duration `json:"at"`
	Conn  int           `json:"conn"`
	Side  Party         `json:"side"`
	How   How           `json:"how"`             // HowFIN or HowReset
	Relay bool          `json:"relay,omitempty"` // the relay ended the direction in place of Side, on the user's request or because it could not connect
}

// Passed reports how many bytes passed over a connection that linger cannot decode. It is
// emitted when the connection is recognised, and again, with the totals, before [Closed].
type Passed struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Protocol string        `json:"protocol,omitempty"` // "TLS", "HTTP/2", "SSH"; empty: unknown
	Sent     int64         `json:"sent"`               // bytes sent by the client
	Received int64         `json:"received"`           // bytes sent by the server
	LastByte time.Duration `json:"last_byte"`
}

// Missed reports that bytes passed but were not captured. If they were content, linger
// counts them as content. If they may have been anything else, the exchanges in progress
// remain undecided, and there are no findings until the next start-line.
type Missed struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // the exchange in progress; 0: none
	Side     Party         `json:"side"`     // the side that sent the bytes
	Off      int64         `json:"off"`      // number of bytes that this side sent before these, not counting an exchange with a proxy
	Len      int64         `json:"len"`
}

// Resent reports that bytes were sent again and differ from the first copy. linger uses
// the first copy.
type Resent struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Side Party         `json:"side"`
}

// KeptAlive reports a TCP keepalive probe (RFC 9293 §3.8.4). A probe does not restart the
// idle timeout of HTTP.
type KeptAlive struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Side Party         `json:"side"`
}

// Unfollowed reports that linger no longer follows a connection between other programs, to
// limit memory. No other event about it follows, although it may still be open.
type Unfollowed struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
}

// CapturedAt reports what the packets of a capture show about where they were recorded.
// It is emitted each time more is known, and at the end with the totals.
type CapturedAt struct {
	At         time.Duration `json:"at"`
	Place      Place         `json:"place,omitempty"`
	Sure       bool          `json:"sure"`                 // false if Place is inferred from the duration of handshakes
	RoundTrip  time.Duration `json:"round_trip,omitempty"` // duration of the shortest handshake; 0: none was captured
	Duplicates int           `json:"duplicates,omitempty"` // repeated packets that were ignored
	Unfollowed int           `json:"unfollowed,omitempty"` // connections that linger did not follow to their end, to limit memory
}

// A Place is where packets were captured.
type Place string

// Values of Place. An empty Place means that the place is unknown.
const (
	PlaceClient  Place = "client"
	PlaceServer  Place = "server"
	PlaceBetween Place = "between"
	PlaceBoth    Place = "both"  // both programs run on one machine
	PlaceProxy   Place = "proxy" // captured on a host that is the server of some connections and the client of others
)

// Interfered reports what the relay does to a connection on the user's request.
type Interfered struct {
	At     time.Duration `json:"at"`
	Conn   int           `json:"conn"`   // 0: all connections made from now on
	Faults string        `json:"faults"` // "hold-fin=20ms"; empty: nothing from now on
}

func (SideEnded) isEvent()  {}
func (Passed) isEvent()     {}
func (Missed) isEvent()     {}
func (Resent) isEvent()     {}
func (KeptAlive) isEvent()  {}
func (Unfollowed) isEvent() {}
func (CapturedAt) isEvent() {}
func (Interfered) isEvent() {}
