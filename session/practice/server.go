package practice

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// A Config configures a Server. The zero value serves plain HTTP and logs nothing.
type Config struct {
	Log     io.Writer   // receives lines about each connection and each exchange; nil for no log
	Verbose bool        // whether to log each byte, escaped
	TLS     *tls.Config // TLS configuration; nil for plain HTTP

	// Mask returns a function that masks the secrets in a line. The server calls Mask
	// once for each direction of a connection, and passes the lines of that direction to
	// the returned function in order. It also calls Mask once for each request target in
	// the log. If Mask is nil, the log shows secrets.
	Mask func() func(line string) string

	// MaxConns limits the number of connections that are open at the same time. 0 means
	// 4,096, or three quarters of the files that the process may open if that is less.
	// MaxConnsPerAddress limits the number of open connections from one client address. 0
	// means half of MaxConns. Above a limit, the server answers new connections with 503.
	// Both limits apply only to a Server that was created with Listen.
	MaxConns           int
	MaxConnsPerAddress int
}

// A Server plays the scenarios. Create one with Listen or New.
type Server struct {
	config    Config
	scenarios map[string]*Scenario
	log       *log
	epoch     time.Time // when the server started; the times of its clock checks are counted from here

	crews crews // state of /workers
	tills tills // state of /till

	listener net.Listener

	mu      sync.Mutex
	conns   map[net.Conn]*member
	open    map[string]int // number of connections by client address
	serial  int
	stopped bool
	done    chan struct{}
	running sync.WaitGroup
}

// New returns a Server that does not listen. Pass connections to ServeConn.
func New(c Config) *Server {
	c = c.withLimits()
	if c.TLS != nil {
		c.TLS = c.TLS.Clone()
		c.TLS.NextProtos = []string{"http/1.1"}
	}
	s := &Server{
		config:    c,
		scenarios: make(map[string]*Scenario),
		log:       newLog(c.Log),
		epoch:     time.Now(),
		conns:     make(map[net.Conn]*member),
		open:      make(map[string]int),
		done:      make(chan struct{}),
	}
	for _, sc := range Scenarios() {
		s.scenarios[sc.Path] = &sc
	}
	return s
}

// Listen starts a Server on an address and returns as soon as the Server accepts
// connections. The network is "tcp", "tcp4", "tcp6" or "unix"; port 0 means any free
// port. Listen returns an error if it cannot listen on the address.
func Listen(network, address string, c Config) (*Server, error) {
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, fmt.Errorf("practice server: %w", err)
	}
	s := New(c)
	s.listener = l
	s.running.Go(s.accept)
	return s, nil
}

// Addr returns the address on which the server listens, or nil if it does not listen.
func (s *Server) Addr() net.Addr {
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// URL returns the server's URL for clients on this machine, without a path, such as
// "http://127.0.0.1:8321". If the server listens on all interfaces, the host is
// 127.0.0.1. On a Unix socket the host is "localhost", and the client needs the path of
// the socket as well. URL returns "" if the server does not listen.
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	scheme := "http"
	if s.config.TLS != nil {
		scheme = "https"
	}
	host := "localhost"
	if a, ok := s.listener.Addr().(*net.TCPAddr); ok {
		host = a.String()
		if a.IP.IsUnspecified() {
			host = net.JoinHostPort("127.0.0.1", strconv.Itoa(a.Port))
		}
	}
	return scheme + "://" + host
}

// Close stops listening and ends all connections. It returns when all goroutines of the
// server have ended. It returns the error from closing the listener; a second Close
// returns nil.
func (s *Server) Close() error {
	s.mu.Lock()
	var err error
	if !s.stopped {
		s.stopped = true
		close(s.done)
		if s.listener != nil {
			err = s.listener.Close()
		}
		for c := range s.conns {
			_ = c.Close()
		}
	}
	s.mu.Unlock()
	s.running.Wait()
	return err
}

// ServeConn serves one connection and returns when the connection has ended. It accepts
// any net.Conn. A half-close needs a CloseWrite method, and a reset needs a SetLinger
// method; without the method, ServeConn closes the connection instead.
func (s *Server) ServeConn(nc net.Conn) {
	s.mu.Lock()
	id := s.join(nc, clientAddress(nc))
	s.mu.Unlock()
	s.serve(nc, id)
}

// serve serves a registered connection until it ends.
func (s *Server) serve(nc net.Conn, id int) {
	defer s.leave(nc)
	if s.hasStopped() {
		return
	}
	c := newConn(s, nc, id)
	c.logf("open    %s", addr(nc))
	if c.handshake() {
		c.serve()
	}
	if c.dismiss != nil {
		c.dismiss()
	}
}

func (s *Server) hasStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

func addr(c net.Conn) string {
	if a := c.RemoteAddr(); a != nil && a.String() != "" && a.String() != "@" {
		return a.String()
	}
	return "a Unix socket"
}

func (s *Server) leave(nc net.Conn) {
	_ = nc.Close()
	s.mu.Lock()
	s.part(nc)
	s.mu.Unlock()
}
