package clients

import (
	"time"

	"linger/wire"
)

// AsOf is the month in which the clients were measured or their source code was read.
const AsOf = "2026-11"

// A Response holds the facts from which clients decide whether to reuse a connection.
// Each slice of strings holds the values of the field lines with one name, in order.
type Response struct {
	KeepAlive       []string
	Connection      []string
	ProxyConnection []string
	Method          string // method of the request
	Status          int
	Version         wire.Version
	Length          int64       // the Content-Length; -1 if there is none
	Chunked         bool        // the chunked coding ends the body
	Reason          wire.Reason // the rule of RFC 9112 §9.3 that decides whether the connection persists
	Readings        []wire.Reading
	Followed        Followed
	OutOfStep       bool // the framing is valid, but unsolicited bytes put the connection out of step
}

// Of returns the Response for a message. f holds its facts, and reason is the rule that
// decides whether the connection persists. values returns the values of the fields with
// the given lower-case name. rs describes how other programs read the message. followed
// describes what was received after it.
func Of(f *wire.Facts, reason wire.Reason, values func(name string) []string, rs []wire.Reading, followed Followed) Response {
	return Response{
		KeepAlive:       values("keep-alive"),
		Connection:      values("connection"),
		ProxyConnection: values("proxy-connection"),
		Method:          f.Request.Method,
		Status:          f.Status,
		Version:         f.Version,
		Length:          f.Length,
		Chunked:         f.ChunkedLast,
		Reason:          reason,
		Readings:        rs,
		Followed:        followed,
		OutOfStep:       !f.FramingBad && (f.FollowedAt > 0 || f.RequestMisread),
	}
}

// Followed describes what was received after the response while no request was
// outstanding.
type Followed uint8

// Values of Followed.
const (
	FollowedByNothing Followed = iota
	FollowedByEmptyLine
	FollowedByBytes
)

// A Verdict describes what a client would do with the connection after a response.
type Verdict struct {
	Reuse bool          // the client would send another request on this connection
	Limit time.Duration // how long the client keeps the connection idle; 0 if it does not reuse the connection
	Reads bool          // Limit comes from the Keep-Alive field, not from the client itself
	Uses  int64         // number of exchanges that the client allows, according to the max parameter; -1 if it does not count exchanges
	Sure  bool          // false if the behaviour was neither measured nor read in the source
	Why   string        // one sentence

	Misreads bool // the client reuses the connection and reads unsolicited bytes as its next response
}

// Again describes which lost requests a client repeats by itself. A request is lost if
// its reused connection ends before any byte of a response was received.
type Again uint8

// Values of Again.
const (
	AgainNever      Again = iota // the program that uses the client decides
	AgainSafe                    // safe methods only (RFC 9110 §9.2.1)
	AgainIdempotent              // idempotent methods only (RFC 9110 §9.2.2)
	AgainAny                     // any method, including POST
)

// String returns the short form for the screen: "no", "GET", "idem" or "any".
func (a Again) String() string { return [...]string{"no", "GET", "idem", "any"}[a] }

// Sends reports whether a lost request with that method is sent again.
func (a Again) Sends(method string) bool {
	switch method {
	case "GET", "HEAD", "OPTIONS", "TRACE":
		return a >= AgainSafe
	case "PUT", "DELETE":
		return a >= AgainIdempotent
	}
	return a == AgainAny
}

// A Client is one program or library and the rule that it follows.
type Client struct {
	Name    string
	Again   Again
	Reads   bool     // the client reads the Keep-Alive field
	Proxy   bool     // the client is a proxy in front of this server
	Version string   // version that was measured; empty: not measured
	Source  string   // source of the rule about limits and repeated requests
	Only    string   // condition for keeping connections at all; empty: always
	parser  string   // name of the client's parser in [wire.Readers]; empty: none
	bears   Followed // the client reuses the connection only if nothing worse follows the response
	rule    func(Response) Verdict
}

