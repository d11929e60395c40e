package practice

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// An input holds the bytes that the client has sent and that the server has not processed
// yet. Its buffer is limited: a client that sends faster than the server answers has to
// wait.
type input struct {
	conn net.Conn
	buf  []byte
	end  error          // why no more bytes will arrive: io.EOF or a read error; nil if more may arrive
	seen func(b []byte) // called with the bytes of each read, for the log
}

// maxInput is the size of the buffer, in bytes: the largest header section, and the same
// size again for pipelined requests.
const maxInput = 2 * maxHead

// readSize is the maximum size of one read, in bytes. It is small, because each
// connection allocates a buffer of this size and there may be a thousand connections.
const readSize = 4 << 10

var errFull = errors.New("the input buffer is full")

// fill waits for more bytes until deadline. The zero time means no deadline. fill returns
// nil if bytes arrived, os.ErrDeadlineExceeded if none arrived in time, errFull if the
// buffer is full, and otherwise the error that ended the input.
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

// closed reports whether the client has sent FIN.
func (in *input) closed() bool { return errors.Is(in.end, io.EOF) }
