package lesson

func byDefault() Lesson {
	return Lesson{
		Name: "default", Title: "What HTTP/1.1 changed", Gist: "HTTP/1.1 and close", Minutes: 5, Short: true, Needs: []string{"both"},
		Asks: "What does HTTP/1.1 need to keep a connection open?", Ref: "RFC 9112 §9.3, §9.6",
		Kills: "HTTP/1.1 needs a Connection: keep-alive field",
		Steps: []Step{{
			Title: "No Connection field", Ready: Ready{Target: "/no-hint?after={60}", Proto: "HTTP/1.1", Silent: true, Fresh: true},
			Before: "This step uses HTTP/1.1, the version after HTTP/1.0. The request has no Connection field: it does not ask for keep-alive.",
			Ask:    &Question{"Does the connection stay open?", []string{"yes", "no", "only if the response says keep-alive"}, 0},
			Until:  Exchange(1, "request.version=HTTP/1.1", "request.keep_alive=false", "response.keep_alive=false", "keep_alive.present=false", "persistence.reason=http/1.1-default"),
			After: "It stays open, and neither side said keep-alive. Since 1997, HTTP/1.1 connections stay open by default. " +
				"Tab 1, Why, lists everything that could have ended it: each ✓ is something that did not. (↓ shows more.)",
			Hints: [2]string{"Only enter is needed. Then look at the dot at the top right.", "HTTP/1.0 closes by default. What did HTTP/1.1 change?"},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=true"), "This request asked for keep-alive. Press K to take the field out, then enter.", []Act{{Do: KeepAlive}, {Do: Send}}},
				{Exchange(1, "request.version=HTTP/1.0"), "This request was HTTP/1.0. Press 0, then enter.", []Act{{Do: Version}, {Do: Send}}},
			},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Close", Ready: Ready{Target: "/close"},
			Before: "In HTTP/1.1, only one word in the Connection field still matters: close. This server sends it in its response. Send once.",
			Ask:    &Question{"After that response, how many more requests may follow on this connection?", []string{"as many as I like", "one", "none"}, 2},
			Until:  All(Exchange(1, "request.path=/close", "persistence.reason=response-close"), Closed("by=server", "announced_by=response-close")),
			After: "Connection: close means “this is my last response”. Then the server closed. This is the best way to end. " +
				"Without that word, a client may send just when the server closes: request and FIN cross on the way, the server does not read the request, and it is lost.",
			Hints: [2]string{"Only enter is needed. Then read tab 4, the response.", "The server says it in a field named Connection."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Now you say it", Ready: Ready{Target: "/no-hint?after={60}"},
			Before: "Now say close yourself. Press e to change the request. Press ↓ until ▸ is at Connection. Press ctrl+u to clear the value, type close, and press enter.",
			Until:  All(Exchange(1, "request.close=true"), Closed("by=server")),
			After: "You announced the end; the server also said close in its response, and closed. " +
				"Either side may send close, in any request or response, and once is enough. (Why shows what it finds first: the close of the response.)",
			Hints: [2]string{"You can edit a request before you send it.", "The Connection field may say keep-alive, close or nothing."},
			Astray: []Astray{
				{Exchange(1), "That request did not say close. Press e, then ↓ until ▸ is at Connection. Press ctrl+u, type close, and press enter.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: SayClose}, {Do: Send}},
		}},
		Recap: "HTTP/1.1 keeps a connection open by default; either side can end it with Connection: close. A close without it can cross a request on the way, and that request is lost.",
	}
}
