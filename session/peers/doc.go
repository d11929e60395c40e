// Package peers measures the session beside other clients in one run: net/http
// and fasthttp, which record nothing, and a bare loop of writes and reads, which
// is as fast as the kernel lets anybody be. It is a module of its own so that
// they never reach linger's go.mod.
//
//	go test -bench . -benchtime 2s
//
// A pipeline is as fast as its events can be allocated and collected:
// with GOGC=800 it takes about half the time, because a heap as small as that
// of these benchmarks is collected every few thousand exchanges.
package peers
