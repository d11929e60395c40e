package memconn

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// wantRead reads once and compares the bytes.
func wantRead(t *testing.T, what string, c *Conn, want string) {
	t.Helper()
	b := make([]byte, len(want)+16)
	n, err := c.Read(b)
	if err != nil || string(b[:n]) != want {
		t.Fatalf("%s: Read returned %q, %v; want %q", what, b[:n], err, want)
	}
}

func wantReadError(t *testing.T, what string, c *Conn, want error) {
	t.Helper()
	n, err := c.Read(make([]byte, 16))
	if n != 0 || !errors.Is(err, want) {
		t.Fatalf("%s: Read returned %d bytes, %v; want 0, %v", what, n, err, want)
	}
	wantOpError(t, what, err)
}

func wantWriteError(t *testing.T, what string, c *Conn, want error) {
	t.Helper()
	_, err := c.Write([]byte("x"))
	if !errors.Is(err, want) {
		t.Fatalf("%s: Write returned the error %v; want %v", what, err, want)
	}
	if want != nil {
		wantOpError(t, what, err)
	}
}

func wantOpError(t *testing.T, what string, err error) {
	t.Helper()
	var op *net.OpError
	if !errors.Is(err, io.EOF) && !errors.As(err, &op) {
		t.Fatalf("%s: the error is a %T; want io.EOF or a *net.OpError", what, err)
	}
}

func write(t *testing.T, c *Conn, s string) {
	t.Helper()
	if n, err := c.Write([]byte(s)); n != len(s) || err != nil {
		t.Fatalf("Write(%q) = %d, %v; want %d", s, n, err, len(s))
	}
}

func TestBytesArriveInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, c, "one")
		write(t, c, "two")
		wantRead(t, "after two writes", s, "onetwo")
		write(t, s, "back")
		wantRead(t, "in the other direction", c, "back")
	})
}

func TestHalfCloseLeavesTheOtherDirectionOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, c, "request")
		if err := c.CloseWrite(); err != nil {
			t.Fatal(err)
		}
		wantRead(t, "data before the FIN", s, "request")
		wantReadError(t, "the FIN", s, io.EOF)
		write(t, s, "response")
		wantRead(t, "the answer after a half-close", c, "response")
		wantWriteError(t, "after CloseWrite", c, syscall.EPIPE)
	})
}

func TestCloseIsAFIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, s, "last words")
		s.Close()
		wantRead(t, "data before the FIN", c, "last words")
		wantReadError(t, "the FIN", c, io.EOF)
		wantWriteError(t, "the first write to a closed peer", c, nil)
		wantReadError(t, "after the first write to a closed peer", c, io.EOF)
		wantWriteError(t, "the second write to a closed peer", c, syscall.EPIPE)
		wantReadError(t, "own Close", s, net.ErrClosed)
		wantWriteError(t, "own Close", s, net.ErrClosed)
		if err := s.Close(); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("the second Close returned %v, want %v", err, net.ErrClosed)
		}
	})
}

func TestResetDiffersFromFIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, s, "half an ans")
		s.SetLinger(0)
		s.Close()
		wantRead(t, "data before the reset", c, "half an ans")
		wantReadError(t, "the reset", c, syscall.ECONNRESET)
		wantReadError(t, "the reset again", c, syscall.ECONNRESET)
		wantWriteError(t, "after the reset was seen", c, syscall.EPIPE)

		c, s = Pipe()
		s.SetLinger(0)
		s.Close()
		wantWriteError(t, "before the reset was seen", c, syscall.ECONNRESET)
		if err := c.CloseWrite(); !errors.Is(err, syscall.ENOTCONN) {
			t.Fatalf("after a reset, CloseWrite returned %v, want %v", err, syscall.ENOTCONN)
		}
	})
}

func TestCloseWithUnreadInputIsAReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, c, "never read")
		s.Close()
		wantReadError(t, "the reset", c, syscall.ECONNRESET)
	})
}

func TestSetLingerCanBeUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		s.SetLinger(0)
		s.SetLinger(-1)
		s.Close()
		wantReadError(t, "an ordinary close", c, io.EOF)
	})
}

func TestWriteBlocksWhenFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		data := bytes.Repeat([]byte("0123456789abcdef"), 3*BufferSize/16)
		wrote := make(chan int, 1)
		go func() {
			n, _ := c.Write(data)
			wrote <- n
			c.CloseWrite()
		}()
		synctest.Wait()
		select {
		case <-wrote:
			t.Fatal("Write returned although nothing was read; want it to block after BufferSize bytes")
		default:
		}
		got, err := io.ReadAll(s)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("the peer read %d bytes, %v; want the %d bytes that were written", len(got), err, len(data))
		}
		if n := <-wrote; n != len(data) {
			t.Fatalf("Write returned %d, want %d", n, len(data))
		}
	})
}

func TestDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		start := time.Now()
		c.SetReadDeadline(start.Add(3 * time.Second))
		wantReadError(t, "read deadline", c, os.ErrDeadlineExceeded)
		if d := time.Since(start); d != 3*time.Second {
			t.Fatalf("the read deadline passed after %v, want 3 s", d)
		}
		var ne net.Error
		if _, err := c.Read(make([]byte, 1)); !errors.As(err, &ne) || !ne.Timeout() {
			t.Fatalf("Read returned %v, want a timeout", err)
		}
		c.SetReadDeadline(time.Time{})
		write(t, s, "later")
		wantRead(t, "after the deadline was removed", c, "later")

		s.SetWriteDeadline(time.Now().Add(time.Second))
		n, err := s.Write(make([]byte, 2*BufferSize))
		if n != BufferSize || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("Write into a full buffer returned %d, %v; want %d, %v", n, err, BufferSize, os.ErrDeadlineExceeded)
		}

		go func() {
			time.Sleep(time.Second)
			c.SetDeadline(time.Now()) // wakes a Read that had no deadline
		}()
		io.Copy(io.Discard, io.LimitReader(c, BufferSize))
		wantReadError(t, "a deadline set during the read", c, os.ErrDeadlineExceeded)
	})
}

func TestCloseWakesABlockedRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := Pipe()
		go func() {
			time.Sleep(time.Second)
			c.Close()
		}()
		wantReadError(t, "own Close during Read", c, net.ErrClosed)
	})
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const oneWay = 20 * time.Millisecond
		c, s := PipeLatency(oneWay)
		go func() {
			b := make([]byte, 16)
			n, _ := s.Read(b)
			s.Write(b[:n])
			s.CloseWrite()
		}()
		start := time.Now()
		write(t, c, "ping")
		if time.Since(start) != 0 {
			t.Fatal("Write waited, want it to return at once")
		}
		wantRead(t, "the echo", c, "ping")
		wantReadError(t, "the FIN, with the echo", c, io.EOF)
		if rtt := time.Since(start); rtt != 2*oneWay {
			t.Fatalf("round trip %v, want %v", rtt, 2*oneWay)
		}
	})
}

// A request that is sent less than one round trip before the FIN becomes visible is lost
// without an error.
func TestRequestCrossingTheFIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := PipeLatency(20 * time.Millisecond)
		s.Close() // visible to c in 20 ms
		time.Sleep(10 * time.Millisecond)
		write(t, c, "request")
		wantReadError(t, "the FIN instead of a response", c, io.EOF)
		wantWriteError(t, "before the RST arrives", c, nil)
		time.Sleep(40 * time.Millisecond)
		wantWriteError(t, "after the RST has arrived", c, syscall.EPIPE)
	})
}

func TestListener(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Listen(5 * time.Millisecond)
		start := time.Now()
		c, err := l.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d != 10*time.Millisecond {
			t.Fatalf("Dial took %v, want 10 ms", d)
		}
		s, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		write(t, c, "hello")
		wantRead(t, "through the listener", s.(*Conn), "hello")
		if got := s.RemoteAddr().String(); got != "client:1" || s.RemoteAddr().Network() != "mem" {
			t.Fatalf("the remote address is %q on %q; want client:1 on mem", got, s.RemoteAddr().Network())
		}

		waiting, err := l.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		wantReadError(t, "never accepted", waiting, syscall.ECONNRESET)
		if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("after Close, Accept returned %v, want %v", err, net.ErrClosed)
		}
		if _, err := l.Dial(t.Context()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Fatalf("after Close, Dial returned %v, want %v", err, syscall.ECONNREFUSED)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.Dial(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("with a canceled context, Dial returned %v, want %v", err, context.Canceled)
		}
	})
}

