package live_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

// httpProxy returns the listener of an HTTP proxy that answers CONNECT with status and
// makes tunnels. It answers other requests itself. The content of such an answer is the
// request target and the credentials.
func httpProxy(t *testing.T, status string) net.Listener {
	return listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		req, err := http.ReadRequest(bufio.NewReader(c))
		if err != nil {
			return
		}
		if req.Method != http.MethodConnect {
			text := req.RequestURI + " " + req.Header.Get("Proxy-Authorization")
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+text)
			return
		}
		_, _ = io.WriteString(c, "HTTP/1.1 "+status+"\r\n\r\n")
		relay(c, req.Host)
	})
}

// relay connects to address and copies bytes in both directions until one connection
// ends.
func relay(c net.Conn, address string) {
	up, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(up, c)
		up.Close()
	}()
	_, _ = io.Copy(c, up)
	c.Close()
	<-done
}

func through(t *testing.T, spec string) *live.Proxy {
	t.Helper()
	p, err := live.ParseProxy(spec, live.Network{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlainRequestThroughAProxy(t *testing.T) {
	p := through(t, "http://user:secret@"+httpProxy(t, "200 OK").Addr().String())
	target := session.Target{Host: "shop.example", Port: "80"}
	w := dialed(t, live.Config{Target: target, Dialer: p})
	w.session.Do(session.Send{Request: p.Forward(target, target.Request("GET", "/cart")), Reconnect: true})
	same(t, "target", wait[*session.RequestStarted](w).Target, "http://shop.example/cart")
	var content strings.Builder
	for {
		r := wait[*session.Received](w)
		content.Write(r.Data)
		if strings.Contains(content.String(), "Basic dXNlcjpzZWNyZXQ=") {
			break
		}
	}
}

func TestTunnel(t *testing.T) {
	config, pool := secure(t)
	origin := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		tc := tls.Server(c, config)
		answerOnce(tc)
		tc.Close()
	})
	target := at(t, origin)
	target.TLS = true
	w := dialed(t, live.Config{Target: target, Dialer: through(t, httpProxy(t, "200 Connection established").Addr().String()),
		TLS: live.TLSOptions{Roots: pool}})
	w.get()
	same(t, "verified", wait[session.Connected](w).TLS.Verified, true)
	wait[*session.ExchangeDone](w)
	same(t, "how", wait[session.Closed](w).How, session.HowCloseNotify)
}

func TestTunnelRefused(t *testing.T) {
	px := httpProxy(t, "407 Proxy Authentication Required").Addr().String()
	w := dialed(t, live.Config{Target: session.Target{TLS: true, Host: "127.0.0.1", Port: "1"}, Dialer: through(t, px)})
	w.get()
	same(t, "text", wait[session.DialFailed](w).Text, "The proxy "+px+" answered CONNECT with 407 Proxy Authentication Required.")
}

// If Config.TellProxy is set, the CONNECT to a proxy is an exchange. It ends before the
// connection is open. The offsets of the connection do not include the bytes of CONNECT
// and its response.
func TestTunnelIsReportedAsExchange(t *testing.T) {
	config, pool := secure(t)
	origin := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		tc := tls.Server(c, config)
		answerOnce(tc)
		tc.Close()
	})
	target := at(t, origin)
	target.TLS = true
	w := dialed(t, live.Config{Target: target, TellProxy: true, Dialer: through(t, httpProxy(t, "200 Connection established").Addr().String()),
		TLS: live.TLSOptions{Roots: pool}})
	w.get()
	asked := wait[*session.RequestStarted](w)
	same(t, "method", asked.Method, "CONNECT")
	same(t, "tunnel", asked.Tunnel, true)
	same(t, "reason", wait[*session.ExchangeDone](w).Reason, wire.ReasonTunnel)
	wait[session.Connected](w)
	next := wait[*session.RequestStarted](w)
	same(t, "exchange", next.Exchange, 2)
	same(t, "tunnel", next.Tunnel, false)
	same(t, "offset", next.Off, 0)
	same(t, "answered", wait[session.Closed](w).Answered, 1)
}

