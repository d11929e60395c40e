package detail

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// Without a hint, Why shows the closes that linger saw, or else the keys that measure the
// limit. If the server names itself, Why also shows the default of that server as a
// guess.
func TestWhyWithoutAHint(t *testing.T) {
	silent := play.Head("HTTP/1.1 200 OK", "Content-Length: 0", "Server: nginx/1.22.1")
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, silent).Wait(time.Second)
	why := said(showing(p, 1, 1, Why, 100, 60))
	for _, want := range []string{"not advertised", "w wait here until the server closes", "P probe the server", "guess: nginx closes after 75 s by default (Server: nginx/1.22.1)"} {
		if !strings.Contains(why, want) {
			t.Errorf("the page lacks %q:\n%s", want, why)
		}
	}
	p.Wait(74*time.Second + 67*ms).ServerClosed()
	p.Connect(ms).Exchange("GET", "/", ms, silent).Wait(time.Second)
	why = said(showing(p, 2, 2, Why, 100, 60))
	for _, want := range []string{"1 close seen", "connection 1 was closed after 75.067 s idle, without a hint", "Clients should close first, after 74 s or sooner: the next close may come earlier."} {
		if !strings.Contains(why, want) {
			t.Errorf("the page lacks %q:\n%s", want, why)
		}
	}
	if strings.Contains(why, "guess") {
		t.Error("the page shows a guess beside an observed limit")
	}
}

// If a response has an option that resembles close and the server closes right after it,
// the page names that option as the cause. No page says that the connection stayed open.
func TestUnannouncedCloseAfterAMisspeltOption(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	for lines, misspelt := range map[string]bool{"": false, "Connection: closed\r\n": true} {
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, head+lines+"\r\n").ServerClosed()
		why := shownBy(showing(p, 1, 1, Why, 62, 60))
		wantIn(t, lines, why, "This response promised to stay open")
		wantNot(t, lines, why, "stayed open")
		ended := said(showing(p, 1, 0, Life, 62, 60))
		if got := strings.Contains(ended, "The server most likely meant to announce the close: closed is not"); got != misspelt {
			t.Errorf("%q: the page blames the option: %t, want %t\n%s", lines, got, misspelt, ended)
		}
	}
}
