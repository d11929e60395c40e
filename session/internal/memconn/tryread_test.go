package memconn

import (
	"errors"
	"io"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestTryReadDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		buf := make([]byte, 8)
		client, server := PipeLatency(time.Second)
		_, _ = server.Write([]byte("hello"))
		if n, ok, err := client.TryRead(buf); n != 0 || ok || err != nil {
			t.Errorf("while the bytes are in transit, TryRead() = %d, %t, %v; want 0, false and no error", n, ok, err)
		}
		time.Sleep(time.Second)
		_ = client.SetReadDeadline(time.Unix(1, 0))
		if n, ok, err := client.TryRead(buf); n != 5 || !ok || err != nil {
			t.Errorf("after the bytes arrived, TryRead() = %d, %t, %v; want 5, true and no error", n, ok, err)
		}
		_ = server.CloseWrite()
		time.Sleep(time.Second)
		if _, ok, err := client.TryRead(buf); !ok || !errors.Is(err, io.EOF) {
			t.Errorf("after a FIN, TryRead() = %t, %v; want true, %v", ok, err, io.EOF)
		}
		_ = server.SetLinger(0)
		server.Close()
		client.Close()

		client, server = Pipe()
		_ = server.SetLinger(0)
		server.Close()
		if _, ok, err := client.TryRead(buf); !ok || !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("after a reset, TryRead() = %t, %v; want true, %v", ok, err, syscall.ECONNRESET)
		}
		client.Close()
	})
}
