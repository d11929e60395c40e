//go:build unix

package ui

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

var errAlone = errors.New("there is no job-control shell")

// watch reports the signals that stop and continue the program, until stop is called. If
// SIGTSTP was ignored when the program started, it is still ignored.
func (j *job) watch(send func(tea.Msg)) (stop func()) {
	signal.Notify(j.signals, syscall.SIGCONT)
	if !signal.Ignored(syscall.SIGTSTP) {
		signal.Notify(j.signals, syscall.SIGTSTP)
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-j.signals:
				j.heard(s == syscall.SIGCONT, send)
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(j.signals)
		close(done)
	}
}

func (j *job) heard(goesOn bool, send func(tea.Msg)) {
	switch lent := j.lent.Load(); {
	case goesOn && !lent && !j.asked.Swap(false):
		send(redrawMsg{})
	case goesOn:
	case lent:
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	default:
		send(stopMsg{})
	}
}

// stopTakes is the maximum time that the system needs to stop the process.
const stopTakes = time.Second

// stop stops the process group, and returns after the shell has continued it. It sends
// SIGSTOP, because a SIGTSTP could reach the program's own handler after the group
// continues and stop it again. The system call may return before the stop; only SIGCONT
// proves that the stop is over.
func (j *job) stop() error {
	if alone() {
		return errAlone
	}
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	defer signal.Stop(goesOn)
	j.asked.Store(true)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	select {
	case <-goesOn:
	case <-time.After(stopTakes): // the timer also runs while the process is stopped
	}
	return nil
}

// alone reports whether no shell could continue this process, because it belongs to the
// process group of the session leader. In that case, the system ignores SIGTSTP.
func alone() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return true
	}
	group, err := unix.Getpgid(session)
	return err != nil || group == unix.Getpgrp()
}
