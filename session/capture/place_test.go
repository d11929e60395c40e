package capture

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/traffic"
)

// A shake is one handshake: its two delays, and the sides whose packets the file marks as
// sent by the capturing host: "c", "s", "cs" or "".
type shake struct {
	client, server string
	there, back    time.Duration
	marks          string
}

func TestPlaceOfCapture(t *testing.T) {
	const far, near = 20 * time.Millisecond, 50 * time.Microsecond
	usual := func(there, back time.Duration) shake { return shake{"10.0.0.1", "10.0.0.2", there, back, ""} }
	for name, tt := range map[string]struct {
		shakes []shake
		want   session.CapturedAt
	}{
		"nothing":                                {nil, session.CapturedAt{}},
		"client":                                 {[]shake{usual(far, near)}, session.CapturedAt{Place: session.PlaceClient, RoundTrip: far + near}},
		"server":                                 {[]shake{usual(near, far), usual(near, 2*far)}, session.CapturedAt{Place: session.PlaceServer, RoundTrip: far + near}},
		"between":                                {[]shake{usual(far, far/2)}, session.CapturedAt{Place: session.PlaceBetween, RoundTrip: far * 3 / 2}},
		"delays too similar to decide":           {[]shake{usual(near, near)}, session.CapturedAt{RoundTrip: 2 * near}},
		"the handshakes disagree":                {[]shake{usual(near, far), usual(far, far)}, session.CapturedAt{RoundTrip: far + near}},
		"one machine":                            {[]shake{{"127.0.0.1", "127.0.0.1", near, near, ""}}, session.CapturedAt{Place: session.PlaceBoth, Sure: true, RoundTrip: 2 * near}},
		"the host's own address":                 {[]shake{{"10.0.0.2", "10.0.0.2", near, near, "cs"}}, session.CapturedAt{Place: session.PlaceBoth, Sure: true, RoundTrip: 2 * near}},
		"a proxy":                                {[]shake{{"10.0.0.1", "10.0.0.2", near, far, ""}, {"10.0.0.2", "10.0.0.3", far, near, ""}}, session.CapturedAt{Place: session.PlaceProxy, RoundTrip: far + near}},
		"marked: client":                         {[]shake{{"10.0.0.1", "10.0.0.2", near, far, "c"}}, session.CapturedAt{Place: session.PlaceClient, Sure: true, RoundTrip: far + near}},
		"marked: server":                         {[]shake{{"10.0.0.1", "10.0.0.2", near, near, "s"}}, session.CapturedAt{Place: session.PlaceServer, Sure: true, RoundTrip: 2 * near}},
		"marked: a proxy":                        {[]shake{{"10.0.0.1", "10.0.0.2", near, far, "s"}, {"10.0.0.2", "10.0.0.3", far, near, "c"}}, session.CapturedAt{Place: session.PlaceProxy, Sure: true, RoundTrip: far + near}},
		"marked as forwarded in both directions": {[]shake{{"10.0.0.1", "10.0.0.2", far, far, "cs"}}, session.CapturedAt{Place: session.PlaceBetween, Sure: true, RoundTrip: 2 * far}},
	} {
		tr := NewTracker(func(*traffic.Event) {})
		for i, s := range tt.shakes {
			s.pass(tr, time.Duration(i)*time.Second, uint16(50000+i))
		}
		if d := cmp.Diff(tt.want, tr.where.place()); d != "" {
			t.Errorf("%s: the place differs (-want +got):\n%s", name, d)
		}
	}
}

// pass passes the three packets of the handshake to tr.
func (s shake) pass(tr *Tracker, at time.Duration, port uint16) {
	client := netip.AddrPortFrom(netip.MustParseAddr(s.client), port)
	server := netip.AddrPortFrom(netip.MustParseAddr(s.server), 80)
	byClient, byServer := s.marks == "c" || s.marks == "cs", s.marks == "s" || s.marks == "cs"
	for _, p := range []segment{
		{at: at, src: client, dst: server, seq: 10, flags: flagSYN, sent: byClient},
		{at: at + s.there, src: server, dst: client, seq: 20, ack: 11, flags: flagSYN | flagACK, sent: byServer},
		{at: at + s.there + s.back, src: client, dst: server, seq: 11, ack: 21, flags: flagACK, sent: byClient},
	} {
		tr.add(&p)
	}
}

// After Read has returned, File.Taken is complete.
func TestTakenAfterReading(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").close(Server)
	k.packets = append(k.packets[:4:4], append([]packet{k.packets[3]}, k.packets[4:]...)...)
	f, err := Open(bytes.NewReader(k.pcap()))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Read(func(*traffic.Event) {}); err != nil {
		t.Fatal(err)
	}
	want := session.CapturedAt{Place: session.PlaceBetween, RoundTrip: 2 * time.Millisecond, Duplicates: 1}
	if d := cmp.Diff(want, f.Taken); d != "" {
		t.Errorf("File.Taken differs (-want +got):\n%s", d)
	}
}
