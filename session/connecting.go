package session

import (
	"fmt"
	"strings"
	"time"

	"linger/wire/format"
)

// Dialing says that a connection is being made.
type Dialing struct {
	At      time.Duration `json:"at"`
	Conn    int           `json:"conn"`
	Address string        `json:"address"`
	Target  string        `json:"target,omitempty"` // the origin; empty: the one of Started
}

// DialStep says what is done from now on to make the connection.
type DialStep struct {
	At      time.Duration `json:"at"`
	Conn    int           `json:"conn"`
	Phase   DialPhase     `json:"phase"`
	Address string        `json:"address"` // a name, or an address and its port
}

// A DialPhase is what a dialler does.
type DialPhase string

// The phases of dialling.
const (
	DialResolving  DialPhase = "resolving"             // Address is a name
	DialConnecting DialPhase = "connecting"            // TCP's handshake
	DialProxy      DialPhase = "waiting for the proxy" // connected to it
	DialHandshake  DialPhase = "TLS handshake"         // TCP's is over
)

// Waiting says how many requests wait for the connection that is being made.
// None waits any more once it is made, or cannot be.
type Waiting struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Requests int           `json:"requests"`
}

// StalledAfter is how long nothing of a response comes before it counts as stalled.
const StalledAfter = time.Second

// Connected says that a connection is open and how long each phase took.
type Connected struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	Local     string        `json:"local"`
	Remote    string        `json:"remote"`
	Resolve   time.Duration `json:"resolve"`
	Connect   time.Duration `json:"connect"`
	TCPAlive  time.Duration `json:"tcp_alive"` // interval of TCP keepalive probes; 0: off
	TLS       *TLS          `json:"tls,omitempty"`
	RoundTrip time.Duration `json:"round_trip"` // the first estimate, from connecting

	Passed    []string      `json:"passed,omitempty"`     // addresses that were tried before Remote, and did not connect
	PassedFor time.Duration `json:"passed_for,omitempty"` // how long they were tried before Remote was
}

// PassedOver returns which addresses did not connect before another one did, and how
// long they were tried: "[::1]:80 did not connect, 250 ms lost"; empty where the first
// one connected.
func (c Connected) PassedOver() string {
	if len(c.Passed) == 0 {
		return ""
	}
	return fmt.Sprintf("%s did not connect, %s lost", strings.Join(c.Passed, ", "), format.Brief(c.PassedFor))
}

// TLS is what the handshake settled.
type TLS struct {
	Version   string        `json:"version"` // "TLS 1.3"
	Cipher    string        `json:"cipher"`
	ALPN      string        `json:"alpn"`
	Handshake time.Duration `json:"handshake"`
	Verified  bool          `json:"verified"`
	Peer      string        `json:"peer"` // subject of the leaf certificate
	Expires   time.Time     `json:"expires"`
	Resumed   bool          `json:"resumed"`
	Chain     []string      `json:"chain,omitempty"` // subjects, leaf first

	ClientCert ClientCert `json:"client_certificate,omitempty"` // how the handshake used it
}

// DialFailed says why there is no connection.
type DialFailed struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Kind DialFailure   `json:"kind"`
	Text string        `json:"text"` // "Nothing listens on 127.0.0.1:8321."
	Cure DialCure      `json:"cure,omitempty"`
}

// A DialCure is a setting that may remove the cause of a failed connection.
type DialCure string

// The cures; empty: none is known.
const (
	CureTrust      DialCure = "trust"              // the certificate's authority, or every certificate
	CureClientCert DialCure = "client-certificate" // send one
)

// A DialFailure classes what went wrong in dialling.
type DialFailure string

// The kinds of failure in dialling.
const (
	DialRefused     DialFailure = "connection refused"
	DialNotFound    DialFailure = "name not found"
	DialTimeout     DialFailure = "connect timed out"
	DialUnreachable DialFailure = "unreachable"
	DialTLS         DialFailure = "TLS failed"
	DialOther       DialFailure = "cannot connect"
	DialGivenUp     DialFailure = "given up" // the person, or the end of the program, did not wait
)
