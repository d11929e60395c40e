package words

import (
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// The foot of the list has one row for a finding. The point of every code fits in this
// row.
func TestPointOfEachCodeFits(t *testing.T) {
	details := map[wire.Code]string{
		wire.CodeTEUnknown: "zigzag", wire.CodeChunkSize: "5g", session.CodeMaxEndedEarly: "1,000 left",
		session.CodeClosedEarly: "12.0 s before the advertised 75 s", session.CodeClosedLate: "12.0 s after the advertised 75 s",
	}
	for _, r := range session.Rules() {
		p := Point(wire.Finding{Code: r.Code, Detail: details[r.Code]}, &record.Connection{}, nil)
		if p == "" || text.Width(p) > PointWidth {
			t.Errorf("the point of %s is %d cells wide, want 1 to %d: %q", r.Code, text.Width(p), PointWidth, p)
		}
	}
}

func TestPointsContainTheirNumbers(t *testing.T) {
	sized := func(status int, length, came int64) *record.Exchange {
		r := &record.Record{}
		r.Apply(session.Connected{Conn: 1})
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1})
		r.Apply(&session.ExchangeDone{Conn: 1, Exchange: 1, Facts: wire.Facts{Status: status, Length: length, ContentBytes: came}})
		return r.Exchange(1)
	}
	loose := &record.Connection{Exchanges: []*record.Exchange{sized(200, 30, 30)}}
	loose.Loose.Len = 2
	lost := &record.Connection{}
	lost.Close.Lost = []int{9}
	two := &record.Connection{}
	two.Close.Lost = []int{9, 10}
	for _, tt := range []struct {
		f    wire.Finding
		c    *record.Connection
		e    *record.Exchange
		want string
	}{
		{wire.Finding{Code: wire.CodeTruncated}, lost, sized(200, 512, 300), "closed after 300 of 512 bytes"},
		{wire.Finding{Code: wire.CodeTruncated}, lost, sized(200, -1, 300), "closed before the message was complete"},
		{wire.Finding{Code: wire.CodeUnsolicited}, loose, nil, "2 bytes without a request"},
		{wire.Finding{Code: wire.CodeUnsolicitedResp}, lost, sized(408, 0, 0), "unsolicited 408"},
		{wire.Finding{Code: wire.CodeOutOfStep}, loose, nil, "2 bytes beyond Content-Length: 30"},
		{wire.Finding{Code: wire.CodeTEUnknown, Detail: "x"}, lost, nil, `unknown transfer coding "x"`},
		{wire.Finding{Code: wire.CodeChunkSize, Detail: "5g"}, lost, nil, `chunk-size "5g" is not hexadecimal`},
		{wire.Finding{Code: session.CodeClosedEarly, Detail: "3.0 s before the advertised 5 s"}, lost, nil, "closed 3.0 s before the advertised 5 s"},
		{wire.Finding{Code: session.CodeMaxEndedEarly, Detail: "5 left"}, lost, nil, "closed with max 5 left"},
		{wire.Finding{Code: session.CodeKeepAliveRace}, lost, nil, "request 9 lost, sent as the server closed"},
		{wire.Finding{Code: session.CodeKeepAliveRace}, two, nil, "2 requests lost, sent as the server closed"},
		{wire.Finding{Code: wire.CodeBareCR}, lost, nil, "a CR is inside a line"},
	} {
		if got := Point(tt.f, tt.c, tt.e); got != tt.want {
			t.Errorf("Point of %s = %q, want %q", tt.f.Code, got, tt.want)
		}
	}
}
