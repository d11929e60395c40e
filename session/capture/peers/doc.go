// Package peers compares the speed of opening a capture of HTTP with that of tshark,
// which reads the same file with the display filter "http". It is a separate module,
// because tshark may be missing.
//
//	go test -bench . -benchtime 1x -size 1024
package peers
