//go:build unix

package session

import (
	"io"
	"net"
	"runtime"
	"testing"
	"time"
)

// A FIN is seen while it waits behind bytes that nobody has read, and looking
// takes none of them.
func TestPeerGoneSeesAFINThatWaits(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ours, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	raw, err := ours.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}

	_, _ = io.WriteString(theirs, "bye")
	if peerGone(raw) {
		t.Error("gone while it is open")
	}
	theirs.Close()
	for begun := time.Now(); !peerGone(raw); runtime.Gosched() {
		if time.Since(begun) > 10*time.Second {
			t.Fatal("the FIN is not seen")
		}
	}
	if b, err := io.ReadAll(ours); string(b) != "bye" || err != nil {
		t.Errorf("then it reads %q, %v", b, err)
	}
}
