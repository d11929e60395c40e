package lesson

func bye() Lesson {
	return Lesson{
		Name: "bye", Title: "Who closes the connection?", Gist: "who, how and when", Minutes: 5, Short: true, Needs: []string{"again"},
		Asks: "Who ends a connection, and is that an error?", Ref: "RFC 9112 §9.5, §9.6",
		Kills: "a closed connection means that something failed",
		Steps: []Step{{
			Title: "Just wait", Ready: Ready{Target: "/countdown?timeout={8}", Fresh: true},
			Before: "Send one request. Then press nothing, and watch the bar. The server says in its response that its timeout is {8} seconds.",
			Ask: &Question{"How will the wait end?",
				[]string{"the client, linger, closes the connection", "the server closes the connection, after {8} s", "it does not end: the connection stays open"}, 1},
			Until: Closed("by=server", "how=fin|close-notify", "phase=idle", "timeliness=on-time", "announced=false"),
			After: "Read the row “ended” at the top: who, how, when. FIN is how TCP says “I will send no more data”. " +
				"The response had named the timeout; the end came without another word. The standard allows that: either side may close a connection at any time. Nothing was lost. This is not an error.",
			Hints: [2]string{"After enter, press nothing.", "The server advertised a time limit. What happens when it is reached?"},
			Astray: []Astray{
				{Exchange(2), "Every request starts the clock again. Now press nothing, and wait.", []Act{{Do: Send}, {Do: Send, Wait: sec}}},
				{Closed("by=client"), "This time you closed it. Press enter for a new connection, then wait.", []Act{{Do: Send}, {Do: Close, Wait: sec}}},
				{Exchange(1), "Sent. Now press nothing, and watch the bar.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Send}, {Do: Watch, Wait: 8 * sec}},
			Show:  ShowEnd,
		}, {
			Title: "The cost", Ready: Ready{Target: "/countdown?timeout={60}"},
			Before: "Press enter. The connection is closed, so linger must open a new one before it can send the request.",
			Until:  Exchange(1, "response.status=200", "reused=false"),
			After: "Opening a connection takes a round trip: to the server and back, before the request can even leave. On this computer that is almost nothing. " +
				"Across an ocean it is about 150 ms, and with encryption (TLS 1.3) about twice as much. The old connection stays in the list and shows how it ended.",
			Hints: [2]string{"Only enter is needed.", "The list gets a second heading: the new connection."},
			Solve: []Act{{Do: Send}},
		}, {
			Title: "You close", Open: true,
			Before: "The client may also close. Press x to see the ways to close. Press x again for a normal close.",
			Until:  Closed("by=client", "how=fin|close-notify"),
			After: "The client closed, with the same FIN. Now you have seen both sides do it. " +
				"When a log says “connection closed”, always ask first: by whom?",
			Hints: [2]string{"The menu of x names each way and its key.", "If the connection has ended already, press enter first."},
			Astray: []Astray{
				{Closed("by=server"), "The server closed first. Press enter for a new connection, then x and x.", []Act{{Do: Watch, Wait: 61 * sec}}},
				{Closed("by=client", "how=reset"), "That was a reset (RST), not a normal close. Press enter for a new connection, then x and x.", []Act{{Do: Reset}}},
			},
			Solve: []Act{{Do: Close}},
			Show:  ShowEnd,
		}, {
			Title: "A request that vanishes", Ready: Ready{Target: "/no-answer", Fresh: true},
			Before: "Both sides may close at any time. So a request can be on its way while the server closes, or a server can fail. " +
				"This server reads your request and closes without a response, to show what you see then. Send.",
			Until: Exchange(1, "answered=false", "retry=safe"),
			After: "No response came, only the end of the connection. It looks the same when your request and the server's FIN cross on the way (lesson 13), " +
				"and when a server crashes. You cannot know whether it read your request. Asking for a page again does no harm; paying again does.",
			Hints: [2]string{"Only enter is needed.", "The row “ended” says what came before the end, and what may be done."},
			Solve: []Act{{Do: Send}},
		}},
		Recap: "Either side may close an idle connection at any time. That is normal. But a request that is on its way then may get no response.",
	}
}
