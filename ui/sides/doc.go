// Package sides is the card of what was learned of both sides of connections: how
// long each keeps them idle, who closes, which requests were lost, and what to do
// about it. It grows while the user watches; each statement leads to the
// connections that it was learned from.
//
//	server   idle limit   5.000 to 5.004 s   160 of 160   ─► connections 214, 213 …
package sides
