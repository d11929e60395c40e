package lesson

func twice() Lesson {
	return Lesson{
		Name: "twice", Title: "May I send it again?", Gist: "retries and idempotency", Minutes: 6, Needs: []string{"race"},
		Asks: "May a client send a lost request again?", Ref: "RFC 9110 §9.2.2",
		Kills: "no response means that nothing happened",
		Steps: []Step{{
			Title: "No response", Ready: Ready{Method: "POST", Target: "/till?lose=1", Content: "sale=10", Fresh: true},
			Before: "This is the till of a shop: it records sales. POST records one sale. Send, and see what comes back.",
			Until:  Exchange(1, "request.method=POST", "request.path=/till", "answered=false", "retry=not-safe"),
			After: "No response: the connection ended before the first byte. Did the till record the sale? You cannot tell. " +
				"“The request never arrived” and “it was processed, but the response was lost” look exactly the same to you.",
			Hints: [2]string{"Only enter is needed.", "The row “ended” says what you can know, and no more."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Ask the till", Ready: Ready{Method: "GET", Target: "/till?timeout={60}"},
			Before: "Here, for once, you can ask: GET shows how many sales the till has recorded. Send, then press 5.",
			Ask:    &Question{"How many?", []string{"none", "one"}, 1},
			Until:  All(Exchange(1, "request.method=GET", "request.path=/till", "response.status=200"), Looked{LookBody}),
			After: "One sale more: the request arrived and was processed; only the response was lost. " +
				"A lost response does not undo the work. (The number also counts earlier visits.)",
			Hints: [2]string{"Tab 5 shows the body.", "What was lost: the request, or the response?"},
			Astray: []Astray{
				{Exchange(1, "request.method=GET", "request.path=/till"), "The response is here. Press 5 to read the number.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookBody, Wait: sec}},
		}, {
			Title: "The automatic retry", Ready: Ready{Method: "POST", Content: "sale=10"},
			Before: "Some programs would now send the same request again, without asking you. Do the same: send, then press 5.",
			Ask:    &Question{"One customer has paid. How many sales will there be?", []string{"one", "two"}, 1},
			Until:  All(Exchange(1, "request.method=POST", "request.path=/till", "response.status=200"), Looked{LookBody}),
			After: "Two sales, but one customer. This really happens: curl sends a POST again if a reused connection ends before any byte of the response. " +
				"Press 2 and look for “again”.",
			Hints: [2]string{"Tab 5 shows the number of sales.", "The first sale is in the till already."},
			Astray: []Astray{
				{Exchange(1, "request.method=POST", "request.path=/till", "response.status=200"), "The response is here. Press 5 to read the number.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookBody, Wait: sec}},
		}, {
			Title: "The solution", Ready: Ready{Method: "PUT", Target: "/till/sale-7?timeout={60}", Content: "sale=10"},
			Before: "The solution is a request that may run twice. PUT records sale 7 under its own name. Send it twice, and compare the numbers: tab 5.",
			Until:  Exchange(2, "request.method=PUT", "request.path=/till/sale-7", "response.status=200"),
			After: "The number stays: there is still only one sale 7. GET, PUT and DELETE are idempotent: twice has the same effect as once. " +
				"A POST can be made safe to repeat with a key that the server remembers.",
			Hints: [2]string{"Press enter twice, then read the number.", "A request that names its result can be repeated."},
			Astray: []Astray{
				{Exchange(1, "request.method=PUT"), "Sale 7 is recorded. Send it once more: does the number change?", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: sec}},
		}},
		Recap: "A lost response does not tell you whether the request was processed; repeat only requests that may run twice.",
	}
}
