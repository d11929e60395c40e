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

// The row of the countdown has the comparison of an end, and the row "now" has the
// sentence. Both fit.
func TestTextsOfAnEndFit(t *testing.T) {
	for w, want := range map[int][2]string{
		120: {"2.0 s before the advertised 5 s", "server reset (RST) after 3.000 s idle: 2.0 s before the advertised 5 s"},
		60:  {"2.0 s before the 5 s hint", "server RST after 3.000 s idle: 2.0 s before 5 s"},
		40:  {"2.0 s before 5 s", "server RST after 3.000 s idle"},
	} {
		rows := plainRows(play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(3*time.Second).ServerReset(), w)
		if !strings.HasSuffix(rows[1], want[0]) {
			t.Errorf("width %d: the row of the countdown is %q, want it to end with %q", w, rows[1], want[0])
		}
		if got := strings.TrimSpace(strings.TrimPrefix(rows[4], " ended")); got != want[1] {
			t.Errorf("width %d: the row now is %q, want %q", w, got, want[1])
		}
	}
}

// An incomplete response is in progress until the connection ends, so the bar shows no
// idle time.
func TestLifeOfAnIncompleteExchangeHasNoIdleTime(t *testing.T) {
	for name, response := range map[string]string{"awaited": "", "stalled": "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc"} {
		p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(ms)
		if response != "" {
			p.Read(response)
		}
		p.Wait(1600 * ms).ServerReset()
		if life := plainRows(p, 80)[3]; strings.Contains(life, "─") || strings.Count(life, "▇") < 30 {
			t.Errorf("%s: life = %q, want the exchange up to the end", name, life)
		}
	}
}

// There is no idle time between the responses to a pipeline.
func TestLifeOfAPipelineHasNoIdleTime(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	for range 400 {
		p.Send(play.Request("GET", "/"))
	}
	for range 400 {
		p.Wait(5 * ms).Read("HTTP/1.1 204 No Content\r\n\r\n")
	}
	p.ServerClosed()
	if life := plainRows(p, 120)[3]; strings.Contains(life, "─") {
		t.Errorf("life = %q, want no idle time", life)
	}
}

// The header shows the version of the responses so far, even while the next response is
// awaited.
func TestHeaderKeepsTheVersionDuringARequest(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(time.Second).Send(play.Request("GET", "/"))
	if row := plainRows(p, 120)[0]; !strings.Contains(row, "HTTP/1.1") {
		t.Errorf("header = %q, want HTTP/1.1 in it", row)
	}
}

// A hold sends again before the first zone begins.
func TestHoldNamesTheZoneBeforeWhichItSends(t *testing.T) {
	hold := session.Working{Conn: 3, Kind: session.WorkHold, Active: true}
	if row := plainRows(measured().Tell(hold), 120)[4]; !strings.Contains(row, "Sends again when ▓ begins") {
		t.Errorf("the row now is %q, want it to say that linger sends again when the race zone begins", row)
	}
}
