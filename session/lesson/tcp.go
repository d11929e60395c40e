package lesson

func tcp() Lesson {
	return Lesson{
		Name: "tcp", Title: "TCP's own keepalive", Gist: "it restarts no HTTP clock", Minutes: 4, Needs: []string{"bye"},
		Asks: "Does TCP's keepalive keep HTTP connections open?", Ref: "RFC 9293 §3.8.4, RFC 9112 §9.5",
		Kills: "SO_KEEPALIVE is on, so my connection stays open",
		Steps: []Step{{
			Title: "Are you there?", Ready: Ready{Target: "/countdown?timeout={8}", Fresh: true, TCP: sec},
			Before: "TCP, which carries the bytes, has its own keepalive. Here it asks the other side once a second: are you still there? The server's HTTP timeout is {8} s. Send, then wait.",
			Ask: &Question{"When will the connection end?",
				[]string{"never: TCP keeps it alive", "after {8} s", "after 1 s"}, 1},
			Until: Closed("by=server", "timeliness=on-time", "tcp_keepalive_us<=1s"),
			After: "Until the end, the other side answered every TCP probe. You see no probe here: it carries no byte of HTTP. " +
				"“Are you there?” is not the same question as “Will you wait?”. The names are alike, but the layers are different.",
			Hints: [2]string{"Send once, then press nothing.", "TCP answers by itself. Does it know anything about HTTP's timeout?"},
			Astray: []Astray{
				{Exchange(2), "Every request starts the clock again. Now press nothing, and wait.", []Act{{Do: Send}, {Do: Send, Wait: sec}}},
				{Exchange(1), "Sent. Now press nothing, and wait.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Watch, Wait: 8 * sec}},
			Show:  ShowEnd,
		}, {
			Title:  "What keeps it open",
			Before: "So what does keep it open? Send once. Then press H: linger sends again just before each deadline. Wait until it has done so twice.",
			Until:  Held{2},
			After: "Only a new exchange restarts the HTTP clock. esc stops H. Use H only for tests. " +
				"On a real server, a connection that is held open takes memory or a worker from other users.",
			Hints: [2]string{"One key sends a request just in time.", "H needs an advertised timeout, so send once first."},
			Astray: []Astray{
				{Closed("by=server"), "The server closed. Press enter, then H before the bar is empty.", []Act{{Do: Send}, {Do: Watch, Wait: 9 * sec}}},
			},
			Solve: []Act{{Do: Send}, {Do: Hold, Wait: sec}, {Do: Watch, Wait: 16 * sec}},
		}},
		Recap: "TCP's keepalive checks whether the other side is there; only an exchange restarts the HTTP idle clock.",
	}
}
