package drill_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"linger/session/drill"
	"linger/session/practice"
)

// truth returns a round of the practice server.
func truth(seed string, number int) (drill.Round, error) {
	r, err := practice.Draw(seed, number)
	if err != nil {
		return drill.Round{}, err
	}
	out := drill.Round{Number: number, Target: r.Path(), Needs: r.Needs, Connections: r.Truth.Connections}
	out.Right[drill.Who] = []string{string(r.Truth.Who)}
	out.Right[drill.Body] = []string{string(r.Truth.Body)}
	out.Right[drill.Rule] = r.Truth.Rules
	for _, v := range r.Truth.Timeout {
		out.Right[drill.Timeout] = append(out.Right[drill.Timeout], string(v))
	}
	for _, v := range r.Truth.Proof {
		out.Right[drill.Proof] = append(out.Right[drill.Proof], string(v))
	}
	return out, nil
}

// The correct answers of each round are among the choices, and each round has a hint.
func TestCorrectAnswersCanBeChosen(t *testing.T) {
	for _, seed := range []string{"7K3P", "0000", "ABCD"} {
		for number := 1; number <= 60; number++ {
			r, err := truth(seed, number)
			if err != nil {
				t.Fatal(err)
			}
			if r.Hint() == "" {
				t.Errorf("the round %s has no hint, want one", r.Target)
			}
			questions := drill.Questions()
			for topic, q := range questions[:drill.Proof] {
				for _, right := range r.Right[topic] {
					if right != "out-of-step" && !slices.ContainsFunc(q.Choices, func(c drill.Choice) bool { return c.Value == right }) {
						t.Errorf("round %s, question %s: the correct answer %q is not among the choices", r.Target, q.Name, right)
					}
				}
			}
		}
	}
}

func TestJudge(t *testing.T) {
	r := drill.Round{Connections: 2}
	r.Right = [drill.Topics][]string{{"server"}, {"too-long", "accurate"}, {"length"}, nil, {"two-hints"}}
	hints := []drill.Mark{{Is: drill.AtHint, Connection: 1, Exchange: 1, Offset: 60}, {Is: drill.AtHint, Connection: 1, Exchange: 1, Offset: 90}}
	end := []drill.Mark{{Is: drill.AtEnd, Connection: 1}}
	right := [drill.Topics]string{"server", "accurate", "length", drill.None, drill.Marked}
	wrong := [drill.Topics]string{"client", "none", "close", "truncated", drill.Marked}
	for _, c := range []struct {
		name        string
		answers     [drill.Topics]string
		marks       []drill.Mark
		connections int
		hinted      bool
		level       drill.Level
		want        int
	}{
		{"all answers right", right, hints, 2, false, drill.LevelOpen, 100},
		{"with twice the connections", right, hints, 4, false, drill.LevelOpen, 95},
		{"with many connections", right, hints, 5, false, drill.LevelOpen, 90},
		{"with the hint", right, hints, 2, true, drill.LevelOpen, 90},
		{"without findings", right, hints, 2, false, drill.LevelBytes, 150},
		{"without explanations", right, hints, 2, false, drill.LevelWire, 200},
		{"with half the proof", right, hints[:1], 2, false, drill.LevelOpen, 85},
		{"all answers wrong", wrong, end, 1, true, drill.LevelOpen, 0},
	} {
		if got := r.Judge(c.answers, c.marks, c.connections, c.hinted, c.level).Total; got != c.want {
			t.Errorf("%s: Judge gave %d points, want %d", c.name, got, c.want)
		}
	}
}

// play answers all rounds of a game, the first one wrongly.
func play(t *testing.T, g *drill.Game) {
	t.Helper()
	for !g.Over() {
		for topic := range drill.Topics {
			if open, ok := g.Open(); !ok || int(open) != topic {
				t.Fatalf("the open question is %d, want %d", open, topic)
			}
			if drill.Topic(topic) == drill.Proof {
				point(g)
				continue
			}
			answer := g.Round().Best(drill.Topic(topic))
			if g.Round().Number == 1 {
				answer = drill.Questions()[topic].Choices[len(drill.Questions()[topic].Choices)-1].Value
			}
			g.Answer(drill.Topic(topic), answer)
		}
		g.Finish(drill.Work{Connections: g.Round().Connections, Exchanges: 3, Seconds: 60})
		g.Answer(drill.Who, "client") // too late: the round is final
		if err := g.Next(); err != nil {
			t.Fatal(err)
		}
	}
}

