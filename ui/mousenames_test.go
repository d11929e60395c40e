package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// For each name in the table of keys, keyNamed returns the key that the terminal sends.
func TestKeyNamedReturnsTheKeyOfTheTerminal(t *testing.T) {
	for _, b := range keys.Table {
		for _, name := range b.Keys {
			if got := keyNamed(name).String(); got != name {
				t.Errorf("keyNamed(%q) = %s, want the key of that name", name, got)
			}
		}
	}
	if k := keyNamed("ctrl+x"); k.Mod != tea.ModCtrl || k.Text != "" {
		t.Errorf("keyNamed(%q) = %+v, want ctrl and no text", "ctrl+x", k)
	}
}
