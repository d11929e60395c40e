// Package replay reproduces the state of a logged session at any time: it folds
// the events up to that time, and plays them in real time or faster.
//
//	log ──► Player ──► Record, at Now
//
// A Player has no clock: its caller passes in the time. Its record depends only on the
// position, so it equals the record of the session at that time.
package replay
