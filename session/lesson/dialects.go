package lesson

func dialects() Lesson {
	return Lesson{
		Name: "dialects", Title: "Servers and clients differ", Gist: "Apache, Node, and clients", Minutes: 7, Needs: []string{"hint"},
		Asks: "Why do two people see different fields from one server?", Ref: "RFC 2068 §19.7.1",
		Kills: "no Keep-Alive field means no persistence",
		Steps: []Step{{
			Title: "Only if you ask", Ready: Ready{Target: "/like/apache?max=3&timeout={60}", Silent: true, Fresh: true},
			Before: "This server behaves like Apache, a well-known web server. Your request has no Connection field.",
			Ask: &Question{"Which fields about the connection will the response have?",
				[]string{"Connection and Keep-Alive", "neither, and the connection stays open", "Connection: close"}, 1},
			Until: Exchange(1, "request.path=/like/apache", "request.keep_alive=false", "keep_alive.present=false", "persistence.reason=http/1.1-default"),
			After: "Neither. Apache and Tomcat advertise their limits only to clients that ask for keep-alive. " +
				"A missing field does not mean that the connection closes. It means that you do not know how long it stays open.",
			Hints: [2]string{"Send, then read tab 4, the response.", "The server was not asked about the connection. What would it answer?"},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=true"), "This request asked for keep-alive. Press K to take the field out, then enter.", []Act{{Do: KeepAlive}, {Do: Send}}},
			},
			Solve: []Act{{Do: Send}},
		}, {
			Title:  "Now ask",
			Before: "K puts Connection: keep-alive into the request. Press K, then send again.",
			Until:  Exchange(1, "request.path=/like/apache", "request.keep_alive=true", "keep_alive.timeout>=0", "keep_alive.max>=0"),
			After: "Now the server advertises its limits, and max goes down with each response. This is why linger asks by default. " +
				"curl does not ask and Chrome does, so the two can see different fields from the same server.",
			Hints: [2]string{"The row “next” shows whether the request asks for keep-alive.", "Two keys: one for the field, one to send."},
			Astray: []Astray{
				{Exchange(1, "request.keep_alive=false"), "This request did not ask, either. Press K first, then enter.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: KeepAlive}, {Do: Send}},
		}, {
			Title: "A constant", Ready: Ready{Target: "/like/node?max=4&timeout={60}", Fresh: true},
			Before: "This server behaves like Node. Send twice, and watch the max bar at the top.",
			Until:  Exchange(1, "request.path=/like/node", "findings.max-constant>0"),
			After: "max=4, and again max=4: here it is a fixed total, not a countdown. linger then counts the requests itself and says so. " +
				"The same name has two meanings. Do not rely on a max until you have seen it go down. (= compares two exchanges: Keep-Alive is not among the changes.)",
			Hints: [2]string{"Two exchanges on one connection: what changed between them?", "= compares them: it lists what is different."},
			Astray: []Astray{
				{Exchange(1, "request.path=/like/node"), "One response has one number. Send again to see whether it changes.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: sec}},
		}, {
			Title: "Many clients", Ready: Ready{Target: "/hint?value=max=100,%20timeout=3&after=3", Fresh: true},
			Before: "A hint is for clients: programs such as curl, Chrome or Node. This hint has an unusual order: max=100, timeout=3. Send, then press 2.",
			Ask: &Question{"How long will Node's agent keep this connection?",
				[]string{"3 s", "5 s, its own limit", "without any limit"}, 1},
			Until: All(Exchange(1, "keep_alive.timeout=3", "keep_alive.applies=true"), Looked{LookClients}),
			After: "Node's global agent reads timeout only at the start of the value. Here it reads nothing and keeps the connection for 5 s, although the server closes after 3 s. " +
				"curl, Go and Chrome never read the field. A hint helps only a client that reads it. (T hides this text and shows it again.)",
			Hints: [2]string{"Tab 2 has one row for each client.", "Each client has rules of its own for reading this field."},
			Astray: []Astray{
				{Exchange(1, "keep_alive.timeout=3"), "The response is here. Press 2 to see what well-known clients do with it.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookClients}},
		}},
		Recap: "Most servers send no Keep-Alive, the others use it in different ways, and many clients ignore it: count and measure for yourself.",
	}
}
