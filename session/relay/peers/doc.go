// Package peers measures the relay beside socat, which copies bytes and records
// nothing: how much either adds to the median latency of an exchange. Beside mitmproxy,
// which explains what passes as well, it measures exchanges per second. It is a module of
// its own, as both are programs that need not be there.
//
//	go test -bench . -benchtime 20000x
package peers
