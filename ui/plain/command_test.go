package plain

import (
	"strings"
	"testing"

	"linger/ui/keys"
)

// exempt maps the actions without a command to the reason.
var exempt = map[keys.Action]string{
	keys.Probe:    "linger probe measures a server, and prints the report card",
	keys.Beside:   "start a second linger --plain for a second session",
	keys.SendBoth: "start a second linger --plain for a second session",
	keys.QuitNow:  "ctrl+c ends the program",
	keys.Suspend:  "ctrl+z belongs to the shell",

	keys.Up: moves, keys.Down: moves, keys.PageUp: moves, keys.PageDown: moves, keys.First: moves, keys.Last: moves,
	keys.TabBefore: moves, keys.TabAfter: moves, keys.NextPane: moves, keys.Full: moves,
	keys.Mark:       "compare has the number of the exchange as its argument",
	keys.ClockTimes: "lines are printed when events happen",
	keys.Hex:        "wire prints each line with its bytes escaped",

	keys.Learned: draws, keys.Fault: "linger relay --plain --fault sets it",
	keys.Timeline: draws, keys.Projector: draws, keys.Mouse: draws, keys.ZoomIn: draws, keys.ZoomOut: draws, keys.Follow: draws,

	keys.NextPart: form, keys.PartBefore: form, keys.Presets: form, keys.Switch: form, keys.Editor: form, keys.ForgetAddress: form,
	keys.PipelineN: "pipeline has the number as its argument",

	keys.Predict: lessons, keys.LessonHint: lessons, keys.LessonNext: lessons, keys.StepBefore: lessons, keys.StepAfter: lessons,
}

const (
	moves   = "there is no cursor; exchange chooses by number"
	draws   = "it changes what the screen shows, and there is no screen"
	form    = "edit, content and raw write the request; there is no form"
	lessons = "lessons have their own commands: a letter, hint, go, again, step"
)

// Every key of the inspector has a command, or exempt says why it has none.
func TestEveryKeyHasACommand(t *testing.T) {
	has := map[keys.Action]bool{}
	for _, c := range commands {
		if c.action != keys.None && has[c.action] {
			t.Errorf("the action %s has two commands", c.action)
		}
		has[c.action] = true
	}
	for i := range keys.Table {
		a := keys.Table[i].Action
		if keys.Table[i].Group == keys.Replaying {
			continue // linger open --plain prints a whole log
		}
		switch {
		case !has[a] && exempt[a] == "":
			t.Errorf("the action %s has no command in --plain, and no reason in exempt", a)
		case has[a] && exempt[a] != "":
			t.Errorf("the action %s has a command, but also a reason in exempt", a)
		}
	}
}

func TestNamesOfCommandsAreUnambiguous(t *testing.T) {
	seen := map[string]string{}
	for i := range commands {
		c := &commands[i]
		if c.says() == "" {
			t.Errorf("the command %q has no description", c.name)
		}
		for _, name := range []string{c.name, c.key(keys.Default())} {
			if was, ok := seen[name]; ok && name != "" && was != c.name {
				t.Errorf("the name %q belongs to the commands %q and %q", name, was, c.name)
			}
			seen[name] = c.name
		}
		if strings.ContainsAny(c.name, " /") {
			t.Errorf("the command name %q contains a blank or a slash", c.name)
		}
	}
}
