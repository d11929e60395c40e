package lesson

func badGateway() Lesson {
	return Lesson{
		Name: "502", Title: "Two timeouts and a 502", Gist: "where a 502 comes from", Minutes: 8, Needs: []string{"race"},
		Asks: "Where does one 502 in a thousand come from?", Ref: "RFC 9110 §15.6.3, RFC 9112 §9.5",
		Kills: "502 means that the application crashed; longer pool timeouts are better",
		Steps: []Step{{
			Title: "It works", Ready: Ready{Target: "/gateway?origin={5}&pool={60}&window={0.7}", Fresh: true},
			Before: "A gateway is a server in between: it passes your requests on to an application. It keeps idle connections to the application for {60} s. " +
				"The application closes them after {5} s. Send twice, quickly.",
			Until: Exchange(1, "request.path=/gateway", "response.status=200", "reused=true"),
			After: "Both requests got a response. Your own connection, to the gateway, may be idle for 60 s and works well. " +
				"There is a second connection behind the gateway. You cannot see it, and the gateway reuses it.",
			Hints: [2]string{"Press enter twice.", "The bar shows your connection to the gateway only."},
			Astray: []Astray{
				{Exchange(1, "request.path=/gateway", "reused=false"), "That is one request. Send another within {3} s.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: sec}},
		}, {
			Title: "One in a thousand", Open: true,
			Before: "Now wait almost {5} s after the last response, about {4.6} s, and send. Press 7: it counts the idle seconds.",
			Ask:    &Question{"Which status comes back?", []string{"200", "502", "none"}, 1},
			Until:  Exchange(1, "response.status=502", "persistence.reason=http/1.1-default"),
			After: "502, and your connection is still open. The gateway reused its connection while the application was closing it: the race of lesson 13, behind the gateway. " +
				"After {3} s or {6} s all is well. In practice this window lasts milliseconds, and many gateways repeat a GET. So the fault is rare and hard to find.",
			Hints: [2]string{"The bar shows your own connection. Tab 7 counts the seconds since the last response.", "What is the worst moment to reuse a connection?"},
			Astray: []Astray{
				{Exchange(1, "response.status=200"), "200: the gateway had a good connection. Send between {4.3} and {5} s after this response.", []Act{{Do: Send, Wait: 2 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: 4600 * ms}},
		}, {
			Title: "Who closes first", Ready: Ready{Target: "/gateway?origin={5}&pool={4}&window={0.7}"},
			Before: "The same application, but now the gateway closes idle connections after {4} s. Send, wait as long as before (tab 7), and send again.",
			Until:  Exchange(1, "request.path=/gateway", "response.status=200", "idle_us>=4300ms", "idle_us<=5s"),
			After: "200. The application has not changed. Now the side that reuses connections closes them first. " +
				"In practice: if the load balancer keeps connections for 60 s, give the application 65 s. Or make the pool's limit shorter than the application's.",
			Hints: [2]string{"Send, wait {4.6} s, send.", "The gateway has closed its own connection at {4} s. What does it use now?"},
			Astray: []Astray{
				{Exchange(1), "That was not at the bad moment. Send between {4.3} and {5} s after a response.", []Act{{Do: Send}, {Do: Send, Wait: 2 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: 4600 * ms}},
		}},
		Recap: "The side that reuses a connection must close it first: the timeout of the server must be longer than that of the pool in front of it.",
	}
}
