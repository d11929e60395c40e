package list

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/observe"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// NextZone shows when exchanges were sent and connections ended: in UTC, then in local
// time, then not at all.
func TestClockTimes(t *testing.T) {
	for _, size := range [][2]int{{54, 28}, {78, 16}, {38, 12}} {
		p := play.New("http://h")
		p.Tell(session.Started{Target: "http://h", Wall: time.Date(2026, 11, 29, 12, 4, 2, 0, time.UTC)})
		p.Connect(ms).Exchange("GET", "/length", ms, play.Hint("timeout=5")).Wait(5 * time.Second)
		p.End(observe.End{By: session.ByServer, How: session.HowFIN})
		p.Connect(ms).Exchange("HEAD", "/length?n=512", ms, play.Hint("timeout=5"))
		m := of(p, size[0], size[1])
		without := strings.Join(m.Rows(), "\n")
		m.NextZone()
		golden.Check(t, "utc-"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), m.Rows())
		rows := ansi.Strip(strings.Join(m.Rows(), "\n"))
		for _, want := range []string{"/length "} {
			if !strings.Contains(rows, want) {
				t.Errorf("the list lacks %q:\n%s", want, rows)
			}
		}
		if got := m.Fact(); got != "UTC · following" {
			t.Errorf("Fact = %q, want UTC", got)
		}
		m.NextZone()
		if got := m.Fact(); !strings.HasPrefix(got, "local ") {
			t.Errorf("Fact = %q, want local", got)
		}
		m.NextZone()
		if got := strings.Join(m.Rows(), "\n"); got != without {
			t.Errorf("the clock times are still shown:\n%s", got)
		}
	}
}

// A session that does not say when it began has no clock times.
func TestNoClockTimesWithoutAWallClock(t *testing.T) {
	m := of(play.Idle(), 54, 28)
	without := strings.Join(m.Rows()[1:], "\n")
	m.NextZone()
	if got := strings.Join(m.Rows()[1:], "\n"); got != without || strings.Contains(m.Fact(), "UTC") {
		t.Errorf("the list shows clock times:\n%s", got)
	}
}
