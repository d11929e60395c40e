package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/drill"
	"linger/session/live"
	"linger/session/practice"
	"linger/session/state"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/tutor"
)

// aRound returns a round whose server closes early.
func aRound(_ string, number int) (drill.Round, error) {
	r := drill.Round{Number: number, Target: fmt.Sprintf("/r/7K3P-%d", number), Scenario: "/early?timeout=5&after=3.4", Does: "Advertises five seconds and closes after three.", Connections: 2}
	r.Right = [drill.Topics][]string{{"server"}, {"too-long"}, {"length"}, {"closed-early"}, {"end", "hint"}}
	return r, nil
}

// drilling returns an inspector with a drill of two rounds.
func drilling(change func(*tutor.Drill)) func(*Options) {
	return func(o *Options) {
		practising(o)
		o.Drill = tutor.Drill{Seed: "7K3P", Rounds: 2, Level: drill.LevelOpen, Begin: true, Draw: aRound, NewSeed: func() string { return "9ABC" }}
		if change != nil {
			change(&o.Drill)
		}
	}
}

// closesEarly returns the session of the first round: two connections that end before their
// timeout.
func closesEarly() *play.Play {
	p := play.New("http://127.0.0.1:8321")
	for range 2 {
		p.Connect(ms).Exchange("GET", "/r/7K3P-1", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 8", "Connection: keep-alive", "Keep-Alive: timeout=5")+"kewi tu ")
		p.Wait(3424 * ms).ServerClosed()
	}
	return p
}

func TestDrillGoldens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
		m, _ := shown(closesEarly(), size[0], size[1], drilling(func(d *tutor.Drill) { d.Level = drill.LevelBytes }))
		at := func(name string, keys ...string) {
			press(m, keys...)
			golden.Size(t, screen(m), size[0], size[1])
			golden.Check(t, fmt.Sprintf("drill-%s-%dx%d", name, size[0], size[1]), screen(m))
		}
		at("begins", "i")
		at("answers", "!", "A", "enter", "down", "enter", "enter", "down", "down")
		at("final", "up", "enter")
		at("solution", "enter")
		press(m, "c", "A", "enter", "enter", "enter", "enter", "enter", "enter")
		at("over", "c")
		m, _ = shown(closesEarly(), size[0], size[1], drilling(func(d *tutor.Drill) { d.Level = drill.LevelWire }), func(o *Options) { o.ASCII = true })
		at("ascii", "!", "A")
		m, _ = shown(closesEarly(), size[0], size[1], drilling(nil), func(o *Options) { o.Profile = colorprofile.NoTTY })
		at("colourless", "!", "A")
	}
}

// Until the answers are final, a level hides everywhere what linger concludes from the
// bytes.
func TestLevelsHideConclusionsUntilTheAnswersAreFinal(t *testing.T) {
	conclusions := []string{"! server closed", "before the advertised 5 s", "What it means", "1 Ended  2 Clients"}
	for _, level := range []drill.Level{drill.LevelBytes, drill.LevelWire} {
		m, _ := shown(closesEarly(), 120, 40, drilling(func(d *tutor.Drill) { d.Level = level }))
		expect(t, m, "server closed (FIN) after 3.424 s idle", "hidden by the drill")
		for _, words := range conclusions {
			if strings.Contains(look(m), words) {
				t.Errorf("level %s shows %q:\n%s", level, words, look(m))
			}
		}
		for key, want := range map[string]string{"1": "the drill hides it", "8": "the drill hides it", "9": "the drill hides it", "y": "the drill hides it", "E": "the drill hides it",
			"P": "a drill is open", "S": "a drill is open", "D": "a drill is open"} {
			if press(m, key); key != "1" || level == drill.LevelWire {
				expect(t, m, key+": "+want)
			}
		}
		press(m, "!", "A", "enter", "enter", "enter", "down", "enter", "enter")
		expect(t, m, "! server closed", "before the advertised 5 s", "/early?timeout=5&after=3.4")
	}
	m, _ := shown(closesEarly(), 120, 40, drilling(nil))
	expect(t, m, "! server closed", "before the advertised 5 s")
}

// ! marks the line under the cursor, or the end of the selected connection. A second !
// removes the mark.
func TestMarksBuildTheProof(t *testing.T) {
	m, _ := shown(closesEarly(), 120, 40, drilling(nil))
	press(m, "!")
	expect(t, m, "Marked as the proof: the end of connection 2.", "5  the proof         the end of connection 2")
	press(m, "up", "!")
	expect(t, m, "Marked as the proof: the end of connection 1.", "5  the proof         end 2; end 1")
	press(m, "!", "6", "G", "up", "up", "up", "!")
	expect(t, m, "Marked as the proof: byte 60 of response 1.", "end 2; byte 60 of response 1", "   60 ◆ ")
	press(m, "!")
	expect(t, m, "The mark is removed.", "5  the proof         the end of connection 2 ")
	press(m, "up", "!", "esc", "esc")
	expect(t, m, "This round comes back after the last round.", "round 2 of 2 · 1 left for later", "GET /r/7K3P-2")
	press(m, "up", "!")
	expect(t, m, "this connection was not used in this round")
	press(m, "A")
	expect(t, m, "enter choose") // not "open", although a row of the list is selected
	press(m, "enter", "enter", "enter", "enter", "enter", "enter", "c")
	expect(t, m, "round 1 of 2", "5  the proof         end 2; byte")
	press(m, "esc")
	expect(t, m, "This is the only open round.")
}

