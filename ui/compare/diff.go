package compare

import (
	"iter"
	"slices"
	"strings"

	"linger/wire"
)

// A Change says how two values differ.
type Change uint8

// The changes, in the order in which fields are listed.
const (
	Changed Change = iota // both have it, with other values
	Removed               // the left one alone has it
	Added                 // the right one alone has it
	Same
)

// A Row is one field of two messages. Values are empty where there is none.
type Row struct {
	Name        string // as the left one writes it, where it has it
	Left, Right string
	Change      Change
}

// Fields compares the fields of two messages by name, in any case, the n-th of
// a name with the n-th: the changed ones first, then those that one side alone
// has, then the same; each in the order of the messages.
func Fields(left, right iter.Seq[wire.Field]) []Row {
	var rows []Row
	at := map[string][]int{} // rows of a name that the right side has not met
	for f := range left {
		key := strings.ToLower(f.Name)
		at[key] = append(at[key], len(rows))
		rows = append(rows, Row{Name: f.Name, Left: f.Value, Change: Removed})
	}
	for f := range right {
		key := strings.ToLower(f.Name)
		if len(at[key]) == 0 {
			rows = append(rows, Row{Name: f.Name, Right: f.Value, Change: Added})
			continue
		}
		r := &rows[at[key][0]]
		at[key] = at[key][1:]
		r.Right, r.Change = f.Value, Same
		if r.Left != r.Right {
			r.Change = Changed
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return int(a.Change) - int(b.Change) })
	return rows
}

// pair returns a row of two values that both sides have.
func pair(name, left, right string) Row {
	r := Row{Name: name, Left: left, Right: right, Change: Changed}
	if left == right {
		r.Change = Same
	}
	return r
}
