package lesson

func bodyEnd() Lesson {
	return Lesson{
		Name: "end", Title: "Where does the body end?", Gist: "length, chunks, close", Minutes: 7, Short: true, Needs: []string{"default"},
		Asks: "How does a client know that it has the whole response?", Ref: "RFC 9112 §6.3, §7.1, §9.3",
		Kills: "Content-Type must be right for the connection to stay open",
		Steps: []Step{{
			Title: "Counted", Ready: Ready{Target: "/length?bytes=2000&timeout={60}", Fresh: true},
			Before: "A response has fields, an empty line, and a body, such as a page or a picture. TCP carries only a sequence of bytes. It does not show where a response ends. This body has 2,000 bytes.",
			Ask: &Question{"How does the client know that it has the whole body?",
				[]string{"the server closes the connection", "a field gives the number of bytes", "an empty line ends the body"}, 1},
			Until: Exchange(1, "response.framing=content-length", "response.complete=true", "persistence.reason=http/1.1-default"),
			After: "The field Content-Length said 2,000 before the first byte of the body arrived (tab 4). The client knows in advance which byte is the last. " +
				"So the next response can follow at once on the same connection.",
			Hints: [2]string{"Send, then read tab 4, the response.", "One of the fields is a number."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "In chunks", Ready: Ready{Target: "/chunked?timeout={60}"},
			Before: "What if the server does not know the length when it starts? It can send the body in pieces, called chunks. Send, press 6, and read the bytes to the end: ↓ moves, G jumps there, T hides this text and shows it again.",
			Until:  All(Exchange(1, "response.framing=chunked", "response.complete=true"), Looked{LookWire}, Looked{LookEnd}),
			After: "Each chunk starts with its own size, in hexadecimal: 10 means 16 bytes. \\r\\n is the end of a line. A chunk of size 0 is the end. " +
				"The server did not need to know the total, and the connection stays open.",
			Hints: [2]string{"The bytes are on another tab.", "A chunk is its size, a line end, that many bytes, and a line end."},
			Astray: []Astray{
				{Exchange(1, "response.framing=chunked"), "The response is here. Tab 6 has its bytes, below those that you sent: ↓ moves, G jumps to the end.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookWire}, {Do: LookEnd}},
		}, {
			Title: "Neither", Ready: Ready{Target: "/until-close"},
			Before: "Now a response with no length and no chunks. Nothing in it shows where the body ends.",
			Ask:    &Question{"Can this connection stay open?", []string{"yes", "no", "only in HTTP/1.0"}, 1},
			Until:  All(Exchange(1, "response.framing=close-delimited", "persistence.reason=close-delimited"), Closed("by=server")),
			After: "It cannot. Only the close shows that the body has ended. HTTP began like this: every response cost a new connection. " +
				"To keep a connection open, every message must show its own end.",
			Hints: [2]string{"Only enter is needed.", "If nothing in the message shows its end, what can?"},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "And the type?", Ready: Ready{Target: "/no-type?timeout={60}"},
			Before: "The field Content-Type says what a body is, such as text or a picture. Some people say that it must be right, or the connection closes. This response has no Content-Type.",
			Ask:    &Question{"What happens?", []string{"the connection closes", "the connection stays open"}, 1},
			Until:  Exchange(1, "request.path=/no-type", "persistence.reason=http/1.1-default"),
			After: "It stays open. Content-Type says what a body is, not where it ends. " +
				"The field is useful, but it plays no part in this decision. It is not even in the list of tab 1, Why.",
			Hints: [2]string{"Only enter is needed. Then look at the dot at the top right.", "Why lists everything that decides. Is Content-Type there?"},
			Solve: []Act{{Do: Send}},
		}},
		Recap: "A connection stays open only if every response shows where it ends: by a length, by chunks, or because it has no body.",
	}
}
