package practice

import (
	"fmt"
	"math"
	"time"
)

// These scenarios behave like servers on the JVM.

func javaScenarios() []Scenario {
	return []Scenario{{
		Path:  "/like/tomcat",
		Title: "Tomcat",
		Does: "Sends Keep-Alive: timeout only if the request has Connection: keep-alive, in whole seconds, and " +
			"never max. The idle limit is a range that begins just above the hint. The 100th response has close.",
		Watch:    "?timeout=2.5 advertises 2 and closes between 2.6 and 4.3 s.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "Java, Spring Boot, keepAliveTimeout",
		Params: []Param{secondsParam("timeout", 60, "keepAliveTimeout"),
			countParam("max", 100, 1, 1_000_000, "maxKeepAliveRequests")},
		play: playTomcat,
	}, {
		Path:  "/like/jdk",
		Title: "JDK HttpServer",
		Does: "Sends Keep-Alive: timeout=2, max=200 only to HTTP/1.0 clients, with the same values each time: 200 is a number " +
			"of idle connections. Closes idle connections after 2.1 to 10.4 s. Does not send close when it closes because the " +
			"client asked.",
		Watch:    "A max that does not count down is not a number of requests.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupDialects,
		Keywords: "Java, com.sun.net.httpserver",
		play:     playJDK,
	}}
}

func playTomcat(x *exchange) {
	timeout := x.v.seconds("timeout")
	connection := ""
	switch {
	case !x.keeps() || x.n >= x.v.count("max"):
		connection = x.goodbye("maxKeepAliveRequests, or the request asked for it")
	case x.asked():
		connection = fmt.Sprintf("Keep-Alive: timeout=%d\r\nConnection: keep-alive\r\n", int(math.Floor(x.v.number("timeout"))))
	}
	x.answer(x.dialect("Tomcat", connection))
	x.flush()
	x.rest(closeAfter(x.sweep(timeout+100*time.Millisecond, 1700*time.Millisecond), "keepAliveTimeout, checked late"))
}

func playJDK(x *exchange) {
	connection := ""
	switch {
	case !x.keeps():
		x.leave(endFIN, "the request asked for it")
	case x.req.minor == 0:
		connection = "Connection: keep-alive\r\nKeep-Alive: timeout=2, max=200\r\n"
	}
	x.answer(x.dialect("jdk.httpserver", connection))
	x.flush()
	x.rest(closeAfter(x.sweep(2100*time.Millisecond, 8300*time.Millisecond), "idle, checked late"))
}
