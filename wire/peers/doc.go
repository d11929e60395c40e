// Package peers compares wire with other readers of HTTP/1.x responses: their speed, and
// their results for the same bytes. It is a separate module, so that these readers do not
// become dependencies of linger.
//
//	go test -bench . -count 10
package peers
