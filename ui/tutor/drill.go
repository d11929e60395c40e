package tutor

import (
	"fmt"
	"slices"
	"strconv"

	"linger/session"
	"linger/session/drill"
	"linger/ui/theme"
	"linger/wire"
)

// DrillRows is how many rows the drill wants.
const DrillRows = 13

// A Sheet is the questions of a round, while they are answered. The question after
// the last asks whether the answers are final.
type Sheet struct {
	at     drill.Topic
	cursor int
	on     bool
}

// Title returns the title of the pane.
func (s *Sheet) Title(g *drill.Game) string { return "Drill  " + g.Seed }

// Fact returns where the student is.
func (s *Sheet) Fact(g *drill.Game) string {
	now, _ := g.Streak()
	points, of := g.Points()
	fact := fmt.Sprintf("round %d of %d", g.Round().Number, g.Rounds)
	if g.Exam {
		return fact
	}
	if of > 0 {
		fact += fmt.Sprintf(" · %d points", points)
	}
	if now > 1 {
		fact += fmt.Sprintf(" · streak %d", now)
	}
	return fact
}

// Begin goes to the first question without an answer.
func (s *Sheet) Begin(g *drill.Game) {
	s.on = true
	t, ok := g.Open()
	if !ok {
		t = drill.Topic(drill.Topics)
	}
	s.turnTo(g, t)
}

func (s *Sheet) turnTo(g *drill.Game, t drill.Topic) {
	s.at, s.cursor = t, 0
	if int(t) < drill.Topics {
		answer := g.Answers()[t]
		s.cursor = max(0, slices.IndexFunc(drill.Questions()[t].Choices, func(c drill.Choice) bool { return c.Value == answer }))
	}
}

// Turn goes to another question.
func (s *Sheet) Turn(g *drill.Game, by int) {
	s.turnTo(g, drill.Topic(max(0, min(int(s.at)+by, drill.Topics))))
}

// Move moves the cursor among the choices.
func (s *Sheet) Move(by int) {
	if int(s.at) < drill.Topics {
		s.cursor = max(0, min(s.cursor+by, len(drill.Questions()[s.at].Choices)-1))
	}
}

// Choose takes the choice under the cursor, and reports whether all answers are to
// be final.
func (s *Sheet) Choose(g *drill.Game) bool {
	if int(s.at) == drill.Topics {
		if _, open := g.Open(); !open {
			s.on = false
			return true
		}
		s.Begin(g)
		return false
	}
	g.Answer(s.at, drill.Questions()[s.at].Choices[s.cursor].Value)
	s.Begin(g)
	return false
}

// Rows returns the round in h rows of w cells.
func (s *Sheet) Rows(th *theme.Theme, w, h int, g *drill.Game) []string {
	p := &page{th: th, w: w}
	switch {
	case g.Over():
		p.score(g)
	case g.Judgement() != nil && !g.Exam:
		p.solution(g)
	default:
		p.questions(g, s, h)
	}
	return p.fit(h)
}

// The columns of a question: its number and words.
const topicColumn = 21

// questions shows the questions, and the choices of the one that is answered now.
func (p *page) questions(g *drill.Game, s *Sheet, h int) {
	if !s.on {
		p.add(block{rows: p.says(p.th.Text, "What is wrong with this server? Send what you like, then answer with A. Perhaps nothing is wrong."), less: 2})
	}
	alone := s.on && int(s.at) < drill.Topics && Short(h)
	room := max(2, h-drill.Topics-1)
	if alone {
		room = h - 1
	}
	var rows []string
	for i, q := range drill.Questions() {
		t := drill.Topic(i)
		if alone && s.at != t {
			continue
		}
		name := strconv.Itoa(i+1) + "  " + q.Text
		answer, style := "not answered", p.th.Muted
		if v := g.Answers()[t]; v != "" {
			answer, style = drill.Words(t, v), p.th.Text
		}
		if s.on && s.at == t {
			answer, style = "", p.th.Text
		}
		rows = append(rows, " "+p.th.Strong.Render(p.th.Fit(name, topicColumn))+style.Render(p.th.Fit(answer, max(0, p.w-2-topicColumn)))+" ")
		if s.on && s.at == t {
			rows = append(rows, p.choices(q.Choices, s.cursor, room)...)
		}
	}
	p.add(block{rows: rows})
	switch {
	case g.Judgement() != nil:
		p.add(block{rows: p.key("c", "the next round; an exam shows no solutions")})
	case s.on && int(s.at) == drill.Topics:
		p.add(block{rows: p.named("enter", p.th.Text, 7, "these answers are final; ← changes them"), tied: true})
	case g.Hinted() && !s.on:
		p.add(block{rows: p.named("i", p.th.Text, 3, g.Round().Hint())})
	}
}

