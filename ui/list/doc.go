// Package list is the pane of the exchanges, one connection after another.
//
//	   #  request        status  framing        time
//
//	   connection 1  ○ server closed (FIN)   5.003 s idle
//	   1  GET  /length      200  length 512   1.2 ms
//	▸  2  HEAD /length      200  no body      0.9 ms  ! 1
//
// It draws only the rows that are seen and keeps an index of all of them, which
// grows with the record, so that a hundred thousand exchanges scroll like ten.
package list
