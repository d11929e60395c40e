package tutor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/session/drill"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// DrillRows is the number of rows that the drill pane needs.
const DrillRows = 13

// A Sheet holds the questions of a round and the answers so far. After the last one, an
// additional question asks whether the answers are final.
type Sheet struct {
	at     drill.Topic
	cursor int
	on     bool
	proof  []namedText // the bytes that prove the answers, once they are final
	note   string      // how clients behave
}

// A namedText is a name and the text beside it.
type namedText struct{ name, words string }

// Title returns the title of the pane.
func (s *Sheet) Title(g *drill.Game) string { return "Drill  " + g.Seed }

// Fact returns the text in the border: the number of the round, the points and the
// streak.
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
	if n := g.Left(); n > 0 {
		fact += fmt.Sprintf(" · %d left for later", n)
	}
	return fact
}

// Begin selects the first question without an answer. If there is none, it selects the
// question whether the answers are final.
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
		s.cursor = max(0, slices.IndexFunc(choicesOf(g, t), func(c drill.Choice) bool { return c.Value == answer }))
	}
}

// Turn selects another question.
func (s *Sheet) Turn(g *drill.Game, by int) {
	s.turnTo(g, drill.Topic(max(0, min(int(s.at)+by, drill.Topics))))
}

// Move moves the cursor among the choices.
func (s *Sheet) Move(g *drill.Game, by int) {
	if int(s.at) < drill.Topics {
		s.cursor = max(0, min(s.cursor+by, len(choicesOf(g, s.at))-1))
	}
}

// Choose answers the question with the choice under the cursor. It reports whether the
// student declared all answers final.
func (s *Sheet) Choose(g *drill.Game) bool {
	if int(s.at) == drill.Topics {
		if _, open := g.Open(); !open {
			s.on = false
			return true
		}
		s.Begin(g)
		return false
	}
	g.Answer(s.at, choicesOf(g, s.at)[s.cursor].Value)
	s.Begin(g)
	return false
}

// Rows returns the pane of the round, in h rows of w cells.
func (s *Sheet) Rows(th *theme.Theme, w, h int, g *drill.Game) []string {
	p := &page{th: th, w: w}
	switch {
	case g.Over():
		p.score(g)
	case g.Judgement() != nil && !g.Exam:
		p.solution(g, s, h)
	default:
		p.questions(g, s, h)
	}
	return p.fit(h)
}

// topicColumn is the width in cells of the number and the text of a question.
const topicColumn = 21

// questions adds the rows of the questions, with the choices of the selected question.
func (p *page) questions(g *drill.Game, s *Sheet, h int) {
	if !s.on {
		p.add(block{rows: p.says(p.th.Text, "What is wrong with this server? Perhaps nothing. Send what you like. ! marks the proof: a line in tab 6, or a connection that has ended. A answers."), less: 2})
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
			answer, style = AnswerWords(g, t), p.th.Text
		} else if t == drill.Proof {
			answer = "not marked yet: !"
		}
		if s.on && s.at == t {
			answer, style = "", p.th.Text
		}
		rows = append(rows, " "+p.th.Strong.Render(p.th.Fit(name, topicColumn))+style.Render(p.th.Fit(answer, max(0, p.w-2-topicColumn)))+" ")
		if s.on && s.at == t {
			rows = append(rows, p.choices(choicesOf(g, t), s.cursor, room)...)
		}
	}
	p.add(block{rows: rows})
	switch {
	case g.Judgement() != nil:
		p.add(block{rows: p.key("c", Onward(g)+"; an exam shows no solutions")})
	case s.on && s.at == drill.Proof && len(g.Marks()) == 0:
		p.add(block{rows: p.says(p.th.Muted, "Nothing is marked. esc leaves this list; then ! marks the line under the cursor in tab 6, or a connection that has ended."), less: 1})
	case s.on && int(s.at) == drill.Topics:
		p.add(block{rows: p.named("enter", p.th.Text, 7, "these answers are final; ← changes them"), tied: true})
	case g.Hinted() && !s.on:
		p.add(block{rows: p.named("i", p.th.Text, 3, g.Round().Hint())})
	}
}

// choices returns the rows of the choices. If there are more choices than rows, the
// visible choices include the one under the cursor.
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

