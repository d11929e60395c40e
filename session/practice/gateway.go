package practice

import (
	"fmt"
	"strings"
	"time"
)

// These scenarios show how a server behind another server appears to a client.

func gatewayScenarios() []Scenario {
	return []Scenario{{
		Path:  "/gateway",
		Title: "502: pool outlasts the idle timeout",
		Does: "Plays a gateway in front of an application. The gateway keeps idle connections to the application for 60 s, but the application " +
			"closes them after 5 s. A request in the last 0.7 s before that close gets 502. Your own connection may be idle for 60 s.",
		Watch: "Send, wait 4.6 s, and send again: the gateway uses a connection that the application is closing. After 3 s or 6 s there is no error. " +
			"With ?pool=4 there is never an error.",
		Ref:      "RFC 9110 §15.6.3",
		Group:    GroupDialects,
		Keywords: "bad gateway, race, upstream prematurely closed connection, load balancer, ECONNRESET, keepalive_timeout",
		Params: []Param{secondsParam("origin", 5, "idle timeout of the application"), secondsParam("pool", 60, "idle time that the gateway allows"),
			period("window", 0.7, "time before the application closes")},
		play: playGateway,
	}, {
		Path:  "/via",
		Title: "echo behind a proxy",
		Does: "Returns the request as a proxy forwards it: without Connection and the fields that it names, with Via. With ?leaks=1 it forwards " +
			"the Keep-Alive field of the application as well.",
		Watch:    "Compare with /echo. Connection and the Keep-Alive hint are for the next hop only.",
		Ref:      "RFC 9110 §7.6.1",
		Group:    GroupDialects,
		Keywords: "proxy, hop-by-hop, keep-alive-without-connection, reverse proxy",
		Params:   []Param{countParam("leaks", 0, 0, 1, "1 forwards Keep-Alive: timeout=5 without its option"), wholeSecondsParam("timeout", 60, "idle timeout of the proxy")},
		play:     playVia,
	}}
}

// gatewayTimeout is the idle timeout of the gateway for its clients, in seconds.
const gatewayTimeout = 60

func playGateway(x *exchange) {
	origin, pool := x.v.seconds("origin"), x.v.seconds("pool")
	idle := x.req.came.Sub(x.c.lastSent)
	closing := x.n > 1 && idle < origin && idle < pool && idle >= origin-x.v.seconds("window")
	x.rest(closeAfter(gatewayTimeout*time.Second, "the idle timeout of the gateway"))
	r := reply{connection: x.promise("timeout=%d", gatewayTimeout), content: x.words()}
	if closing {
		r.status = 502
	}
	x.answer(r)
}

func playVia(x *exchange) {
	x.rest(closeAfter(x.v.seconds("timeout"), "the idle timeout of the proxy"))
	connection := x.plain()
	if x.v.count("leaks") == 1 && x.keeps() && x.req.minor > 0 {
		connection = "Keep-Alive: timeout=5\r\n"
	}
	x.answer(reply{fields: "Content-Type: text/plain; charset=iso-8859-1\r\nX-Content-Type-Options: nosniff\r\nVia: 1.1 practice\r\n",
		connection: connection, content: x.forwarded()})
}

// forwarded returns the request's header section as a proxy forwards it.
func (x *exchange) forwarded() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", x.req.method, x.req.target)
	for _, f := range x.req.fields {
		if !strings.EqualFold(f.name, "Connection") && !x.req.has("Connection", f.name) && !hopByHop(f.name) {
			fmt.Fprintf(&b, "%s: %s\r\n", f.name, f.value)
		}
	}
	fmt.Fprintf(&b, "Via: 1.%d practice\r\n\r\n(%d bytes of content followed)\n", x.req.minor, x.c.contentIn)
	return b.String()
}

// hopByHop reports whether a proxy removes the field even if Connection does not name it:
// "intermediaries SHOULD remove or replace fields that are known to require removal
// before forwarding" (RFC 9110 §7.6.1).
func hopByHop(name string) bool {
	switch strings.ToLower(name) {
	case "proxy-connection", "keep-alive", "te", "transfer-encoding", "upgrade":
		return true
	}
	return false
}
