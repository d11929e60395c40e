package cli

import (
	"testing"

	"linger/session/practice"
)

// The menu of the inspector is the table of the practice server.
func TestScenariosAreThoseOfThePracticeServer(t *testing.T) {
	menu, first := scenarios(), 0
	for i, s := range practice.Scenarios() {
		if i >= len(menu) || menu[i].Path != s.Path || menu[i].Watch != s.Does+" "+s.Watch || menu[i].Group != string(s.Group) {
			t.Fatalf("entry %d of the menu is not %s", i, s.Path)
		}
		if menu[i].First {
			first++
		}
	}
	if len(menu) != len(practice.Scenarios()) || first != len(welcomes) {
		t.Errorf("%d entries, %d of them to begin with; want %d and %d", len(menu), first, len(practice.Scenarios()), len(welcomes))
	}
}
