// Package sides implements the card that shows what linger has learned about both sides
// of connections: how long each side keeps idle connections, who closes, which requests
// were lost, and what to do about it. The card grows while linger watches. Each statement
// leads to the connections that it is based on.
//
//	server   idle limit   5.000 to 5.004 s   160 of 160   ─► connections 214, 213 …
package sides
