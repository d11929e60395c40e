package tutor

import (
	"slices"
	"strconv"

	"linger/session/lesson"
	"linger/ui/text"
	"linger/ui/theme"
)

// A List shows the lessons and the user's progress in each lesson.
type List struct {
	Course *lesson.Course
	done   []string
	at     int
	top    int
	w, h   int
}

// NewList returns a list with the cursor on the open lesson or, if none is open, on the
// first lesson that is not done.
func NewList(c *lesson.Course, done []string) *List {
	l := &List{Course: c, done: done}
	if open := c.Lesson(); open != nil {
		l.at = open.Number - 1
		return l
	}
	l.at = max(0, slices.IndexFunc(c.Lessons, func(one lesson.Lesson) bool { return !l.finished(&one) }))
	return l
}

// Reset replaces the names of the finished lessons and steps.
func (l *List) Reset(done []string) { l.done = done }

// Chosen returns the lesson under the cursor.
func (l *List) Chosen() *lesson.Lesson { return &l.Course.Lessons[l.at] }

// Move moves the cursor.
func (l *List) Move(by int) {
	l.at = max(0, min(l.at+by, len(l.Course.Lessons)-1))
	l.scroll()
}

// Point moves the cursor to the lesson in a row of the drawn list. It reports whether the
// cursor was already on that lesson.
func (l *List) Point(y int) bool {
	all, _ := l.all()
	if hidden := all > l.top+l.room(); y < 0 || y >= l.room() || hidden && y == l.room()-1 {
		return false
	}
	for i := range l.Course.Lessons {
		if l.rowOf(i) == l.top+y {
			was := l.at
			l.at = i
			l.scroll()
			return l.at == was
		}
	}
	return false
}

// Begun reports whether any step of the lesson under the cursor is done.
func (l *List) Begun() bool { return l.steps(l.Chosen()) > 0 }

// finished reports whether every step of a lesson is done.
func (l *List) finished(one *lesson.Lesson) bool { return l.steps(one) == len(one.Steps) }

// steps returns the number of steps of a lesson that are done.
func (l *List) steps(one *lesson.Lesson) int { return lesson.StepsDone(one, l.done) }

// Fact returns the text in the border: how many lessons are done.
func (l *List) Fact() string {
	n := 0
	for i := range l.Course.Lessons {
		if l.finished(&l.Course.Lessons[i]) {
			n++
		}
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(l.Course.Lessons)) + " done"
}

// The columns: number, title, gist, minutes, steps.
const (
	titleColumn = 35
	gistColumn  = 30
	foot        = 4 // number of rows below the list: a blank row and three about the lesson
	wide        = 86
)

// Wants returns the size in cells that the whole list needs.
func (l *List) Wants() (w, h int) { return 98, len(l.Course.Lessons) + 3 + 1 + foot }

// SetSize sets the size of the list.
func (l *List) SetSize(w, h int) {
	l.w, l.h = w, h
	l.scroll()
}

// scroll moves the visible part so that it contains the cursor.
func (l *List) scroll() {
	all, cursor := l.all()
	room := l.room()
	l.top = max(0, min(l.top, cursor-1, all-room))
	if last := l.top + room - 1; cursor > last || cursor == last && all > l.top+room {
		l.top = cursor - room + 1
		if all > l.top+room { // the last row shows the number of hidden rows
			l.top++
		}
	}
}

// room returns the number of rows for the table.
func (l *List) room() int { return max(3, l.h-foot) }

// all returns the number of rows of the whole table and the index of the row with the
// cursor.
func (l *List) all() (n, cursor int) {
	return l.rowOf(len(l.Course.Lessons)-1) + 1, l.rowOf(l.at)
}

// rowOf returns the index of the row of a lesson in the table.
func (l *List) rowOf(i int) int {
	if more := l.more(); more > 0 && i >= more {
		return i + 3
	}
	return i + 1
}

