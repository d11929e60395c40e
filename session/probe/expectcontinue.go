package probe

import (
	"fmt"
	"time"

	"linger/wire/format"
)

var expectContinue = experiment{
	name: nameExpect,
	ref:  "RFC 9110 §10.1.1",
	asks: "a server that receives Expect: 100-continue sends 100 or a final status before the content arrives",
	trials: func(p plan) []trial {
		if len(p.given.Content) == 0 {
			return nil
		}
		return []trial{{stages: []stage{{do: send(with(p.given, "Expect", "100-continue")), until: done(1)}}}}
	},
	judge: judgeExpect,
}

const needsContent = "needs a request with content"

// hesitate is how long a session waits for a 100 before it sends the content without one.
// curl waits for the same time.
const hesitate = time.Second

func judgeExpect(e *evidence) Check {
	if len(e.given.Content) == 0 {
		return skipped(needsContent)
	}
	r, ok := e.first(nameExpect)
	if !ok {
		return e.unmade(nameExpect)
	}
	x := r.exchange(0)
	if x == nil || len(x.Heads) == 0 {
		return e.lacking(r)
	}
	first := x.Heads[0]
	after := first.At - x.Started
	c := Check{Samples: 1, Unit: "ms", Measured: new(format.Millis(after)), Low: new(format.Millis(after)), High: new(format.Millis(after))}
	c.Found = fmt.Sprintf("%d in %s", first.Status, format.Duration(after))
	switch {
	case after >= hesitate:
		c.Verdict, c.Text = Warn, "late: each such request costs the client's full wait"
	case first.Status == 100:
		c.Verdict, c.Text = Pass, "before the content was sent"
	default:
		c.Verdict, c.Text = Pass, "a final status before the content was sent"
	}
	return c
}
