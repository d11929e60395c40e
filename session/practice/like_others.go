package practice

import (
	"fmt"
	"time"
)

// These scenarios behave like other servers.

func otherDialects() []Scenario {
	return []Scenario{{
		Path:  "/like/lighttpd",
		Title: "lighttpd",
		Does: "Advertises nothing. Answers one more request than server.max-keep-alive-requests, the last one with " +
			"close. The idle limit is a range around the configured number; after its FIN it continues to read for 5.5 s.",
		Watch:    "?max=4 answers five requests. With 3 s it closes after 2.6 to 4.7 s.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "range",
		Params: []Param{secondsParam("timeout", 3, "server.max-keep-alive-idle"),
			countParam("max", 100, 0, 1_000_000, "server.max-keep-alive-requests; 0 for no keep-alive")},
		play: playLighttpd,
	}, {
		Path:     "/like/puma",
		Title:    "Puma",
		Does:     "Advertises nothing, and closes 0.2 s after the configured idle timeout.",
		Watch:    "The time is exact. It includes a margin of 0.2 s.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "Ruby, Rails, persistent_timeout",
		Params: []Param{
			secondsParam("timeout", 2, "persistent_timeout"),
		},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("timeout")+200*time.Millisecond, "persistent_timeout and its margin"))
			x.answer(x.dialect("Puma", x.plain()))
		},
	}, {
		Path:  "/like/go",
		Title: "Go net/http",
		Does: "Advertises nothing to HTTP/1.1 clients, keeps the connection for exactly IdleTimeout, and closes in " +
			"an orderly way.",
		Watch:    "The simplest behaviour: no hint, no surprise.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupDialects,
		Keywords: "golang",
		Params: []Param{
			secondsParam("timeout", 120, "IdleTimeout"),
		},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("timeout"), "IdleTimeout"))
			x.answer(x.dialect("Go", x.plain()))
		},
	}, {
		Path:     "/like/tinyproxy",
		Title:    "tinyproxy",
		Does:     "Answers in HTTP/1.1 without a Connection field and closes at once, each time.",
		Watch:    "Every connection serves one exchange, and the server does not say so.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupDialects,
		Keywords: "close-unannounced",
		play: func(x *exchange) {
			x.leave(endFIN, "unannounced, after every response")
			x.answer(x.dialect("tinyproxy", ""))
		},
	}, {
		Path:     "/like/clickhouse",
		Title:    "ClickHouse",
		Does:     "Sends timeout=10, max=9999 and counts down from there.",
		Watch:    "Ten seconds are short for a connection pool that expects a database to keep its connections open.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupDialects,
		Keywords: "database, pool",
		Params: []Param{
			wholeSecondsParam("timeout", 10, "keep_alive_timeout"),
			countParam("max", 10_000, 1, 1_000_000, "max_keep_alive_requests"),
		},
		play: func(x *exchange) { x.answer(x.dialect("ClickHouse", x.house())) },
	}, {
		Path:     "/like/privoxy",
		Title:    "privoxy",
		Does:     "Sends 504 with Connection: close on a connection that has been idle for three seconds.",
		Watch:    "The connection ends with a status code that usually blames another server.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupDialects,
		Keywords: "unsolicited-response, gateway timeout",
		play: func(x *exchange) {
			const after = 3 * time.Second
			x.rest(sendAfter(after, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "its 504"),
				closeAfter(after, "after its 504"))
			x.answer(x.dialect("privoxy", x.plain()))
		},
	}}
}

func playLighttpd(x *exchange) {
	timeout, most := x.v.seconds("timeout"), x.v.count("max")
	x.c.linger = 5500 * time.Millisecond
	connection := x.plain()
	if x.end == stay && (most == 0 || x.n > most) {
		connection = x.goodbye(fmt.Sprintf("server.max-keep-alive-requests = %d", most))
	}
	x.answer(x.dialect("lighttpd", connection))
	x.flush()
	least := max(0, timeout-400*time.Millisecond)
	x.rest(closeAfter(x.sweep(least, 2100*time.Millisecond), "server.max-keep-alive-idle, checked late"))
}
