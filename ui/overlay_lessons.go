package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session/lesson"
	"linger/ui/keys"
	"linger/ui/tutor"
)

// A lessonsOverlay is the list of lessons.
type lessonsOverlay struct {
	inert
	list  *tutor.List
	start func(at int)
	undo  func(names []string)
	asks  bool // it asks whether to delete the progress of the lesson under the cursor
	w, h  int
}

func (d *desk) lessonList() {
	c := d.tuition.course
	o := &lessonsOverlay{list: tutor.NewList(c, d.mem.store.Progress()), start: d.chooseLesson}
	o.undo = func(names []string) {
		d.mem.store.Undone(names...)
		d.remembered()
		o.list.Reset(d.mem.store.Progress())
	}
	d.open(o)
}

func (o *lessonsOverlay) refresh(s *scene) {
	w, h := o.list.Wants()
	o.w, o.h = windowSize(s.plan, w+2, h+2)
	o.list.SetSize(o.w-2, o.h-2)
}

func (o *lessonsOverlay) draw(f *frame) {
	f.takes(f.window("Lessons", o.list.Fact(), "esc closes", o.w, o.h, o.list.Rows(f.th, o.asks)), func(_ bench, _, y int) string {
		return onSecond(!o.asks && o.list.Point(y))
	})
}

func (o *lessonsOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if o.asks {
		if k.String() == "x" {
			o.undo(lesson.Names(o.list.Chosen()))
		}
		o.asks = false
		return nil, true
	}
	switch b.bindings().ActionOf(k.String()) {
	case keys.Up:
		o.list.Move(-1)
	case keys.Down:
		o.list.Move(1)
	case keys.First:
		o.list.Move(-len(o.list.Course.Lessons))
	case keys.Last:
		o.list.Move(len(o.list.Course.Lessons))
	case keys.Send:
		b.leave()
		o.start(o.list.Chosen().Number - 1)
	case keys.Lessons:
		b.leave()
	case keys.CloseMenu:
		o.asks = o.list.Begun()
	case keys.Quit:
		return nil, false
	}
	return nil, true
}

func (*lessonsOverlay) covers() cover { return coverSome }

func (o *lessonsOverlay) hints(keys.State) []keys.Hint {
	if o.asks {
		return []keys.Hint{{Key: "x", Words: "delete it"}, {Action: keys.Back, Words: "keep it"}}
	}
	start := "start"
	if open := o.list.Course.Lesson(); open == o.list.Chosen() && !o.list.Course.Recap() {
		start = "go on"
	}
	hints := []keys.Hint{{Action: keys.Send, Words: start}, {Action: keys.Up, Words: "up"}, {Action: keys.Down, Words: "down"}}
	if o.list.Begun() {
		hints = append(hints, keys.Hint{Key: "x", Words: "delete progress"})
	}
	return append(hints, keys.Hint{Action: keys.Back, Words: "back"})
}
