// Package replay shows a session log as it was at any moment: it folds the events up
// to that moment, and plays them in real time or faster.
//
//	log ──► Player ──► Record, at Now
//
// A Player has no clock: its caller passes in the time. What it shows depends
// on its position alone, so that it is what the session showed at that moment.
package replay
