package clock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session/learned"
	"linger/session/record"
	"linger/ui/clock"
	"linger/ui/internal/play"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// The projector shows the running number, what it means, and how safe it is to send.
func TestDigits(t *testing.T) {
	connecting := play.New("http://h")
	ended := play.Idle().Wait(1200 * ms).ServerClosed()
	for _, tt := range []struct {
		name          string
		play          *play.Play
		digits, label string
		zone          record.Zone
		advertised    bool
		max           string
	}{
		{"no connection", connecting, "-", "timeout", record.NoZone, false, ""},
		{"unused", play.Fresh().Wait(2 * time.Second), "", "idle", record.NoZone, false, ""},
		{"counting", answered(), "4.9", "timeout", record.Safe, true, "9 left"},
		{"caution", answered().Wait(4200 * ms), "0.7", "timeout", record.Caution, true, "9 left"},
		{"overdue", answered().Wait(6 * time.Second), "1.1", "overdue", record.Late, false, "9 left"},
		{"past what was seen", seen(4 * time.Second).Wait(5 * time.Second), "1.0", "past the limit", record.Late, false, "not advertised"},
		{"awaiting", play.New("http://h").Connect(ms).Send(play.Request("GET", "/slow")).Wait(1200 * ms), "1.2", "awaiting the response", record.NoZone, false, ""},
		{"receiving", part().Wait(200 * ms), "0.2", "receiving the response", record.NoZone, false, ""},
		{"stalled", part().Wait(4 * time.Second), "4.0", "nothing received", record.NoZone, false, ""},
		{"cut", part().Wait(4 * time.Second).ServerClosed(), "", "open, then closed", record.NoZone, false, ""},
		{"out of step", play.New("http://h").Connect(ms).Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=9\r\n\r\nhello").Wait(6 * time.Second),
			"-", "timeout", record.NoZone, false, "not reusable"},
		{"ended", ended, "", "idle, then closed", record.NoZone, false, ""},
	} {
		v := clock.View{Record: tt.play.Rec, Conn: tt.play.Rec.Newest(), Now: tt.play.Now, Width: 120, Theme: theme.New(true, colorprofile.TrueColor, false)}
		digits, label := v.Digits()
		if tt.digits != "" && digits != tt.digits || label != tt.label {
			t.Errorf("%s: %q, %q, want %q, %q", tt.name, digits, label, tt.digits, tt.label)
		}
		if v.Zone() != tt.zone || v.Advertised() != tt.advertised {
			t.Errorf("%s: zone %v, advertised %v", tt.name, v.Zone(), v.Advertised())
		}
		if got := v.MaxWords(); tt.max != "" && got != tt.max {
			t.Errorf("%s: %q beside max, want %q", tt.name, got, tt.max)
		}
		for _, track := range []bool{true, false} {
			if w := text.Width(v.Bar(40, track)); w != 40 {
				t.Errorf("%s: a bar of %d cells", tt.name, w)
			}
		}
	}
}

// In the race zone the state is a warning, and the sentence says why.
func TestTheRaceZoneIsAnAlarm(t *testing.T) {
	for _, tt := range []struct {
		play  *play.Play
		alarm bool
		lead  string
	}{{answered(), false, "Safe to send."}, {play.Racing(), true, "Race zone."}} {
		v := clock.View{Record: tt.play.Rec, Conn: tt.play.Rec.Newest(), Now: tt.play.Now, Width: 120, Theme: theme.New(true, colorprofile.TrueColor, false)}
		_, state := v.State()
		beside, _ := v.Words(words.Unbounded)
		if v.Alarm() != tt.alarm || !strings.HasPrefix(v.Sentence(), tt.lead) || strings.Contains(state, "race") != tt.alarm || !strings.HasSuffix(beside, "left") {
			t.Errorf("alarm %v, state %q, beside %q: %s", v.Alarm(), state, beside, v.Sentence())
		}
	}
}

// The rows about connections between other programs, and about a session that is
// recorded, are as wide as the screen. They name the watched server and the file.
func TestRowsOfARelay(t *testing.T) {
	p := play.Pairs()
	for _, w := range []int{40, 80, 120, 200} {
		v := clock.View{Record: p.Rec, Now: p.Now, Width: w, Theme: theme.New(true, colorprofile.TrueColor, false), Offline: true, Log: "orders.linger",
			Watch: &words.Watch{Noun: "pair", Open: 3, Lost: 2, Learned: &learned.Summary{}}}
		for i, row := range []string{v.Header(), v.Timeout(), v.Max(), v.Life(), v.NowRow()} {
			if got := text.Width(row); got != w {
				t.Errorf("row %d of %d cells has %d", i, w, got)
			}
		}
		if head := ansi.Strip(v.Header()); w >= 120 && (!strings.Contains(head, "127.0.0.1:3000") || !strings.Contains(head, "orders.linger")) {
			t.Errorf("the header in %d cells: %s", w, head)
		}
	}
}

// The number of open connections between other programs is green only if linger found
// nothing wrong: one of them may be out of step.
func TestOpenConnectionsAreGreenWithoutFaults(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	p := play.Pairs()
	for faults, want := range map[int]string{0: th.OKStrong.Render("● 3 open"), 1: th.Strong.Render("● 3 open")} {
		v := clock.View{Record: p.Rec, Now: p.Now, Width: 120, Theme: th, Offline: true,
			Watch: &words.Watch{Noun: "pair", Open: 3, Faults: faults, Learned: &learned.Summary{}}}
		if head := v.Header(); !strings.Contains(head, want) {
			t.Errorf("%d faults: %q lacks %q", faults, head, want)
		}
	}
}

// part returns a connection on which half of a response has arrived.
func part() *play.Play {
	return play.New("http://h").Connect(ms).Send(play.Request("GET", "/half")).Read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha")
}
