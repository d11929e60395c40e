package tutor

import (
	"slices"
	"strconv"
	"strings"

	"linger/session/lesson"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// Title returns the title of the pane.
func Title(c *lesson.Course) string {
	l := c.Lesson()
	return "Lesson " + strconv.Itoa(l.Number) + "  " + l.Title
}

// Fact returns the text in the border. short says whether the pane has no row for the
// marks of the steps.
func Fact(th *theme.Theme, c *lesson.Course, short bool) string {
	if c.Recap() {
		return "done"
	}
	_, at := c.Step()
	n := strconv.Itoa(at+1) + " of " + strconv.Itoa(len(c.Lesson().Steps))
	if short {
		return strings.ReplaceAll(marks(th, c), " ", "") + "  " + n
	}
	return n
}

// Folded returns one line about the lesson, for a folded pane.
func Folded(c *lesson.Course) string {
	s, at := c.Step()
	what := s.Title
	switch {
	case c.Recap():
		what = "done"
	case c.Complete():
		what += " is complete: c continues"
	}
	return strconv.Itoa(c.Lesson().Number) + ", step " + strconv.Itoa(at+1) + " of " + strconv.Itoa(len(c.Lesson().Steps)) + ": " + what + "; T shows it"
}

// marks returns a sign for each step.
func marks(th *theme.Theme, c *lesson.Course) string {
	g := &th.Glyphs
	_, at := c.Step()
	var signs []string
	for i := range c.Lesson().Steps {
		switch {
		case c.Recap(), i == at && c.Complete(), i != at && c.Done(i):
			signs = append(signs, g.Yes)
		case i == at:
			signs = append(signs, g.Cursor)
		default:
			signs = append(signs, g.NotAsked)
		}
	}
	return strings.Join(signs, " ")
}

// leastForMarks is the minimum height, in rows, of a pane with a row for the marks.
const leastForMarks = 11

// Short reports whether a pane of h rows is too short for the marks of the steps.
func Short(h int) bool { return h < leastForMarks }

// Wants returns the number of rows, each w cells wide, that the lesson needs without the
// marks.
func Wants(th *theme.Theme, w int, c *lesson.Course) int {
	p := &page{th: th, w: w}
	p.compose(c)
	n := p.height()
	for _, b := range p.blocks[1:] {
		if !b.tied {
			n++
		}
	}
	return n
}

// Rows returns the pane of the lesson, in h rows of w cells.
func Rows(th *theme.Theme, w, h int, c *lesson.Course) []string {
	p := &page{th: th, w: w}
	if !Short(h) {
		p.marks(c)
	}
	p.compose(c)
	return p.fit(h)
}

// compose adds the blocks for the current state of the lesson.
func (p *page) compose(c *lesson.Course) {
	switch {
	case c.Recap():
		p.recap(c)
	case c.Complete():
		p.complete(c)
	case c.Asks():
		p.asks(c)
	default:
		p.runs(c)
	}
}

// A block is one paragraph of the pane.
type block struct {
	rows []string
	tied bool // no blank row before the block
	less int  // if there is no room, the blocks with the lowest number are dropped first; blocks with 0 are never dropped
}

type page struct {
	th     *theme.Theme
	w      int
	blocks []block
}

func (p *page) add(b block) { p.blocks = append(p.blocks, b) }

// row returns one row with words in a style.
func (p *page) row(style theme.Style, indent int, words string) string {
	n := p.w - 2 - indent
	return text.Spaces(1+indent) + style.Render(p.th.Fit(words, max(0, n))) + " "
}

// says returns sentences, wrapped to rows.
func (p *page) says(style theme.Style, words string) (rows []string) {
	for _, l := range text.Wrap(words, max(1, p.w-2)) {
		rows = append(rows, p.row(style, 0, l))
	}
	return rows
}

// named returns a name and the words beside it, wrapped to rows.
func (p *page) named(name string, style theme.Style, column int, words string) (rows []string) {
	for _, l := range text.Wrap(words, max(1, p.w-3-column)) {
		rows = append(rows, " "+p.th.Key.Render(p.th.Fit(name, column))+style.Render(p.th.Fit(l, max(0, p.w-2-column)))+" ")
		name = ""
	}
	return rows
}

// key returns a row with a key and its description.
func (p *page) key(key, words string) []string {
	return []string{text.Spaces(3) + p.th.Key.Render(text.Pad(key, 3)) + p.th.Muted.Render(p.th.Fit(words, max(0, p.w-7))) + " "}
}

func (p *page) marks(c *lesson.Course) {
	s, _ := c.Step()
	title := s.Title
	if c.Recap() {
		title = c.Lesson().Title
	}
	var b strings.Builder
	for sign := range strings.SplitSeq(marks(p.th, c), " ") {
		style := p.th.Muted
		switch sign {
		case p.th.Glyphs.Yes:
			style = p.th.OK
		case p.th.Glyphs.Cursor:
			style = p.th.Accent
		}
		b.WriteString(style.Render(sign) + " ")
	}
	n := 2 * len(c.Lesson().Steps)
	p.add(block{rows: []string{" " + b.String() + "  " + p.th.Strong.Render(p.th.Fit(title, max(0, p.w-n-4))) + " "}})
}

// letter returns the key of a choice.
func letter(choice int) string { return string(rune('a' + choice)) }

// asks adds the text of a step before the prediction, and the choices.
func (p *page) asks(c *lesson.Course) {
	s, _ := c.Step()
	p.add(block{rows: p.says(p.th.Text, s.Before)})
	p.add(block{rows: p.says(p.th.Strong, "Predict: "+format.Lowered(s.Ask.Text))})
	for i, choice := range s.Ask.Choices {
		p.add(block{rows: p.choice(i, choice), tied: true})
	}
	waits := block{rows: []string{p.row(p.th.Muted, 2, "enter waits for your prediction")}, less: 1}
	if c.Urged() {
		waits = block{rows: []string{p.row(p.th.Key, 2, "predict first: "+Letters(c))}, less: 1}
	}
	p.add(waits)
}

func (p *page) choice(i int, words string) (rows []string) {
	key := letter(i)
	for _, l := range text.Wrap(words, max(1, p.w-7)) {
		rows = append(rows, text.Spaces(3)+p.th.Key.Render(text.Pad(key, 3))+p.th.Text.Render(p.th.Fit(l, max(0, p.w-7)))+" ")
		key = ""
	}
	return rows
}

// runs adds the text of a step after the prediction: what to do, and what has happened so
// far.
func (p *page) runs(c *lesson.Course) {
	s, _ := c.Step()
	if i := c.Choice(); i >= 0 {
		p.add(block{rows: p.says(p.th.Muted, "Your prediction is "+letter(i)+": "+s.Ask.Choices[i]+"."+trying(c)), less: 1})
	}
	p.add(block{rows: p.says(p.th.Text, s.Before), less: 3})
	if a := c.Astray(); a != "" {
		p.add(block{rows: p.named(p.th.Glyphs.Sent, p.th.Strong, 2, a)})
	}
	hints := c.Hints()
	for i, h := range hints {
		less := 2
		if i == len(hints)-1 {
			less = 0
		}
		p.add(block{rows: p.named("i", p.th.Text, 3, h), less: less})
	}
	if words := more(c); words != "" {
		p.add(block{rows: []string{p.row(p.th.Muted, 3, words)}, tied: true, less: 1})
	}
}

// trying returns a sentence that says how to begin the step. The pane shows it until the
// student has sent something.
func trying(c *lesson.Course) string {
	s, _ := c.Step()
	switch first := s.Solve[0]; {
	case !c.Predicts():
		return ""
	case first.Wait > 0:
	case first.Do == lesson.Send, first.Do == lesson.Pipeline, first.Do == lesson.KeepAlive:
		return " Now press " + string(first.Do) + "."
	}
	return " Now try it."
}

// Letters returns the letters of the choices: "a, b or c".
func Letters(c *lesson.Course) string {
	s, _ := c.Step()
	if len(s.Ask.Choices) == 2 {
		return "a or b"
	}
	return "a, b or c"
}

// more returns words about what the i key does next, or "" if no hint was given yet.
func more(c *lesson.Course) string {
	switch n := len(c.Hints()); {
	case c.Offers():
		return "press i again, and linger presses the keys"
	case n == 2:
		return "press i again for the keys"
	case n == 1:
		return "press i again for another hint"
	}
	return ""
}

// complete adds what happened, and why.
func (p *page) complete(c *lesson.Course) {
	s, _ := c.Step()
	if i := c.Choice(); i >= 0 {
		p.add(block{rows: p.result(s.Ask, i)})
	}
	p.add(block{rows: p.says(p.th.Text, s.After)})
	next := "next step"
	if _, at := c.Step(); at+1 == len(c.Lesson().Steps) {
		next = "what to remember"
	}
	p.add(block{rows: p.key("c", next)})
}

// result returns rows that compare the prediction with what happened.
func (p *page) result(q *lesson.Question, choice int) []string {
	if choice == q.Right {
		return p.says(p.th.Strong, "As you predicted: "+q.Choices[choice]+".")
	}
	return append(p.says(p.th.Text, "You predicted "+letter(choice)+": "+q.Choices[choice]+"."),
		p.says(p.th.Text, "What happened is "+letter(q.Right)+": "+q.Choices[q.Right]+".")...)
}

// recap adds what to remember.
func (p *page) recap(c *lesson.Course) {
	l := c.Lesson()
	p.add(block{rows: p.says(p.th.Strong, l.Recap)})
	facts := p.named("not true", p.th.Text, 10, "“"+l.Kills+"”")
	facts = append(facts, p.named("rule", p.th.Text, 10, l.Ref)...)
	p.add(block{rows: facts, less: 2})
	if made, right, hints := c.Score(); made > 0 {
		words := strconv.Itoa(right) + " of " + format.Count(made, "prediction") + " came true"
		if hints > 0 {
			words += ", " + format.Count(hints, "hint")
		}
		p.add(block{rows: p.named("you", p.th.Text, 10, words), tied: true, less: 1})
	}
	var rows []string
	if next := c.Following(); next != nil {
		rows = p.key("c", "lesson "+strconv.Itoa(next.Number)+": "+next.Title)
	}
	p.add(block{rows: append(rows, p.key("T", "all lessons")...)})
}

// fit returns the blocks in h rows. If there is no room, it first drops blank rows, from
// the bottom up, and then the blocks that may be dropped.
func (p *page) fit(h int) []string {
	for least := 1; p.height() > h && least <= 3; least++ {
		p.drop(least, h)
	}
	if h <= 0 {
		return nil
	}
	blanks := h - p.height()
	var rows []string
	for i, b := range p.blocks {
		if i > 0 && !b.tied && blanks > 0 {
			rows = append(rows, text.Spaces(p.w))
			blanks--
		}
		rows = append(rows, b.rows...)
	}
	if len(rows) > h {
		rows = append(rows[:h-1:h-1], p.row(p.th.Muted, 0, "… more, in a larger window"))
	}
	for len(rows) < h {
		rows = append(rows, text.Spaces(p.w))
	}
	return rows
}

func (p *page) height() (n int) {
	for _, b := range p.blocks {
		n += len(b.rows)
	}
	return n
}

// drop removes blocks with the given number, one after another, until the rest fits.
func (p *page) drop(least, h int) {
	for i := 0; i < len(p.blocks) && p.height() > h; {
		if p.blocks[i].less == least {
			p.blocks = slices.Delete(p.blocks, i, i+1)
			continue
		}
		i++
	}
}
