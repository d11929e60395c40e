package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
)

// fallbackDelay is the time after which linger also tries the next address if the current
// attempt is still running (RFC 8305 §5).
const fallbackDelay = 250 * time.Millisecond

// A Network is a [session.Dialer] that dials over the system's network. The zero value is
// ready for use.
type Network struct {
	Family    int           // IP version, 4 or 6; 0: both
	KeepAlive time.Duration // interval of TCP keepalive probes; 0: 15 s, negative: off
	ConnectTo []string      // "host1:port1:host2:port2", as in curl's --connect-to
	Resolve   []string      // "host:port:address[,address]", as in curl's --resolve
	Resolver  *net.Resolver // nil: the system's resolver
}

// Address returns the address to which Dial connects for t, after the rules of ConnectTo
// have been applied: "host:port", or the path of a Unix socket.
func (n *Network) Address(t session.Target) string {
	if t.Unix != "" {
		return t.Unix
	}
	host, port := n.redirect(t.Host, t.Port)
	return net.JoinHostPort(host, port)
}

// Dial resolves the host of t and connects to the first of its addresses that answers, as
// RFC 8305 describes (happy eyeballs). The times that it returns are valid even if it
// fails.
func (n *Network) Dial(ctx context.Context, t session.Target) (net.Conn, session.DialTimes, error) {
	d := &net.Dialer{KeepAliveConfig: n.keepAlive()}
	times := session.DialTimes{TCPAlive: n.interval()}
	if t.Unix != "" {
		dialStep(ctx, session.DialConnecting, t.Unix)
		began := time.Now()
		c, err := d.DialContext(ctx, "unix", t.Unix)
		return c, session.DialTimes{Connect: time.Since(began)}, err
	}
	host, port := n.redirect(t.Host, t.Port)
	began := time.Now()
	addrs, err := n.lookup(ctx, host, port)
	if err != nil {
		return nil, times, err
	}
	if _, err := netip.ParseAddr(host); err != nil {
		times.Resolve = time.Since(began)
	}
	a, err := race(ctx, d, interleave(addrs), port)
	times.Connect, times.Passed, times.PassedFor = a.took, a.passed, a.after
	return a.conn, times, err
}

// keepAlive returns the configuration of TCP keepalive probes. The kernel sends the first
// probe when the connection has been silent for one interval, and then one per interval.
// It detects a broken network path after ten intervals.
func (n *Network) keepAlive() net.KeepAliveConfig {
	return net.KeepAliveConfig{Enable: n.interval() > 0, Idle: n.interval(), Interval: n.interval(), Count: 9}
}

// interval returns the time between two keepalive probes, or 0 if they are off.
func (n *Network) interval() time.Duration {
	switch {
	case n.KeepAlive < 0:
		return 0
	case n.KeepAlive == 0:
		return 15 * time.Second
	}
	return n.KeepAlive
}

// redirect applies the first rule of ConnectTo that matches. An empty host or port in a
// rule matches any; an empty replacement changes nothing.
func (n *Network) redirect(host, port string) (string, string) {
	for _, rule := range n.ConnectTo {
		f := splitRule(rule)
		if len(f) != 4 || f[0] != "" && !strings.EqualFold(f[0], host) || f[1] != "" && f[1] != port {
			continue
		}
		if f[2] != "" {
			host = f[2]
		}
		if f[3] != "" {
			port = f[3]
		}
		return host, port
	}
	return host, port
}

