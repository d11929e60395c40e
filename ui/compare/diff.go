package compare

import (
	"iter"
	"slices"
	"strings"

	"linger/wire"
)

// A Change is the kind of difference between two values.
type Change uint8

// The changes, in the order of the list of fields.
const (
	Changed Change = iota // both have the field, with different values
	Removed               // only the left one has the field
	Added                 // only the right one has the field
	Same
)

// A Row is one field of two messages. A value is empty if a message lacks the field.
type Row struct {
	Name        string // as the left message spells it, if it has the field
	Left, Right string
	Change      Change
}

// Fields compares the fields of two messages: the n-th field with a name on the left with
// the n-th on the right. Names may differ in case. Fields returns the changed fields
// first, then those that only one side has, then the equal ones, each in the order of the
// messages.
func Fields(left, right iter.Seq[wire.Field]) []Row {
	var rows []Row
	at := map[string][]int{} // rows of a name that the right side has not matched yet
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

// pair returns the row of a field that both sides have.
func pair(name, left, right string) Row {
	r := Row{Name: name, Left: left, Right: right, Change: Changed}
	if left == right {
		r.Change = Same
	}
	return r
}