// point marks a place that proves the round or, in the first round, a place that does
// not.
func point(g *drill.Game) {
	places := map[string][]drill.Mark{
		"end": {{Is: drill.AtEnd, Connection: 1}}, "two-ends": {{Is: drill.AtEnd, Connection: 1, Idle: 2}, {Is: drill.AtEnd, Connection: 2, Idle: 4}},
		"hint": {{Is: drill.AtHint, Exchange: 1}}, "two-hints": {{Is: drill.AtHint, Exchange: 1}, {Is: drill.AtHint, Exchange: 2, Offset: 90}},
		"close": {{Is: drill.AtClose}}, "length": {{Is: drill.AtLength}}, "framing": {{Is: drill.AtLength, Offset: 1}, {Is: drill.AtCoding, Offset: 2}},
		"beyond": {{Is: drill.AtBeyond, First: true}}, "status": {{Is: drill.AtStatus, Status: 502}}, "past-max": {{Is: drill.AtStatus, Spent: true}},
		"gap": {{Is: drill.AtOther, Gap: 0.04}},
	}
	switch name := g.Round().Right[drill.Proof][0]; {
	case g.Round().Number == 1:
		g.Mark(drill.Mark{Is: drill.AtOther, Sent: true})
	case name == drill.NothingProves:
		g.Answer(drill.Proof, drill.NothingProves)
	default:
		for _, m := range places[name] {
			g.Mark(m)
		}
	}
}

// A round that was left for later opens again in the same state. The only open round
// cannot be left for later.
func TestLater(t *testing.T) {
	g, err := drill.NewGame("7K3P", 2, drill.LevelOpen, false, func(n int) (drill.Round, error) { return truth("7K3P", n) })
	if err != nil {
		t.Fatal(err)
	}
	end := drill.Mark{Is: drill.AtEnd, Connection: 1}
	g.Answer(drill.Who, "server")
	g.Mark(end)
	if ok, err := g.Later(drill.Work{Connections: 2, Seconds: 9}); !ok || err != nil || g.Round().Number != 2 || g.Left() != 1 || len(g.Marks()) > 0 {
		t.Fatalf("Later() = %t, %v, then round %d is open and %d rounds are left; want true, round 2 and one left", ok, err, g.Round().Number, g.Left())
	}
	g.Finish(drill.Work{Connections: 1})
	if ok, _ := g.Later(drill.Work{}); ok {
		t.Error("Later() = true for a final round, want false")
	}
	if err := g.Next(); err != nil || g.Round().Number != 1 || g.Answers()[drill.Who] != "server" || g.Answers()[drill.Proof] != drill.Marked {
		t.Fatalf("Next opened round %d with the answers %q, error %v; want round 1 with its answers", g.Round().Number, g.Answers(), err)
	}
	if ok, _ := g.Later(drill.Work{}); ok {
		t.Error("Later() = true for the only open round, want false")
	}
	if r := g.Finish(drill.Work{Connections: 1, Seconds: 1}); r.Connections != 3 || r.Seconds != 10 {
		t.Errorf("the work of both visits is %+v; want 3 connections and 10 s", r.Work)
	}
	if err := g.Next(); err != nil || !g.Over() {
		t.Errorf("after the last round, Next returned %v and Over() = %t; want true", err, g.Over())
	}
}

// Marking a place again removes its mark. A third mark removes the oldest.
func TestMark(t *testing.T) {
	g, err := drill.NewGame("7K3P", 1, drill.LevelOpen, false, func(n int) (drill.Round, error) { return truth("7K3P", n) })
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := drill.Mark{Is: drill.AtHint, Offset: 1}, drill.Mark{Is: drill.AtHint, Offset: 2}, drill.Mark{Is: drill.AtEnd}
	if g.Answer(drill.Proof, drill.Marked); g.Answers()[drill.Proof] != "" {
		t.Error("the answer Marked was accepted without marks, want none")
	}
	if !g.Mark(a) || !g.Mark(b) || !g.Mark(c) || !slices.EqualFunc(g.Marks(), []drill.Mark{b, c}, drill.Mark.Same) {
		t.Errorf("after three marks, Marks() = %+v; want the last two", g.Marks())
	}
	if g.Mark(b) || g.Mark(c) || g.Answers()[drill.Proof] != "" {
		t.Errorf("after the marks were removed, Marks() = %+v and the proof is %q; want none", g.Marks(), g.Answers()[drill.Proof])
	}
	g.Mark(a)
	if g.Answer(drill.Proof, drill.NothingProves); len(g.Marks()) != 0 {
		t.Errorf("after the answer NothingProves, Marks() = %+v, want none", g.Marks())
	}
}

