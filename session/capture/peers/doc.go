// Package peers measures how fast a capture of HTTP is opened, beside tshark, which
// reads the same file with the display filter "http". It is a module of its own, as
// tshark is a program that need not be there.
//
//	go test -bench . -benchtime 1x -size 1024
package peers
