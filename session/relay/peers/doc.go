// Package peers compares the relay with two other programs. With socat, which copies
// bytes and records nothing, it compares how much each adds to the median latency of an
// exchange. With mitmproxy, which also decodes messages, it compares exchanges per
// second. It is a separate module, because both programs may be missing.
//
//	go test -bench . -benchtime 20000x
package peers
