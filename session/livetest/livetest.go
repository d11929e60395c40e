// Package livetest provides connections in memory for tests outside package session. With
// them a test can play a whole session in a testing/synctest bubble.
package livetest

import (
	"time"

	"linger/session/internal/memconn"
)

// A Conn is one end of a connection in memory. Its reads distinguish a FIN from a reset,
// and it can be half-closed.
type Conn = memconn.Conn

// A Listener accepts connections in memory.
type Listener = memconn.Listener

// Pipe returns the two ends of a connection. It has no latency.
func Pipe() (client, server *Conn) { return memconn.Pipe() }

// Listen returns a listener whose connections have the one-way latency d.
func Listen(d time.Duration) *Listener { return memconn.Listen(d) }
