package live

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/net/proxy"

	"linger/session"
	"linger/wire"
)

// A Proxy is a [session.Dialer] that dials through an HTTP or SOCKS5 proxy. An
// HTTP proxy makes a tunnel to an https target (CONNECT, RFC 9110 §9.3.6). For
// an http target there is no tunnel: the connection that linger shows is the
// one to the proxy, and [Proxy.Forward] must change the requests.
type Proxy struct {
	URL     *url.URL // its scheme is http, socks5 (linger resolves names) or socks5h (the proxy resolves them)
	Network Network  // dials the proxy
}

// A ProxyError says why a proxy made no connection.
type ProxyError struct {
	Text string // a sentence for the screen
	Err  error  // the cause, or nil
}

func (e *ProxyError) Error() string { return e.Text }

// Unwrap returns the cause, or nil.
func (e *ProxyError) Unwrap() error { return e.Err }

// ErrProxy is wrapped by the errors that [ParseProxy] returns.
var ErrProxy = errors.New("not a usable proxy")

// ParseProxy parses the URL of a proxy as curl's -x does: the default scheme is
// http, the default port 1080. Errors wrap [ErrProxy].
func ParseProxy(s string, n Network) (*Proxy, error) {
	full := s
	if !strings.Contains(full, "://") {
		full = "http://" + full
	}
	u, err := url.Parse(full)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %q", ErrProxy, withoutUserinfo(s))
	case u.Scheme != "http" && u.Scheme != "socks5" && u.Scheme != "socks5h":
		return nil, fmt.Errorf("%w: unknown scheme %q; use http, socks5 or socks5h", ErrProxy, u.Scheme)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q has no host", ErrProxy, withoutUserinfo(s))
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), "1080")
	}
	return &Proxy{URL: u, Network: n}, nil
}

// withoutUserinfo returns the URL of a proxy with asterisks in place of everything before
// its last "@", because userinfo is secret.
func withoutUserinfo(s string) string {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		return "****" + s[i:]
	}
	return s
}

// ProxyFromEnvironment returns the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY set
// for a target, or nil if they set none. It also returns nil for a target on this
// machine. The error wraps [ErrProxy] if the proxy cannot be used.
func ProxyFromEnvironment(t session.Target, n Network) (*Proxy, error) {
	u, err := url.Parse(t.String())
	if err != nil {
		return nil, err
	}
	c := httpproxy.FromEnvironment()
	name, value := "HTTP_PROXY", c.HTTPProxy
	if t.TLS {
		name, value = "HTTPS_PROXY", c.HTTPSProxy
	}
	if value == "" {
		return nil, nil
	}
	// httpproxy ignores values that are not URLs, so linger uses it only to find out
	// whether a proxy applies to the target.
	c.HTTPProxy, c.HTTPSProxy = "http://any.example", "http://any.example"
	if p, err := c.ProxyFunc()(u); err != nil || p == nil {
		return nil, err
	}
	p, err := ParseProxy(value, n)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// Address returns the addresses of the proxy and of the target, in a form for the screen.
func (p *Proxy) Address(t session.Target) string {
	return p.URL.Host + " for " + t.Address()
}

// Forward returns m in the form that the proxy needs. A request to an http
// target through an HTTP proxy gets a request target in absolute-form (RFC 9112
// §3.2.2) and the credentials for the proxy. Any other request passes through a
// tunnel, unchanged.
func (p *Proxy) Forward(t session.Target, m wire.RequestMessage) wire.RequestMessage {
	if t.TLS || p.URL.Scheme != "http" || !strings.HasPrefix(m.Target, "/") {
		return m
	}
	m.Target = t.String() + m.Target
	if a := p.authorization(); a != "" {
		m.Fields = append(m.Fields[:len(m.Fields):len(m.Fields)], wire.HeaderField{Name: "Proxy-Authorization", Value: a})
	}
	return m
}

func (p *Proxy) authorization() string {
	if p.URL.User == nil {
		return ""
	}
	password, _ := p.URL.User.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(p.URL.User.Username()+":"+password))
}

// Dial connects to the proxy and, if t needs one, makes a tunnel. Errors that the
// proxy causes are of type *[ProxyError].
func (p *Proxy) Dial(ctx context.Context, t session.Target) (net.Conn, session.DialTimes, error) {
	if p.URL.Scheme != "http" {
		return p.socks(ctx, t)
	}
	c, times, err := p.Network.Dial(ctx, p.self())
	if err != nil {
		if isTimeout(err) {
			return nil, times, p.failed("did not accept the connection in time", err)
		}
		return nil, times, p.failed("cannot be reached: "+cause(err), err)
	}
	if !t.TLS {
		return c, times, nil
	}
	dialStep(ctx, session.DialProxy, p.URL.Host)
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	times.Tunnel = new(session.Tunnel)
	if err := p.tunnel(c, t, times.Tunnel); err != nil {
		c.Close()
		return nil, times, err
	}
	return c, times, nil
}

