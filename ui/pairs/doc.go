// Package pairs implements the pane with the connections between other programs: one row
// for each, newest first, and what happened on the selected one.
//
//	╭─ Pairs ────────────────────────────╮
//	│ all pairs                          │  Model
//	│ 214  ● open  ● open   12  3.1 s  … │
//	├─ Pair 214 ─────────────────────────┤
//	│ 7  GET /orders/71  200  length …   │  Story
//	╰────────────────────────────────────╯
package pairs
