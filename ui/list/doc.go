// Package list implements the pane with the exchanges, one connection after another.
//
//	   #  request        status  framing        time
//
//	   connection 1  ○ server closed (FIN)   5.003 s idle
//	   1  GET  /length      200  length 512   1.2 ms
//	▸  2  HEAD /length      200  no body      0.9 ms  ! 1
//
// The pane draws only the visible rows. It keeps an index of all rows, which grows with
// the record. A list of a hundred thousand exchanges therefore scrolls as fast as a list
// of ten.
package list