// After Close, every call on that end fails with net.ErrClosed.
func TestCallsAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		write(t, s, "unread")
		c.Close()
		for name, call := range map[string]func() error{
			"CloseWrite":       c.CloseWrite,
			"SetLinger":        func() error { return c.SetLinger(0) },
			"SetDeadline":      func() error { return c.SetDeadline(time.Time{}) },
			"SetReadDeadline":  func() error { return c.SetReadDeadline(time.Time{}) },
			"SetWriteDeadline": func() error { return c.SetWriteDeadline(time.Time{}) },
			"TryRead": func() error {
				_, ok, err := c.TryRead(make([]byte, 8))
				if !ok {
					return errors.New("no bytes")
				}
				return err
			},
		} {
			err := call()
			if !errors.Is(err, net.ErrClosed) {
				t.Errorf("%s returned %v, want %v", name, err, net.ErrClosed)
				continue
			}
			wantOpError(t, name, err)
		}
	})
}

// A Read into an empty buffer returns at once, whether or not bytes have arrived.
func TestReadIntoEmptyBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		for range 2 {
			if n, err := c.Read(nil); n != 0 || err != nil {
				t.Fatalf("Read(nil) = %d, %v; want 0 and no error", n, err)
			}
			write(t, s, "kept")
		}
		wantRead(t, "after Read(nil)", c, "keptkept")
	})
}

// Bytes that arrive after the peer has closed are answered with a reset. Writes succeed
// until that reset arrives.
func TestCloseWhileInputIsInTransit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const oneWay = 20 * time.Millisecond
		c, s := PipeLatency(oneWay)
		write(t, c, "in transit")
		s.Close()
		wantReadError(t, "the FIN", c, io.EOF)
		wantWriteError(t, "before the reset arrives", c, nil)
		time.Sleep(oneWay)
		wantWriteError(t, "after the reset", c, syscall.EPIPE)
	})
}

// A write that does not fit the buffers of a closed peer waits for its reset.
func TestLargeWriteToClosedPeerFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const oneWay = 20 * time.Millisecond
		c, s := PipeLatency(oneWay)
		s.Close()
		start := time.Now()
		if _, err := c.Write(make([]byte, BufferSize+1)); !errors.Is(err, syscall.EPIPE) {
			t.Fatalf("Write returned %v, want %v", err, syscall.EPIPE)
		}
		if d := time.Since(start); d != 2*oneWay {
			t.Errorf("Write failed after %v, want a round trip of %v", d, 2*oneWay)
		}
	})
}

func TestAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := Pipe()
		if c.LocalAddr() != s.RemoteAddr() || s.LocalAddr() != c.RemoteAddr() || c.LocalAddr() == s.LocalAddr() {
			t.Errorf("the client connects %v to %v, the server %v to %v; want the same two addresses, reversed", c.LocalAddr(), c.RemoteAddr(), s.LocalAddr(), s.RemoteAddr())
		}
	})
}

// Close wakes a waiting Accept; a second Close fails with net.ErrClosed.
func TestCloseWakesAccept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Listen(0)
		accepted := make(chan error)
		go func() {
			_, err := l.Accept()
			accepted <- err
		}()
		synctest.Wait()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-accepted; !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept returned %v, want %v", err, net.ErrClosed)
		}
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("the second Close returned %v, want %v", err, net.ErrClosed)
		}
	})
}

// When the backlog is full, Dial waits for an Accept, the end of its context, or the
// close of the listener.
func TestDialWaitsIfTheBacklogIsFull(t *testing.T) {
	for name, tt := range map[string]struct {
		then func(l *Listener, cancel context.CancelFunc)
		want error
	}{
		"accepted": {func(l *Listener, _ context.CancelFunc) { _, _ = l.Accept() }, nil},
		"canceled": {func(_ *Listener, cancel context.CancelFunc) { cancel() }, context.Canceled},
		"closed":   {func(l *Listener, _ context.CancelFunc) { _ = l.Close() }, syscall.ECONNREFUSED},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := Listen(0)
				for range backlog {
					if _, err := l.Dial(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				dialed := make(chan error, 1)
				go func() {
					_, err := l.Dial(ctx)
					dialed <- err
				}()
				synctest.Wait()
				select {
				case err := <-dialed:
					t.Fatalf("Dial returned %v although the backlog is full; want it to wait", err)
				default:
				}
				tt.then(l, cancel)
				if err := <-dialed; !errors.Is(err, tt.want) {
					t.Errorf("Dial returned %v, want %v", err, tt.want)
				}
			})
		})
	}
}
