package probe

import (
	"math"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func idleRuns(hint int64, seconds ...float64) (rs []trialRun) {
	for _, s := range seconds {
		f := wire.Facts{Status: 200}
		if hint >= 0 {
			f = keepAlive(hint, -1)
		}
		rs = append(rs, opened().asks("GET").answers(f).
			closes(session.ByServer, session.HowFIN, time.Duration(s*float64(time.Second))).run())
	}
	return rs
}

func TestIdleTimeoutIsComparedWithTheHint(t *testing.T) {
	still := opened().ok().closes(session.ByClient, session.HowFIN, time.Minute).run()
	met := func(how session.How) trialRun {
		return opened().ok().after(4*time.Second).asks("GET").closes(session.ByServer, how, 0).run()
	}
	talks := opened().ok().after(5*time.Millisecond).
		tell(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited}}).closes(session.ByClient, session.HowFIN, 0).run()
	tests := []struct {
		name    string
		runs    []trialRun
		verdict Verdict
		found   string
		text    string
	}{
		{"as advertised", idleRuns(5, 5.001, 5.003, 5.002, 5.001, 5.006), Pass, "5.002 s", "as advertised"},
		{"a range below the hint", idleRuns(5, 2.6, 3.1, 4.7), Fail, "2.60 to 4.70 s", "up to 2.40 s before the advertised 5 s"},
		{"early, exactly", idleRuns(4, 3, 3.001, 3.002), Fail, "3.001 s", "1.00 s before the advertised 4 s"},
		{"a little early", idleRuns(2, 1.8, 1.8), Warn, "1.800 s", "200 ms before the advertised 2 s"},
		{"a little early, two of five", idleRuns(2, 1.94, 1.94, 2, 2, 2), Warn, "2.000 s", "60.0 ms before the advertised 2 s"},
		{"one of five seen late on a busy machine", idleRuns(2, 1.94, 2.001, 2.002, 2.002, 2.003), Pass, "2.002 s", "as advertised"},
		{"one of five a quarter of a second early", idleRuns(2, 1.7, 2.001, 2.002, 2.002, 2.003), Warn, "1.70 to 2.00 s", "300 ms before the advertised 2 s"},
		{"longer than advertised, as Node does", idleRuns(5, 6.001, 6.002), Pass, "6.002 s", "longer than advertised: no harm"},
		{"a range about the hint", idleRuns(5, 4.97, 5.02, 5.13), Pass, "4.97 to 5.13 s", "a range about the advertised 5 s"},
		{"a range above the hint", idleRuns(2, 2.0, 3.0), Pass, "2.00 to 3.00 s", "never before"},
		{"nothing advertised", idleRuns(-1, 3.001, 3.002), Pass, "3.002 s", "not advertised"},
		{"nothing advertised, and a range", idleRuns(-1, 2.0, 3.0), Warn, "2.00 to 3.00 s", "the limit is at most 2 s and may be less"},
		{"closes after each response", idleRuns(-1, 0.001, 0.001), Warn, "0.001 s", "one exchange per connection"},
		{"still open at the end of the probe", []trialRun{still, still}, Pass, "> 60 s", "still open"},
		{"some close, others do not", append(idleRuns(-1, 3), still), Warn, "3 s to > 60 s", "1 of 2 closed"},
		{"some close when the wait ends or a moment later", append(idleRuns(-1, 59.97, 60.01), still), Pass, "59.990 s", "not advertised"},
		{"closes when the wait ends", []trialRun{met(session.HowFIN), met(session.HowFIN)}, Pass, "4.000 s", "not advertised"},
		{"one reset when the wait ends", []trialRun{met(session.HowReset), still}, Warn, "4 s to > 60 s", "1 of 2 closed"},
		{"every request is answered by a reset", []trialRun{met(session.HowReset), met(session.HowReset)}, Fail, "gone by 4 s", "has forgotten them"},
		{"sends more responses without requests", []trialRun{talks, talks}, Skip, "", "there is no idle time"},
		{"says close", []trialRun{opened().asks("GET").answers(wire.Facts{Status: 200, Close: true}).closes(session.ByServer, session.HowFIN, 0).run()},
			Skip, "", "closes after every response, and says so"},
		{"never answers", []trialRun{opened().asks("GET").closes(session.ByServer, session.HowFIN, time.Second).run()}, Skip, "", "no response: server fin"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := judgeIdle(proof(nameIdle, tt.runs...))
			check(t, c, tt.verdict, tt.found, tt.text)
		})
	}
}

