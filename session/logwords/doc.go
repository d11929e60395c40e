// Package logwords returns what well-known programs log when a connection ends the
// way one did: the words people search for when they have a line of a log in hand.
//
//	session.Ending ─► [SituationOf] ─► [Of]: Node "socket hang up", curl "(52) Empty reply from server", ...
//
// The words are literal. Those of a row with a Version were measured with that
// version (package integration measures them again); the others cite their source.
package logwords
