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

// The comparison of an end is beside the bar, and the sentence is in the last row. Both
// fit.
func TestTheEndFitsItsRows(t *testing.T) {
	for w, want := range map[int][2]string{
		120: {"2.0 s before the advertised 5 s", "server reset (RST) after 3.000 s idle: 2.0 s before the advertised 5 s"},
		60:  {"2.0 s before the 5 s hint", "server RST after 3.000 s idle: 2.0 s before 5 s"},
		40:  {"2.0 s before 5 s", "server RST after 3.000 s idle"},
	} {
		rows := plainRows(play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(3*time.Second).ServerReset(), w)
		if !strings.HasSuffix(rows[1], want[0]) {
			t.Errorf("%d: beside the bar %q, want %q", w, rows[1], want[0])
		}
		if got := strings.TrimSpace(strings.TrimPrefix(rows[4], " ended")); got != want[1] {
			t.Errorf("%d: %q, want %q", w, got, want[1])
		}
	}
}

// An incomplete response was awaited until the connection ended.
func TestLifeOfWhatWasCutShort(t *testing.T) {
	for name, answer := range map[string]string{"awaited": "", "stalled": "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc"} {
		p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(ms)
		if answer != "" {
			p.Read(answer)
		}
		p.Wait(1600 * ms).ServerReset()
		if life := plainRows(p, 80)[3]; strings.Contains(life, "─") || strings.Count(life, "▇") < 30 {
			t.Errorf("%s: %q", name, life)
		}
	}
}

// There is no idle time between the responses to a pipeline.
func TestLifeOfAPipelineHasNoGap(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	for range 400 {
		p.Send(play.Request("GET", "/"))
	}
	for range 400 {
		p.Wait(5 * ms).Read("HTTP/1.1 204 No Content\r\n\r\n")
	}
	p.ServerClosed()
	if life := plainRows(p, 120)[3]; strings.Contains(life, "─") {
		t.Errorf("%q", life)
	}
}

// The version is that of the responses so far, even while the next response is awaited.
func TestTheVersionStaysInTheHeader(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(time.Second).Send(play.Request("GET", "/"))
	if row := plainRows(p, 120)[0]; !strings.Contains(row, "HTTP/1.1") {
		t.Errorf("%q", row)
	}
}

// A hold sends again before the first zone begins.
func TestWhatAHeldConnectionKeepsOutOf(t *testing.T) {
	hold := session.Working{Conn: 3, Kind: session.WorkHold, Active: true}
	if row := plainRows(measured().Tell(hold), 120)[4]; !strings.Contains(row, "Sends again when ▓ begins") {
		t.Errorf("%q", row)
	}
}
