package practice

import "fmt"

// These scenarios are about responses to pipelined requests: "A server MAY process a
// sequence of pipelined requests in parallel if they all have safe methods, but it MUST
// send the corresponding responses in the same order that the requests were received"
// (RFC 9112 §9.3.2).

func pipeliningScenarios() []Scenario {
	return []Scenario{{
		Path:     "/pipeline",
		Title:    "pipelining, responses in order",
		Does:     "Takes 0.2 s for each response and answers pipelined requests one after the other, in the order of their arrival.",
		Watch:    "Send several requests at once: only the order shows which request a response belongs to.",
		Ref:      "RFC 9112 §9.3.2",
		Group:    GroupPersistence,
		Keywords: "pipelining, order, head-of-line blocking, hol",
		Params:   houseParams(secondsParam("delay", 0.2, "delay before each response")),
		play: func(x *exchange) {
			if x.pause(x.v.seconds("delay")) {
				x.answer(reply{connection: x.house(), content: x.names()})
			}
		},
	}, {
		Path:     "/fast",
		Title:    "responds at once",
		Does:     "Responds at once, with a few bytes of content.",
		Watch:    "Pipeline /delay and then /fast twice: the fast responses are ready, but they wait behind the slow one. This is head-of-line blocking.",
		Ref:      "RFC 9112 §9.3.2",
		Group:    GroupPersistence,
		Keywords: "pipelining, queue, head-of-line blocking, hol, slow",
		Params:   houseParams(),
		play:     func(x *exchange) { x.answer(reply{connection: x.house(), content: "Fast\n"}) },
	}, {
		Path:  "/reversed",
		Title: "pipelined responses in reverse order",
		Does:  "Waits a moment for pipelined requests and answers them in reverse order. The content of each response names its request.",
		Watch: "Pipeline different requests, for example /reversed?n=1 and /reversed?n=2. Clients assign responses to the wrong requests, and no " +
			"error appears.",
		Ref:      "RFC 9112 §9.3.2",
		Group:    GroupPersistence,
		Keywords: "pipelining, out of order, swapped, wrong response, webdis",
		Params:   []Param{countParam("n", 0, 0, 1_000_000, "any number, to distinguish requests"), secondsParam("delay", 0.05, "time to wait for pipelined requests")},
		play:     playReversed,
	}}
}

// names returns content that names the answered request.
func (x *exchange) names() string {
	return fmt.Sprintf("This answers request %d: %s\n", x.n, escape(clip(x.req.target)))
}

// mostReversed is the maximum number of requests that are answered in reverse order.
const mostReversed = 100

func playReversed(x *exchange) {
	if !x.pause(x.v.seconds("delay")) {
		return
	}
	requests := append([]*request{x.req}, x.c.pipelined(x.req.path)...)
	first := x.n
	for i := len(requests) - 1; i >= 0; i-- {
		x.n, x.req = first+i, requests[i]
		x.c.exchanges = first + len(requests) - 1
		x.answer(reply{connection: x.plain(), content: x.names()})
		if i > 0 {
			x.flush()
			x.c.logExchange(x)
			x.sentBefore = x.c.sentBytes
		}
	}
}

// pipelined removes from the input the complete requests for the same path that follow
// the current one, and returns them. It stops at the first request that is faulty, has
// content or another path, or does not let the connection persist, and after mostReversed
// requests.
func (c *conn) pipelined(path string) []*request {
	var all []*request
	for len(all) < mostReversed {
		n := headEnd(c.in.buf)
		if n < 0 {
			break
		}
		r, f := parseRequest(c.in.buf[:n:n])
		if f != nil || r.length != 0 || r.path != path || !r.persistent() {
			break
		}
		c.in.take(n)
		all = append(all, r)
	}
	return all
}
