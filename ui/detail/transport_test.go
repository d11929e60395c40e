package detail

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
)

// secure returns a connection over TLS, with TCP statistics from the kernel.
func secure(verified, resumed bool) *play.Play {
	p := play.New("https://shop.example").Connect(4 * ms)
	c := p.Rec.Conn(1)
	c.Info.TLS = &session.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Handshake: 3 * ms, Verified: verified, Resumed: resumed,
		Peer: "CN=shop.example", Expires: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), Chain: []string{"CN=shop.example", "CN=Our Own CA"}}
	return p.Tell(session.PathMeasured{At: p.Now, Conn: 1, RoundTrip: 4 * ms, Retrans: 2})
}

func TestConnectionPageShowsTheTLSHandshake(t *testing.T) {
	page := said(showing(secure(true, false), 1, 0, 0, 70, 40))
	wantIn(t, "a new session", page, "TLS 1.3, TLS_AES_128_GCM_SHA256", "3.0 ms, new session", "CN=shop.example, until 2027-03-01", "signed by CN=Our Own CA")
	page = said(showing(secure(false, true), 1, 0, 0, 70, 40))
	wantIn(t, "resumed and not verified", page, "3.0 ms, resumed", "! not verified", "CN=shop.example, until 2027-03-01")
}

func TestTimingShowsTCPRetransmissions(t *testing.T) {
	page := said(showing(secure(true, true), 1, 0, Timing, 70, 40))
	wantIn(t, "statistics from the kernel", page, "retransmitted 2 segments", "TLS resumed")
	page = said(showing(play.New("https://shop.example").Connect(4*ms), 1, 0, Timing, 70, 40))
	if strings.Contains(page, "retransmitted") {
		t.Errorf("without statistics, the page shows retransmissions: %s", page)
	}
}
