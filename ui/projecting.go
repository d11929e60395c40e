package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// projecting is the very large countdown.
type projecting struct{}

func (projecting) press(*Model, tea.KeyPressMsg) (tea.Cmd, bool) { return nil, false }
func (projecting) draw(*Model, []string)                         {}
func (projecting) hints(keys.State) []keys.Hint                  { return nil }
