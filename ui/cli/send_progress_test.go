package cli

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// On a terminal a line shows that a response has stalled, and disappears when the
// response continues. If the results do not appear on that terminal, the line shows the
// number of exchanges.
func TestSendProgress(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond).Send(play.Request("GET", "/")).
		Read("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx").Wait(3800 * time.Millisecond)
	var b strings.Builder
	s := sendProgress{w: &b, results: true, total: 3, next: progressAfter}
	s.update(p.Rec, p.Now)
	if got, want := b.String(), "\rresponse 1: 12 of 20 bytes; nothing for 3.8 s, ctrl+c stops\x1b[K"; got != want {
		t.Errorf("the terminal got %q, want %q", got, want)
	}
	b.Reset()
	p.Read("12345678")
	s.update(p.Rec, p.Now+time.Second)
	if got, want := b.String(), "\r\x1b[K"; got != want {
		t.Errorf("the terminal got %q, want %q", got, want)
	}
	b.Reset()
	s.results = false
	s.update(p.Rec, p.Now+2*time.Second)
	if got, want := b.String(), "\r1 of 3 exchanges, ctrl+c stops\x1b[K"; got != want {
		t.Errorf("the terminal got %q, want %q", got, want)
	}
}
