package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/state"
	"linger/ui/internal/play"
	"linger/wire"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// remembering opens a store in a directory, with a clock that always says noon. It
// returns the store and an option that sets it.
func remembering(dir string) (*state.Store, func(*Options)) {
	s := state.Open(state.Options{Dir: dir, Now: func() time.Time { return noon }})
	return s, func(o *Options) { o.State = s }
}

// Requests of one session are in the history of the next session with the same server.
func TestHistoryIsKeptForTheNextSession(t *testing.T) {
	dir := t.TempDir()
	_, with := remembering(dir)
	m, _ := shown(play.Idle(), 120, 40, with)
	m.desk().next.Target = "/remembered"
	press(m, "enter")

	_, with = remembering(dir)
	m, _ = shown(play.Idle(), 120, 40, with)
	press(m, "e", "ctrl+p")
	expect(t, m, "/remembered")
}

// The practice server has another port in each run.
func TestHistoryOfThePracticeServerFitsAnyPort(t *testing.T) {
	old := state.RequestOf(practiceTarget, wire.RequestMessage{Method: "GET", Target: "/early", Proto: "HTTP/1.1",
		Fields: []wire.HeaderField{{Name: "host", Value: "127.0.0.1:1"}, {Name: "Host", Value: "elsewhere"}}})
	got := forPractice([]state.Request{old}, "http://127.0.0.1:8321")
	want := []state.Field{{Name: "host", Value: "127.0.0.1:8321"}, {Name: "Host", Value: "elsewhere"}}
	if diff := cmp.Diff(want, got[0].Fields); diff != "" {
		t.Errorf("fields of the stored request (-want +got):\n%s", diff)
	}

	s, with := remembering(t.TempDir())
	m, _ := shown(play.Labelled("http://127.0.0.1:8321", "the practice server"), 120, 40, with)
	press(m, "enter")
	m.desk().learn(session.Measured{Target: "http://127.0.0.1:8321", Low: time.Second, High: time.Second, Closes: 1})
	if n := len(s.History(practiceTarget)); n != 1 {
		t.Errorf("the history has %d requests, want 1", n)
	}
	if _, ok := s.Limit("http://127.0.0.1:8321"); ok || len(s.Addresses()) != 0 {
		t.Error("the store has the practice server under its port, want only under its fixed name")
	}
}

func TestMeasuredLimitIsKeptForTheNextSession(t *testing.T) {
	dir := t.TempDir()
	s, with := remembering(dir)
	m, _ := shown(play.Idle(), 120, 40, with)
	target := m.desk().rec.Target()
	m.desk().learn(session.Measured{Target: target, Low: 2 * time.Second, High: 3 * time.Second, Closes: 4})
	if a := s.Addresses(); len(a) != 1 || a[0].Target != target {
		t.Errorf("Addresses() = %v, want only %s", a, target)
	}

	_, with = remembering(dir)
	m, e := shown(play.Idle(), 120, 40, with)
	want := session.Measured{Target: target, Low: 2 * time.Second, High: 3 * time.Second, Closes: 4, On: noon}
	if len(e.did) != 1 || e.did[0] != (session.Learn{Measured: want}) {
		t.Fatalf("the next session gave the commands %+v, want one Learn of %+v", e.did, want)
	}
	happens(m, want)
	expect(t, m, "2.00 s on 30 November")
}

func TestPromptListsAddressesOfEarlierSessions(t *testing.T) {
	s, with := remembering(t.TempDir())
	s.Visited("https://shop.example")
	m, _ := shown(play.Idle(), 120, 40, with)
	press(m, "o")
	expect(t, m, "https://shop.example", "30 November 2026")
	press(m, "down", "down")
	expect(t, m, "▸ https://shop.example")
}

// In the prompt for an address, tab completes the typed text, and ctrl+x removes the
// selected address from the stored ones.
func TestTabCompletesAndCtrlXForgetsAnAddress(t *testing.T) {
	s, with := remembering(t.TempDir())
	s.Visited("https://shop.example")
	m, _ := shown(play.Idle(), 80, 24, with)
	press(m, "o")
	press(m, typing("sho")...)
	press(m, "ctrl+x")
	expect(t, m, "choose one first", "tab complete")
	press(m, "tab")
	expect(t, m, "address    https://shop.example  ")
	press(m, "down", "down")
	expect(t, m, "▸ https://shop.example", "ctrl+x forget")
	press(m, "ctrl+x")
	expect(t, m, "Forgotten: https://shop.example.", "address    https://shop.example  ")
	for _, a := range s.Addresses() {
		if a.Target == "https://shop.example" {
			t.Error("the store still has https://shop.example after ctrl+x")
		}
	}
	press(m, "up", "down", "ctrl+x")
	expect(t, m, "The next session does not offer http://127.0.0.1:8321.")
	press(m, "ctrl+u", "x", "tab")
	expect(t, m, "address    x  ")
}

// A problem is shown until the next key.
func TestProblemIsShownUntilTheNextKey(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "history.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, with := remembering(dir)
	m, e := shown(play.Idle(), 120, 40, with, func(o *Options) { o.Problem = "config.toml: line 3 is wrong." })
	expect(t, m, "config.toml: line 3 is wrong.")
	e.now += time.Hour
	happens(m)
	expect(t, m, "config.toml: line 3 is wrong.")
	press(m, "down")
	if strings.Contains(strings.Join(screen(m), "\n"), "config.toml") {
		t.Error("the problem is still shown after a key")
	}
	m, _ = shown(play.Idle(), 120, 40, func(o *Options) { o.State = state.Open(state.Options{}) })
	expect(t, m, "linger remembers nothing after this run")
}
