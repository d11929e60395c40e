package ui

import (
	"context"
	"net"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/live"
	"linger/session/probe"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/tutor"
	"linger/wire"
)

// FuzzScreen runs the whole inspector with a live session, in fake time. The server may
// send any bytes, in any parts and at any time, and end the connection in any way. The
// user may press any keys. After each key, the screen is as large as the terminal and
// contains only text and styles.
//
// script is what the server does (see [hostile.step]), pressed holds the keys and the
// events between them (see [pressing]), and look selects how the inspector starts.
func FuzzScreen(f *testing.F) {
	for i, s := range seeds(f) {
		look := uint8(0)
		if i%3 == 1 {
			look = 1 << (i / 3 % 8)
		}
		size := [][2]uint8{{80, 24}, {120, 40}, {200, 50}, {240, 70}, {20, 6}, {60, 16}}[i/5%6]
		f.Add([]byte(s), scripts[i/7%len(scripts)], tours[i%len(tours)], look, size[0], size[1])
	}
	fit := map[string]int{}
	f.Fuzz(func(t *testing.T, sent, script []byte, pressed string, look, w, h uint8) {
		if len(sent) > 4<<10 || len(script) > 24 || len(pressed) > 40 || w < 1 || h < 1 || h > 100 {
			return
		}
		explore(t, sent, script, pressed, look, int(w), int(h), fit)
	})
}

func explore(t *testing.T, sent, script []byte, pressed string, look uint8, w, h int, fit map[string]int) {
	synctest.Test(t, func(t *testing.T) {
		x := begin(t, newHostile(sent, script), look)
		defer x.end()
		x.fit = fit
		x.given(tea.WindowSizeMsg{Width: w, Height: h})
		x.check("the start")
		if look&lookUnsent == 0 {
			x.given(keyOf("enter"))
		}
		for _, r := range pressed {
			x.pressing(r)
			x.check(strconv.QuoteRune(r))
		}
		if look&lookRecording != 0 {
			x.recorded(w, h, pressed)
		}
	})
}

// Ways to start the inspector, as bits of look.
const (
	lookASCII = 1 << iota
	lookPractice
	lookColourless
	lookUnsent    // no request is sent at the start
	lookRecording // at the end, the events are also shown as a recording
	lookHEAD
	lookCONNECT
	lookExpect
)

// An explorer runs an inspector in a synctest bubble, in the same way as Bubble Tea.
type explorer struct {
	t      *testing.T
	m      *Model
	s      *live.Session
	server *hostile
	cancel context.CancelFunc
	msgs   chan tea.Msg
	look   uint8
	past   []session.Event
	fit    map[string]int // widths of rows that have been checked
	passed time.Duration
}

func begin(t *testing.T, server *hostile, look uint8) *explorer {
	target := session.Target{Host: "server.example", Port: "80"}
	x := &explorer{t: t, server: server, look: look, msgs: make(chan tea.Msg, 1000)}
	x.s = live.New(live.Config{Target: target, Dialer: session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) {
		return server.door.Dial(ctx)
	})})
	ctx, cancel := context.WithCancel(context.Background())
	x.cancel = cancel
	o := Options{Source: Source{Engine: x.s, Request: target.Request("GET", "/"), Probe: measured,
		JSON: func(*record.Record, int, bool) []byte { return []byte("{}") }}, Profile: colorprofile.TrueColor, ASCII: look&lookASCII != 0}
	switch {
	case look&lookHEAD != 0:
		o.Request.Method = "HEAD"
	case look&lookCONNECT != 0:
		o.Request = target.Request("CONNECT", "server.example:80")
	case look&lookExpect != 0:
		o.Request.Method, o.Request.Content = "POST", []byte("content")
		o.Request.Fields = append(o.Request.Fields, wire.HeaderField{Name: "Expect", Value: "100-continue"})
	}
	if look&lookPractice != 0 {
		o.Scenarios, o.Practice, o.Learn = lessons, true, tutor.Options{Pace: 1}
	}
	if look&lookColourless != 0 {
		o.Profile = colorprofile.ASCII
	}
	x.m = New(ctx, o)
	x.run(x.m.Init())
	x.settle(40 * ms)
	return x
}

// run starts a command as Bubble Tea does. Its message arrives later.
func (x *explorer) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			x.msgs <- msg
		}
	}()
}

// given passes a message to the inspector, and then the messages that follow from it
// within 40 ms.
func (x *explorer) given(msg tea.Msg) {
	_, cmd := x.m.Update(msg)
	x.run(cmd)
	x.settle(40 * ms)
}

// settle lets time pass and then passes the waiting messages to the inspector.
func (x *explorer) settle(d time.Duration) {
	if x.passed += d; x.passed > lifetime {
		return
	}
	time.Sleep(d)
	for {
		synctest.Wait()
		select {
		case msg := <-x.msgs:
			switch msg := msg.(type) {
			case tea.BatchMsg:
				for _, cmd := range msg {
					x.run(cmd)
				}
				continue
			case eventsMsg:
				x.came(msg)
			}
			_, cmd := x.m.Update(msg)
			x.run(cmd)
		default:
			return
		}
	}
}

// lifetime is the maximum duration of a session, because a time.Duration cannot hold more
// than 292 years.
const lifetime = 200 * 365 * 24 * time.Hour

func (x *explorer) came(msg eventsMsg) {
	if msg.err != nil {
		x.t.Fatalf("the session ended with %v, want it to continue", msg.err)
	}
	x.past = append(x.past, msg.events...)
}

// jumps holds durations, from less than a clock can show to more than a 32-bit timeout
// can hold.
var jumps = []time.Duration{0, 70 * ms, 900 * ms, 4 * time.Second, 31 * time.Second, 10 * time.Minute, 5 * time.Hour, 40 * 24 * time.Hour,
	365 * 24 * time.Hour, 69 * 365 * 24 * time.Hour}