// more returns the index of the first lesson that is not part of the short workshop.
func (l *List) more() int {
	return max(0, slices.IndexFunc(l.Course.Lessons, func(one lesson.Lesson) bool { return !one.Short }))
}

// Rows returns the rows of the list. If asks is set, the last rows ask whether to delete
// the progress in the lesson under the cursor.
func (l *List) Rows(th *theme.Theme, asks bool) []string {
	p := &page{th: th, w: l.w}
	all, room := l.table(th, p), l.room()
	rows := slices.Clone(all[l.top:min(len(all), l.top+room)])
	if more := len(all) - l.top - len(rows); more > 0 {
		rows[len(rows)-1] = p.row(th.Muted, 2, th.Glyphs.Down+" "+strconv.Itoa(more+1)+" more")
	}
	for len(rows) < room {
		rows = append(rows, text.Spaces(l.w))
	}
	rows = append(rows, text.Spaces(l.w))
	rows = append(rows, l.about(p, asks)...)
	for len(rows) < l.h {
		rows = append(rows, text.Spaces(l.w))
	}
	return rows[:l.h]
}

// table returns the rows of all lessons.
func (l *List) table(th *theme.Theme, p *page) (rows []string) {
	rows = append(rows, p.row(th.Strong, 2, "The short workshop, 45 minutes"))
	for i := range l.Course.Lessons {
		one := &l.Course.Lessons[i]
		if i > 0 && i == l.more() {
			rows = append(rows, text.Spaces(l.w), p.row(th.Strong, 2, "More lessons, two hours in all"))
		}
		rows = append(rows, l.row(th, one, i == l.at))
	}
	return rows
}

func (l *List) row(th *theme.Theme, one *lesson.Lesson, chosen bool) string {
	g, t := &th.Glyphs, th
	cursor := " "
	if chosen {
		cursor, t = g.Cursor, th.Selected
	}
	steps, sign, style := l.steps(one), g.NotAsked, t.Muted
	count := ""
	switch {
	case l.finished(one):
		sign, style = g.Yes, t.OK
	case steps > 0:
		sign = g.Waiting
	}
	if steps > 0 {
		count = strconv.Itoa(steps) + " of " + strconv.Itoa(len(one.Steps)) + " steps"
	}
	number, title := strconv.Itoa(one.Number), min(titleColumn, max(0, l.w-9))
	gist := ""
	if l.w >= wide {
		gist = th.Fit(one.Gist, gistColumn)
	}
	row := t.Accent.Render(" "+cursor+" ") + style.Render(sign) +
		t.Muted.Render(text.Spaces(3-len(number))+number+"  ") + t.Text.Render(th.Fit(one.Title, title)) + t.Muted.Render(gist)
	rest := strconv.Itoa(one.Minutes) + " min  " + count
	used := 9 + title + text.Width(gist)
	return row + t.Muted.Render(th.Fit(rest, max(0, l.w-used)))
}

// about returns three rows that say what the lesson under the cursor teaches.
func (l *List) about(p *page, asks bool) []string {
	one := l.Chosen()
	if asks {
		return p.named("x", p.th.Text, 4, "Delete your progress in lesson "+strconv.Itoa(one.Number)+"? Press x again. Any other key keeps it.")
	}
	words := one.Asks
	if l.finished(one) { // shown only after the lesson, because it answers the lesson's question
		words += " Not true: “" + one.Kills + "”."
	}
	words += " " + one.Ref + "."
	if len(one.Needs) > 0 {
		noun := " Follows lesson "
		if len(one.Needs) > 1 {
			noun = " Follows lessons "
		}
		words += noun + l.numbers(one.Needs) + "."
	}
	rows := p.named(strconv.Itoa(one.Number), p.th.Text, 4, words)
	return rows[:min(3, len(rows))]
}

func (l *List) numbers(names []string) (s string) {
	for i, n := range names {
		if i > 0 {
			s += " and "
		}
		s += strconv.Itoa(lesson.ByName(l.Course.Lessons, n) + 1)
	}
	return s
}
