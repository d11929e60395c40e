package lesson

func hop() Lesson {
	return Lesson{
		Name: "hop", Title: "For the next hop only", Gist: "what a proxy removes", Minutes: 6, Needs: []string{"hint"},
		Asks: "Who reads the Connection field?", Ref: "RFC 9110 §7.6.1",
		Kills: "my keep-alive reaches the application",
		Steps: []Step{{
			Title: "No proxy", Ready: Ready{Target: "/echo?timeout={60}", Fresh: true},
			Before: "/echo sends back the request that reached it. Send, press 5 for the body, and compare it with tab 3, the request that you sent.",
			Until:  All(Exchange(1, "request.path=/echo", "response.status=200"), Looked{LookBody}),
			After:  "Every line is the same: there is no proxy between you and the server.",
			Hints:  [2]string{"Tab 5 is the body of the response.", "The body is a request: the one that arrived."},
			Astray: []Astray{
				{Exchange(1, "request.path=/echo"), "The response is here. Press 5 to read its body.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookBody, Wait: sec}},
		}, {
			Title: "One proxy", Ready: Ready{Target: "/via?timeout={60}"},
			Before: "The same, but now with a proxy, a server in between. Send, and press 5 again.",
			Ask:    &Question{"Does your Connection: keep-alive reach the server?", []string{"yes", "no"}, 1},
			Until:  All(Exchange(1, "request.path=/via", "response.status=200"), Looked{LookBody}),
			After: "It is gone, and so is every field that it names. The proxy has added Via (G shows the end). Connection is only for the next hop: " +
				"each pair of neighbours makes its own agreement. Your connection and the proxy's connection live and end separately.",
			Hints: [2]string{"Compare tab 3 with tab 5, field by field (= compares whole exchanges only).", "Some fields are for the next hop only."},
			Astray: []Astray{
				{Exchange(1, "request.path=/via"), "The response is here. Press 5 to read its body.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookBody, Wait: sec}},
		}, {
			Title: "A careless proxy", Ready: Ready{Target: "/via?leaks=1&timeout={60}"},
			Before: "This proxy passes the application's hint on to you, by mistake. Send.",
			Ask:    &Question{"To which connection does timeout=5 belong?", []string{"yours, to the proxy", "the proxy's, to the application"}, 1},
			Until:  Exchange(1, "request.path=/via", "keep_alive.applies=false"),
			After: "It belongs to the connection between application and proxy, so it says nothing about yours. That is why a hint is valid only with Connection: keep-alive. " +
				"A correct proxy removes that field, so only your direct neighbour can have sent it.",
			Hints: [2]string{"Only enter is needed. Then read Why.", "Who sent that field first, and about which connection?"},
			Solve: []Act{{Do: Send}},
		}},
		Recap: "Connection and Keep-Alive are for the next hop only; every correct proxy removes them and makes its own agreement.",
	}
}
