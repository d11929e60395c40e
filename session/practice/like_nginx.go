package practice

import "fmt"

// This scenario behaves like nginx towards its clients.

func nginxScenarios() []Scenario {
	return []Scenario{{
		Path:  "/like/nginx",
		Title: "nginx",
		Does: "Sends Connection: keep-alive, and Keep-Alive only if a second number is configured. That number is " +
			"only advertised: the first one applies. Sends close at keepalive_requests, and in the first exchange after " +
			"keepalive_time.",
		Watch: "?timeout=3&header=4 advertises 4 s but closes after 3 s: a trap. ?timeout=4&header=2 is safe. " +
			"Try ?requests=5, ?age=2.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "keepalive_timeout, ingress, 502, race",
		Params: []Param{secondsParam("timeout", 75, "keepalive_timeout: granted"),
			wholeSecondsParam("header", 0, "second number: advertised; 0 for none"),
			countParam("requests", 1000, 1, 1_000_000, "keepalive_requests"),
			secondsParam("age", maxWait, "keepalive_time")},
		play: playNginx,
	}}
}

func playNginx(x *exchange) {
	x.rest(closeAfter(x.v.seconds("timeout"), "keepalive_timeout"))
	var connection string
	switch {
	case !x.keeps():
		connection = x.goodbye("the request asked for it")
	case x.n >= x.v.count("requests"):
		connection = x.goodbye("keepalive_requests")
	case x.age() >= x.v.seconds("age"):
		connection = x.goodbye("keepalive_time")
	default:
		connection = "Connection: keep-alive\r\n"
		if header := x.v.count("header"); header > 0 {
			connection += fmt.Sprintf("Keep-Alive: timeout=%d\r\n", header)
		}
	}
	x.answer(x.dialect("nginx", connection))
}
