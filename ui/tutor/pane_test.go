package tutor_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"linger/session/lesson"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/theme"
	"linger/ui/tutor"
)

var th = theme.New(true, colorprofile.TrueColor, false)

// sizes lists the sizes of the pane inside its border: on screens of 120x40, 80x24 and
// 160x45, and in the narrowest window.
var sizes = [][2]int{{54, 13}, {78, 8}, {50, 13}, {44, 13}, {38, 11}}

// always is a condition that always holds.
type always struct{}

func (always) Met(*lesson.View) bool { return true }
func (always) String() string        { return "always" }

// at returns a course at a step. All conditions of its lessons always hold.
func at(lessonAt, step int) *lesson.Course {
	c, rec := lesson.NewCourse(1), &record.Record{}
	for i := range c.Lessons[lessonAt].Steps {
		c.Lessons[lessonAt].Steps[i].Until = always{}
	}
	c.Start(lessonAt, rec, nil)
	for range step {
		c.Observe()
		c.Next(rec)
	}
	return c
}

// On common screen sizes, all text of a step fits in the pane: before the prediction,
// after it, and when the step is complete.
func TestEveryStepFits(t *testing.T) {
	for _, size := range sizes[:4] {
		for i, l := range lesson.Table(1) {
			for step := range l.Steps {
				c := at(i, step)
				look := func(state string) {
					rows := tutor.Rows(th, size[0], size[1], c)
					golden.Size(t, rows, size[0], size[1])
					if all := strings.Join(rows, "\n"); strings.Contains(all, "… more") {
						t.Errorf("%s, step %d: the text does not fit in %v %s", l.Name, step+1, size, state)
					}
				}
				look("at first")
				c.Predict(0)
				look("after the prediction")
				c.Observe()
				look("when it is complete")
				if c.Next(&record.Record{}); c.Recap() {
					look("at the recap")
				}
			}
		}
	}
}

// The golden files show the pane in each of its states.
func TestPane(t *testing.T) {
	for _, size := range sizes {
		var rows []string
		show := func(c *lesson.Course) {
			pane := tutor.Rows(th, size[0], size[1], c)
			golden.Size(t, pane, size[0], size[1])
			rows = append(rows, tutor.Title(c)+" | "+tutor.Fact(th, c, tutor.Short(size[1])))
			rows = append(rows, pane...)
			rows = append(rows, tutor.Folded(c), "")
		}
		c := at(2, 2)
		show(c)
		c.Predict(0)
		show(c)
		c.Hint(0)
		c.Hint(4 * time.Second)
		show(c)
		c.Hint(8 * time.Second)
		show(c)
		c.Observe()
		show(c)
		c = at(2, 3)
		c.Predict(1)
		c.Observe()
		show(c)
		c.Next(&record.Record{})
		show(c)
		golden.Check(t, fmt.Sprintf("pane-%dx%d", size[0], size[1]), rows)
	}
}
