package clients

import (
	"time"

	"linger/wire"
)

// AsOf is the month in which the rules were read in the clients' sources.
const AsOf = "2026-11"

// A Response is what clients look at when they decide about a connection.
// Values are those of field lines of that name, one a line, in order.
type Response struct {
	KeepAlive       []string
	Connection      []string
	ProxyConnection []string
	Version         wire.Version
	Reason          wire.Reason // what RFC 9112 §9.3 makes of it
}

// A Verdict is what a client would do.
type Verdict struct {
	Reuse bool          // it would send a next request on this connection
	Limit time.Duration // how long it keeps the connection idle; 0 when it does not
	Reads bool          // Limit comes from the Keep-Alive field, not from the client itself
	Uses  int64         // exchanges it allows itself, as it reads max; -1 when it does not count
	Sure  bool          // false: worked out from the documents, not established
	Why   string        // one sentence
}

// Again says which requests a client sends once more, unasked, when one was
// lost on a connection that it reused: no byte of a response had come.
type Again uint8

// What is sent again.
const (
	AgainNever      Again = iota // it is left to the program that uses it
	AgainSafe                    // safe methods only (RFC 9110 §9.2.1)
	AgainIdempotent              // idempotent methods only (RFC 9110 §9.2.2)
	AgainAny                     // POST as well
)

// String returns the word for the screen.
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

// A Client is one program or library and its rule.
type Client struct {
	Name  string
	Again Again
	Reads bool // it reads Keep-Alive at all
	rule  func(Response) Verdict
}

// Ask returns what the client would do with r.
func (c Client) Ask(r Response) Verdict { return c.rule(r) }

// All returns the clients that are known, those that read Keep-Alive first, the
// shortest limit before the longer ones.
func All() []Client {
	return []Client{
		{Name: "undici", Reads: true, rule: undici},
		{Name: "Node Agent", Reads: true, rule: nodeAgent},
		{Name: "Firefox", Reads: true, Again: AgainAny, rule: firefox},
		{Name: "HttpClient 5", Reads: true, Again: AgainIdempotent, rule: httpClient5},
		{Name: "Java (JDK)", Reads: true, Again: AgainAny, rule: jdk},
		{Name: "Go net/http", Again: AgainSafe, rule: goHTTP},
		{Name: "curl", Again: AgainAny, rule: curl},
		{Name: "Chrome", Again: AgainAny, rule: chrome},
	}
}
