// Package peers compares the speed of a session with that of other clients in one run:
// net/http and fasthttp, which record nothing, and a bare loop of writes and reads, which
// is the upper limit for any client. It is a separate module, so that these clients do
// not become dependencies of linger.
//
//	go test -bench . -benchtime 2s
//
// The speed of a pipeline depends on how fast its events are allocated and collected.
// With GOGC=800 a pipeline takes about half the time: the heap of these benchmarks is so
// small that it is otherwise collected every few thousand exchanges.
package peers