func TestGame(t *testing.T) {
	draw := func(n int) (drill.Round, error) { return truth("7K3P", n) }
	g, err := drill.NewGame("7K3P", 4, drill.LevelOpen, false, draw)
	if err != nil || !g.Hint() || !g.Hinted() {
		t.Fatalf("NewGame returned the error %v, or a game that does not show its hint", err)
	}
	play(t, g)
	now, best := g.Streak()
	points, of := g.Points()
	if now != 3 || best != 3 || of != 400 || points < 300 {
		t.Errorf("the streak is %d (longest %d) with %d of %d points; want 3 (3) with at least 300 of 400", now, best, points, of)
	}
	if exam, _ := drill.NewGame("7K3P", 1, drill.LevelWire, true, draw); exam.Hint() {
		t.Error("Hint() = true in an exam, want false")
	}
	if _, err := drill.NewGame("7K3P", 1, drill.LevelOpen, false, func(int) (drill.Round, error) { return drill.Round{}, errors.New("no") }); err == nil {
		t.Error("NewGame returned no error although draw failed, want that error")
	}
}

// Results that were written are read and judged again. The points in the file have no
// effect.
func TestGrades(t *testing.T) {
	g, err := drill.NewGame("7K3P", 3, drill.LevelBytes, true, func(n int) (drill.Round, error) { return truth("7K3P", n) })
	if err != nil {
		t.Fatal(err)
	}
	play(t, g)
	var file, csv bytes.Buffer
	if err := drill.WriteResults(&file, g.Results()); err != nil {
		t.Fatal(err)
	}
	results, err := drill.ReadResults(&file)
	if err != nil || len(results) != 3 {
		t.Fatalf("ReadResults returned %d results, %v; want 3", len(results), err)
	}
	results[0].Points = 1000
	if err := drill.WriteGrades(&csv, []drill.Paper{{Name: "=anna", Results: results}, {Name: "ben"}}, truth); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(csv.String(), "\n")
	if !strings.HasPrefix(lines[0], "name,seed,level,points,of,rounds,who,") ||
		!strings.HasPrefix(lines[1], "'=anna,7K3P,bytes,3") || !strings.Contains(lines[1], ",450,3,") || !strings.Contains(lines[1], "1 rule: ") || !strings.HasPrefix(lines[2], "ben,,,0,0,0,") {
		t.Errorf("the grades are\n%s\nwant a heading, 450 points for anna and none for ben", csv.String())
	}
	for _, bad := range []string{"{", `{"schema":2}`, `{"schema":1,"round":1,"rounds":2000000000}`, `{"schema":1,"round":-1,"rounds":3}`, strings.Repeat(`{"schema":1,"round":1,"rounds":1}`, 10_001)} {
		if _, err := drill.ReadResults(strings.NewReader(bad)); err == nil {
			t.Errorf("ReadResults accepted %.80q, want an error", bad)
		}
	}
	forged := []drill.Paper{{Name: "eve", Results: []drill.Result{{Seed: "no seed", Round: 1}}}}
	if err := drill.WriteGrades(&csv, forged, truth); err == nil {
		t.Error("WriteGrades accepted a seed that does not exist, want an error")
	}
}

func TestWords(t *testing.T) {
	if got := drill.Words(drill.Body, "chunks"); got != "with the last chunk" {
		t.Errorf("Words(Body, chunks) = %q, want %q", got, "with the last chunk")
	}
	if got := drill.Words(drill.Body, "something"); got != "something" {
		t.Errorf("Words of an unknown value = %q, want the value", got)
	}
	if n := len(drill.Levels()); n != 3 {
		t.Errorf("there are %d levels, want 3", n)
	}
}
