package distant

import (
	"context"
	"io"
	"net"
	"sync"

	"linger/session"
)

// Through returns what serves a connection by passing its bytes on to a server
// elsewhere: it puts a round trip before a server of another process. near connects
// to that server.
//
//	session ── half a round trip ──▶ Through ── TCP ──▶ server
//
// FIN and RST are passed on as well.
func Through(near session.Dialer, t session.Target) func(net.Conn) {
	return func(client net.Conn) {
		server, _, err := near.Dial(context.Background(), t)
		if err != nil {
			reset(client)
			return
		}
		var both sync.WaitGroup
		both.Go(func() { pass(server, client) })
		both.Go(func() { pass(client, server) })
		both.Wait()
		client.Close()
		server.Close()
	}
}

// pass passes on bytes until one side ends: a FIN becomes a FIN, an error a reset of
// both sides.
func pass(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok && err == nil {
		err = half.CloseWrite()
	}
	if err != nil {
		reset(to)
		reset(from)
	}
}

// reset ends a connection with RST, where it can.
func reset(c net.Conn) {
	if l, ok := c.(interface{ SetLinger(int) error }); ok {
		_ = l.SetLinger(0) // it is closed all the same
	}
	c.Close()
}
