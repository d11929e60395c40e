package ui

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
)

// idleTimeout ends the connection of a story after 5 s of idle time.
func idleTimeout(m *Model, e *still, p *play.Play) {
	from := len(p.Events)
	p.Wait(5 * time.Second).ServerClosed()
	e.now = p.Now
	happens(m, p.Events[from:]...)
}

// A close does not replace a page that the user reads. The screen follows the close only
// if the list has the focus and the user has pressed no key since the last command.
func TestCloseDoesNotReplaceAPageThatIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		keys  []string
		shows string
	}{
		"no key pressed":  {nil, "connection 1  ended"},
		"sent":            {[]string{"4", "enter"}, "connection 1  ended"},
		"waiting":         {[]string{"4", "w"}, "connection 1  ended"},
		"tab chosen":      {[]string{"4"}, "1  GET / → 200 OK"},
		"detail focused":  {[]string{"tab"}, "1  GET / → 200 OK"},
		"detail scrolled": {[]string{"tab", "down"}, "1  GET / → 200 OK"},
		"help opened":     {[]string{"?", "esc"}, "1  GET / → 200 OK"},
	} {
		p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
		m, e := shown(p, 120, 40)
		press(m, c.keys...)
		idleTimeout(m, e, p)
		t.Run(name, func(t *testing.T) { expect(t, m, c.shows, "server closed (FIN)", "following") })
	}
}

// The page stays when later events arrive, and the keys for the exchange work.
func TestPageThatIsReadStaysAfterLaterEvents(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
	m, e := shown(p, 120, 40)
	press(m, "4")
	idleTimeout(m, e, p)
	happens(m, session.Checked{At: p.Now, Text: "checked"})
	expect(t, m, "1  GET / → 200 OK")
	if e := m.desk().selected(); e == nil || e.ID != 1 {
		t.Errorf("selected() = %+v, want exchange 1, so that W, m and = work", e)
	}
	press(m, "up")
	expect(t, m, "connection 1  ended")
}

// An exchange that announces the close stays selected when the close follows at once,
// because the exchange explains it.
func TestExchangeThatAnnouncedTheCloseStaysSelected(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	m, e := shown(p, 120, 40)
	p.Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close")).Wait(ms)
	p.ServerClosed()
	e.now = p.Now
	happens(m, p.Events[2:]...)
	expect(t, m, "1  GET / → 200 OK", "as announced")
}

// p and enter select the newest exchange and follow later ones. On a row that the user
// has selected, the first enter opens that exchange.
func TestSendingFollowsTheNewestExchange(t *testing.T) {
	for _, pressed := range []string{"p", "enter enter", "tab enter"} {
		p := play.New("http://h").Connect(ms)
		for range 3 {
			p.Exchange("GET", "/", ms, play.Hint("timeout=5"))
		}
		m, _ := shown(p, 120, 40)
		press(m, "up", "up")
		expect(t, m, "1  GET / → 200 OK", "1 of 3")
		press(m, strings.Fields(pressed)...)
		from := len(p.Events)
		p.Exchange("GET", "/new", ms, play.Hint("timeout=5"))
		happens(m, p.Events[from:]...)
		expect(t, m, "4  GET /new → 200 OK", "following")
	}
}
