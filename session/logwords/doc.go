// Package logwords returns what well-known programs log when a connection ends
// in a given way, so that a user with a line of a log can search for it.
//
//	session.Ending ─► [SituationOf] ─► [Of]: Node "socket hang up", curl "(52) Empty reply from server", ...
//
// The words are literal. Those of a row with a Version were measured with that
// version (package integration measures them again); the others cite their source.
package logwords
