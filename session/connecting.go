package session

import (
	"fmt"
	"strings"
	"time"

	"linger/wire/format"
)

// Dialing reports that the session has begun to connect.
type Dialing struct {
	At      time.Duration `json:"at"`
	Conn    int           `json:"conn"`
	Address string        `json:"address"`
	Target  string        `json:"target,omitempty"` // the origin; empty: Target of [Started]
}

// DialStep reports the next step in making the connection.
type DialStep struct {
	At      time.Duration `json:"at"`
	Conn    int           `json:"conn"`
	Phase   DialPhase     `json:"phase"`
	Address string        `json:"address"` // a name, or an address and its port
}

// A DialPhase is what a dialer is doing.
type DialPhase string

// Phases of dialing.
const (
	DialResolving  DialPhase = "resolving"             // Address is a name
	DialConnecting DialPhase = "connecting"            // the TCP handshake
	DialProxy      DialPhase = "waiting for the proxy" // connected to the proxy, not yet to the target
	DialHandshake  DialPhase = "TLS handshake"         // the TCP handshake is complete
)

// Waiting reports how many requests wait for the connection that is being made. After
// Connected or DialFailed, no request waits any more.
type Waiting struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Requests int           `json:"requests"`
}

// StalledAfter is the time without a new byte after which a response in progress counts
// as stalled.
const StalledAfter = time.Second

// Connected reports that a connection is open and how long each phase took.
type Connected struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	Local     string        `json:"local"`
	Remote    string        `json:"remote"`
	Resolve   time.Duration `json:"resolve"`
	Connect   time.Duration `json:"connect"`
	TCPAlive  time.Duration `json:"tcp_alive"` // interval of TCP keepalive probes; 0: off
	TLS       *TLS          `json:"tls,omitempty"`
	RoundTrip time.Duration `json:"round_trip"` // the first estimate, measured while connecting

	Passed    []string      `json:"passed,omitempty"`     // addresses that were tried before Remote and did not connect
	PassedFor time.Duration `json:"passed_for,omitempty"` // time from the first attempt to the attempt that connected
}

// PassedOver returns text that names the addresses that failed before another address
// connected, and the time that this took: "[::1]:80 did not connect; this took 250 ms".
// It returns "" if the first address connected.
func (c Connected) PassedOver() string {
	if len(c.Passed) == 0 {
		return ""
	}
	return fmt.Sprintf("%s did not connect; this took %s", strings.Join(c.Passed, ", "), format.Brief(c.PassedFor))
}

// TLS holds the results of a TLS handshake.
type TLS struct {
	Version   string        `json:"version"` // "TLS 1.3"
	Cipher    string        `json:"cipher"`
	ALPN      string        `json:"alpn"`
	Handshake time.Duration `json:"handshake"`
	Verified  bool          `json:"verified"`
	Peer      string        `json:"peer"` // subject of the leaf certificate
	Expires   time.Time     `json:"expires"`
	Resumed   bool          `json:"resumed"`
	Chain     []string      `json:"chain,omitempty"` // subjects of the certificates, leaf first

	ClientCert ClientCert `json:"client_certificate,omitempty"` // how the handshake used the client certificate
}

// DialFailed reports why linger could not connect.
type DialFailed struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Kind DialFailure   `json:"kind"`
	Text string        `json:"text"` // "Nothing listens on 127.0.0.1:8321."
	Cure DialCure      `json:"cure,omitempty"`
}

// A DialCure is a setting that may remove the cause of a failed connection.
type DialCure string

// Values of DialCure. An empty DialCure means that no cure is known.
const (
	CureTrust      DialCure = "trust"              // trust the authority that signed the certificate, or every certificate
	CureClientCert DialCure = "client-certificate" // send a client certificate
)

// A DialFailure is a reason why dialing failed.
type DialFailure string

// Reasons why dialing failed.
const (
	DialRefused     DialFailure = "connection refused"
	DialNotFound    DialFailure = "name not found"
	DialTimeout     DialFailure = "connect timed out"
	DialUnreachable DialFailure = "unreachable"
	DialTLS         DialFailure = "TLS failed"
	DialOther       DialFailure = "cannot connect"
	DialGivenUp     DialFailure = "given up" // the user canceled dialing, or the program ended
)
