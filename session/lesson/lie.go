package lesson

func lie() Lesson {
	return Lesson{
		Name: "lie", Title: "A hint is not a promise", Gist: "early, late, a range", Minutes: 7, Needs: []string{"hint"},
		Asks: "Can you trust the timeout?", Ref: "RFC 9112 §9.5",
		Kills: "timeout is a promise",
		Steps: []Step{{
			Title: "Before the deadline", Ready: Ready{Target: "/early?timeout={10}&after={6}", Fresh: true},
			Before: "This server advertises {10} seconds. Your program keeps idle connections for later: a pool. It wants to use this one again after {8} seconds. " +
				"Send, and wait for the close.",
			Ask: &Question{"Is the plan safe?",
				[]string{"yes", "nobody can know yet", "no: never use a connection again"}, 1},
			Until: Closed("by=server", "findings.closed-early>0"),
			After: "Closed after {6} s. The number in the field and the timer in the server are often two separate settings, and no program compares them. " +
				"A timeout says “probably”, never “certainly”.",
			Hints: [2]string{"Send once, then press nothing.", "Compare the advertised time with the row “ended”."},
			Astray: []Astray{
				{Exchange(2), "Every request starts the clock again. Now press nothing, and wait.", []Act{{Do: Send}, {Do: Send, Wait: sec}}},
				{Exchange(1), "Sent. Now press nothing, and wait.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Watch, Wait: 6 * sec}},
			Show:  ShowEnd,
		}, {
			Title: "What linger learned",
			Before: "Send again. linger has learned: ▓ now begins where the server really closed. " +
				"Then press H, and wait until it has sent twice.",
			Until: Held{2},
			After: "H now sends before the earliest close that linger has seen, not before the number in the field. " +
				"A connection pool should do the same: take the earliest close, and subtract one round trip and one second.",
			Hints: [2]string{"The bar has looked different since the close.", "The next request must leave before ▓ begins."},
			Astray: []Astray{
				{Closed("by=server"), "The server closed. Press enter, then H at once.", []Act{{Do: Send}, {Do: Watch, Wait: 7 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Hold, Wait: sec}, {Do: Watch, Wait: 16 * sec}},
		}, {
			Title: "Longer than advertised", Ready: Ready{Target: "/late?timeout={2}&after={6}", Fresh: true},
			Before: "Now the opposite. This server advertises {2} s. Send, and wait until it closes.",
			Until:  Closed("by=server", "last.request.path=/late", "idle_us>=5s", "idle_us<=8s"),
			After: "The connection stayed open {4} seconds past its deadline. That does no harm: a server may wait longer than it advertised. " +
				"Closing earlier is what loses requests.",
			Hints: [2]string{"Send once, then press nothing.", "A deadline passed, and the dot is still full."},
			Astray: []Astray{
				{Exchange(2), "Every request starts the clock again. Now press nothing, and wait.", []Act{{Do: Send}, {Do: Send, Wait: sec}}},
				{Exchange(1), "Sent. Now press nothing, and wait.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Watch, Wait: 6 * sec}},
			Show:  ShowEnd,
		}, {
			Title: "A range", Ready: Ready{Target: "/range?low={2.6}&high={4.7}", Fresh: true},
			Before: "This server advertises no timeout and checks its clock only from time to time. Send, and wait for the close. Do that three times.",
			Ask:    &Question{"Does the first time predict the second?", []string{"yes", "no"}, 1},
			Until:  CloseN(3, "by=server", "last.request.path=/range", "announced=false"),
			After: "Three closes, three different times. One measurement would have misled you. " +
				"P measures several times, and starts at different moments on purpose. If a limit varies, use its lowest value.",
			Hints: [2]string{"Press enter, and wait until the row “ended” appears. Three times.", "Compare the idle times in the headings of the list."},
			Astray: []Astray{
				{CloseN(2, "by=server", "last.request.path=/range", "announced=false"), "Two closes so far. Press enter and wait once more.",
					[]Act{{Do: Send}, {Do: Send, Wait: 6 * sec}, {Do: Watch, Wait: 6 * sec}}},
				{Closed("by=server", "last.request.path=/range", "announced=false"), "One close so far. Press enter and wait again, twice.",
					[]Act{{Do: Send}, {Do: Watch, Wait: 6 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Send, Wait: 6 * sec}, {Do: Send, Wait: 6 * sec}, {Do: Watch, Wait: 6 * sec}},
			Show:  ShowEnd,
		}},
		Recap: "A timeout is an estimate: stop using a connection one second and one round trip before it, or before the earliest close that you have seen.",
	}
}
