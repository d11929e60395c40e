package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// Every key of a footer can be pressed by its name, with the same effect as the key from
// the terminal.
func TestNamesOfKeysArePressed(t *testing.T) {
	for _, b := range keys.Table {
		for _, name := range b.Keys {
			if got := keyNamed(name).String(); got != name {
				t.Errorf("the name %s presses %s", name, got)
			}
		}
	}
	if k := keyNamed("ctrl+x"); k.Mod != tea.ModCtrl || k.Text != "" {
		t.Errorf("%+v", k)
	}
}
