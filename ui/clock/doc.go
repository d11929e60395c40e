// Package clock draws the rows at the top: the current state of the connection, and how
// much of its limits is left.
//
//	linger  http://127.0.0.1:8321 · connection 2 · 4 exchanges    ● open, idle
//	timeout   ┄┄┄┄┄┄┄┄▐███████████▒▒▒▒▓│  3.2 s of 5 s left   hint of exchange 6
//	max       ┄┄━━━━━━━━━━━━━━━━━━━━━━━│  97 left          counted by the server
//	life      ▇3──────▇4─────▇5────▇6┄▓│  deadline               1 cell = 0.27 s
//	now       Safe to send. Each response restarts the idle timer.
//
// Every row is a pure function of a [View]: the connection, the time, the width and the
// theme. The solid part of a bar is what is left. All bars end in the same column.
package clock
