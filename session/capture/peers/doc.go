// Package peers measures how fast linger and tshark open the same capture of HTTP. tshark
// uses the display filter "http". The package is a separate module, so that the tests of
// linger do not need tshark.
//
//	go test -bench . -benchtime 1x -size 1024
package peers
