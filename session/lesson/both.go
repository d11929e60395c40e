package lesson

func both() Lesson {
	return Lesson{
		Name: "both", Title: "Both sides must agree", Gist: "HTTP/1.0 and keep-alive", Minutes: 7, Short: true, Needs: []string{"again", "bye"},
		Asks: "What keeps an HTTP/1.0 connection open?", Ref: "RFC 9112 §9.3, C.2.2",
		Kills: "once agreed, keep-alive holds for the connection",
		Steps: []Step{{
			Title: "Nobody asks", Ready: Ready{Target: "/http10-keep-alive?timeout={60}", Proto: "HTTP/1.0", Silent: true, Fresh: true},
			Before: "A request is a few lines of text. A line such as “Host: example.org” is called a field. " +
				"This request uses HTTP/1.0, the version of 1996. It has no Connection field. (Its target only selects what the practice server does.)",
			Ask: &Question{"What does the server do after its response?",
				[]string{"it waits for the next request", "it closes the connection", "it responds with an error, 400"}, 1},
			Until: All(Exchange(1, "request.version=HTTP/1.0", "request.keep_alive=false", "persistence.reason=http/1.0-default"),
				Closed("by=server", "announced_by=http/1.0-default")),
			After: "Closed, right after the last byte. The version announces it: in HTTP/1.0, every response is the last one " +
				"unless the request and the response both say keep-alive. Tab 4 shows the response: it has no Connection field.",
			Hints: [2]string{"The request is ready: look at the row “next”.", "HTTP/1.0 has one default: close after the response."},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=true"), "This request asked for keep-alive. Press K to take the field out, then enter.", []Act{{Do: KeepAlive}, {Do: Send}}},
			},
			Solve: []Act{{Do: Send}},
		}, {
			Title:  "Asked and confirmed",
			Before: "Now ask for it: K (a capital letter) puts the field Connection: keep-alive into the request. Press K, look at the row “next” at the bottom, then press enter.",
			Until:  Exchange(1, "request.version=HTTP/1.0", "request.keep_alive=true", "response.keep_alive=true", "persistence.reason=http/1.0-keep-alive"),
			After: "Your request said keep-alive, the response said it too, and the connection stays open. " +
				"Without keep-alive in the response, a client must expect a close, whatever the server then does.",
			Hints: [2]string{"A capital K: hold shift, and press k.", "The row “next” shows whether the request asks for keep-alive."},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=false"), "This request did not ask, either. Press K first, then enter.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: KeepAlive}, {Do: Send}},
		}, {
			Title: "They agreed before", Open: true,
			Before: "You asked, and the server agreed: the connection is open. In this step, K takes Connection: keep-alive out of your request again, and enter sends it. Nothing else changes.",
			Ask: &Question{"What does the server do after its response?",
				[]string{"it stays open: both sides agreed", "it closes: they agreed for one exchange only", "it responds with an error: a field is missing"}, 1},
			Until: Exchange(1, "request.version=HTTP/1.0", "reused=true", "request.keep_alive=false", "persistence.reason=http/1.0-default"),
			After: "The response came without keep-alive, so it was the last one. In HTTP/1.0, every request and every response must say keep-alive. " +
				"The first message without it ends the connection.",
			Hints: [2]string{"Look at the row “next”: it shows whether your request asks for keep-alive.",
				"HTTP/1.0 remembers nothing. Each message stands alone; without keep-alive it means close."},
			Astray: []Astray{
				{Exchange(1, "reused=false", "request.keep_alive=false"), "This was a new connection, so nothing was agreed before. Press K and enter to ask, then K and enter again.",
					[]Act{{Do: Close}, {Do: KeepAlive}, {Do: Send, Wait: sec}}},
				{Exchange(1, "request.keep_alive=true"), "That request asked again, so the connection stayed open. Press K, then enter.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: KeepAlive}, {Do: Send}},
		}, {
			Title: "Refused", Ready: Ready{Target: "/http10-refused?timeout={60}"},
			Before: "The practice server can behave like other servers. Now it keeps no connection open for HTTP/1.0 clients, even if they ask. Ask for keep-alive: press K, then enter.",
			Ask: &Question{"How does the response show that the server refuses?",
				[]string{"it has status 403", "it does not say keep-alive", "it does not show it: the server closes later"}, 1},
			Until: Exchange(1, "request.path=/http10-refused", "request.version=HTTP/1.0", "request.keep_alive=true", "response.keep_alive=false"),
			After: "The status is 200 OK, but the response (in HTTP/1.1) says close instead of keep-alive (tab 4). " +
				"A client that asks must also read what the server says. If it sends again on this connection, the server reads nothing more: that request is lost.",
			Hints: [2]string{"The status is not about the connection.", "Compare tab 3, the request, with tab 4, the response: keep-alive was sent, but it did not come back."},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=false"), "This request did not ask, so the server had nothing to refuse. Press K, then enter.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: KeepAlive}, {Do: Send}},
		}},
		Recap: "In HTTP/1.0 a connection stays open only if request and response both say keep-alive, each time.",
	}
}
