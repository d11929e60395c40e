package cli

import (
	"fmt"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// lostRequests prints whether the requests without a complete response may be sent again,
// and how. linger never repeats them by itself. A server must not process requests that
// follow a close option (RFC 9112 §9.6), so these may be repeated whatever their method
// is. lostRequests prints nothing if the response was not HTTP/1.x, because a repeated
// request would fail again, or if the TLS handshake was refused, because the server never
// read the request.
//
// "A client SHOULD NOT automatically retry a request with a non-idempotent
// method unless it has some means to know that the request semantics are
// actually idempotent" (RFC 9110 §9.2.2).
func (o *sendPlain) lostRequests(c *record.Connection) {
	if c.Close.Refusal != "" || c.Close.Instead != "" {
		return
	}
	var lost []*record.Exchange
	for _, e := range c.Exchanges {
		if e.Retry() == "" || e.Reason == wire.ReasonFramingError {
			continue
		}
		if len(lost) > 0 && (lost[0].Method != e.Method || lost[0].Barred != e.Barred) {
			o.again(lost)
			lost = nil
		}
		lost = append(lost, e)
	}
	if len(lost) > 0 {
		o.again(lost)
	}
}

// again prints whether lost exchanges with the same method may be repeated, and how.
func (o *sendPlain) again(lost []*record.Exchange) {
	words, style, ref := "retry safe", o.t.Key, "RFC 9110 §9.2.2"
	sentence := fmt.Sprintf("%s: %s is idempotent, so repeating it is safe", lostWords(lost), safe(lost[0].Method))
	switch {
	case lost[0].Barred > 0:
		ref = "RFC 9112 §9.6"
		sentence = fmt.Sprintf("%s: exchange %d announced the close, so the server must not have processed %s; repeating is safe", lostWords(lost), lost[0].Barred, them(lost))
		if o.repeat != "" {
			sentence += "; " + o.repeat
		}
	case lost[0].Retry() != session.RetrySafe:
		words, style = "retry unsafe", o.t.CautionStrong
		sentence = fmt.Sprintf("%s: %s is not idempotent, and may have been processed; repeating it is not safe", lostWords(lost), safe(lost[0].Method))
	case o.repeat != "":
		sentence += "; " + o.repeat
	}
	o.says(sendColumns, o.t.Glyphs.Sent, style, words, sentence, ref)
}

func them(lost []*record.Exchange) string {
	if len(lost) == 1 {
		return "it"
	}
	return "them"
}

// lostWords returns a clause about what was lost: "request 2 was lost".
func lostWords(lost []*record.Exchange) string {
	first, last := lost[0], lost[len(lost)-1]
	_, begun := first.Begun()
	switch {
	case len(lost) > 1 && last.ID-first.ID == len(lost)-1:
		return fmt.Sprintf("requests %d to %d were lost", first.ID, last.ID)
	case len(lost) > 1:
		return fmt.Sprintf("%s from %d on were lost", format.Count(len(lost), "request"), first.ID)
	case begun:
		return fmt.Sprintf("response %d is incomplete", first.ID)
	}
	return fmt.Sprintf("request %d was lost", first.ID)
}

// repeating returns a clause about the command that repeats a lost request, or "" for raw
// bytes, which may contain several requests.
func (p *plan) repeating() string {
	switch {
	case p.raw != nil:
		return ""
	case len(p.requests) > 1:
		return "the same command with only its URL and -n 1 repeats it"
	case p.total > 1:
		return "the same command with -n 1 repeats it"
	}
	return "the same command repeats it"
}
