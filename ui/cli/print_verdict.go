package cli

import (
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/words"
	"linger/wire"
)

// verdictOf returns the reason that decided whether the connection persists. ok is false
// if it is undecided.
func verdictOf(e *record.Exchange) (v words.Verdict, ok bool) {
	return words.Reason(e.Reason, e.Facts().Status), e.Done && e.Reason != wire.ReasonUndecided
}

// outOfStep prints the verdict for a connection that is out of step: unsolicited bytes
// arrived, or linger sent a request that does not end where its framing says. Such a
// connection must not be reused, whatever its last response said.
func (p *printer) outOfStep(c columns, of *record.Connection) {
	why, ref := "unsolicited bytes arrived: the next response may not answer the next request", "RFC 9112 §9.2"
	if n, _, ok := of.Misframed(); ok {
		why, ref = "request "+strconv.Itoa(n)+" does not end where it says: the server misreads the next request", "RFC 9112 §6.3"
	}
	p.says(c, p.t.Glyphs.Error, p.t.RaceStrong, "out of step", why, ref)
}

// hint prints the Keep-Alive field of a response, if it has one.
func (p *printer) hint(c columns, e *record.Exchange) {
	if params := e.HintParams(); len(params) > 0 {
		p.says(c, p.t.Glyphs.Sent, p.t.Key, "hint", hintWords(e, params), "RFC 2068 §19.7.1")
	}
}

// hintWords returns the parameters of the field as received, with a note if the field is
// ignored.
func hintWords(e *record.Exchange, params []wire.Param) string {
	var shown []string
	for _, p := range params {
		word := p.Name
		if p.Value != "" {
			word += "=" + p.Value
		}
		shown = append(shown, safe(word))
	}
	s := strings.Join(shown, ", ")
	if !e.Facts().Hint.Applies {
		s += ", ignored: no Connection: keep-alive"
	}
	return s
}