func check(t *testing.T, c Check, v Verdict, found, text string) {
	t.Helper()
	if c.Verdict != v || c.Found != found || !strings.Contains(c.Text, text) {
		t.Errorf("got %s, %q, %q; want %s, %q, %q", c.Verdict, c.Found, c.Text, v, found, text)
	}
}

// series returns a run of n exchanges. hints returns the max of exchange i, or -1 for
// none. closing says whether the last response announces the close and the server then
// closes.
func series(n int, hints func(i int) int64, closing bool) trialRun {
	s := opened()
	for i := range n {
		f := wire.Facts{Status: 200}
		if m := hints(i); m >= 0 {
			f = keepAlive(5, m)
		}
		if closing && i == n-1 {
			f = wire.Facts{Status: 200, Close: true}
		}
		s.asks("GET").answers(f)
	}
	if closing {
		return s.closes(session.ByServer, session.HowFIN, 0).run()
	}
	return s.closes(session.ByClient, session.HowFIN, 0).run()
}

func TestMaxRequestsComparesExchangesWithMax(t *testing.T) {
	none := func(int) int64 { return -1 }
	left := func(from int64) func(int) int64 { return func(i int) int64 { return from - int64(i) } }
	same := func(int) int64 { return 4 }
	tests := []struct {
		name    string
		run     trialRun
		verdict Verdict
		found   string
		text    string
	}{
		{"Apache: first says 5, six exchanges", series(6, left(5), true), Pass, "6 exchanges", "says close in the last response"},
		{"fewer exchanges than max promised", series(3, left(5), true), Fail, "3 exchanges", "max promised 6"},
		{"Node: constant", series(4, same, true), Pass, "4 exchanges", "says close in the last response"},
		{"constant, and fewer", series(3, same, true), Fail, "3 exchanges", "fewer than max=4"},
		{"constant, and no limit", series(9, same, false), Pass, "> 9", "max=4 each time does not count down"},
		{"nginx: nothing advertised", series(5, none, true), Pass, "5 exchanges", "says close in the last response"},
		{"no limit at all", series(9, none, false), Pass, "> 9", "no limit was reached"},
		{"more exchanges than its own max", series(9, left(4), false), Pass, "> 9", "max ran out after 5, but the server continued"},
		{"without notice", opened().ok().ok().closes(session.ByServer, session.HowFIN, 0).run(), Pass, "2 exchanges", "ends without notice"},
		{"a reset", opened().ok().ok().closes(session.ByServer, session.HowReset, 0).run(), Pass, "2 exchanges", "ends in a reset, without notice"},
		{"more exchanges than max promised", series(7, left(5), true), Pass, "7 exchanges", "more than the 6 that max promised"},
		{"max does not count down evenly", series(4, func(i int) int64 { return int64(3 * i % 5) }, true), Warn, "4 exchanges", "does not count down evenly"},
		{"says close, stays open", opened().ok().asks("GET").answers(wire.Facts{Status: 200, Close: true}).closes(session.ByClient, session.HowFIN, time.Second).run(),
			Warn, "2 exchanges", "says close in the last response, but does not close"},
		{"by age", opened().ok().ok().found(session.CodeClosedByAge).closes(session.ByServer, session.HowFIN, 0).run(), Pass, "2 exchanges", "ended by age"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, judgeMax(proof(nameMax, tt.run)), tt.verdict, tt.found, tt.text)
		})
	}
}

