package probe

import (
	"fmt"

	"linger/wire"
)

var reuseAfterError = experiment{
	name: nameReuse,
	ref:  "RFC 9112 §9.3",
	asks: "an error response leaves the connection open, or announces the close",
	trials: func(p plan) []trial {
		return []trial{errorThen(p, missing(p.request)), errorThen(p, without(p.request, "Host"))}
	},
	judge: judgeReuse,
}

// errorThen returns a trial that first sends a request that should get an error response,
// and then the probed request.
func errorThen(p plan, wrong wire.RequestMessage) trial {
	return trial{stages: []stage{
		{do: send(wrong), until: done(1)}, {until: closedIfAnnounced}, {do: again(p.request), until: done(2)},
	}}
}

func judgeReuse(e *evidence) Check {
	c := Check{Unit: "errors"}
	kept, closed, broken, silent, after := 0, 0, 0, 0, ""
	for _, r := range e.runs[nameReuse] {
		x := r.exchange(0)
		if !r.connected() || !wasAnswered(x) || x.Facts().Status < 400 {
			continue
		}
		c.Samples++
		var word string
		switch {
		case r.cut && x.Promised().Persistent():
			c.Samples--
			continue
		case wasAnswered(r.exchange(1)):
			kept++
			word = "persists after"
		case !x.Promised().Persistent():
			closed++
			word = "closes after"
		default:
			broken++
			silent += one(!r.byServer())
			word = "breaks after"
		}
		if after != "" {
			after += ", "
		}
		after += fmt.Sprintf("%s %d", word, x.Facts().Status)
	}
	if c.Samples == 0 {
		return skipped("no request got an error response")
	}
	c.Measured, c.Text = new(float64(kept)), after
	switch {
	case broken > 0:
		c.Verdict, c.Found, c.fault = Fail, "breaks", afterError
		c.Text += ", which promised to persist"
		switch {
		case silent == broken && e.answersOnce():
			c.fault = oneAnswer
		case e.endsEach():
			c.fault = noNotice
		}
	case closed == 0:
		c.Verdict, c.Found = Pass, "persists"
	case kept == 0:
		c.Verdict, c.Found = Pass, "closes"
		c.Text += ", and says so"
	default:
		c.Verdict, c.Found = Pass, "it depends"
		c.Text += ", and says so"
	}
	return c
}
