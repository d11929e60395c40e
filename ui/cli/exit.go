package cli

import (
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/live"
)

// The exit codes. Every error that occurs before a command starts its work has the code
// exitUsage.
const (
	exitDone       = 0
	exitMisbehaved = 1 // the server misbehaved, or the time limit of -m expired
	exitUsage      = 2 // the command line is wrong, a file cannot be read, or there is no terminal
	exitNoConnect  = 3
	exitDefect     = 70 // a defect in linger
	exitHangup     = 129
	exitInterrupt  = 130
	exitAbort      = 131
	exitTerminate  = 143
)

// exitCodes describes each code, for the manual.
var exitCodes = []struct {
	code  int
	means string
}{
	{exitDone, "Done."},
	{exitMisbehaved, "The server misbehaved, an expectation did not hold, or the time limit of -m expired."},
	{exitUsage, "The command line was wrong, a file cannot be read or written, or there is no terminal."},
	{exitNoConnect, "linger could not connect."},
	{exitDefect, "linger has a defect; please report it."},
	{exitHangup, "Ended by SIGHUP."},
	{exitInterrupt, "Ended by SIGINT, or by ctrl+c."},
	{exitAbort, "Ended by SIGQUIT."},
	{exitTerminate, "Ended by SIGTERM."},
}

// An exitError ends the program with an exit code. If its err is nil, nothing is printed,
// because the command has already reported the problem.
type exitError struct {
	code int
	err  error
	hint string // what to try, or empty
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// parseTarget parses a URL from the command line of a command that has the option -u.
func parseTarget(url string) (session.Target, string, error) {
	t, path, err := session.ParseTarget(url)
	if errors.Is(err, session.ErrUserinfo) {
		err = &exitError{code: exitUsage, err: err, hint: "-u USER:PASSWORD sends a password"}
	}
	return t, path, err
}

// Report prints the error of a command to w and returns the exit code.
func Report(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	e := &exitError{code: exitUsage, err: err}
	if !errors.As(err, &e) && (errors.As(err, new(*live.Defect)) || errors.Is(err, tea.ErrProgramPanic)) {
		e.code = exitDefect
	}
	if e.err != nil {
		fmt.Fprintf(w, "linger: %s\n", safe(e.err.Error()))
	}
	if e.hint != "" {
		fmt.Fprintf(w, "        %s\n", safe(e.hint))
	}
	return e.code
}
