// Package livetest provides connections in memory for tests outside session, so that they
// can play a whole session in a testing/synctest bubble. Use it only in tests.
package livetest

import (
	"time"

	"linger/session/internal/memconn"
)

// A Conn is one end of a connection in memory. It distinguishes a FIN from a reset, and
// can be half-closed.
type Conn = memconn.Conn

// A Listener is the place where a server accepts connections in memory.
type Listener = memconn.Listener

// Pipe returns the two ends of a connection without latency.
func Pipe() (client, server *Conn) { return memconn.Pipe() }

// Listen returns a listener whose connections have the one-way latency d.
func Listen(d time.Duration) *Listener { return memconn.Listen(d) }
