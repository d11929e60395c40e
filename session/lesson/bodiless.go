package lesson

func bodiless() Lesson {
	return Lesson{
		Name: "bodiless", Title: "A length without a body", Gist: "HEAD, 304, out of step", Minutes: 6, Needs: []string{"end"},
		Asks: "When does Content-Length not count the bytes that follow?", Ref: "RFC 9112 §6.3, §9.2",
		Kills: "Content-Length says how many bytes come",
		Steps: []Step{{
			Title: "HEAD", Ready: Ready{Method: "HEAD", Target: "/head?timeout={60}", Fresh: true},
			Before: "HEAD is a method like GET, but it asks only for the fields, not for the body. The response will have a Content-Length.",
			Ask:    &Question{"How many bytes follow the empty line?", []string{"as many as it says", "none"}, 1},
			Until:  Exchange(1, "request.method=HEAD", "response.framing=none", "response.content_length>0"),
			After: "None. It is the length that the response to a GET would have. A client that waits for those bytes hangs. This is the first rule of §6.3. " +
				"A response to HEAD, and any 1xx, 204 or 304 response, ends at the empty line.",
			Hints: [2]string{"Send, then press 6 and look at the end of the bytes.", "The request also decides where its response ends."},
			Astray: []Astray{
				{Exchange(1, "request.method=GET"), "This request was GET. Press I for HEAD, then enter.", []Act{{Do: Head}, {Do: Send}}},
			},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "304", Ready: Ready{Method: "GET", Target: "/not-modified?timeout={60}"},
			Before: "Status 304 means “your copy is still good”. This response also has a Content-Length. Send.",
			Until:  Exchange(1, "response.status=304", "response.framing=none", "response.content_length>0"),
			After: "No body again, and the connection stays open. Caches depend on this: " +
				"one small message confirms a whole page, on a connection that is already open.",
			Hints: [2]string{"Only enter is needed.", "Why shows the framing: no body."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Out of step", Ready: Ready{Method: "HEAD", Target: "/head-body?timeout={60}", Fresh: true},
			Before: "This server makes a mistake: it sends content after its response to HEAD. Send, and read the row “now” at the top.",
			Ask: &Question{"What is the harm?",
				[]string{"a few wasted bytes", "the next response begins in the wrong place", "none: clients skip the extra bytes"}, 1},
			Until: OutOfStep{},
			After: "Out of step. The extra bytes stand where the next status line should be. On a shared connection, one user could receive data that was meant for another. " +
				"R opens a new connection, and that is the only cure.",
			Hints: [2]string{"No request is waiting for a response, but bytes arrived.", "Where will a client look for the next status line?"},
			Astray: []Astray{
				{Exchange(1, "request.method=GET"), "This request was GET, so the content was allowed. Press I for HEAD, then enter.", []Act{{Do: Head}, {Do: Send}}},
			},
			Solve: []Act{{Do: Send}},
		}},
		Recap: "A response to HEAD, and any 1xx, 204 or 304 response, ends at the empty line, whatever its fields say. One extra byte puts everything after it out of step.",
	}
}