// self returns the proxy as a target.
func (p *Proxy) self() session.Target {
	return session.Target{Host: p.URL.Hostname(), Port: p.URL.Port()}
}

func (p *Proxy) failed(what string, err error) error {
	return &ProxyError{Text: fmt.Sprintf("The proxy %s %s.", p.URL.Host, what), Err: err}
}

// tunnel sends CONNECT and records the exchange. It reads byte by byte, because
// bytes after the header section belong to the tunnel.
func (p *Proxy) tunnel(c net.Conn, t session.Target, said *session.Tunnel) error {
	m := wire.RequestMessage{Method: "CONNECT", Target: t.Address(), Proto: "HTTP/1.1",
		Fields: []wire.HeaderField{{Name: "Host", Value: t.Address()}, {Name: "User-Agent", Value: session.Agent}}}
	if a := p.authorization(); a != "" {
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Proxy-Authorization", Value: a})
	}
	raw := wire.AppendRequest(nil, m)
	said.Request, said.Sent = raw, time.Now()
	if _, err := c.Write(raw); err != nil {
		return p.failed("cannot be written to: "+cause(err), err)
	}
	d := wire.NewDecoder(wire.Limits{Head: 64 << 10})
	facts, _, _ := wire.DecodeRequest(raw, 0)
	d.Expect(facts)
	for b := make([]byte, 1); ; {
		if _, err := c.Read(b); err != nil {
			if isTimeout(err) {
				return p.failed("did not answer CONNECT in time", err)
			}
			return p.failed("did not answer CONNECT: "+cause(err), err)
		}
		said.Response, said.Answered = append(said.Response, b[0]), time.Now()
		switch _, ev := d.Feed(b); {
		case ev == wire.EventFramingLost:
			return p.failed("answered CONNECT, but not with an HTTP/1.x response", nil)
		case ev == wire.EventFinalHead && d.Facts().Framing() == wire.FramingTunnel:
			return nil
		case ev == wire.EventFinalHead:
			readRefusal(c, d, said)
			return p.failed(fmt.Sprintf("answered CONNECT with %d %s", d.Facts().Status, wire.StatusText(d.Facts().Status)), nil)
		}
	}
}

// readRefusal reads the rest of a response that refuses a tunnel. It stops after 64 KiB
// or after a second.
func readRefusal(c net.Conn, d *wire.Decoder, said *session.Tunnel) {
	const most, patience = 64 << 10, time.Second
	if d.Facts().Complete || c.SetReadDeadline(time.Now().Add(patience)) != nil {
		return
	}
	for b := make([]byte, 4<<10); len(said.Response) < most; {
		n, err := c.Read(b)
		used, ev := d.Feed(b[:n])
		said.Response, said.Answered = append(said.Response, b[:used]...), time.Now()
		if err != nil || ev != wire.EventNeedMore {
			return
		}
	}
}

// socks connects through a SOCKS5 proxy (RFC 1928).
func (p *Proxy) socks(ctx context.Context, t session.Target) (net.Conn, session.DialTimes, error) {
	var auth *proxy.Auth
	if u := p.URL.User; u != nil {
		password, _ := u.Password()
		auth = &proxy.Auth{User: u.Username(), Password: password}
	}
	forward := &forwarder{network: &p.Network, proxy: p.self()}
	d, err := proxy.SOCKS5("tcp", p.URL.Host, auth, forward)
	if err != nil {
		return nil, session.DialTimes{}, p.failed("cannot be used: "+cause(err), err)
	}
	address := t.Address()
	if p.URL.Scheme == "socks5" {
		addrs, err := p.Network.lookup(ctx, t.Host, t.Port)
		if err != nil {
			return nil, session.DialTimes{}, err
		}
		address = net.JoinHostPort(addrs[0].Unmap().String(), t.Port)
	}
	c, err := d.(proxy.ContextDialer).DialContext(ctx, "tcp", address)
	if err != nil {
		if isTimeout(err) {
			return nil, forward.times, p.failed("made no connection in time", err)
		}
		return nil, forward.times, p.failed("made no connection: "+cause(err), err)
	}
	if inner, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = inner.NetConn()
	}
	return c, forward.times, nil
}

// A forwarder dials the proxy through a [Network] for the SOCKS5 client of x/net, and
// records the times.
type forwarder struct {
	network *Network
	proxy   session.Target
	times   session.DialTimes
}

func (f *forwarder) Dial(network, address string) (net.Conn, error) {
	return f.DialContext(context.Background(), network, address)
}

func (f *forwarder) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	c, times, err := f.network.Dial(ctx, f.proxy)
	f.times = times
	return c, err
}
