package probe

import (
	"slices"
	"time"
)

// An Extent estimates how much a probe does, so that the user can decide before it
// begins.
type Extent struct {
	Checks      int
	Connections int           // approximate maximum
	Requests    int           // approximate maximum for all connections
	AtMost      time.Duration // longest time that the probe takes
}

// These estimates cover everything except the requests that the check max-requests and
// the sweep send, which Extent adds. They were measured with a fast server and rounded up.
const (
	usualConnections = 80
	usualRequests    = 2500
)

// IdleOnly is the name of the check that measures how long the server keeps an idle
// connection open. A probe that runs only this check needs few connections.
const IdleOnly = nameIdle

// Extent returns how much a probe with this configuration does.
func (c Config) Extent() Extent {
	c = c.withDefaults()
	x := Extent{Checks: len(Names()), Connections: usualConnections, Requests: usualRequests + 2*c.MaxRequests + c.SweepRequests(), AtMost: c.AtMost()}
	if !c.Sweeps() {
		x.Checks--
	}
	if len(c.Only) > 0 {
		x.Checks = len(c.Only)
	}
	if slices.Equal(c.Only, []string{IdleOnly}) {
		x.Connections = 1 + c.Repeat + moreWaits
		x.Requests = 2 * x.Connections
	}
	return x
}
