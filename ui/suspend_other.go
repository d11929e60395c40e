//go:build !unix

package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"
)

// watch does nothing: this system has no job control.
func (j *job) watch(func(tea.Msg)) (stop func()) { return func() {} }

// stop returns an error: this system has no job control.
func (j *job) stop() error { return errors.ErrUnsupported }
