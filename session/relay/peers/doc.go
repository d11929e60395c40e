// Package peers compares the relay with socat, which copies bytes and records nothing:
// how much each adds to the median latency of an exchange. It also compares it with
// mitmproxy, which decodes messages as well, in exchanges per second. It is a separate
// module, because both programs may be missing.
//
//	go test -bench . -benchtime 20000x
package peers
