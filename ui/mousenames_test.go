package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// Every key of a footer is pressed by its name: what the names stand for is what the
// terminal would send.
func TestNamesOfKeysArePressed(t *testing.T) {
	for _, b := range keys.Table {
		for _, name := range b.Keys {
			if got := keyNamed(name).String(); got != name {
				t.Errorf("%s is pressed as %s", name, got)
			}
		}
	}
	if k := keyNamed("ctrl+x"); k.Mod != tea.ModCtrl || k.Text != "" {
		t.Errorf("%+v", k)
	}
}