// splitRule splits a rule at its colons, except those inside brackets.
func splitRule(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, c := range s {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == ':' && depth == 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	out = append(out, s[from:])
	for i := range out {
		out[i] = unbracketed(out[i])
	}
	return out
}

// unbracketed converts an address from a URL to the form that is needed for dialing:
// without brackets, and with a bare "%" before the zone (RFC 6874 §2).
func unbracketed(s string) string { return strings.Replace(strings.Trim(s, "[]"), "%25", "%", 1) }

func (n *Network) lookup(ctx context.Context, host, port string) ([]netip.Addr, error) {
	for _, rule := range n.Resolve {
		f := strings.SplitN(strings.TrimPrefix(rule, "+"), ":", 3)
		if len(f) == 3 && (f[0] == "*" || strings.EqualFold(f[0], host)) && f[1] == port {
			return parseAddrs(f[2])
		}
	}
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	dialStep(ctx, session.DialResolving, host)
	r := n.Resolver
	if r == nil {
		r = net.DefaultResolver
	}
	return r.LookupNetIP(ctx, n.family(), host)
}

func (n *Network) family() string {
	switch n.Family {
	case 4:
		return "ip4"
	case 6:
		return "ip6"
	}
	return "ip"
}

// CheckConnectTo returns an error if rule is not a valid element of [Network].ConnectTo.
func CheckConnectTo(rule string) error {
	f := splitRule(rule)
	if len(f) != 4 {
		return fmt.Errorf("it has %d parts, not 4", len(f))
	}
	for _, port := range []string{f[1], f[3]} {
		if err := checkPort(port); port != "" && err != nil {
			return err
		}
	}
	return nil
}

// CheckResolve returns an error if rule is not a valid element of [Network].Resolve.
func CheckResolve(rule string) error {
	f := strings.SplitN(strings.TrimPrefix(rule, "+"), ":", 3)
	if len(f) < 3 {
		return errors.New("missing address")
	}
	_, err := parseAddrs(f[2])
	return cmp.Or(checkPort(f[1]), err)
}

func checkPort(s string) error {
	if n, err := strconv.ParseUint(s, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("%q is not a port from 1 to 65535", s)
	}
	return nil
}

func parseAddrs(list string) ([]netip.Addr, error) {
	var out []netip.Addr
	for s := range strings.SplitSeq(list, ",") {
		s = strings.TrimSpace(s)
		a, err := netip.ParseAddr(unbracketed(s))
		if err != nil || strings.HasPrefix(s, "[") != strings.HasSuffix(s, "]") {
			return nil, fmt.Errorf("%q is not an IP address", s)
		}
		out = append(out, a)
	}
	return out, nil
}

// interleave orders addresses so that IPv4 and IPv6 alternate, beginning with
// the family of the resolver's first address (RFC 8305 §4).
func interleave(addrs []netip.Addr) []netip.Addr {
	if len(addrs) == 0 {
		return nil
	}
	var same, other []netip.Addr
	for _, a := range addrs {
		if a.Unmap().Is4() == addrs[0].Unmap().Is4() {
			same = append(same, a)
		} else {
			other = append(other, a)
		}
	}
	var out []netip.Addr
	for len(same)+len(other) > 0 {
		if len(same) > 0 {
			out, same = append(out, same[0]), same[1:]
		}
		if len(other) > 0 {
			out, other = append(out, other[0]), other[1:]
		}
	}
	return out
}

// An attempt is the result of connecting to one address.
type attempt struct {
	conn net.Conn
	took time.Duration
	err  error

	passed []string      // addresses of the earlier attempts
	after  time.Duration // time from the beginning of the first attempt to the beginning of this one
}

// race connects to the addresses in order and returns the first connection made. Each
// attempt begins when the previous one has failed, but at the latest fallbackDelay after
// the previous one began.
func race(ctx context.Context, d *net.Dialer, addrs []netip.Addr, port string) (attempt, error) {
	if len(addrs) == 0 {
		return attempt{}, errors.New("no address of that family")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan attempt, len(addrs))
	next, running := 0, 0
	var passed []string
	var start time.Time
	begin := func() {
		a := addrs[next].Unmap()
		next, running = next+1, running+1
		address := net.JoinHostPort(a.String(), port)
		dialStep(ctx, session.DialConnecting, address)
		before, began := slices.Clone(passed), time.Now()
		if len(before) == 0 {
			start = began
		}
		passed = append(passed, address)
		go func() {
			c, err := d.DialContext(ctx, "tcp", address)
			results <- attempt{c, time.Since(began), err, before, began.Sub(start)}
		}()
	}
	begin()
	var first error
	timer := time.NewTimer(fallbackDelay)
	defer timer.Stop()
	for running > 0 {
		select {
		case <-timer.C:
		case a := <-results:
			running--
			if a.err == nil {
				cancel()
				discard(results, running)
				return a, nil
			}
			if first == nil {
				first = a.err
			}
		}
		if next < len(addrs) {
			begin()
			timer.Reset(fallbackDelay)
		}
	}
	return attempt{}, first
}

// discard waits for the attempts that are still running and closes their connections.
func discard(results <-chan attempt, running int) {
	for range running {
		if a := <-results; a.err == nil {
			a.conn.Close()
		}
	}
}
