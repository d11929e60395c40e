package lesson

func hint() Lesson {
	return Lesson{
		Name: "hint", Title: "Keep-Alive: timeout, max, more", Gist: "a field with two numbers", Minutes: 8, Short: true, Needs: []string{"end"},
		Asks: "What does the Keep-Alive field promise?", Ref: "RFC 2068 §19.7.1",
		Kills: "Keep-Alive keeps the connection alive; max is a number of connections",
		Steps: []Step{{
			Title: "Two numbers", Ready: Ready{Target: "/countdown?timeout={60}&max=4", Fresh: true},
			Before: "Keep-Alive is a field of its own, in addition to Connection: keep-alive. Many servers announce their limits in it. This server will send Keep-Alive: timeout={60}, max=3. You know timeout from lesson 1.",
			Ask: &Question{"What does max=3 mean?",
				[]string{"three connections at the same time", "three exchanges in all, with this one", "three more exchanges after this one"}, 2},
			Until: Exchange(1, "keep_alive.timeout>=0", "keep_alive.max>=0", "keep_alive.applies=true"),
			After: "Three more after this one: four in all, because the request target asked for max=4. The max bar at the top shows them. The two numbers are hints, not promises. " +
				"RFC 2068, an old standard, names the field, but not these numbers; the web server Apache gave them this meaning.",
			Hints: [2]string{"Send. Tab 4 shows the field, tab 1 explains it: press ↓ to “For how long”.", "The max bar at the top counts the exchanges that are left."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "Use them up", Open: true,
			Before: "Press enter three times, slowly: the max bar empties. Then press 4: what does the last response say instead of max=0?",
			Until:  All(Exchange(3, "reused=true", "request.path=/countdown"), Closed("by=server", "announced_by=response-close"), LookedAt(LookResponse, "persistence.reason=response-close")),
			After: "It says Connection: close. Servers almost never send max=0. A server that counts requests announces its last response with close. " +
				"A number is only a hint; close is final.",
			Hints: [2]string{"Three times enter.", "Read Keep-Alive and Connection in each response: tab 4."},
			Astray: []Astray{
				{All(Closed("by=server", "announced_by=response-close"), Exchange(1, "reused=false")),
					"That was one too many: it opened a new connection. Press enter three times more, then 4.",
					[]Act{{Do: Send}, {Do: Send}, {Do: Send}, {Do: Send, Wait: sec}, {Do: LookResponse, Wait: sec}}},
				{Closed("by=server", "announced_by=response-close"), "The max bar is empty. Press 4 and read the last response.",
					[]Act{{Do: Send}, {Do: Send}, {Do: Send}}},
				{Closed("by=server", "phase=idle", "announced=false"), "The time ran out before the number did. Press enter four times, then 4.", []Act{{Do: Watch, Wait: 61 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: sec}, {Do: Send, Wait: sec}, {Do: LookResponse, Wait: sec}},
		}, {
			Title: "Other parameters", Ready: Ready{Target: "/unknown-parameters?timeout={60}"},
			Before: "timeout and max are parameters: a name and a value. The field can hold others. Send, press 4, and read to the end: ↓ moves. Which parameters of Keep-Alive have you not seen before?",
			Until:  All(Exchange(1, "request.path=/unknown-parameters", "keep_alive.applies=true"), Looked{LookResponse}, Looked{LookEnd}),
			After: "trace=abc and note=\"a, b\" are unknown parameters. linger shows them and otherwise ignores them. They can help a person who looks for an error. " +
				"This server also writes Timeout with a capital letter. linger reads that as timeout; not every client does.",
			Hints: [2]string{"Tab 4 shows the field; tab 1, Why, lists each parameter: press ↓.", "A parameter is a name, an equals sign and a value."},
			Astray: []Astray{
				{Exchange(1, "request.path=/unknown-parameters"), "The response is here. Press 4, then ↓ to its field Keep-Alive at the end.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: LookResponse, Wait: sec}, {Do: LookEnd}},
		}, {
			Title: "Keep-Alive alone", Ready: Ready{Target: "/keep-alive-alone?timeout={60}", Fresh: true},
			Before: "The same hint again, but this time the response has no Connection: keep-alive.",
			Ask: &Question{"What happens to the hint and to the connection?",
				[]string{"the hint is valid, the connection stays open", "the hint is ignored, the connection stays open", "the hint is ignored, the connection closes"}, 1},
			Until: Exchange(1, "keep_alive.applies=false", "persistence.reason=http/1.1-default"),
			After: "RFC 2068 says: ignore it. It may belong to another connection, behind a proxy (a server in between). This connection still stays open, because it is HTTP/1.1. " +
				"Keep-Alive never keeps a connection alive; it only describes it. Some clients use the hint anyway.",
			Hints: [2]string{"Look at the row “timeout”: it has no bar.", "Connection names the fields that belong to this connection. Other fields may come from somewhere else."},
			Solve: []Act{{Do: Send}},
		}},
		Recap: "Keep-Alive says how long a server plans to wait and how many requests it will take. It keeps nothing open, and it is valid only with Connection: keep-alive.",
	}
}
