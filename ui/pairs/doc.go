// Package pairs implements the pane with the connections between other programs. A Model
// lists the connections, newest first, and a Story shows what happened on the selected
// connection.
//
//	╭─ Pairs ────────────────────────────╮
//	│ all pairs                          │  Model
//	│ 214  ● open  ● open   12  3.1 s  … │
//	├─ Pair 214 ─────────────────────────┤
//	│ 7  GET /orders/71  200  length …   │  Story
//	╰────────────────────────────────────╯
package pairs
