// Package text makes words, numbers and bytes fit for a terminal.
//
//	bytes of a server ──► Safe ──► Fit, Pad, Right ──► a theme's Style
//
// Nothing that a server sends may reach the terminal as a control sequence:
// what goes through [Safe] holds none.
package text
