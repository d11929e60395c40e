package practice

import "time"

// These servers check their clocks only from time to time. So their idle limit is a
// range, and several connections may end at the same check.

func lazyClockScenarios() []Scenario {
	return []Scenario{{
		Path:  "/lazy-clock",
		Title: "checks for idle connections every 10 s",
		Does: "Looks for idle connections every ten seconds of its own clock. It closes those that have been idle for more than five " +
			"seconds: after 5 to 15 s.",
		Watch:    "The connections close at the same time, no matter when they became idle. Samples that start together all measure the same wrong limit.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupIdle,
		Keywords: "idle timeout, range, tick, JDK, squid, eviction",
		Params:   []Param{secondsParam("timeout", 5, "idle time that is always granted"), period("every", 10, "interval between clock checks")},
		play: func(x *exchange) {
			x.answer(reply{connection: x.plain(), content: x.words()})
			x.flush()
			x.rest(closeAfter(x.sweep(x.v.seconds("timeout"), x.v.seconds("every")), "a check of the clock"))
		},
	}, {
		Path:     "/wheel",
		Title:    "counts idle time in ticks of 4 s",
		Does:     "Counts idle time in ticks of four seconds and closes the connection at the second tick after the last response: after 4 to 8 s.",
		Watch:    "A timeout of two ticks is not eight seconds: the first tick may come at once. Only the shortest time is safe.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupIdle,
		Keywords: "idle timeout, timer wheel, range, tick, bun",
		Params:   []Param{countParam("ticks", 2, 1, 100, "ticks between the last response and the close"), period("every", 4, "length of a tick")},
		play: func(x *exchange) {
			x.answer(reply{connection: x.plain(), content: x.words()})
			x.flush()
			every := x.v.seconds("every")
			x.rest(closeAfter(x.sweep(every*(time.Duration(x.v.count("ticks"))-1), every), "a tick of the timer wheel"))
		},
	}}
}
