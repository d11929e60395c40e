package log

import (
	"io"

	"linger/session"
)

// A Writer writes a session log. Each line is written in one call of the underlying
// Write, so a program that is killed loses at most the events of the last call of Write.
type Writer struct {
	w    io.Writer
	head Header
	buf  []byte
	mask *Masker // nil if secrets are kept
	open bool    // whether the header was written
}

// NewWriter returns a Writer that writes a log to w. The first call of Write also writes
// the header h. If h lacks a program, vantage or wall time, the Writer takes it from
// [session.Started]. Unless h.Secrets is SecretsKept, the Writer masks secrets. also
// names further fields that hold secrets.
func NewWriter(w io.Writer, h Header, also ...string) *Writer {
	l := &Writer{w: w, head: h}
	if h.Secrets != SecretsKept {
		l.head.Secrets, l.mask = SecretsMasked, NewMasker(also...)
	}
	return l
}

// Write appends one line to the log for each event.
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

// begin appends the header to the buffer. evs holds the first events.
func (l *Writer) begin(evs []session.Event) {
	l.open = true
	if len(evs) > 0 {
		if ev, ok := evs[0].(session.Started); ok {
			l.head.started(ev)
		}
	}
	l.buf = appendHeader(l.buf, l.head)
}

// Finish does nothing and returns nil, because a log has no end that must be written.
func (l *Writer) Finish() error { return nil }

// largeBuffer is the number of buffered bytes above which Write writes the buffer to the
// underlying Writer.
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