// specials maps runes to the names of keys that type no character.
var specials = map[rune]string{'\r': "enter", '\x1b': "esc", '\t': "tab", '\b': "backspace", '↑': "up", '↓': "down", '←': "left", '→': "right",
	'⇑': "pgup", '⇓': "pgdown", '⇤': "shift+tab", '¹': "ctrl+t", '²': "ctrl+p", '³': "ctrl+n", '⁴': "ctrl+l", '⁵': "ctrl+r"}

// pressing carries out one step: a key, time that passes (the circled digits), the mouse,
// pasted text, another size, or a change of the background colour.
func (x *explorer) pressing(r rune) {
	name, special := specials[r]
	w, h := x.m.w, x.m.h
	switch {
	case special:
		x.given(keyOf(name))
	case r >= '①' && r < '①'+rune(len(jumps)):
		x.settle(jumps[r-'①'])
	case r == '⊙':
		x.given(tea.MouseClickMsg{X: w / 2, Y: h / 2, Button: tea.MouseLeft})
	case r == '⊖':
		x.given(tea.MouseWheelMsg{X: w / 3, Y: h / 2, Button: tea.MouseWheelDown})
	case r == '⊕':
		x.given(tea.PasteMsg{Content: "past\x1b[2Je\r\n\u202e"})
	case r == '⊗':
		x.given(tea.WindowSizeMsg{Width: max(1, h), Height: max(1, min(w, 100))})
	case r == '⊘':
		x.given(tea.BackgroundColorMsg{})
	case r == 'q' || r == 'W': // left out: these keys end the program or write a file
	case r >= ' ' && r != utf8.RuneError && unicode.IsPrint(r):
		x.given(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// check fails the test if the screen does not have the size of the terminal or contains
// more than text and styles.
func (x *explorer) check(after string) {
	x.t.Helper()
	v := x.m.View()
	rows := strings.Split(v.Content, "\n")
	if len(rows) != x.m.h {
		x.t.Fatalf("after %s, the screen has %d rows, want %d", after, len(rows), x.m.h)
	}
	for i, row := range rows {
		x.checkRow(after, i, row)
	}
	if strings.IndexFunc(v.WindowTitle, unicode.IsControl) >= 0 {
		x.t.Fatalf("the window title is %q, want no control characters", v.WindowTitle)
	}
}

// manyRows is the maximum number of remembered rows. Most rows of a screen do not change.
const manyRows = 20_000

func (x *explorer) checkRow(after string, i int, row string) {
	x.t.Helper()
	w, ok := x.fit[row]
	if !ok {
		if bad := unfit(row); bad != "" {
			x.t.Fatalf("after %s, row %d contains %s: %q", after, i, bad, row)
		}
		w = text.Width(row)
		if len(x.fit) >= manyRows {
			clear(x.fit)
		}
		x.fit[row] = w
	}
	if w != x.m.w {
		x.t.Fatalf("after %s, row %d is %d cells wide, want %d: %q", after, i, w, x.m.w, row)
	}
	if x.m.opt.ASCII && strings.IndexFunc(row, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		x.t.Fatalf("after %s, row %d is not ASCII: %q", after, i, row)
	}
}

// unfit returns the first part of row that is neither printable text nor a style, quoted,
// or "" if there is none.
func unfit(row string) string {
	for i := 0; i < len(row); {
		r, n := utf8.DecodeRuneInString(row[i:])
		switch {
		case r == '\x1b':
			n = 1 + style(row[i+1:])
			if n == 1 {
				return strconv.Quote(row[i:min(len(row), i+20)])
			}
		case r >= ' ' && r < 0x7f:
		case r == utf8.RuneError && n == 1 || !unicode.IsGraphic(r):
			return strconv.QuoteRune(r)
		}
		i += n
	}
	return ""
}

// style returns the length of a CSI m sequence at the start of s, without its ESC, or 0
// if there is none.
func style(s string) int {
	if !strings.HasPrefix(s, "[") {
		return 0
	}
	end := 1 + len(s[1:]) - len(strings.TrimLeft(s[1:], "0123456789;:"))
	if end >= len(s) || s[end] != 'm' {
		return 0
	}
	return end + 1
}

// recorded shows the events of the session as a recording and presses the keys again.
func (x *explorer) recorded(w, h int, pressed string) {
	e := &still{events: x.past}
	m := New(context.Background(), Options{Source: Source{Engine: e, Request: next, Recording: true}, Profile: colorprofile.TrueColor, ASCII: x.look&lookASCII != 0})
	live := x.m
	x.m = m
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.Update(eventsMsg{desk: m.desk(), events: x.past})
	for _, r := range pressed {
		if special := specials[r]; special != "" {
			m.Update(keyOf(special))
		} else if r > ' ' && r < 0x7f && r != 'W' && r != 'q' {
			m.Update(keyOf(string(r)))
		}
		x.check(strconv.QuoteRune(r) + " in the recording")
	}
	x.m = live
}

func (x *explorer) end() {
	x.cancel()
	x.s.Close()
	x.server.hangUp()
	time.Sleep(time.Minute) // wait until all requested ticks have fired
}

// measured stands in for a probe. It takes a second and returns a short report.
func measured(ctx context.Context, t session.Target, _ wire.RequestMessage, _ []string, progress func(probe.Progress)) *probe.Report {
	progress(probe.Progress{})
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	return &probe.Report{Target: t.String(), Idle: probe.Samples{{Idle: 3 * time.Second}, {Idle: time.Hour, Open: true}}, HasHint: true, Hint: jumps[len(jumps)-1]}
}
