package practice

import (
	"fmt"
	"time"
)

// This scenario behaves like Apache httpd 2.4 with the event MPM.

func apacheScenarios() []Scenario {
	return []Scenario{{
		Path:  "/like/apache",
		Title: "Apache httpd",
		Does: "Sends Keep-Alive only if the request has Connection: keep-alive. max begins at " +
			"MaxKeepAliveRequests and counts down to 1; the server answers one more exchange, with close. The idle timeout is " +
			"exact; after its FIN it keeps reading.",
		Watch: "?max=5 allows six exchanges, and max=0 never appears. Without Connection: keep-alive there is no " +
			"hint. The server discards a late request without a reset.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupDialects,
		Keywords: "httpd, event MPM, KeepAliveTimeout",
		Params: []Param{wholeSecondsParam("timeout", 5, "KeepAliveTimeout"),
			countParam("max", 100, 0, 1_000_000, "MaxKeepAliveRequests; 0 for no limit")},
		play: playApache,
	}}
}

func playApache(x *exchange) {
	timeout, most := x.v.count("timeout"), x.v.count("max")
	x.c.linger = 6 * time.Second
	x.rest(closeAfter(x.v.seconds("timeout"), "KeepAliveTimeout"))
	left := most + 1 - x.n
	connection := ""
	switch {
	case !x.keeps() || most > 0 && left <= 0:
		connection = x.goodbye("MaxKeepAliveRequests, or the request asked for it")
	case x.asked() && most > 0:
		connection = fmt.Sprintf("Keep-Alive: timeout=%d, max=%d\r\nConnection: Keep-Alive\r\n", timeout, left)
	case x.asked():
		connection = fmt.Sprintf("Keep-Alive: timeout=%d\r\nConnection: Keep-Alive\r\n", timeout)
	}
	x.answer(x.dialect("Apache", connection))
}

// dialect returns a response in the style of the named server. The response has a Date
// field, because these servers send one, except in a round of the drill.
func (x *exchange) dialect(server, connection string) reply {
	x.as = server
	if x.round != nil {
		return reply{connection: connection, content: x.words()}
	}
	return reply{
		fields:     time.Now().UTC().Format("Date: Mon, 02 Jan 2006 15:04:05 GMT\r\n"),
		connection: connection,
		content:    x.words(),
	}
}
