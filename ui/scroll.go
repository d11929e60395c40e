package ui

import "linger/ui/keys"

// allPages is a number of screens that is larger than any text.
const allPages = 1 << 20

// scrolls carries out an action that scrolls, with rows or with pages, and reports
// whether a is such an action. Both functions must stop at the first and at the last row.
func scrolls(a keys.Action, rows, screens func(by int)) bool {
	switch a {
	case keys.Up:
		rows(-1)
	case keys.Down:
		rows(1)
	case keys.PageUp:
		screens(-1)
	case keys.PageDown:
		screens(1)
	case keys.First:
		screens(-allPages)
	case keys.Last:
		screens(allPages)
	default:
		return false
	}
	return true
}
