package keys

import (
	"fmt"
	"slices"
	"strings"

	"linger/ui/text"
)

// fixed lists the keys that cannot be changed, because dialogs, text fields and the ways
// to leave depend on them.
var fixed = []string{"enter", "esc", "tab", "shift+tab", "up", "down", "left", "right", "pgup", "pgdown", "ctrl+c"}

// Rebind returns bindings with additional keys for an action, given by their Bubble Tea
// names ("ctrl+s", "f5", "S"). The screen shows the new keys instead of the default keys.
// The default keys still work unless another action uses them. Rebind returns an error if
// a key cannot be changed or is the only key of another action.
func (bs *Bindings) Rebind(a Action, more ...string) (*Bindings, error) {
	rows := slices.Clone(bs.rows)
	i := slices.IndexFunc(rows, func(b Binding) bool { return b.Action == a })
	if i < 0 || len(more) == 0 {
		return nil, fmt.Errorf("an action and a key are needed")
	}
	to := &rows[i]
	for _, k := range more {
		if err := free(rows, to, k); err != nil {
			return nil, err
		}
	}
	taken := func(k string) bool { return slices.Contains(more, k) }
	for i := range rows {
		if b := &rows[i]; b != to && sameMode(b, to) {
			b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), taken)
			if slices.ContainsFunc(strings.Fields(b.Shown), taken) {
				b.Shown = b.Keys[0]
			}
		}
	}
	to.Keys = append(slices.Clone(more), slices.DeleteFunc(slices.Clone(to.Keys), taken)...)
	if text.Width(more[0]) <= mostShown {
		to.Shown = more[0]
	}
	return bound(rows), nil
}

// mostShown is the maximum width in cells of a key on the page of keys.
const mostShown = 8

// free returns an error if key is not the name of a key or must not be moved to the
// binding to, and nil otherwise.
func free(rows []Binding, to *Binding, key string) error {
	if !isKeyName(key) {
		return fmt.Errorf("%q is not the name of a key; write for example ctrl+s, f5 or S", key)
	}
	if slices.Contains(to.Keys, key) {
		return nil
	}
	if slices.Contains(fixed, key) {
		return fmt.Errorf("%s cannot be changed", key)
	}
	for i := range rows {
		b := &rows[i]
		if b != to && sameMode(b, to) && len(b.Keys) == 1 && b.Keys[0] == key {
			return fmt.Errorf("%s is the only key of %s; first give %[2]s another key", key, b.Action)
		}
	}
	return nil
}

// isKeyName reports whether key can be the name of a key: one character, or words joined
// by plus signs.
func isKeyName(key string) bool {
	if len([]rune(key)) == 1 {
		return key != " " && text.Width(key) == 1
	}
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789+") == "" && !strings.HasPrefix(key, "+")
}

// sameMode reports whether two bindings can apply to the same key press.
func sameMode(a, b *Binding) bool {
	return !a.Group.Modal() && !b.Group.Modal() || a.Group == b.Group
}
