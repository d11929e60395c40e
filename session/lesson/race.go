package lesson

func race() Lesson {
	return Lesson{
		Name: "race", Title: "The request that crosses the FIN", Gist: "the race, round trip {0.6} s", Minutes: 8, Needs: []string{"lie"},
		Asks: "Why does a correct request get no response and no error?", Ref: "RFC 9112 §9.5, RFC 9110 §9.2.2",
		Kills: "a request that was sent was also read; ECONNRESET means that the server crashed",
		Steps: []Step{{
			Title: "Too late, and no way to know", Ready: Ready{Target: "/countdown?timeout={5}&max=50", Fresh: true, Away: 300 * ms},
			Before: "Imagine that this server is behind a satellite link: a round trip takes {0.6} s. Send once. Wait until ▓ begins, the last {0.6} s. Then send again.",
			Ask:    &Question{"What comes back?", []string{"the response, a little late", "an error, at once", "nothing at all"}, 2},
			Until:  Exchange(1, "reused=true", "answered=false", "retry=safe"),
			After: "Nothing: the connection ended before the first byte of a response. Your request and the server's FIN crossed on the way. " +
				"The write succeeded, the connection looked open, and no error came. While ▓ lasts, tab 1, Why, draws it.",
			Hints: [2]string{"The bar ends in ▒ and then ▓. Keep a finger on enter.", "A request that leaves in ▓ arrives after the server has closed."},
			Astray: []Astray{
				{Exchange(1, "reused=true", "response.complete=true"), "You got a response: your request arrived in time. Wait for ▓.", []Act{{Do: Send}, {Do: Send, Wait: 2 * sec}}},
				{Closed("phase=idle"), "The FIN arrived first. Press enter to connect again, then wait for ▓.", []Act{{Do: Send}, {Do: Watch, Wait: 6 * sec}}},
				{Exchange(1, "response.complete=true"), "The response is here. Now wait for ▓, and press enter then.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: 5500 * ms}},
		}, {
			Title: "The same with a payment", Ready: Ready{Method: "POST", Content: "pay=10", Fresh: true},
			Before: "The same with a POST, for example a payment. Press enter and wait for the response. Then wait for ▓, and press enter again.",
			Until:  Exchange(1, "request.method=POST", "reused=true", "answered=false", "retry=not-safe"),
			After: "Lost again, but now linger says: not safe to repeat. A GET may be sent twice. " +
				"Nobody on this side can know whether the server processed this payment. The next lesson shows how to find out.",
			Hints: [2]string{"The first POST needs its response; the second one is the one to lose.", "The clock starts with the response, and the response takes a round trip."},
			Astray: []Astray{
				{Exchange(1, "reused=true", "response.complete=true"), "You got a response: too early. Wait for ▓.", []Act{{Do: Send}, {Do: Send, Wait: 3 * sec}}},
				{Closed("phase=idle"), "The FIN arrived first. Press enter to connect again, then wait for ▓.", []Act{{Do: Send}, {Do: Watch, Wait: 7 * sec}}},
				{Exchange(1, "response.complete=true"), "The response is here. Now wait for ▓, and press enter then.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: 5500 * ms}},
		}, {
			Title: "One fault, many names", Ready: Ready{Method: "GET", Target: "/reset-answer", Fresh: true},
			Before: "The same loss under another name. Send, and read how the connection ended.",
			Until:  Closed("by=server", "how=reset", "phase=response"),
			After: "RST instead of FIN. Programs report it as ECONNRESET or “connection reset by peer”; Node reports a FIN here as “socket hang up”. " +
				"A server sends RST when data arrives after it has closed, or when it closes with unread data. It did not have to crash.",
			Hints: [2]string{"Only enter is needed.", "FIN: I will send no more data. RST: for me, this connection no longer exists."},
			Solve: []Act{{Do: Send}},
			Show:  ShowEnd,
		}},
		Recap: "In the last round trip before the deadline, a request can get lost with no error. Stop using the connection before that, and repeat only requests that may run twice.",
	}
}
