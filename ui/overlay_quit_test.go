package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// quits reports whether a command ends the program, at once or after one more query to
// the terminal.
func quits(m *Model, cmd tea.Cmd) bool { return m.leaving || cmd != nil && isQuit(cmd) }

// q asks before exchanges are lost. esc and a second q cancel, and d discards the
// exchanges.
func TestQuitAsksIfExchangesAreUnsaved(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, _ := shown(play.Idle(), size[0], size[1])
		if quits(m, m.take(keyOf("q"))) {
			t.Fatal("q quit at once, want a question")
		}
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "quit-"+itoa(size[0])+"x"+itoa(size[1]), windowOf(m, rows))
		if press(m, "esc"); m.desk().top() != nil || m.leaving {
			t.Error("esc did not cancel the question")
		}
		press(m, "q", "y")
		expect(t, m, "curl")
		press(m, "esc", "q")
		if quits(m, m.take(keyOf("q"))) || m.desk().top() != nil {
			t.Error("a second q did not cancel the question")
		}
		press(m, "q")
		if !quits(m, m.take(keyOf("d"))) {
			t.Error("d did not quit")
		}
	}
}

// q quits at once if nothing is lost: there are no exchanges, they were with the practice
// server, or a file contains them.
func TestQuitDoesNotAskIfNothingIsLost(t *testing.T) {
	for name, m := range map[string]*Model{
		"nothing exchanged":   first(shown(play.Fresh(), 80, 24)),
		"the practice server": first(shown(play.Idle(), 80, 24, practising)),
		"a recording":         first(shown(play.Idle(), 80, 24, func(o *Options) { o.Recording = true })),
	} {
		if !quits(m, m.take(keyOf("q"))) {
			t.Errorf("%s: q asked, want it to quit at once", name)
		}
	}
	m, _ := shown(play.Idle(), 80, 24)
	if !quits(m, m.take(keyOf("ctrl+c"))) {
		t.Error("ctrl+c asked, want it to quit at once")
	}
}

// Exported exchanges count as saved. Exchanges with the practice server are not counted,
// and the question says so.
func TestExportedExchangesCountAsSaved(t *testing.T) {
	t.Chdir(t.TempDir())
	m, _ := shown(play.Idle(), 80, 24)
	press(m, "E", "h", "enter")
	expect(t, m, "Written to ")
	if !quits(m, m.take(keyOf("q"))) {
		t.Error("q asked after an export of everything, want it to quit at once")
	}
	o := quitOverlay{lost: unsaved{exchanges: 2, connections: 2, practice: 6}}
	m, _ = shown(play.Idle(), 80, 24)
	m.desk().open(&o)
	expect(t, m, "2 exchanges on 2 connections are not in any file", "Not counted: 6 exchanges with the practice server.")
}

// q closes any overlay.
func TestQClosesTheTopmostOverlay(t *testing.T) {
	for _, over := range []string{"?", "t", "b", "x", "y", "="} {
		m, _ := shown(play.Idle(), 120, 40)
		press(m, over)
		if m.desk().top() == nil {
			t.Fatalf("%s did not open an overlay", over)
		}
		if press(m, "esc"); m.desk().top() != nil {
			t.Errorf("after %s, esc did not close the overlay", over)
		}
		press(m, over)
		if press(m, "q"); m.desk().top() != nil || m.leaving {
			t.Errorf("after %s, q did not close the overlay, or quit", over)
		}
	}
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "t", "?", "q")
	expect(t, m, "Timeline")
}

func first(m *Model, _ *still) *Model { return m }
