package lesson

func again() Lesson {
	return Lesson{
		Name: "again", Title: "One connection, many exchanges", Gist: "the clock starts again", Minutes: 5, Short: true,
		Asks: "What does a persistent connection save, and what restarts its idle clock?", Ref: "RFC 9112 §9.3",
		Kills: "the timeout counts from the moment of connecting",
		Steps: []Step{{
			Title: "It stays open", Ready: Ready{Target: "/countdown?timeout={20}&max=50", Fresh: true},
			Before: "You have one TCP connection to a server. No request has been sent on it yet. " +
				"Press enter to send one request. Watch the dot at the top right.",
			Until: Exchange(1, Status(200)),
			After: "The response is complete, and the dot is still full: ● idle, open. This is persistence: the connection stays open after the response. " +
				"The bar shows how long the server will wait: {20} seconds. It shrinks towards the deadline │.",
			Hints: [2]string{"The row next shows the request that is ready.", "One key sends it. The keys are at the bottom of the screen."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Send again", Open: true,
			Before: "Wait until more than a quarter of the bar is gone. Then press enter again. " +
				"The bar shows the time that is left.",
			Ask:   &Question{"What will the bar do?", []string{"it goes on: {20} s from connecting", "it starts again from {20} s", "a second bar appears"}, 1},
			Until: Exchange(1, Reused(), Idle(5*sec, 20*sec)),
			After: "It starts again. The clock counts the silence after the last byte of the last response. It does not count from connecting. " +
				"Look at the list: both exchanges belong to one connection. The second one needed no new TCP handshake.",
			Hints: [2]string{"Watch the bar at the top.", "Every response is new data from the server. What does that do to the clock?"},
			Astray: []Astray{
				{Exchange(1, Reused()), "That was soon: the bar had hardly moved. Wait until a quarter of it is gone, then press enter.", []Act{{Do: Send, Wait: sec}}},
				{Exchange(1, First()), "The server had closed before, so this is a new connection. Wait until a quarter of the bar is gone, then press enter.", []Act{{Do: Send, Wait: 25 * sec}}},
			},
			Solve: []Act{{Do: Send, Wait: 7 * sec}},
		}, {
			Title: "Older than its timeout", Open: true,
			Before: "Now make the connection older than its own timeout. Send a request each time before the bar is empty. " +
				"When the top row shows “up” with more than {30} s, send once more.",
			Until: Exchange(1, Reused(), Older(30*sec)),
			After: "The connection is more than {30} seconds old, but its timeout is {20}. An idle timeout limits silence, not age. " +
				"If requests keep coming in time, a connection can live for days. But a server may also limit its age or its number of requests.",
			Hints: [2]string{"The age of the connection is at the top, after “up”.", "Each request fills the bar. Two or three of them, in time, are enough."},
			Astray: []Astray{
				{Exchange(1, First()), "The bar ran out, and the server closed. This connection is new: send before its bar is empty.", []Act{{Do: Send, Wait: 25 * sec}}},
			},
			Solve: []Act{{Do: Send, Wait: 12 * sec}, {Do: Send, Wait: 12 * sec}, {Do: Send, Wait: 12 * sec}},
		}},
		Recap: "A persistent connection carries many exchanges; its idle timeout starts again after every response.",
	}
}
