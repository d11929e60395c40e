// Package clock draws the top rows: what is true of the connection at this
// moment, and how much of what the server allows is left.
//
//	linger  http://127.0.0.1:8321 · connection 2 · 4 exchanges    ● open, idle
//	timeout   ┄┄┄┄┄┄┄┄▐███████████▒▒▒▒▓│  3.2 s of 5 s left   hint of exchange 6
//	max       ┄┄━━━━━━━━━━━━━━━━━━━━━━━│  97 left          counted by the server
//	life      ▇3──────▇4─────▇5────▇6┄▓│  deadline               1 cell = 0.27 s
//	now       Safe to send. Each response restarts the idle timer.
//
// Every row is a pure function of a [View]: the connection, the time, the width
// and the theme. Solid is what is left; all bars end at the same deadline.
package clock
