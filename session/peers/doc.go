// Package peers measures the session beside other clients in one run: net/http
// and fasthttp, which record nothing, and a bare loop of writes and reads, which
// is as fast as the kernel lets anybody be. It is a module of its own so that
// they never reach linger's go.mod.
//
//	go test -bench . -benchtime 2s
package peers
