// Package timeline draws connections over time, each from its own start, so that their
// idle limits are in the same column. It also magnifies one exchange.
//
//	connection 2   4 exchanges                                 ● open, idle
//	            0 s                      5 s                      10 s
//	            ├────┴────┴────┴────┴────┼────┴────┴────┴────┴────┤
//	exchange     3                   4              ▸6         │
//	→ sending   ▏▇                   ▇               ▇         │
//	← receiving  ▇                   ▇               ▇         │
//	idle          ─────────────────── ────────────── ──●┄┄┄▒▒▒▓│ deadline in 3.2 s
//
// The timeline looks up the exchanges of each cell, so that drawing a hundred thousand
// exchanges costs no more than drawing a few.
package timeline