// If the proxy refuses the tunnel, the exchange includes the content of the refusal.
func TestRefusedTunnelIsReportedAsExchange(t *testing.T) {
	px := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = io.WriteString(c, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 5\r\n\r\nnope!")
		}
	})
	w := dialed(t, live.Config{Target: session.Target{TLS: true, Host: "127.0.0.1", Port: "1"}, TellProxy: true, Dialer: through(t, px.Addr().String())})
	w.get()
	done := wait[*session.ExchangeDone](w)
	same(t, "status", done.Facts.Status, 407)
	same(t, "content", done.Facts.ContentBytes, 5)
	wait[session.DialFailed](w)
}

// socksProxy returns the listener of a SOCKS5 proxy with the parts of RFC 1928 that a
// client without a password needs.
func socksProxy(t *testing.T) net.Listener {
	return listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		b := make([]byte, 300)
		if _, err := io.ReadFull(c, b[:2]); err != nil {
			return
		}
		if _, err := io.ReadFull(c, b[:b[1]]); err != nil {
			return
		}
		_, _ = c.Write([]byte{5, 0})
		if _, err := io.ReadFull(c, b[:10]); err != nil || b[3] != 1 {
			return
		}
		to := net.TCPAddr{IP: net.IP(b[4:8]), Port: int(b[8])<<8 | int(b[9])}
		_, _ = c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		relay(c, to.String())
	})
}

func TestSOCKS5(t *testing.T) {
	origin := listening(t, "tcp", "127.0.0.1:0", answerOnce)
	w := dialed(t, live.Config{Target: at(t, origin), Dialer: through(t, "socks5://"+socksProxy(t).Addr().String())})
	w.get()
	wait[*session.ExchangeDone](w)
	wait[session.Closed](w)
}

func TestParseProxy(t *testing.T) {
	same(t, "port", through(t, "proxy.example").URL.Host, "proxy.example:1080")
	for _, s := range []string{"ftp://x", "http://", "://"} {
		if _, err := live.ParseProxy(s, live.Network{}); !errors.Is(err, live.ErrProxy) {
			t.Errorf("ParseProxy(%q) = %v, want ErrProxy", s, err)
		}
	}
}

func TestUnusableProxyInEnvironment(t *testing.T) {
	for value, want := range map[string]string{
		"http://127.0.0.1:1/\x1b]0;x\a": `HTTP_PROXY: not a usable proxy: "http://127.0.0.1:1/\x1b]0;x\a"`,
		"http://u:secret@[::1":          `HTTP_PROXY: not a usable proxy: "****@[::1"`,
	} {
		t.Setenv("HTTP_PROXY", value)
		p, err := live.ProxyFromEnvironment(session.Target{Host: "shop.example", Port: "80"}, live.Network{})
		if p != nil || !errors.Is(err, live.ErrProxy) || err.Error() != want {
			t.Errorf("HTTP_PROXY=%q: proxy %v, error %v; want the error %s", value, p, err, want)
		}
	}
	if p, err := live.ProxyFromEnvironment(session.Target{Host: "localhost", Port: "80"}, live.Network{}); p != nil || err != nil {
		t.Errorf("the target on this machine has the proxy %v, error %v; want none", p, err)
	}
}

func TestProxyFromEnvironment(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://proxy.example:3128")
	t.Setenv("NO_PROXY", "inner.example")
	for host, want := range map[string]string{"shop.example": "proxy.example:3128", "inner.example": "", "localhost": ""} {
		p, err := live.ProxyFromEnvironment(session.Target{Host: host, Port: "80"}, live.Network{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if p != nil {
			got = p.URL.Host
		}
		same(t, host, got, want)
	}
}
