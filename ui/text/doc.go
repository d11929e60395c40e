// Package text makes text safe for a terminal and fits it to a width.
//
//	bytes of a server ──► Safe ──► Fit, Pad, Right ──► a theme's Style
//
// No text from a server may reach the terminal as a control sequence. The result of
// [Safe] contains none.
package text
