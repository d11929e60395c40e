package lesson

func again() Lesson {
	return Lesson{
		Name: "again", Title: "One connection, many exchanges", Gist: "the idle timeout", Minutes: 5, Short: true,
		Asks: "What does a persistent connection save, and what restarts its idle clock?", Ref: "RFC 9112 §9.3",
		Kills: "the timeout counts from the moment of connecting",
		Steps: []Step{{
			Title: "It stays open", Ready: Ready{Target: "/countdown?timeout={40}&max=50", Fresh: true},
			Before: "linger is a client, like a browser. It has opened a connection to a server: bytes can travel both ways. " +
				"So far, nothing has been sent. Press enter to send a request; the server sends a response. Watch the dot at the top right: does it change? Leave the rest of the screen for later.",
			Until: Exchange(1, "response.status=200"),
			After: "A request and its response are one exchange. This one is complete, and the dot is still full, ●: open. " +
				"The connection stays open after the response: it is persistent. The timeout bar at the top shows how long the server will wait for your next request: {40} seconds.",
			Hints: [2]string{"The row “next” shows the request that is ready.", "One key sends it. The keys are at the bottom of the screen."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Send again", Open: true,
			Before: "A connection is idle when nothing travels on it. The timeout bar shows how much idle time is left. " +
				"Wait until more than a quarter of the bar is gone. Then press enter again.",
			Ask:   &Question{"What will the bar do?", []string{"it goes on: {40} s from connecting", "it starts again from {40} s", "a second bar appears"}, 1},
			Until: Exchange(1, "reused=true", "idle_us>=8s", "idle_us<=40s"),
			After: "It starts again. The server counts the silence after its last response. It does not count from connecting. " +
				"Look at the list of exchanges (in a small window, press tab): all belong to one connection. Only the first one had to wait for it to open.",
			Hints: [2]string{"Watch the timeout bar at the top. A quarter of it is {10} s.", "Every response is new data from the server. What does that do to the clock?"},
			Astray: []Astray{
				{Any(Closed("by=server"), Exchange(1, "reused=false")), "The bar ran out, so the server closed. On a new connection press enter twice: the second time when a quarter of the bar is gone.",
					[]Act{{Do: Watch, Wait: 45 * sec}}},
				{Exchange(1, "reused=true"), "That was too soon: the bar had hardly moved. Wait until a quarter of it is gone, then press enter.", []Act{{Do: Send, Wait: sec}}},
			},
			Solve: []Act{{Do: Send, Wait: 11 * sec}},
		}, {
			Title: "Older than its timeout", Open: true, Age: true,
			Before: "Now make the connection older than its own timeout. The top row shows its age after “up”. " +
				"Send a request each time before the bar is empty. When the age is more than {40} s (it may be already), send once more.",
			Until: Exchange(1, "reused=true", "age_us>40s"),
			After: "The connection is more than {40} seconds old, but its timeout is {40}. An idle timeout limits silence, not age. " +
				"If requests keep coming in time, a connection can live for days. But a server may also limit its age or its number of requests.",
			Hints: [2]string{"The age of the connection is at the top, after “up”.", "Each request fills the bar. Two or three of them, in time, are enough."},
			Astray: []Astray{
				{Any(Closed("by=server"), Exchange(1, "reused=false")), "The bar ran out, so the server closed. On a new connection, send each time before its bar is empty, until it is older than {40} s.",
					[]Act{{Do: Watch, Wait: 45 * sec}}},
			},
			Solve: []Act{{Do: Send, Wait: 15 * sec}, {Do: Send, Wait: 15 * sec}, {Do: Send, Wait: 15 * sec}},
		}},
		Recap: "A persistent connection carries many exchanges; its idle timeout starts again after every response.",
	}
}