// An exam has no hints and no solutions. It writes its results after each round.
func TestExamHasNoHintsAndWritesResults(t *testing.T) {
	var written []drill.Result
	m, _ := shown(closesEarly(), 120, 40, drilling(func(d *tutor.Drill) {
		d.Exam, d.Level = true, drill.LevelBytes
		d.Answered = func(results []drill.Result) error {
			written = results
			if len(results) == 2 {
				return errors.New("the disk is full")
			}
			return nil
		}
	}))
	press(m, "i")
	expect(t, m, "There is no hint now.")
	press(m, "!", "A", "esc", "A", "enter", "enter", "enter", "enter", "enter")
	expect(t, m, "an exam shows no solutions", "round 1 of 2", "hidden by the drill")
	if len(written) != 1 || written[0].Who != "server" || written[0].Rule != drill.None || len(written[0].Proof) != 1 || written[0].Proof[0].Is != drill.AtEnd || written[0].Rounds != 2 {
		t.Errorf("written results = %+v, want one round of two with the marked end as its proof", written)
	}
	press(m, "A")
	expect(t, m, "The answers are final")
	press(m, "c", "A", "enter", "enter", "enter", "enter", "enter", "enter")
	expect(t, m, "The results cannot be written: the disk is full.", "round 2 of 2")
	press(m, "c", "A")
	expect(t, m, "All 2 rounds are answered: 150 of 300 points.")
	press(m, "D")
	expect(t, m, "an exam has one seed")
	press(m, "T")
	expect(t, m, "T shows it")
	press(m, "S")
	expect(t, m, "S: a drill is open.")
}

// After the last round, D starts a new drill.
func TestDAfterTheLastRoundStartsANewDrill(t *testing.T) {
	m, _ := shown(closesEarly(), 120, 40, drilling(func(d *tutor.Drill) { d.Rounds = 1 }))
	press(m, "A", "enter", "enter", "enter", "enter", "enter", "enter", "c")
	expect(t, m, "The round is answered", "D  more rounds, with another seed")
	press(m, "D")
	expect(t, m, "Drill  9ABC", "round 1 of 1")
}

// TestFullRound runs a whole round on the practice server, in fake time: a response, the
// end of the connection, the mark, five answers and the solution.
func TestFullRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := session.Target{Host: "practice.test", Port: "80"}
		here := room{server: practice.New(practice.Config{})}
		s := live.New(live.Config{Target: target, Label: "the practice server", Dialer: here})
		m := New(t.Context(), Options{
			Source: Source{Engine: s, Request: target.Request("GET", "/countdown"), Scenarios: lessons, Practice: true},
			Drill:  tutor.Drill{Seed: "7K3P", Rounds: 2, Level: drill.LevelBytes, Begin: true, Draw: lateRound},
			State:  state.Open(state.Options{NoState: true, NoProgress: true}),
		})
		p := tea.NewProgram(watched{m}, tea.WithInput(nil), tea.WithOutput(&output{}), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(1))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		look := func(wait time.Duration, wants ...string) {
			t.Helper()
			time.Sleep(wait)
			synctest.Wait()
			got := snapshot(p)
			for _, want := range wants {
				if !strings.Contains(got, want) {
					t.Errorf("the screen lacks %q:\n%s", want, got)
				}
			}
		}
		typing := func(names ...string) {
			for _, name := range names {
				p.Send(keyOf(name))
				look(200 * time.Millisecond)
			}
		}
		look(3*time.Second, "round 1 of 2", "GET /r/7K3P-1")
		typing("enter")
		look(10*time.Second, "after 8.000 s idle ")
		typing("!", "A", "enter", "down", "down", "enter", "enter", "enter")
		look(time.Second, "these answers are final", "the end of connection 1")
		typing("enter")
		look(time.Second, "/late?timeout=4&after=8: 150 points", "✓ who  ✓ timeout  ✓ body  ✓ rule  ✓ proof", "87      Keep-Alive: timeout=4", "4.0 s after", "the advertised 4 s")
		typing("c")
		look(time.Second, "round 2 of 2 · 150 points", "GET /r/7K3P-2", "not answered")
		p.Send(keyOf("ctrl+c"))
		<-done
		s.Close()
		here.server.Close()
		time.Sleep(time.Minute) // wait until all requested ticks have fired
	})
}

// lateRound returns a round whose server closes later than it advertises.
func lateRound(seed string, number int) (drill.Round, error) {
	r := drill.Round{Number: number, Target: fmt.Sprintf("/r/%s-%d", seed, number), Scenario: "/late?timeout=4&after=8", Does: "Closes later.", Watch: "That does no harm.", Connections: 1}
	r.Right = [drill.Topics][]string{{"server"}, {"too-short"}, {"length"}, nil, {"end"}}
	return r, nil
}

// D starts the drill if the inspector has one. Otherwise, or if the drill cannot begin, a
// notice says why.
func TestDStartsTheDrill(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, drilling(func(d *tutor.Drill) { d.Begin = false }))
	press(m, "D")
	expect(t, m, "What is wrong with this server?", "GET /r/7K3P-1")
	m, _ = shown(play.Idle(), 120, 40)
	press(m, "D")
	expect(t, m, "D: linger drill starts it.")
	m, _ = shown(play.Fresh(), 120, 40, drilling(func(d *tutor.Drill) {
		d.Draw = func(string, int) (drill.Round, error) { return drill.Round{}, errors.New("no such round") }
	}))
	expect(t, m, "The drill cannot begin: no such round.")
}
