package practice

import (
	"fmt"
	"math"
	"time"
)

// These scenarios behave like the HTTP servers of Node.js and Bun.

func nodeScenarios() []Scenario {
	return []Scenario{{
		Path:  "/like/node",
		Title: "Node.js",
		Does: "Advertises keepAliveTimeout in whole seconds, rounded down, and waits a second longer. With " +
			"maxRequestsPerSocket it sends the same max in every response. The last response has close, but the server does not close; a " +
			"later request gets 503 and the close.",
		Watch:    "?timeout=0.9 advertises timeout=0. With ?max=4, send five requests. The limit does not apply to HTTP/1.0 clients.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupDialects,
		Keywords: "express, keepAliveTimeout, ECONNRESET, 502",
		Params: []Param{secondsParam("timeout", 5, "keepAliveTimeout"),
			countParam("max", 0, 0, 1_000_000, "maxRequestsPerSocket; 0 for no limit")},
		play: playNode,
	}, {
		Path:  "/like/bun",
		Title: "Bun",
		Does: "Advertises nothing and sweeps every four seconds: the next sweep ends the connection, idle or " +
			"in use. HTTP/1.0 connections do not persist.",
		Watch:    "The close comes after 0 to 4 s, without notice. Measure it several times.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "idleTimeout, sweep, race",
		Params:   []Param{period("every", 4, "interval between sweeps")},
		play:     playBun,
	}}
}

// nodeBuffer is the time for which Node keeps an idle connection in addition to the
// advertised timeout.
const nodeBuffer = time.Second

func playNode(x *exchange) {
	granted := x.v.seconds("timeout") + nodeBuffer
	x.rest(closeAfter(granted, "keepAliveTimeout and a second"))
	most := x.v.count("max")
	if x.req.minor == 0 {
		most = 0
	}
	if most > 0 && x.n > most {
		x.answer(reply{status: 503, connection: x.goodbye("maxRequestsPerSocket")})
		return
	}
	hint := fmt.Sprintf("timeout=%d", int(math.Floor(x.v.number("timeout"))))
	if most > 0 {
		hint += fmt.Sprintf(", max=%d", most)
	}
	connection := x.promise("%s", hint)
	if most > 0 && x.n == most && x.end == stay {
		connection = "Connection: close\r\n" // but the connection stays open
	}
	x.answer(x.dialect("Node.js", connection))
}

func playBun(x *exchange) {
	if x.req.minor == 0 || !x.keeps() {
		x.leave(endFIN, "HTTP/1.0, or the request asked for it") // Bun does not send Connection: close
	}
	x.untilSweep(x.dialect("Bun", ""))
}
