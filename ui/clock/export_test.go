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
func TestDigitsZoneAndMaxWords(t *testing.T) {
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
		{"idle for more than a minute", play.Fresh().Wait(62 * time.Second), "64", "idle", record.NoZone, false, ""},
		{"counting", answered(), "4.9", "timeout", record.Safe, true, "9 left"},
		{"caution", answered().Wait(4200 * ms), "0.7", "timeout", record.Caution, true, "9 left"},
		{"overdue", answered().Wait(6 * time.Second), "1.1", "overdue", record.Late, false, "9 left"},
		{"past a seen limit", seen(4 * time.Second).Wait(5 * time.Second), "1.0", "past the limit", record.Late, false, "not advertised"},
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
			t.Errorf("%s: Digits = %q, %q; want %q, %q", tt.name, digits, label, tt.digits, tt.label)
		}
		if v.Zone() != tt.zone || v.Advertised() != tt.advertised {
			t.Errorf("%s: zone %v, advertised %t; want %v, %t", tt.name, v.Zone(), v.Advertised(), tt.zone, tt.advertised)
		}
		if got := v.MaxWords(); tt.max != "" && got != tt.max {
			t.Errorf("%s: MaxWords = %q, want %q", tt.name, got, tt.max)
		}
		for _, track := range []bool{true, false} {
			if w := text.Width(v.Bar(40, track)); w != 40 {
				t.Errorf("%s: Bar(40, %t) is %d cells wide, want 40", tt.name, track, w)
			}
		}
	}
}

// In the race zone the state is a warning, and the sentence says why.
func TestStateInTheRaceZoneIsAWarning(t *testing.T) {
	for _, tt := range []struct {
		play  *play.Play
		alarm bool
		lead  string
	}{{answered(), false, "Safe to send."}, {play.Racing(), true, "Race zone."}} {
		v := clock.View{Record: tt.play.Rec, Conn: tt.play.Rec.Newest(), Now: tt.play.Now, Width: 120, Theme: theme.New(true, colorprofile.TrueColor, false)}
		_, state := v.State()
		beside, _ := v.Words(words.Unbounded)
		if v.Alarm() != tt.alarm || !strings.HasPrefix(v.Sentence(), tt.lead) || strings.Contains(state, "race") != tt.alarm || !strings.HasSuffix(beside, "left") {
			t.Errorf("Alarm = %t, state %q, beside the bar %q, sentence %q; want %t and %q", v.Alarm(), state, beside, v.Sentence(), tt.alarm, tt.lead)
		}
	}
}

// The rows about a relay, with a recording in progress, are as wide as the screen. They
// name the server and the file.
func TestRowsOfARelay(t *testing.T) {
	p := play.Pairs()
	for _, w := range []int{40, 80, 120, 200} {
		v := clock.View{Record: p.Rec, Now: p.Now, Width: w, Theme: theme.New(true, colorprofile.TrueColor, false), Offline: true, Log: "orders.linger",
			Watch: &words.Watch{Noun: "pair", Open: 3, Lost: 2, Learned: &learned.Summary{}}}
		for i, row := range []string{v.Header(), v.Timeout(), v.Max(), v.Life(), v.NowRow()} {
			if got := text.Width(row); got != w {
				t.Errorf("row %d is %d cells wide, want %d", i, got, w)
			}
		}
		if head := ansi.Strip(v.Header()); w >= 120 && (!strings.Contains(head, "127.0.0.1:3000") || !strings.Contains(head, "orders.linger")) {
			t.Errorf("header in %d cells = %q, want the server and the file in it", w, head)
		}
	}
}

// The number of open connections between other programs is green only if there are no
// findings, because one of the connections may be out of step.
func TestNumberOfOpenConnectionsIsGreenOnlyWithoutFindings(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	p := play.Pairs()
	for faults, want := range map[int]string{0: th.OKStrong.Render("● 3 open"), 1: th.Strong.Render("● 3 open")} {
		v := clock.View{Record: p.Rec, Now: p.Now, Width: 120, Theme: th, Offline: true,
			Watch: &words.Watch{Noun: "pair", Open: 3, Faults: faults, Learned: &learned.Summary{}}}
		if head := v.Header(); !strings.Contains(head, want) {
			t.Errorf("header with %d findings = %q, want %q in it", faults, head, want)
		}
	}
}

// part returns a connection on which half of a response has arrived.
func part() *play.Play {
	return play.New("http://h").Connect(ms).Send(play.Request("GET", "/half")).Read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha")
}