// choices returns choices in at most so many rows, the one under the cursor among
// them.
func (p *page) choices(all []drill.Choice, cursor, most int) (rows []string) {
	from := max(0, min(cursor-most/2, len(all)-most))
	for i := from; i < min(len(all), from+most); i++ {
		sign, style := " ", p.th.Text
		if i == cursor {
			sign, style = p.th.Glyphs.Cursor, p.th.Strong
		}
		rows = append(rows, "    "+p.th.Accent.Render(sign)+" "+style.Render(p.th.Fit(all[i].Words, max(0, p.w-7)))+" ")
	}
	return rows
}

// solution shows the right answers, what the server does, and what to do about it.
func (p *page) solution(g *drill.Game) {
	r, j := g.Round(), g.Judgement()
	p.add(block{rows: p.says(p.th.Strong, fmt.Sprintf("%s: %d points", r.Scenario, j.Total))})
	var rows []string
	for i, q := range drill.Questions() {
		t := drill.Topic(i)
		sign, style := p.th.Glyphs.Holds, p.th.OK
		words := drill.Words(t, g.Answers()[t])
		yours := words
		if !j.Right[t] {
			sign, style = p.th.Glyphs.NotAsked, p.th.Muted
			words = drill.Words(t, r.Best(t))
		}
		points := fmt.Sprintf("%3d", j.Points[t])
		rows = append(rows, " "+style.Render(sign)+" "+p.th.Muted.Render(p.th.Fit(q.Name, 9))+
			p.th.Text.Render(p.th.Fit(words, max(0, p.w-17)))+p.th.Muted.Render(" "+points)+" ")
		if !j.Right[t] {
			rows = append(rows, p.row(p.th.Muted, 11, "you: "+yours))
		}
	}
	last := g.Results()[len(g.Results())-1]
	rows = append(rows, p.row(p.th.Muted, 2, fmt.Sprintf("economy  %d used, %d needed: %d points", last.Connections, r.Connections, j.Economy)))
	if j.Hint < 0 {
		rows = append(rows, p.row(p.th.Muted, 2, fmt.Sprintf("hint     %d points", j.Hint)))
	}
	p.add(block{rows: rows, tied: true})
	p.add(block{rows: p.says(p.th.Text, "By default: "+r.Does), less: 1})
	if rule, ok := session.Lookup(wire.Code(r.Best(drill.Rule))); ok && rule.Do != "" {
		p.add(block{rows: p.named(p.th.Glyphs.Sent, p.th.Text, 2, rule.Do), less: 2})
	}
	p.add(block{rows: p.key("c", "the next round")})
}

// score shows the result of all rounds.
func (p *page) score(g *drill.Game) {
	points, of := g.Points()
	_, best := g.Streak()
	p.add(block{rows: p.says(p.th.Strong, fmt.Sprintf("All %d rounds are answered: %d of %d points.", g.Rounds, points, of))})
	var right [drill.Topics]int
	for _, r := range g.Results() {
		for t, ok := range r.Right {
			if ok {
				right[t]++
			}
		}
	}
	var rows []string
	for i, q := range drill.Questions() {
		rows = append(rows, p.named(q.Name, p.th.Text, 10, fmt.Sprintf("%d of %d", right[i], g.Rounds))...)
	}
	p.add(block{rows: append(rows, p.named("streak", p.th.Text, 10, strconv.Itoa(best)+" rounds with rule and proof right")...)})
	p.add(block{rows: p.says(p.th.Muted, "Seed "+g.Seed+" gives everybody the same rounds: linger drill --seed "+g.Seed), less: 1})
}
