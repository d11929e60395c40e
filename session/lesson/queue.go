package lesson

func queue() Lesson {
	return Lesson{
		Name: "line", Title: "One after another", Gist: "pipelining, not multiplexing", Minutes: 5, Needs: []string{"default"},
		Asks: "What does pipelining make faster?", Ref: "RFC 9112 §9.3.2, §9.6",
		Kills: "pipelining is multiplexing",
		Steps: []Step{{
			Title: "The queue", Ready: Ready{Target: "/pipeline?delay={0.5}&timeout={60}", Fresh: true},
			Before: "The key p sends five requests at once and does not wait in between. This server works on one request at a time, {0.5} s each. Press p.",
			Ask: &Question{"When does the last response arrive?",
				[]string{"after {0.5} s", "after {2.5} s", "the responses come in any order"}, 1},
			Until: Exchange(4, "request.path=/pipeline", "pipelined=true", "response.complete=true"),
			After: "After {2.5} s, in the order of the requests. Pipelining saves the round trips in between, not the waiting in the queue. " +
				"A server may work in parallel, but it must respond in order: one slow response delays all the others. Responses in any order came with HTTP/2.",
			Hints: [2]string{"Which key sends five requests?", "The timeline, t, shows the five side by side."},
			Astray: []Astray{
				{Exchange(1, "alone=true"), "The key enter sends one request and waits for its response. Press p for five at once.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Pipeline}},
		}, {
			Title: "Cut off", Ready: Ready{Target: "/close"},
			Before: "Five at once again, but the first response says close. Press p.",
			Ask: &Question{"What happened to the other four requests?",
				[]string{"they got responses", "they are lost, perhaps processed", "they were not processed: safe to send again"}, 2},
			Until: Exchange(4, "barred_by>0"),
			After: "After its own close, a server must not process any further request. So these four may be sent again, even payments, if the server follows that rule. " +
				"A close that is announced loses nothing. Lesson 13 shows a close that is not announced.",
			Hints: [2]string{"Press p again.", "What may a server do after it has sent close?"},
			Astray: []Astray{
				{Exchange(1, "alone=true", "response.complete=true"), "The key enter sends one request. Press p: the first response says close, and four requests are behind it.", []Act{{Do: Send}}},
			},
			Solve: []Act{{Do: Pipeline}},
		}},
		Recap: "Pipelining sends early and gets the responses in order; after a close in the middle, the rest was not processed and may be sent again.",
	}
}