func TestChecksOfASingleConnectionAreJudged(t *testing.T) {
	fin := func(s *story) trialRun { return s.closes(session.ByServer, session.HowFIN, 300*time.Microsecond).run() }
	ours := func(s *story) trialRun { return s.closes(session.ByClient, session.HowFIN, time.Second).run() }
	closeIt := wire.Facts{Status: 200, Close: true}
	tests := []struct {
		name, check string
		run         trialRun
		verdict     Verdict
		found, text string
	}{
		{"honours close", nameHonour, fin(opened().asks("GET").answers(closeIt)), Pass, "FIN in 0.3 ms", "as asked"},
		{"honours close without saying so", nameHonour, fin(opened().ok()), Pass, "FIN in 0.3 ms", "does not say so"},
		{"honours close as HTTP/1.0 does", nameHonour, fin(opened().asks("GET").answers(wire.Facts{Status: 200, Version: v10})), Pass, "FIN in 0.3 ms", "as asked"},
		{"ignores close", nameHonour, ours(opened().ok()), Fail, "stays open", "not closed within a second"},
		{"1.0 closes", name10, fin(opened().ok()), Pass, "closes", "§9.3"},
		{"1.0 stays open", name10, ours(opened().ok()), Fail, "stays open", "does not come"},
		{"1.0 gets chunks", name10, fin(opened().asks("GET").answers(wire.Facts{Status: 200, Coded: true, ChunkedLast: true})), Fail, "chunked", "§6.1"},
		{"1.0 gets another coding", name10, fin(opened().asks("GET").answers(wire.Facts{Status: 200, Coded: true})), Fail, "transfer coding", "§6.1"},
		{"1.0 gets a coding and no content", name10, fin(opened().asks("GET").answers(wire.Facts{Status: 204, Coded: true, ChunkedLast: true})), Pass, "closes", "§9.3"},
		{"1.0 persists", name10Keep, ours(opened().asks("GET").answers(wire.Facts{Status: 200, Version: v10, KeepAlive: true}).ok()), Pass, "persists", "says keep-alive"},
		{"1.0 answered as 1.1", name10Keep, ours(opened().ok().ok()), Pass, "persists", "answers as HTTP/1.1"},
		{"1.0 promised to persist and closed", name10Keep, fin(opened().ok()), Warn, "closes", "no HTTP/1.0 client expects more"},
		{"1.0 not offered", name10Keep, fin(opened().asks("GET").answers(closeIt)), Pass, "closes", "not offered"},
		{"HEAD in step", nameHead, ours(opened().ok().ok()), Pass, "no body", "in step"},
		{"HEAD with a body", nameHead, ours(opened().ok().found(wire.CodeOutOfStep)), Fail, "body", "out of step"},
		{"HEAD ends it", nameHead, fin(opened().asks("HEAD").answers(closeIt)), Pass, "no body", "the connection ends with this response"},
		{"HEAD ends it silently", nameHead, fin(opened().ok()), Warn, "no body", "without notice"},
		{"half-close answered", nameHalf, fin(opened().asks("GET").shuts().answers(wire.Facts{Status: 200})), Pass, "answers, 1 of 1", "complete"},
		{"half-close treated as a disconnect", nameHalf, fin(opened().asks("GET").shuts()), Warn, "no response, 1 of 1", "as a disconnect"},
		{"half-close too late", nameHalf, fin(opened().ok().shuts()), Skip, "", "before the half-close"},
		{"an error persists", nameReuse, ours(opened().asks("GET").answers(wire.Facts{Status: 404}).ok()), Pass, "persists", "persists after 404"},
		{"an error closes", nameReuse, fin(opened().asks("GET").answers(wire.Facts{Status: 400, Close: true})), Pass, "closes", "closes after 400, and says so"},
		{"an error breaks", nameReuse, fin(opened().asks("GET").answers(wire.Facts{Status: 404})), Fail, "breaks", "which promised to persist"},
		{"nothing unsolicited", nameUnasked, ours(opened().ok()), Pass, "none", ""},
		{"a 408 before the close", nameUnasked, fin(opened().unasked(408)), Pass, "408, 1 of 1", "goodbye"},
		{"another unsolicited response before the close", nameUnasked, fin(opened().unasked(504)), Warn, "504, 1 of 1", "goodbye"},
		{"unsolicited bytes", nameUnasked, fin(opened().ok().found(wire.CodeUnsolicited)), Fail, "bytes, 1 of 1", "misread"},
		{"always a FIN", nameKind, fin(opened().ok()), Pass, "FIN, 1 of 1", "never a reset"},
		{"a reset", nameKind, opened().ok().closes(session.ByServer, session.HowReset, 0).run(), Warn, "RST, 1 of 1", "1 reset"},
		{"keep-alive constant", nameField, ours(opened().asks("GET").answers(keepAlive(5, 100)).asks("GET").answers(keepAlive(5, 100))), Warn, "max constant", "max=100 each time"},
		{"keep-alive counts", nameField, ours(opened().asks("GET").answers(keepAlive(5, 100)).asks("GET").answers(keepAlive(5, 99))), Pass, "counts down", ""},
		{"keep-alive invalid", nameField, ours(opened().asks("GET").answers(keepAlive(5, -1)).found(wire.CodeKeepAliveParam)), Warn, "invalid", "clients cannot read"},
		{"keep-alive beside close", nameField, ours(opened().asks("GET").answers(keepAlive(5, -1)).found(wire.CodeCloseAndKeep)), Warn, "contradicts", "close wins"},
		{"unsolicited bytes and a response", nameUnasked, ours(opened().ok().unasked(200).found(wire.CodeUnsolicited)), Fail, "200 on 1, bytes on 1 of 1", "misread"},
		{"keep-alive absent", nameField, ours(opened().ok()), Pass, "none", "guess"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, x := range checks() {
				if x.name == tt.check {
					check(t, x.judge(proof(tt.check, tt.run)), tt.verdict, tt.found, tt.text)
				}
			}
		})
	}
}

