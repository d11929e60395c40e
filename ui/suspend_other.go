//go:build !unix

package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"
)

// watch does nothing: programs are not stopped here.
func (j *job) watch(func(tea.Msg)) (stop func()) { return func() {} }

// stop says that it cannot be.
func (j *job) stop() error { return errors.ErrUnsupported }
