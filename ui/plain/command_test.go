package plain

import (
	"strings"
	"testing"

	"linger/ui/keys"
)

// exempt maps the actions without a command to the reason.
var exempt = map[keys.Action]string{
	keys.Probe:    "linger probe measures a server, and prints the report card",
	keys.Beside:   "a second session is a second linger --plain",
	keys.SendBoth: "a second session is a second linger --plain",
	keys.QuitNow:  "ctrl+c ends the program",
	keys.Suspend:  "ctrl+z belongs to the shell",

	keys.Up: moves, keys.Down: moves, keys.PageUp: moves, keys.PageDown: moves, keys.First: moves, keys.Last: moves,
	keys.TabBefore: moves, keys.TabAfter: moves, keys.NextPane: moves, keys.Full: moves,
	keys.Mark:       "compare takes the number of the exchange",
	keys.ClockTimes: "lines are printed when events happen",
	keys.Hex:        "wire says each line with its bytes escaped",

	keys.Learned: draws, keys.Fault: "linger relay --plain --fault sets it",
	keys.Timeline: draws, keys.Projector: draws, keys.Mouse: draws, keys.ZoomIn: draws, keys.ZoomOut: draws, keys.Follow: draws,

	keys.NextPart: form, keys.PartBefore: form, keys.Presets: form, keys.Switch: form, keys.Editor: form, keys.ForgetAddress: form,
	keys.PipelineN: "pipeline takes a number",

	keys.Predict: lessons, keys.LessonHint: lessons, keys.LessonNext: lessons, keys.StepBefore: lessons, keys.StepAfter: lessons,
}

const (
	moves   = "there is no cursor: exchange chooses by number"
	draws   = "it changes what is drawn, and nothing is"
	form    = "edit, content and raw write the request; there is no form"
	lessons = "a lesson has words of its own: a letter, hint, go, again, step"
)

// Every key of the inspector has a command, or a reason why it has none.
func TestEveryKeyHasACommand(t *testing.T) {
	has := map[keys.Action]bool{}
	for _, c := range commands {
		if c.action != keys.None && has[c.action] {
			t.Errorf("%s has two commands", c.action)
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
			t.Errorf("%s has no command in --plain, and is not exempt", a)
		case has[a] && exempt[a] != "":
			t.Errorf("%s has a command, and is exempt", a)
		}
	}
}

func TestNamesOfCommandsAreUnambiguous(t *testing.T) {
	seen := map[string]string{}
	for i := range commands {
		c := &commands[i]
		if c.says() == "" {
			t.Errorf("%q has no text", c.name)
		}
		for _, name := range []string{c.name, c.key(keys.Default())} {
			if was, ok := seen[name]; ok && name != "" && was != c.name {
				t.Errorf("%q is %q and %q", name, was, c.name)
			}
			seen[name] = c.name
		}
		if strings.ContainsAny(c.name, " /") {
			t.Errorf("%q cannot be typed as one word", c.name)
		}
	}
}
