//go:build unix

package ui

import (
	"errors"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

var errAlone = errors.New("there is no shell")

// watch reports the signals that stop the program and let it go on, until stop is
// called. One that was ignored from the beginning stays ignored.
func (j *job) watch(send func(tea.Msg)) (stop func()) {
	j.watching = !signal.Ignored(syscall.SIGTSTP)
	j.listen()
	signal.Notify(j.signals, syscall.SIGCONT)
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

func (j *job) listen() {
	if j.watching {
		signal.Notify(j.signals, syscall.SIGTSTP)
	}
}

// stop stops the process group, and returns when it goes on. A process that has
// asked for SIGTSTP once does not stop at it again, so it stops itself.
func (j *job) stop() error {
	if alone() {
		return errAlone
	}
	signal.Reset(syscall.SIGTSTP)
	defer j.listen()
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
		return err
	}
	j.asked.Store(true)
	return syscall.Kill(os.Getpid(), syscall.SIGSTOP)
}

// alone reports whether nobody would let the program go on: no shell began the
// session that gave it a process group of its own. The system ignores SIGTSTP
// then.
func alone() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return true
	}
	group, err := unix.Getpgid(session)
	return err != nil || group == unix.Getpgrp()
}
