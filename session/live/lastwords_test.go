package live_test

import (
	"testing"

	"linger/session"
	"linger/wire"
)

// If only the end of the connection shows that framing is lost, ExchangeDone has the
// facts of the response and ReasonFramingError.
func TestFramingLostAtTheEnd(t *testing.T) {
	for name, answer := range map[string]string{
		"a chunk-size":  "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz",
		"a status-line": "HTTP/1.1 100 Continue\n\nhttp",
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(answer)
				s.server.Close()
				done := want[*session.ExchangeDone](s, "the exchange")
				equal(s, "reason", done.Reason, wire.ReasonFramingError)
				equal(s, "complete", done.Facts.Complete, false)
				c := want[session.Closed](s, "the end")
				equal(s, "closed by", c.By, session.ByServer)
				equal(s, "moment", c.Moment, session.Moment{Kind: session.MomentAfterLostIn, Exchange: 1})
			})
		})
	}
}
