package practice

// Counts of exchanges that are something else than what max says. max is how
// many exchanges the server takes after this one; the field is described in
// draft-thomson-hybi-http-timeout-03, which also deprecates it.

func maxScenarios() []Scenario {
	return []Scenario{{
		Path:   "/ends-before-max",
		Title:  "Ends with max left",
		Does:   "Counts max down, and closes without a word when there are still some left.",
		Watch:  "Connections with exchanges left were lost to the client: max is a hint, never a guarantee.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupHints,
		Params: []Param{count("max", 10, 1, 1_000_000, "exchanges advertised"), count("after", 3, 1, 1_000_000, "exchanges granted")},
		order:  order{"after", "max"},
		play: func(x *exchange) {
			connection := x.maxHint(x.v.count("max") - x.n)
			if x.n >= x.v.count("after") {
				x.leave(endFIN, "before max, unannounced")
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:   "/constant-max",
		Title:  "The same max each time",
		Does:   "Says the same max in every response and closes when nobody can tell: after five exchanges, announced.",
		Watch:  "max does not count here; it is a policy, or a limit of something else. A client has to count for itself.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupHints,
		Params: []Param{count("max", 100, 0, 1_000_000, "said each time"), count("after", 5, 1, 1_000_000, "exchanges granted")},
		play: func(x *exchange) {
			connection := x.maxHint(x.v.count("max"))
			if x.n >= x.v.count("after") {
				connection = x.goodbye("a limit of its own")
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:   "/exceeds-max",
		Title:  "Goes on past max=0",
		Does:   "Counts max down to 0 and goes on answering, with max=0.",
		Watch:  "A client that stops at 0 gave up a connection that would have lived on. That is right of it.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupHints,
		Params: []Param{count("max", 3, 1, 1_000_000, "exchanges advertised")},
		play: func(x *exchange) {
			left := max(0, x.v.count("max")-x.n)
			x.answer(reply{connection: x.maxHint(left), content: x.words()})
		},
	}}
}

// maxHint promises five seconds, and keeps them, and a max.
func (x *exchange) maxHint(left int) string {
	x.rest(closeAfter(houseIdle, "the advertised idle timeout"))
	return x.promise("timeout=%d, max=%d", houseTimeout, max(0, left))
}
