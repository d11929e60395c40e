package cli

import (
	"io"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// The column "left" agrees with the verdict on the connection: it does not say that a
// connection closes if it is out of step.
func TestLeftColumnMatchesTheVerdict(t *testing.T) {
	for response, want := range map[string]string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok":                                "no hint",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more":                       "not reused",
		"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nok":                                "ended",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok":           "closes",
		"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n": "tunnel",
	} {
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, response)
		if want == "ended" {
			p.ServerClosed()
		}
		if got := left(p.Rec.Newest().Exchanges[0]); got != want {
			t.Errorf("after %q the column \"left\" says %q, want %q", response, got, want)
		}
	}
}

// The column "status" shows the status of an unsolicited interim response, and does not
// say that a request was lost.
func TestStatusOfUnsolicitedInterimResponse(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").
		Read("HTTP/1.1 100 Continue\r\n\r\n").ServerClosed()
	es := p.Rec.Newest().Exchanges
	o := &sendPlain{printer: newPrinter(io.Discard)}
	if got, _ := o.status(es[len(es)-1]); len(es) != 2 || got != "100" {
		t.Errorf("%d exchanges, the last with status %q; want 2 and status 100", len(es), got)
	}
}
