// Package peers compares the speed of a session with that of other clients in one run:
// net/http and fasthttp, which record nothing, and a bare loop of writes and reads, which
// no client can exceed. It is a separate module, so that these clients do not become
// dependencies of linger.
//
//	go test -bench . -benchtime 2s
//
// A pipeline is as fast as its events can be allocated and collected:
// with GOGC=800 it takes about half the time, because a heap as small as that
// of these benchmarks is collected every few thousand exchanges.
package peers
