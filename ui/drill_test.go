package ui

import (
	"errors"
	"fmt"
	"testing"

	"linger/session/drill"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// aRound is a server that closes early.
func aRound(_ string, number int) (drill.Round, error) {
	r := drill.Round{Number: number, Target: fmt.Sprintf("/r/7K3P-%d", number), Scenario: "/early?timeout=5&after=3.4", Does: "Advertises five seconds and closes after three.", Connections: 2}
	r.Right = [drill.Topics][]string{{"server"}, {"too-long"}, {"length"}, {"closed-early"}, {"end", "hint"}}
	return r, nil
}

// drilling begins a drill of two rounds.
func drilling(change func(*Drill)) func(*Options) {
	return func(o *Options) {
		practising(o)
		o.Drill = Drill{Seed: "7K3P", Rounds: 2, Level: drill.LevelOpen, Begin: true, Draw: aRound}
		if change != nil {
			change(&o.Drill)
		}
	}
}

func TestDrillScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
		m, _ := shown(play.Fresh(), size[0], size[1], drilling(nil))
		at := func(name string, keys ...string) {
			press(m, keys...)
			golden.Size(t, screen(m), size[0], size[1])
			golden.Check(t, fmt.Sprintf("drill-%s-%dx%d", name, size[0], size[1]), screen(m))
		}
		at("begins", "i")
		at("answers", "A", "enter", "down", "enter", "enter", "down", "down")
		at("final", "up", "enter", "enter", "left", "right")
		at("solution", "enter")
		press(m, "c", "A", "enter", "enter", "enter", "enter", "enter", "enter")
		at("over", "c")
		m, _ = shown(play.Fresh(), size[0], size[1], drilling(func(d *Drill) { d.Level = drill.LevelWire }), func(o *Options) { o.ASCII = true })
		at("ascii", "A")
	}
}

// An exam has no hints and no solutions, and tells its results after each round.
func TestExam(t *testing.T) {
	var told []drill.Result
	m, _ := shown(play.Fresh(), 120, 40, drilling(func(d *Drill) {
		d.Exam, d.Level = true, drill.LevelBytes
		d.Answered = func(results []drill.Result) error {
			told = results
			if len(results) == 2 {
				return errors.New("the disk is full")
			}
			return nil
		}
	}))
	press(m, "i")
	expect(t, m, "There is no hint now.")
	press(m, "A", "esc", "A", "enter", "enter", "enter", "enter", "enter", "enter")
	expect(t, m, "an exam shows no solutions", "round 1 of 2")
	if len(told) != 1 || told[0].Who != "server" || told[0].Rule != drill.None {
		t.Errorf("told %+v", told)
	}
	press(m, "A")
	expect(t, m, "The answers are final")
	press(m, "c", "A", "enter", "enter", "enter", "enter", "enter", "enter")
	expect(t, m, "The results cannot be written: the disk is full.", "round 2 of 2")
	press(m, "c", "A")
	expect(t, m, "All 2 rounds are answered: 210 of 300 points.")
	press(m, "T")
	expect(t, m, "T shows it")
	press(m, "S")
	expect(t, m, "S cannot be used now: a drill is under way.")
}

// D begins a drill where there is one.
func TestDrillKey(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, drilling(func(d *Drill) { d.Begin = false }))
	press(m, "D")
	expect(t, m, "What is wrong with this server?", "GET /r/7K3P-1")
	m, _ = shown(play.Idle(), 120, 40)
	press(m, "D")
	expect(t, m, "D cannot be used now: linger drill starts it.")
	m, _ = shown(play.Fresh(), 120, 40, drilling(func(d *Drill) {
		d.Draw = func(string, int) (drill.Round, error) { return drill.Round{}, errors.New("no such round") }
	}))
	expect(t, m, "The drill cannot begin: no such round.")
}
