// Package timeline draws connections over time. Each connection is drawn from its own
// start, so that equal idle limits are in the same column. The package also magnifies one
// exchange.
//
//	connection 2   4 exchanges                                 ● open, idle
//	            0 s                      5 s                      10 s
//	            ├────┴────┴────┴────┴────┼────┴────┴────┴────┴────┤
//	exchange     3                   4              ▸6         │
//	→ sending   ▏▇                   ▇               ▇         │
//	← receiving  ▇                   ▇               ▇         │
//	idle          ─────────────────── ────────────── ──●┄┄┄▒▒▒▓│ deadline in 3.2 s
//
// The timeline looks up the exchanges of each cell. Drawing a hundred thousand exchanges
// therefore costs no more than drawing a few.
package timeline
