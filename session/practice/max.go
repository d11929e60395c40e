package practice

// In these scenarios, the server does not accept exactly the number of exchanges that max
// advertises. The parameter max is the number of exchanges that the server accepts after
// the current one. draft-thomson-hybi-http-timeout-03 describes and deprecates it.

func maxScenarios() []Scenario {
	return []Scenario{{
		Path:     "/ends-before-max",
		Title:    "closes before max is used up",
		Does:     "Counts max down, and closes without notice before max is used up.",
		Watch:    "max is a hint, not a guarantee: a client that relies on it loses a request.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "max-ended-early, race, 502",
		Params:   []Param{countParam("max", 10, 1, 1_000_000, "exchanges advertised"), countParam("after", 3, 1, 1_000_000, "exchanges granted")},
		order:    order{"after", "max"},
		play: func(x *exchange) {
			connection := x.maxHint(x.v.count("max") - x.n)
			if x.n >= x.v.count("after") {
				x.leave(endFIN, "before max, unannounced")
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/constant-max",
		Title:    "constant max",
		Does:     "Sends the same max in every response, and closes after five exchanges, with Connection: close.",
		Watch:    "This max does not count down: it is the limit itself, or a limit on something else. The client has to count the exchanges.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "max-constant",
		Params:   []Param{countParam("max", 100, 0, 1_000_000, "max in every response"), countParam("after", 5, 1, 1_000_000, "exchanges granted")},
		play: func(x *exchange) {
			connection := x.maxHint(x.v.count("max"))
			if x.n >= x.v.count("after") {
				connection = x.goodbye("the server's own limit")
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/exceeds-max",
		Title:    "continues after max=0",
		Does:     "Counts max down to 0 and continues to answer, with max=0.",
		Watch:    "A client that stops at 0 closes a connection that would have persisted. Such a client is still correct.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "max-exceeded",
		Params:   []Param{countParam("max", 3, 1, 1_000_000, "exchanges advertised")},
		play: func(x *exchange) {
			left := max(0, x.v.count("max")-x.n)
			x.answer(reply{connection: x.maxHint(left), content: x.words()})
		},
	}}
}

// maxHint returns field lines that advertise an idle timeout of five seconds and a max of
// left, or of 0 if left is negative. The server closes the connection after that idle
// time.
func (x *exchange) maxHint(left int) string {
	x.rest(closeAfter(houseIdle, "the advertised idle timeout"))
	return x.promise("timeout=%d, max=%d", houseTimeout, max(0, left))
}
