package practice

import (
	"fmt"
	"time"
)

// These scenarios send interim responses (RFC 9110 §15.2) or treat the 100-continue
// expectation (§10.1.1) in different ways.

func interimScenarios() []Scenario {
	return []Scenario{{
		Path:     "/early-hints",
		Title:    "103 Early Hints before the response",
		Does:     "Sends 103 (Early Hints) at once and the final response half a second later.",
		Watch:    "Both belong to one exchange: only the final response ends it. HTTP/1.0 clients get no interim responses.",
		Ref:      "RFC 9110 §15.2",
		Group:    GroupFraming,
		Keywords: "interim, informational, 1xx",
		Params:   houseParams(secondsParam("after", 0.5, "time until the final response"), countParam("hints", 1, 0, 50, "interim responses")),
		play:     playEarlyHints,
	}, {
		Path:     "/continue",
		Title:    "100 Continue",
		Does:     "Sends 100 (Continue) to a request that expects it, reads the content and reports its length.",
		Watch:    "Send content with Expect: 100-continue, and compare the bytes that are sent before and after the 100.",
		Ref:      "RFC 9110 §10.1.1",
		Group:    GroupFraming,
		Keywords: "expect, interim, upload, POST",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: fmt.Sprintf("%d bytes of content arrived.\n", x.c.contentIn)})
		},
	}, {
		Path:  "/expect-refused",
		Title: "417 refuses the content",
		Does: "Responds to Expect: 100-continue at once with 417 and Connection: close, and does not " +
			"read the content.",
		Watch:      "The client need not send the content. Because it may send it, the connection cannot be used again.",
		Ref:        "RFC 9110 §15.5.18",
		Group:      GroupFraming,
		Keywords:   "expect, upload",
		playsFirst: true,
		play:       playExpectRefused,
	}, {
		Path:       "/expect-ignored",
		Title:      "never sends 100, waits for content",
		Does:       "Ignores Expect: 100-continue and waits for the content.",
		Watch:      "Client and server wait for each other until the client stops waiting. Each such request takes that much longer.",
		Ref:        "RFC 9110 §10.1.1",
		Group:      GroupFraming,
		Keywords:   "expect, delay, slow, hang, curl 1 second",
		Params:     houseParams(),
		playsFirst: true,
		play:       playExpectIgnored,
	}, {
		Path:  "/upgrade",
		Title: "101 Switching Protocols",
		Does: "Switches to the protocol that the Upgrade field names and returns every byte that follows. Without " +
			"the field it answers 426.",
		Watch:    "After 101 the bytes are no longer HTTP, and the connection does not return to HTTP.",
		Ref:      "RFC 9110 §7.8",
		Group:    GroupFraming,
		Keywords: "WebSocket, h2c, tunnel",
		Params:   houseParams(),
		play:     playUpgrade,
	}}
}

func playEarlyHints(x *exchange) {
	if x.req.minor > 0 {
		for i := range x.v.count("hints") {
			x.sayf("HTTP/1.1 103 Early Hints\r\nLink: </style-%d.css>; rel=preload\r\n\r\n", i+1)
		}
	}
	if x.pause(x.v.seconds("after")) {
		x.answer(reply{connection: x.house(), content: x.words()})
	}
}

func playExpectRefused(x *exchange) {
	if !x.req.expects {
		if x.readAll() {
			x.answer(reply{connection: x.plain(), content: "Send content with Expect: 100-continue.\n"})
		}
		return
	}
	x.answer(reply{status: 417, connection: x.goodbye("the expectation was refused"), content: "The content is not wanted.\n"})
}

func playExpectIgnored(x *exchange) {
	x.req.expects = false
	if x.readAll() {
		x.answer(reply{connection: x.house(), content: fmt.Sprintf("%d bytes of content arrived, without a 100.\n", x.c.contentIn)})
	}
}

// tunnelWait is how long the connection may be idle after 101.
const tunnelWait = time.Minute

func playUpgrade(x *exchange) {
	protocols := x.req.members("Upgrade")
	if len(protocols) == 0 || x.req.minor == 0 || !x.req.has("Connection", "upgrade") {
		x.answer(reply{status: 426, fields: "Upgrade: echo\r\n",
			connection: "Connection: upgrade\r\n" + x.house(), content: "Send Upgrade: echo and Connection: upgrade.\n"})
		return
	}
	x.sayf("HTTP/1.1 101 Switching Protocols\r\n"+x.server()+"Upgrade: %s\r\nConnection: upgrade\r\n\r\n", protocols[0])
	x.flush()
	x.leave(endFIN, "the tunnel was closed")
	for x.c.broken == nil {
		if b := x.c.in.take(len(x.c.in.buf)); len(b) > 0 {
			x.c.write(b)
			continue
		}
		if x.c.in.fill(time.Now().Add(tunnelWait)) != nil {
			return
		}
	}
}