// Ask returns what the client would do with the connection after r.
func (c Client) Ask(r Response) Verdict {
	if v, ends := c.refuses(r); ends {
		return v
	}
	v := c.rule(r)
	if !v.Reuse {
		return v
	}
	switch {
	case r.Followed > c.bears:
		v = declines("unsolicited bytes follow")
		v.Sure = c.Version != ""
	case c.parser == "" && !wire.Agree(r.Readings):
		v.Sure = false
		v.Why = "clients disagree here, not measured"
	}
	v.Misreads = v.Reuse && r.Followed == FollowedByBytes
	return v
}

// refuses returns the verdict for a response that the client's parser refuses or whose
// framing is invalid. It returns false for other responses.
func (c Client) refuses(r Response) (Verdict, bool) {
	for _, rd := range r.Readings {
		if rd.Reader == c.parser && rd.Outcome == wire.OutcomeRefuses && r.Reason != wire.ReasonTruncated {
			return declines("its parser rejects the response"), true
		}
	}
	if r.Reason == wire.ReasonFramingError {
		v := declines("invalid framing, not measured")
		if r.OutOfStep {
			v = declines("the connection was out of step before, not measured")
		}
		v.Sure = false
		return v, true
	}
	return Verdict{}, false
}

// All returns the known clients: first those that read Keep-Alive, and last the proxies.
func All() []Client {
	return []Client{
		{Name: "undici", Reads: true, Version: "7.30.2", parser: "llhttp", bears: FollowedByEmptyLine, rule: undici,
			Source: "undici, lib/dispatcher/client-h1.js: keepAliveTimeout, keepAliveTimeoutThreshold"},
		{Name: "Node Agent", Reads: true, Version: "20.20.2", parser: "llhttp", bears: FollowedByEmptyLine, rule: nodeAgent,
			Source: "Node.js, lib/_http_agent.js"},
		{Name: "Firefox", Reads: true, Again: AgainAny, rule: firefox,
			Source: "Firefox, netwerk/protocol/http/nsHttpConnection.cpp; network.http.keep-alive.timeout"},
		{Name: "HttpClient 5", Reads: true, Again: AgainIdempotent, rule: httpClient5,
			Source: "Apache HttpClient 5, DefaultConnectionKeepAliveStrategy, DefaultHttpRequestRetryStrategy"},
		{Name: "Java (JDK)", Reads: true, Again: AgainAny, Version: "17", bears: FollowedByBytes, rule: jdk,
			Source: "OpenJDK, sun.net.www.http.HttpClient, KeepAliveCache"},
		{Name: "Go net/http", Again: AgainSafe, Version: "1.26.8", parser: "net/http", rule: goHTTP,
			Source: "Go, net/http: DefaultTransport.IdleConnTimeout"},
		{Name: "curl", Again: AgainAny, Version: "7.88.1", parser: "curl", rule: curl,
			Source: "curl, CURLOPT_MAXAGE_CONN"},
		{Name: "Chrome", Again: AgainAny, Version: "156", rule: chrome,
			Source: "Chromium, net/socket/client_socket_pool.cc, net/http/http_network_transaction.cc"},
		{Name: "nginx", Again: AgainIdempotent, Proxy: true, Version: "1.22.1", rule: nginx,
			Only:   "only with keepalive in its upstream and proxy_http_version 1.1; by default it closes after each response",
			Source: "nginx, ngx_http_upstream_module: keepalive_timeout; ngx_http_proxy_module: proxy_next_upstream"},
		{Name: "HAProxy", Proxy: true, Version: "2.6.12", rule: haproxy,
			Source: "HAProxy, configuration manual: http-reuse, pool-purge-delay, retry-on"},
		{Name: "Apache", Proxy: true, Version: "2.4.71", bears: FollowedByEmptyLine, rule: apache,
			Source: "Apache httpd, mod_proxy: ttl, disablereuse"},
		{Name: "Envoy", Proxy: true, rule: envoy,
			Source: "Envoy, HttpProtocolOptions.idle_timeout, RetryPolicy"},
	}
}
