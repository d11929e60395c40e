package cli

import "runtime/debug"

// tuneCollector sets the garbage collector up for recording sessions. A record
// keeps nearly all that it is given, so that a collection frees little: with
// 200 % fewer of them run than by default. Close to the limit they run as often
// as it takes to stay below it.
func tuneCollector() {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(400 << 20)
}