func TestAnnouncesCloseCountsClosesInUse(t *testing.T) {
	told := opened().asks("GET").answers(wire.Facts{Status: 200, Close: true})
	told.tell(session.Closed{At: told.at, Conn: 1, Exchanges: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Notice: session.Notice{Kind: session.NoticeResponseClose}}})
	silent := opened().ok().closes(session.ByServer, session.HowFIN, time.Millisecond)
	idle := opened().ok().closes(session.ByServer, session.HowFIN, 3*time.Second)

	check(t, judgeAnnounce(proof(nameMax, told.run())), Pass, "yes", "last response")
	check(t, judgeAnnounce(proof(nameMax, silent.run())), Warn, "no", "without notice")
	check(t, judgeAnnounce(proof(nameMax, told.run(), silent.run(), idle.run())), Warn, "1 of 2", "without notice")
	check(t, judgeAnnounce(proof(nameMax, idle.run())), Skip, "", "no connection in use")
}

// An HTTP/1.0 response without keep-alive announces a close, and so does a max that has
// run out. The report distinguishes both from Connection: close.
func TestAnnouncesCloseSaysHow(t *testing.T) {
	ends := func(f wire.Facts) trialRun {
		s := opened().asks("GET").answers(f)
		return s.tell(session.Closed{At: s.at, Conn: 1, Exchanges: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Notice: session.Notice{Kind: session.NoticeResponseClose}}}).run()
	}
	check(t, judgeAnnounce(proof(nameMax, ends(wire.Facts{Status: 200, Version: v10}))), Pass, "yes", "by HTTP/1.0")
	check(t, judgeAnnounce(proof(nameMax, ends(keepAlive(5, 0)))), Pass, "yes", "by max")
}

func TestFirstRequestTimeoutWarnsIfClosedAtOnce(t *testing.T) {
	gone := opened().closes(session.ByServer, session.HowFIN, time.Millisecond).run()
	check(t, judgeFirst(proof(nameFirst, gone, gone)), Warn, "0.001 s", "closed at once: no connection can be opened in advance")
}

func TestOutOfStepPipelineAdvisesAgainstPipelining(t *testing.T) {
	s := opened()
	for i := range depth {
		s.asks([]string{"GET", "HEAD"}[i/(depth-1)])
	}
	for i := range depth {
		s.reply(i+1, wire.Facts{Status: 200}, true)
	}
	c := judgePipeline(pipelined(s.found(wire.CodeOutOfStep).run()))
	check(t, c, Fail, "8 of 8", "out of step")
	if len(c.advice) != 1 || !strings.Contains(c.advice[0].Text, "do not pipeline") {
		t.Errorf("advice = %v, want only %q", c.advice, "do not pipeline")
	}
}

// pipelined returns evidence with runs that pipelined equal requests.
func pipelined(rs ...trialRun) *evidence {
	for i := range rs {
		rs[i].part = equal
	}
	return proof(namePipeline, rs...)
}

