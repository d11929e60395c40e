// Package timeline draws the lives of connections: every one from its own
// start, so that idle limits line up below each other, and one exchange
// magnified.
//
//	connection 2   4 exchanges                                 ● open, idle
//	            0 s                      5 s                      10 s
//	            ├────┴────┴────┴────┴────┼────┴────┴────┴────┴────┤
//	exchange     3                   4              ▸6         │
//	→ sending   ▏▇                   ▇               ▇         │
//	← receiving  ▇                   ▇               ▇         │
//	idle          ─────────────────── ────────────── ──●┄┄┄▒▒▒▓│ deadline in 3.2 s
//
// What is drawn is looked up cell by cell, so that a hundred thousand exchanges
// cost no more than a few.
package timeline
