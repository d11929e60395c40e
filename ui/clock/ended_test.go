package clock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
	"linger/ui/theme"
)

func plainRows(p *play.Play, w int) []string {
	rows := scene{"", p, nil}.rows(w, theme.New(true, colorprofile.TrueColor, false))
	for i, r := range rows {
		rows[i] = strings.TrimRight(ansi.Strip(r), " ")
	}
	return rows
}

// ended is a close with its parts, as the session tells it.
func ended(subject, moment, compared string) session.Closed {
	c := session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseResponse, Moment: moment, Compared: compared,
		Text: subject + " " + moment}
	if compared != "" {
		c.Text += ": " + compared
	}
	return c
}

// The line to read aloud stays one that can be read aloud.
func TestTheToldCloseIsShortenedByWhatSaysLeast(t *testing.T) {
	const fin = "server closed (FIN)"
	for _, c := range []struct {
		end        session.Closed
		w          int
		told, when string
	}{
		{ended(fin, "0.002 s after request 1, before any byte of a response", ""), 80,
			"server closed (FIN) 0.002 s after request 1, before any response", "0.002 s after request 1"},
		{ended("server reset (RST)", "0.000 s after response 4", "as announced by Connection: close; 1 request not to be processed any more"), 80,
			"server reset (RST) 0.000 s after response 4: as announced", "as announced"},
		{ended("server closed (FIN, no close_notify)", "after 5.003 s idle", "3 ms after the advertised 5 s"), 80,
			"server closed (no close_notify) after 5.003 s idle: 3 ms after 5 s", "3 ms after the 5 s"},
		{ended(fin, "after 1.010 s idle", "0.001 s after the client shut the write side"), 80,
			"server closed (FIN) after 1.010 s idle: 0.001 s after our FIN", "0.001 s after our FIN"},
		{ended(fin, "3 of 500 bytes into the content of response 1", "after 1.000 s of silence"), 80,
			"server closed (FIN) 3 of 500 bytes into response 1", "after 1.000 s of silence"},
		{ended("client closed (FIN)", "inside the header section of response 1", "its limit of 1,048,576 bytes (--max-head) was reached"), 80,
			"client closed (FIN) inside the header section of response 1", "limit of 1,048,576 bytes"},
		{ended("client closed (FIN)", "after 101 responses that nobody asked for", ""), 80,
			"client closed (FIN) after 101 responses that nobody asked for", "after 101 nobody asked for"},
		{ended(fin, "0.002 s after request 1, before any byte of a response", ""), 40, "server closed (FIN)", "0.002 s after …"},
	} {
		rows := plainRows(play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).End(c.end), c.w)
		if got := strings.TrimSpace(strings.TrimPrefix(rows[4], " ended")); got != c.told {
			t.Errorf("%s\ntold as %q, want %q", c.end.Text, got, c.told)
		}
		if !strings.HasSuffix(rows[1], " "+c.when) {
			t.Errorf("%s\nbeside timeout: %q, want %q", c.end.Text, rows[1], c.when)
		}
	}
}

// A response that never came whole was awaited until the connection ended.
func TestLifeOfWhatWasCutShort(t *testing.T) {
	for name, answer := range map[string]string{"awaited": "", "stalled": "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc"} {
		p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(ms)
		if answer != "" {
			p.Read(answer)
		}
		p.Wait(1600 * ms).End(session.Closed{By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse, Text: "server reset (RST)"})
		if life := plainRows(p, 80)[3]; strings.Contains(life, "─") || strings.Count(life, "▇") < 30 {
			t.Errorf("%s: %q", name, life)
		}
	}
}

// Responses to a pipeline come one after another: there is no idle time between.
func TestLifeOfAPipelineHasNoGap(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	for range 400 {
		p.Send(play.Request("GET", "/"))
	}
	for range 400 {
		p.Wait(5 * ms).Read("HTTP/1.1 204 No Content\r\n\r\n")
	}
	p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Text: "server closed (FIN)"})
	if life := plainRows(p, 120)[3]; strings.Contains(life, "─") {
		t.Errorf("%q", life)
	}
}

// The version is that of the responses so far, also while the next is awaited.
func TestTheVersionStaysInTheHeader(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(time.Second).Send(play.Request("GET", "/"))
	if row := plainRows(p, 120)[0]; !strings.Contains(row, "HTTP/1.1") {
		t.Errorf("%q", row)
	}
}

// A held connection is used again before the zone that comes first.
func TestWhatAHeldConnectionKeepsOutOf(t *testing.T) {
	hold := session.Working{Conn: 3, Kind: session.WorkHold, Active: true}
	if row := plainRows(measured().Tell(hold), 120)[4]; !strings.Contains(row, "Sends again just before ▓ begins") {
		t.Errorf("%q", row)
	}
}
