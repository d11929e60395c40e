package practice

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// One server serves a whole class. So no client may block the server for the others,
// either with a thousand connections or with requests that it never completes.
//
//	limit                   what happens at the limit
//	open connections        the new connection takes the place of an
//	from one address        unproven connection, or is refused with 503
//	all open connections    the same
//	refusals in progress    the 503 is sent without waiting for the client
//	file descriptors        accepting pauses, longer each time, up to 1 s
//
// A connection is unproven until its client has sent a complete header section. Only
// unproven connections are closed to make room.
const (
	defaultMaxConns = 4096
	grace           = 2 * time.Second // how long an unproven connection is safe
	drainWait       = time.Second     // how long a refused client has to read its 503
	shortestPause   = 5 * time.Millisecond
	longestPause    = time.Second
)

// A member holds the facts about an open connection that the limits depend on.
type member struct {
	address string // address of the client, without its port
	since   time.Time
	proven  bool // whether the client has sent a complete header section
}

// withLimits returns c with its limits set. A server that may open 1,024 files accepts
// 768 connections. The other files are for refusals and for the rest of the process.
func (c Config) withLimits() Config {
	if c.MaxConns == 0 {
		c.MaxConns = min(defaultMaxConns, max(1, openFiles()/4*3))
	}
	c.MaxConnsPerAddress = cmp.Or(c.MaxConnsPerAddress, max(1, c.MaxConns/2))
	return c
}

// clientAddress returns the client's address without its port, or "" if it has none, as
// on a Unix socket.
func clientAddress(nc net.Conn) string {
	a := nc.RemoteAddr()
	if a == nil {
		return ""
	}
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return ""
	}
	return host
}

// admit registers an accepted connection and returns its number. If a limit is reached,
// it returns the reason for the refusal instead.
func (s *Server) admit(nc net.Conn) (id int, refusal string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	address := clientAddress(nc)
	if address != "" && s.open[address] >= s.config.MaxConnsPerAddress && !s.makeRoom(address) {
		return 0, fmt.Sprintf("%d connections from %s are open", s.open[address], address)
	}
	if len(s.conns) >= s.config.MaxConns && !s.makeRoom("") {
		return 0, fmt.Sprintf("%d connections are open", len(s.conns))
	}
	return s.join(nc, address), ""
}

// join registers a connection. The caller must hold the lock.
func (s *Server) join(nc net.Conn, address string) int {
	s.serial++
	s.conns[nc] = &member{address: address, since: time.Now()}
	s.open[address]++
	return s.serial
}

// part removes a connection. The caller must hold the lock.
func (s *Server) part(nc net.Conn) {
	m, ok := s.conns[nc]
	if !ok {
		return
	}
	delete(s.conns, nc)
	if s.open[m.address]--; s.open[m.address] == 0 {
		delete(s.open, m.address)
	}
}

// makeRoom resets the oldest unproven connection from address that is older than grace,
// and reports whether there was one. If address is empty, it chooses among the
// connections from all addresses, and begins with the address that has the most. The
// caller must hold the lock.
func (s *Server) makeRoom(address string) bool {
	var oldest net.Conn
	for nc, m := range s.conns {
		if m.proven || time.Since(m.since) < grace || address != "" && m.address != address {
			continue
		}
		if oldest == nil || s.older(m, s.conns[oldest]) {
			oldest = nc
		}
	}
	if oldest == nil {
		return false
	}
	s.part(oldest)
	reset(oldest)
	return true
}

// older reports whether makeRoom should reset a rather than b.
func (s *Server) older(a, b *member) bool {
	if n, m := s.open[a.address], s.open[b.address]; n != m {
		return n > m
	}
	return a.since.Before(b.since)
}

// whyClosed returns, for the log, the reason why the server closed the socket of a
// connection that it still served.
func (s *Server) whyClosed() string {
	if s.hasStopped() {
		return "the server stopped"
	}
	return "the client sent no complete request, and another client needed its place"
}

// prove records that a connection has sent a complete header section.
func (s *Server) prove(nc net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m, ok := s.conns[nc]; ok {
		m.proven = true
	}
}

// accept accepts connections until the listener is closed.
func (s *Server) accept() {
	refusals := make(chan struct{}, max(1, s.config.MaxConns/8))
	pause := time.Duration(0)
	for {
		nc, err := s.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // most likely EMFILE: the process has no free file descriptor
			pause = min(max(2*pause, shortestPause), longestPause)
			if !s.pauseAccepting(pause) {
				return
			}
			continue
		}
		pause = 0
		id, refusal := s.admit(nc)
		if refusal == "" {
			s.running.Go(func() { s.serve(nc, id) })
			continue
		}
		select {
		case refusals <- struct{}{}:
			s.running.Go(func() {
				s.log.printf("refused %s: %s", addr(nc), refusal)
				s.refuse(nc, drainWait)
				<-refusals
			})
		default:
			s.refuse(nc, 0)
		}
	}
}

// pauseAccepting makes room for a connection if possible, and waits for d. It returns
// false if the server stops.
func (s *Server) pauseAccepting(d time.Duration) bool {
	s.mu.Lock()
	s.makeRoom("")
	s.mu.Unlock()
	select {
	case <-time.After(d):
		return true
	case <-s.done:
		return false
	}
}

const tooMany = "Too many connections at once. Try again in a moment.\n"

// refuse sends 503 to a client that was not admitted, and closes the connection. If drain
// is not 0, it reads for at most drainWait before it closes, so that a reset does not
// overtake the response. Over TLS it sends nothing, because a response would need a
// handshake first.
func (s *Server) refuse(nc net.Conn, drain time.Duration) {
	defer nc.Close()
	if s.config.TLS != nil {
		return
	}
	_ = nc.SetDeadline(time.Now().Add(drainWait))
	_, _ = fmt.Fprintf(nc, "HTTP/1.1 503 Service Unavailable\r\n"+serverField+"Content-Type: text/plain\r\n"+
		"Content-Length: %d\r\nRetry-After: 1\r\nConnection: close\r\n\r\n%s", len(tooMany), tooMany)
	if drain == 0 {
		return
	}
	closeWrite(nc)
	_, _ = io.Copy(io.Discard, io.LimitReader(nc, maxHead))
}
