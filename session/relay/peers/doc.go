// Package peers measures the relay beside socat, which copies bytes and records
// nothing: how much either adds to the median latency of an exchange. It is a
// module of its own, as socat is a program that need not be there.
//
//	go test -bench . -benchtime 20000x
package peers
