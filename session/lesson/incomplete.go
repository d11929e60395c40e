package lesson

func incomplete() Lesson {
	return Lesson{
		Name: "cut", Title: "Complete or incomplete?", Gist: "what a close can hide", Minutes: 6, Needs: []string{"end"},
		Asks: "How do you know that nothing is missing?", Ref: "RFC 9112 §8",
		Kills: "200 and a normal FIN mean that everything arrived",
		Steps: []Step{{
			Title: "A length, but too few bytes", Ready: Ready{Target: "/truncated", Fresh: true},
			Before: "This response will say 200 OK and a length of 512. Then the server closes normally, with a FIN.",
			Ask: &Question{"Is the response complete?",
				[]string{"yes: the status is 200", "yes: it was FIN, not RST", "no"}, 2},
			Until: Exchange(1, "response.status=200", "response.complete=false", "persistence.reason=truncated", "response.framing=content-length"),
			After: "Only 300 of 512 bytes arrived. The server sent the status before it knew how the response would end. " +
				"FIN says only that the sender stopped. The length shows that bytes are missing.",
			Hints: [2]string{"Send, then compare Content-Length with what arrived.", "Why counts the bytes of the body."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Chunks, but too few", Ready: Ready{Target: "/truncated-chunk"},
			Before: "The same with chunks. Send, press 6 and then G: this is the end of the bytes. What is missing there?",
			Until:  All(Exchange(1, "response.complete=false", "response.framing=chunked"), Looked{LookWire}, Looked{LookEnd}),
			After: "The rest of a chunk, and the last chunk, which has size 0. Without that last chunk a chunked body is incomplete, even if the close looks normal. " +
				"A length and chunks both let the client check.",
			Hints: [2]string{"Press 6 and G: the end of the bytes.", "A chunked body ends with a chunk of size 0."},
			Astray: []Astray{
				{Exchange(1, "response.framing=chunked"), "The response is here. Press 6, then G: which bytes are missing at the end?", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookWire, Wait: sec}, {Do: LookEnd}},
		}, {
			Title: "No way to tell", Ready: Ready{Target: "/until-close?lines=10&sent=6"},
			Before: "Now a body that ends with the connection. Send, press 5 for its body, and read it to the end: G jumps there.",
			Ask: &Question{"How does a client notice that this body is incomplete?",
				[]string{"the FIN came too early", "by the status", "it cannot notice"}, 2},
			Until: All(Exchange(1, "request.path=/until-close", "response.complete=true", "persistence.reason=close-delimited"), Looked{LookBody}, Looked{LookEnd}),
			After: "Line 6 of 10, but linger calls it complete: nothing in HTTP shows that lines are missing. " +
				"This is the real cost of a close-delimited body: you can never be sure. Only encryption (TLS) can show it: then its closing message is missing.",
			Hints: [2]string{"Read what the body says about itself.", "For each byte, ask: could this be the last one?"},
			Astray: []Astray{
				{Exchange(1, "request.path=/until-close"), "The response is here. Press 5 and read its body to the end: G jumps there.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookBody, Wait: sec}, {Do: LookEnd}},
		}},
		Recap: "With a length or chunks, a client notices missing bytes; where the close is the end, an incomplete body looks complete.",
	}
}
