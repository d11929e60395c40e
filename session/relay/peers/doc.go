// Package peers compares the relay with two other programs. For socat, which copies bytes
// and records nothing, it compares how much each program adds to the median latency of an
// exchange. For mitmproxy, which also decodes messages, it compares the number of
// exchanges per second. The package is a separate module, so that the tests of linger do
// not need these programs.
//
//	go test -bench . -benchtime 20000x
package peers
