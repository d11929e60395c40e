// Package logwords returns what well-known programs log when a connection ends in a given
// way. A user who has a line of such a log can compare it with the end that linger shows.
//
//	session.Ending ─► [SituationOf] ─► [Of]: Node "socket hang up", curl "(52) Empty reply from server", ...
//
// The words are literal. If a row has a Version, the words were measured with that
// version, and package integration measures them again. Other rows cite the source of
// their words.
package logwords