// solution adds rows with the correct answers, what the server does, and what to do about
// it.
func (p *page) solution(g *drill.Game, s *Sheet, h int) {
	r, j := g.Round(), g.Judgement()
	if Short(h) {
		p.shortSolution(g, s)
		return
	}
	p.add(block{rows: p.says(p.th.Strong, fmt.Sprintf("%s: %d points", r.Scenario, j.Total))})
	var shown []string
	for _, n := range s.proof {
		shown = append(shown, p.named(n.name, p.th.Text, proofColumn, n.words)...)
	}
	var rows []string
	for i, q := range drill.Questions() {
		t := drill.Topic(i)
		sign, style := p.th.Glyphs.Yes, p.th.OK
		right := AnswerWords(g, t)
		yours := right
		if !j.Right[t] {
			sign, style = p.th.Glyphs.NotAsked, p.th.Muted
			right = r.BestWords(t)
		}
		points := fmt.Sprintf("%3d", j.Points[t])
		rows = append(rows, " "+style.Render(sign)+" "+p.th.Muted.Render(p.th.Fit(q.Name, 9))+
			p.th.Text.Render(p.th.Fit(right, max(0, p.w-17)))+p.th.Muted.Render(" "+points)+" ")
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
	p.add(block{rows: shown, tied: true})
	p.add(block{rows: p.says(p.th.Text, "By default: "+r.Does), less: 2})
	if r.Watch != "" {
		p.add(block{rows: p.says(p.th.Text, r.Watch), less: 1, tied: true})
	}
	if r.SeenIn != "" {
		p.add(block{rows: p.says(p.th.Text, "Seen in: "+r.SeenIn+"."), less: 1, tied: true})
	}
	if s.note != "" {
		p.add(block{rows: p.named("2", p.th.Text, 2, s.note), less: 1})
	}
	if rule, ok := session.Lookup(wire.Code(r.Best(drill.Rule))); ok && rule.Do != "" {
		p.add(block{rows: p.named(p.th.Glyphs.Sent, p.th.Text, 2, rule.Do), less: 2})
	}
	p.add(block{rows: p.key("c", Onward(g))})
}

// shortSolution adds the solution in few rows: which questions were answered correctly,
// the correct answers to the others, and the proof.
func (p *page) shortSolution(g *drill.Game, s *Sheet) {
	r, j := g.Round(), g.Judgement()
	var signs, wrong []string
	for i, q := range drill.Questions() {
		t := drill.Topic(i)
		if j.Right[t] {
			signs = append(signs, p.th.Glyphs.Yes+" "+q.Name)
			continue
		}
		signs = append(signs, p.th.Glyphs.NotAsked+" "+q.Name)
		wrong = append(wrong, p.named(q.Name, p.th.Text, proofColumn, r.BestWords(t)+"; you: "+AnswerWords(g, t))[0])
	}
	p.add(block{rows: []string{p.row(p.th.Strong, 0, fmt.Sprintf("%s: %d points", r.Scenario, j.Total)), p.row(p.th.Text, 0, strings.Join(signs, "  "))}})
	p.add(block{rows: wrong, less: 3})
	for _, n := range s.proof {
		p.add(block{rows: p.named(n.name, p.th.Text, proofColumn, n.words), tied: true})
	}
	p.add(block{rows: p.says(p.th.Text, r.Watch), less: 1, tied: true})
	if r.SeenIn != "" {
		p.add(block{rows: p.says(p.th.Text, "Seen in: "+r.SeenIn+"."), less: 1, tied: true})
	}
	p.add(block{rows: p.key("c", Onward(g)), tied: true})
}

// Onward returns a name for what follows an answered round: the next round or the result.
func Onward(g *drill.Game) string {
	if g.AllAnswered() {
		return "the result"
	}
	return "the next round"
}

func allAnswered(rounds int) string {
	if rounds == 1 {
		return "The round is answered"
	}
	return fmt.Sprintf("All %d rounds are answered", rounds)
}

// score adds rows with the result of all rounds.
func (p *page) score(g *drill.Game) {
	points, of := g.Points()
	_, best := g.Streak()
	p.add(block{rows: p.says(p.th.Strong, allAnswered(g.Rounds)+fmt.Sprintf(": %d of %d points.", points, of))})
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
	p.add(block{rows: append(rows, p.named("streak", p.th.Text, 10, format.Count(best, "round")+" in a row with the correct rule and proof")...)})
	p.add(block{rows: p.says(p.th.Muted, "Seed "+g.Seed+" gives every student the same rounds: linger drill --seed "+g.Seed), less: 1})
	if !g.Exam {
		p.add(block{rows: p.key("D", "more rounds, with another seed")})
	}
}

// proofColumn is the width, in cells, of the column of offsets in a proof.
const proofColumn = 8

// choicesOf returns the choices for a question. For the proof, one choice lists the
// marks, if there are any.
func choicesOf(g *drill.Game, t drill.Topic) []drill.Choice {
	if t != drill.Proof {
		return drill.Questions()[t].Choices
	}
	nothing := drill.Choice{Value: drill.NothingProves, Words: drill.Words(t, drill.NothingProves)}
	if len(g.Marks()) == 0 {
		return []drill.Choice{nothing}
	}
	return []drill.Choice{{Value: drill.Marked, Words: marksWords(g.Marks())}, nothing}
}

// AnswerWords returns the answer to a question as text.
func AnswerWords(g *drill.Game, t drill.Topic) string {
	if v := g.Answers()[t]; t != drill.Proof || v != drill.Marked {
		return drill.Words(t, v)
	}
	return marksWords(g.Marks())
}

func marksWords(marks []drill.Mark) string {
	if len(marks) == 1 {
		return MarkWords(marks[0])
	}
	places := make([]string, len(marks))
	for i, m := range marks {
		places[i] = MarkWords(m)
		if m.Is == drill.AtEnd {
			places[i] = "end " + strconv.Itoa(m.Connection)
		}
	}
	return strings.Join(places, "; ")
}

// MarkWords returns the place of a mark as text: "byte 263 of response 3".
func MarkWords(m drill.Mark) string {
	switch {
	case m.Is == drill.AtEnd:
		return "the end of connection " + strconv.Itoa(m.Connection)
	case m.Sent:
		return fmt.Sprintf("byte %d of request %d", m.Offset, m.Exchange)
	case m.Exchange > 0:
		return fmt.Sprintf("byte %d of response %d", m.Offset, m.Exchange)
	}
	return fmt.Sprintf("byte %d of connection %d", m.Offset, m.Connection)
}

// Explain stores the proof of a round whose answers are final: its bytes, with their
// offsets.
func (s *Sheet) Explain(r *record.Record, marks []drill.Mark, note string) {
	s.proof, s.note = nil, note
	for _, m := range marks {
		c := r.Conn(m.Connection)
		if m.Is == drill.AtEnd {
			if h, ok := drill.HintOf(c); ok {
				s.proof = append(s.proof, namedText{strconv.FormatInt(h.Offset, 10), lineAt(c, h)})
			}
			e := &c.Close.Ending
			s.proof = append(s.proof, namedText{strings.ToUpper(string(e.How)), "connection " + strconv.Itoa(c.ID) + ": " + words.Sentence(e)})
			continue
		}
		s.proof = append(s.proof, namedText{strconv.FormatInt(m.Offset, 10), lineAt(c, m)})
	}
}

// lineAt returns the line at a mark as text.
func lineAt(c *record.Connection, m drill.Mark) string {
	st := &c.Loose
	if e := c.Exchange(m.Exchange); e != nil {
		st = &e.Response
		if m.Sent {
			st = &e.Request
		}
	}
	for _, l := range st.Lines() {
		if l.Off == m.Offset {
			return text.SafeBytes(st.Bytes(l.Off, min(l.Len, mostShown)))
		}
	}
	return ""
}

// mostShown is the maximum number of bytes of a line that a proof shows.
const mostShown = 60

// Solution returns the solution of a round whose answers are final, in rows of w cells.
func Solution(th *theme.Theme, w int, g *drill.Game, r *record.Record) []string {
	var s Sheet
	s.Explain(r, g.Round().Decisive(r), "")
	p := &page{th: th, w: w}
	p.solution(g, &s, leastForMarks)
	return p.fit(p.height())
}
