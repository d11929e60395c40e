package tutor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session/lesson"
	"linger/ui/internal/golden"
	"linger/ui/tutor"
)

func TestList(t *testing.T) {
	done := []string{"again", "again/1", "again/2", "again/3", "bye/1"}
	for _, size := range [][2]int{{98, 24}, {74, 16}, {34, 10}} {
		l := tutor.NewList(lesson.NewCourse(1), done)
		l.SetSize(size[0], size[1])
		if got := l.Chosen().Name; got != "bye" {
			t.Errorf("the cursor is on %s; want the first lesson that is not done", got)
		}
		rows := l.Rows(th, false)
		golden.Size(t, rows, size[0], size[1])
		l.Move(100)
		rows = append(rows, l.Rows(th, true)...)
		golden.Check(t, fmt.Sprintf("list-%dx%d", size[0], size[1]), append(rows, l.Fact()))
	}
}

// The row with the cursor is always visible.
func TestListScrolls(t *testing.T) {
	for h := 7; h < 26; h++ {
		l := tutor.NewList(lesson.NewCourse(1), nil)
		l.SetSize(60, h)
		for range 40 {
			rows := l.Rows(th, false)
			golden.Size(t, rows, 60, h)
			if all := ansi.Strip(strings.Join(rows, "\n")); !strings.Contains(all, "▸ ·") {
				t.Fatalf("height %d: %s is not visible:\n%s", h, l.Chosen().Name, all)
			}
			l.Move(1)
		}
	}
}
