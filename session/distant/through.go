package distant

import (
	"context"
	"io"
	"net"
	"sync"

	"linger/session"
)

// Through returns a function for [Dialer.Serve] that passes the bytes of a connection on
// to a server in another process, so that this server is a round trip away. near connects
// to that server.
//
//	session ── half a round trip ──▶ Through ── TCP ──▶ server
//
// FIN and RST are passed on as well. If the server cannot be reached, the connection is
// reset.
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

// pass copies bytes until a FIN arrives or an error occurs. It passes on the FIN. After
// an error, it resets both connections.
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

// reset ends a connection with an RST if the connection supports that, and otherwise
// closes it.
func reset(c net.Conn) {
	if l, ok := c.(interface{ SetLinger(int) error }); ok {
		_ = l.SetLinger(0) // if this fails, Close sends a FIN
	}
	c.Close()
}
