package practice

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// input is what the client has sent and nobody has read yet. Its buffer is
// bounded: a client that sends faster than it is answered has to wait.
type input struct {
	conn net.Conn
	buf  []byte
	end  error          // why no more will come: io.EOF, or what broke
	seen func(b []byte) // told of every read, for the log
}

// maxInput bounds the buffer: the largest header section and as much again
// for what is pipelined behind it.
const maxInput = 2 * maxHead

// readSize is what one read may take. Small, as a thousand connections have one each.
const readSize = 4 << 10

var errFull = errors.New("the input buffer is full")

// fill waits for more bytes until the deadline; the zero time is never. Its
// error is os.ErrDeadlineExceeded when none came, errFull when there is no
// room, else what ended the input.
func (in *input) fill(deadline time.Time) error {
	if in.end != nil {
		return in.end
	}
	room := min(readSize, maxInput-len(in.buf))
	if room <= 0 {
		return errFull
	}
	if err := in.conn.SetReadDeadline(deadline); err != nil {
		in.end = err
		return err
	}
	have := len(in.buf)
	in.buf = append(in.buf, make([]byte, room)...)
	n, err := in.conn.Read(in.buf[have:])
	in.buf = in.buf[:have+n]
	if n > 0 {
		in.seen(in.buf[have:])
		err = nil
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		in.end = err
	}
	return err
}

func (in *input) take(n int) []byte {
	b := in.buf[:n:n]
	in.buf = in.buf[n:]
	if len(in.buf) == 0 {
		in.buf = nil
	}
	return b
}

// closed reports whether the client said in order that it sends no more.
func (in *input) closed() bool { return errors.Is(in.end, io.EOF) }
