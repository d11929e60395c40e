package practice

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// Config says how a Server serves. The zero value is a quiet, plain one.
type Config struct {
	Log      io.Writer   // a line for each connection and each exchange; nil for none
	Verbose  bool        // log every byte, escaped
	TLS      *tls.Config // serve TLS with it; nil for plain HTTP
	MaxConns int         // connections at a time, 0 for 4,096; more are told 503
}

const defaultMaxConns = 4096

// A Server plays the scenarios. Make one with Listen or New.
type Server struct {
	config    Config
	scenarios map[string]*Scenario
	log       *log
	epoch     time.Time // what sweeps of the clock are counted from

	listener net.Listener

	mu      sync.Mutex
	conns   map[net.Conn]struct{}
	serial  int
	stopped bool
	done    chan struct{}
	running sync.WaitGroup
}

// New returns a Server that listens nowhere: give it connections with
// ServeConn.
func New(c Config) *Server {
	c.MaxConns = cmp.Or(c.MaxConns, defaultMaxConns)
	if c.TLS != nil {
		c.TLS = c.TLS.Clone()
		c.TLS.NextProtos = []string{"http/1.1"}
	}
	s := &Server{
		config:    c,
		scenarios: make(map[string]*Scenario),
		log:       &log{w: c.Log},
		epoch:     time.Now(),
		conns:     make(map[net.Conn]struct{}),
		done:      make(chan struct{}),
	}
	for _, sc := range Scenarios() {
		s.scenarios[sc.Path] = &sc
	}
	return s
}

// Listen starts a Server on an address and returns when it accepts
// connections. The network is "tcp", "tcp4", "tcp6" or "unix"; the port may be
// 0. The error is the listener's.
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

// Addr returns the address the server listens on, nil if it listens nowhere.
func (s *Server) Addr() net.Addr {
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// URL returns where the server is found from this machine, without a path:
// "http://127.0.0.1:8321", also when it listens on all interfaces. On a Unix
// socket the host is "localhost" and the client has to be told the socket;
// without a listener it is "".
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

// Close stops listening, ends all connections and returns when nothing of the
// server runs any more. The error is the listener's; a second Close returns
// nil.
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

func (s *Server) accept() {
	refusals := make(chan struct{}, 64)
	for {
		c, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // out of file descriptors, say: wait for some to return
			select {
			case <-time.After(50 * time.Millisecond):
				continue
			case <-s.done:
				return
			}
		}
		if s.full() {
			select {
			case refusals <- struct{}{}:
				s.running.Go(func() { s.refuse(c); <-refusals })
			default:
				_ = c.Close()
			}
			continue
		}
		s.running.Go(func() { s.ServeConn(c) })
	}
}

func (s *Server) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns) >= s.config.MaxConns
}

// ServeConn serves one connection and returns when it has ended. It takes any
// net.Conn; a half-close needs a CloseWrite method, a reset a SetLinger method,
// and where they are missing the connection is closed instead.
func (s *Server) ServeConn(nc net.Conn) {
	id, ok := s.enter(nc)
	if !ok {
		_ = nc.Close()
		return
	}
	defer s.leave(nc)
	c := newConn(s, nc, id)
	c.logf("open    %s", addr(nc))
	if c.handshake() {
		c.serve()
	}
}

func addr(c net.Conn) string {
	if a := c.RemoteAddr(); a != nil && a.String() != "" && a.String() != "@" {
		return a.String()
	}
	return "a Unix socket"
}

func (s *Server) enter(nc net.Conn) (id int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return 0, false
	}
	s.serial++
	s.conns[nc] = struct{}{}
	return s.serial, true
}

func (s *Server) leave(nc net.Conn) {
	_ = nc.Close()
	s.mu.Lock()
	delete(s.conns, nc)
	s.mu.Unlock()
}

// refuse turns a connection away. The 503 needs no request: it says close, and
// the drain keeps a reset from overtaking it. Under TLS there is no way to say
// it without a handshake, which is the work that is being refused.
func (s *Server) refuse(nc net.Conn) {
	defer nc.Close()
	s.log.printf("refused %s: %d connections are open", addr(nc), s.config.MaxConns)
	if s.config.TLS != nil {
		return
	}
	const text = "Too many connections at once. Try again in a moment.\n"
	_ = nc.SetDeadline(time.Now().Add(time.Second))
	_, _ = fmt.Fprintf(nc, "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n"+
		"Content-Length: %d\r\nRetry-After: 1\r\nConnection: close\r\n\r\n%s", len(text), text)
	closeWrite(nc)
	_, _ = io.Copy(io.Discard, io.LimitReader(nc, maxHead))
}
