// Package peers measures wire beside other readers of HTTP/1.x responses, and
// compares what they make of the same bytes. It is a module of its own, so
// that none of them reaches the product's go.mod.
//
//	go test -bench . -count 10
package peers