func TestPipeliningCountsResponses(t *testing.T) {
	pipe := func(answered int, last wire.Facts) *story {
		s := opened()
		for range depth {
			s.asks("GET")
		}
		for i := range answered {
			f := wire.Facts{Status: 200}
			if i == answered-1 {
				f = last
			}
			s.reply(i+1, f, true)
		}
		return s
	}
	plain, closing := wire.Facts{Status: 200}, wire.Facts{Status: 200, Close: true}
	check(t, judgePipeline(pipelined(pipe(depth, plain).run())), Pass, "8 answered", "none lost")
	check(t, judgePipeline(pipelined(pipe(5, closing).closes(session.ByServer, session.HowFIN, 0).run())), Pass, "5 of 8", "announces the close")
	check(t, judgePipeline(pipelined(pipe(1, plain).closes(session.ByServer, session.HowFIN, 0).run())), Fail, "1 of 8", "without notice")
	check(t, judgePipeline(pipelined(pipe(1, plain).closes(session.ByServer, session.HowReset, 0).run())), Fail, "1 of 8", "reset")
	check(t, judgePipeline(pipelined(pipe(depth, plain).run(), pipe(1, plain).closes(session.ByServer, session.HowFIN, 0).run(), pipe(depth, plain).run())),
		Fail, "1 of 8", "without notice; 1 of 3 runs")
}

func TestRaceOutcomeFollowsFromTheSecondRequest(t *testing.T) {
	tests := []struct {
		name string
		run  trialRun
		want Outcome
	}{
		{"answered", opened().ok().after(3 * time.Second).ok().run(), Answered},
		{"lost", opened().ok().after(3*time.Second).asks("GET").closes(session.ByServer, session.HowFIN, time.Millisecond).run(), Lost},
		{"reset", opened().ok().after(3*time.Second).asks("GET").closes(session.ByServer, session.HowReset, time.Millisecond).run(), WasReset},
		{"goodbye", opened().ok().after(3 * time.Second).asks("GET").answers(wire.Facts{Status: 408, Close: true}).run(), Goodbye},
		{"silent", opened().ok().after(3*time.Second).asks("GET").closes(session.ByClient, session.HowFIN, 3*time.Second).run(), Silent},
		{"close seen before the request", opened().ok().closes(session.ByServer, session.HowFIN, 3*time.Second).run(), NotSent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := proof(nameRace, tt.run)
			e.closes = spreadOf([]time.Duration{3 * time.Second})
			ts := e.tries()
			if len(ts) != 1 || ts[0].Outcome != tt.want {
				t.Fatalf("tries = %v, want one with the outcome %s", ts, tt.want)
			}
			if c := judgeRace(e); (c.Verdict == Skip) != (tt.want == NotSent) {
				t.Errorf("race = %s, %q; want skip only if nothing was sent", c.Verdict, c.Text)
			}
		})
	}
}

func TestChecksWithoutEvidenceAreSkippedWithAReason(t *testing.T) {
	for _, x := range checks() {
		c := x.judge(proof("none"))
		if c.Verdict != Skip || c.Text == "" {
			t.Errorf("%s without evidence = %s, %q; want skip with a reason", x.name, c.Verdict, c.Text)
		}
		if x.ref == "" || x.asks == "" {
			t.Errorf("the check %s has asks %q and ref %q; want both set", x.name, x.asks, x.ref)
		}
	}
}

// The sum of the largest possible max and 1 does not overflow.
func TestLargestMaxDoesNotOverflow(t *testing.T) {
	if v, text := limited(3, remaining, math.MaxInt64, "ends without notice"); v != Fail || text != "max promised 9223372036854775807; ends without notice" {
		t.Errorf("limited = %s, %q; want fail with the number that max promised", v, text)
	}
	if got := unlimited(3, remaining, math.MaxInt64, false); got != "no limit was reached" {
		t.Errorf("unlimited = %q, want %q", got, "no limit was reached")
	}
}

// A server that answers HTTP/1.1 requests but not HTTP/1.0 requests refuses them. One
// check reports that, and the other refers to it.
func TestRefusedHTTP10IsReportedOnce(t *testing.T) {
	answered := opened().ok().run()
	for _, c := range []struct {
		how   session.How
		found string
	}{{session.HowFIN, "refused, closed"}, {session.HowReset, "refused, reset"}} {
		e := proof(name10, opened().asks("GET").closes(session.ByServer, c.how, 0).run())
		e.runs[greeting] = []trialRun{answered}
		check(t, judge10(e), Warn, c.found, "HTTP/1.1 is answered, HTTP/1.0 is not")
		e = proof(name10Keep, opened().asks("GET").closes(session.ByServer, c.how, 0).run())
		check(t, judge10Keep(e), Skip, "", "only https")
		e.runs[greeting] = []trialRun{answered}
		check(t, judge10Keep(e), Skip, "", "see "+name10)
	}
}
