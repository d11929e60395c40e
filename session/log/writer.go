package log

import (
	"io"

	"linger/session"
)

// A Writer writes a session log. Each line is part of one call of the underlying Write,
// so a program that is killed loses at most the events of that call.
type Writer struct {
	w    io.Writer
	head Header
	buf  []byte
	mask *Masker // nil if secrets are kept
	open bool    // whether the header was written
}

// NewWriter returns a Writer that writes a log to w. It writes the header with the first
// events. If h has no program, version or wall time, the header has those of
// [session.Started]. The Writer masks secrets unless h says that they are kept. also
// names further fields with secrets.
func NewWriter(w io.Writer, h Header, also ...string) *Writer {
	l := &Writer{w: w, head: h}
	if h.Secrets != SecretsKept {
		l.head.Secrets, l.mask = SecretsMasked, NewMasker(also...)
	}
	return l
}

// Write appends events to the log, one line each.
func (l *Writer) Write(evs ...session.Event) error {
	l.buf = l.buf[:0]
	if !l.open {
		l.begin(evs)
	}
	for _, ev := range evs {
		var masked []mask
		if l.mask != nil {
			ev, masked = l.mask.mask(ev)
		}
		var err error
		if l.buf, err = appendEvent(l.buf, ev, masked); err != nil {
			return err
		}
		if len(l.buf) > largeBuffer {
			if err := l.flush(); err != nil {
				return err
			}
		}
	}
	return l.flush()
}

// begin appends the header of a log that starts with these events.
func (l *Writer) begin(evs []session.Event) {
	l.open = true
	if len(evs) > 0 {
		if ev, ok := evs[0].(session.Started); ok {
			l.head.started(ev)
		}
	}
	l.buf = appendHeader(l.buf, l.head)
}

// Finish returns nil: each line of a log is complete by itself.
func (l *Writer) Finish() error { return nil }

// largeBuffer is the size of the buffer, in bytes, above which it is written to the file.
const largeBuffer = 256 << 10

func (l *Writer) flush() error {
	if len(l.buf) == 0 {
		return nil
	}
	_, err := l.w.Write(l.buf)
	l.buf = l.buf[:0]
	if cap(l.buf) > 4*largeBuffer {
		l.buf = nil
	}
	return err
}
