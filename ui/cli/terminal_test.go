package cli_test

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// tmux runs a tmux command, with a separate tmux server for each terminal.
func tmux(ts *testscript.TestScript, args ...string) error {
	socket := fmt.Sprintf("tmux%d", ts.Value(runningKey{}).(*runs).terminals)
	return ts.Exec("tmux", append([]string{"-u", "-f", "/dev/null", "-S", ts.MkAbs(socket)}, args...)...)
}

// terminal runs a command in a terminal of the given size: "terminal 120x40 linger". When
// the command ends, the screen shows its exit code.
func terminal(ts *testscript.TestScript, neg bool, args []string) {
	width, height, ok := strings.Cut(args[0], "x")
	if neg || len(args) < 2 || !ok {
		ts.Fatalf("usage: terminal COLUMNSxROWS COMMAND...")
	}
	ts.Value(runningKey{}).(*runs).terminals++
	command := `sh -c 'echo $$ >pid; exec ` + strings.Join(args[1:], " ") + `'; echo "exit code $?"; exec cat`
	ts.Check(tmux(ts, "new-session", "-d", "-x", width, "-y", height, command))
	socket := fmt.Sprintf("tmux%d", ts.Value(runningKey{}).(*runs).terminals)
	ts.Defer(func() { _ = ts.Exec("tmux", "-S", ts.MkAbs(socket), "kill-server") })
}

// terminate sends SIGTERM or another signal to the program in the terminal: "terminate",
// "terminate QUIT".
func terminate(ts *testscript.TestScript, neg bool, args []string) {
	args = append(args, "TERM")
	if neg || len(args) > 2 {
		ts.Fatalf("usage: terminate [SIGNAL]")
	}
	ts.Check(ts.Exec("kill", "-s", args[0], strings.TrimSpace(ts.ReadFile("pid"))))
}

// press presses keys by their tmux names: "keys Enter q C-c".
func press(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: keys KEY...")
	}
	ts.Check(tmux(ts, append([]string{"send-keys"}, args...)...))
}

// resize changes the size of the terminal.
func resize(ts *testscript.TestScript, neg bool, args []string) {
	width, height, ok := strings.Cut(args[0], "x")
	if neg || !ok {
		ts.Fatalf("usage: resize COLUMNSxROWS")
	}
	ts.Check(tmux(ts, "resize-window", "-x", width, "-y", height))
}

// screen waits until the screen matches a pattern or, with "!", no longer matches it.
func screen(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: screen PATTERN")
	}
	pattern := regexp.MustCompile(args[0])
	deadline := time.After(2 * time.Minute)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		ts.Check(tmux(ts, "capture-pane", "-p"))
		shown := ts.ReadFile("stdout")
		if pattern.MatchString(shown) != neg {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			ts.Fatalf("the screen did not change as expected within 2 min; it is:\n%s", shown)
		}
	}
}
