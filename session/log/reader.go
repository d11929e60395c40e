package log

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"reflect"

	"linger/session"
	"linger/wire"
)

// ErrNotLog is the error for a file that is not a session log.
var ErrNotLog = errors.New("not a linger session log")

// A Reader reads a session log. It skips lines that it does not understand and counts
// them in its Report.
type Reader struct {
	r      *bufio.Reader
	p      parser
	head   Header
	begun  bool
	part   []byte // the bytes of an incomplete line
	long   bool   // whether the current line is longer than longestLine
	report Report
}

// A Report states which lines of a log a Reader skipped.
type Report struct {
	Lines   int       // number of lines read so far
	Unknown int       // number of skipped lines with an unknown event
	Damaged int       // number of other skipped lines
	First   []Problem // the first skipped lines, at most 100
	Cut     bool      // whether the last line is incomplete, because the program that wrote it was killed or is still writing
	Newer   int       // schema of the log if it is later than [Schema], otherwise 0
}

// A Problem describes a skipped line.
type Problem struct {
	Line int // number of the line, counted from 1
	Why  string
}

const (
	mostProblems = 100
	longestLine  = 64 << 20 // maximum length of a line, in bytes; longer lines are skipped
	mostSkipped  = 4096     // maximum amount by which the ID of a connection or exchange may exceed the number of lines
)

// NewReader returns a Reader that reads a log from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 256<<10)} }

// Header returns the header of the log. The header is valid after the first call of Next.
func (l *Reader) Header() Header { return l.head }

// Report returns a report about the lines read so far.
func (l *Reader) Report() Report {
	r := l.report
	r.Cut = len(l.part) > 0
	return r
}

// Next returns the next event. At the end of the log, it returns [io.EOF]; if the log
// grows, later calls return further events. If the first line is not a header, the error
// wraps [ErrNotLog].
func (l *Reader) Next() (session.Event, error) {
	for {
		row, err := l.line()
		if err != nil {
			return nil, err
		}
		if !l.begun {
			if err := l.begin(row); err != nil {
				return nil, err
			}
			continue
		}
		l.p.reset(row)
		if l.p.peek() == 0 && row != nil {
			continue // an empty line
		}
		ev, err := l.event(row)
		if err == nil {
			return ev, nil
		}
		l.skipped(err)
	}
}

func (l *Reader) begin(row []byte) error {
	l.p.reset(row)
	h, ok := l.p.header()
	if !ok {
		return fmt.Errorf("%w: the first line is not a header: %q", ErrNotLog, clip(row))
	}
	l.begun, l.head = true, h
	if h.Schema > Schema {
		l.report.Newer = h.Schema
	}
	return nil
}

var errLong = fmt.Errorf("the line is longer than %d MiB", longestLine>>20)

func (l *Reader) event(row []byte) (session.Event, error) {
	if row == nil {
		return nil, errLong
	}
	ev, err := l.p.event()
	if err != nil {
		return nil, err
	}
	return ev, l.check(ev)
}

func (l *Reader) skipped(err error) {
	var unknown unknownError
	if errors.As(err, &unknown) {
		l.report.Unknown++
	} else {
		l.report.Damaged++
	}
	if len(l.report.First) < mostProblems {
		l.report.First = append(l.report.First, Problem{l.report.Lines, err.Error()})
	}
}

// line returns the next line without its line end. It returns nil if the line is too
// long. If the line is incomplete, line keeps the bytes for the next call and returns an
// error.
func (l *Reader) line() ([]byte, error) {
	for {
		b, err := l.r.ReadSlice('\n')
		if err == nil && len(l.part) == 0 && !l.long {
			l.report.Lines++
			return b[:len(b)-1], nil
		}
		if l.long = l.long || len(l.part)+len(b) > longestLine; l.long {
			l.part = l.part[:0]
		} else {
			l.part = append(l.part, b...)
		}
		switch {
		case err == nil:
			row := l.part
			if l.long {
				row = nil
			} else {
				row = row[:len(row)-1]
			}
			l.part, l.long = nil, false
			l.report.Lines++
			return row, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// check returns an error if no session could have emitted ev: an ID is negative or far
// too high, or its bytes, lines and offsets are inconsistent.
func (l *Reader) check(ev session.Event) error {
	v := reflect.Indirect(reflect.ValueOf(ev))
	for _, name := range [...]string{"Conn", "Exchange"} {
		f := v.FieldByName(name)
		if f.IsValid() && (f.Int() < 0 || f.Int() > int64(l.report.Lines+mostSkipped)) {
			return fmt.Errorf("%s %d is out of range", name, f.Int())
		}
	}
	switch ev := ev.(type) {
	case *session.RequestStarted:
		return checkBytes(ev.Off, ev.Len, ev.Data, ev.Lines)
	case *session.RequestData:
		return checkBytes(ev.Off, ev.Len, ev.Data, ev.Lines)
	case *session.Received:
		return checkBytes(ev.Off, ev.Len, ev.Data, ev.Lines)
	case *session.RequestSent:
		return checkSpan(ev.Len, farthest)
	case *session.ResponseHead:
		return checkSpan(ev.Off, ev.End)
	}
	return nil
}

// farthest is the maximum valid offset. It is small enough that the sum of two offsets
// does not overflow.
const farthest = 1 << 60

func checkSpan(from, to int64) error {
	if from < 0 || from > to || to > farthest {
		return fmt.Errorf("the offsets %d and %d are not a range of bytes", from, to)
	}
	return nil
}

func checkBytes(off, n int64, data []byte, ls []wire.Line) error {
	if off < 0 || n < 0 || off > farthest || n > farthest || int64(len(data)) > n {
		return fmt.Errorf("%d bytes of data do not fit the length %d at offset %d", len(data), n, off)
	}
	end := -off
	for _, l := range ls {
		if l.Len < 0 || l.Off < end || l.Off > n || l.Len > n-l.Off || !cutsFit(&l) {
			return fmt.Errorf("a line of %d bytes at offset %d does not fit into %d bytes", l.Len, l.Off, n)
		}
		end = l.End()
	}
	return nil
}

// cutsFit reports whether the positions A, B and C are inside line l and, for kinds that
// need it, in order.
func cutsFit(l *wire.Line) bool {
	switch l.Kind {
	case wire.KindChunks:
		return true // A, B and C of this kind are counts
	case wire.KindRequestLine, wire.KindStatusLine, wire.KindFieldLine, wire.KindTrailerLine:
		return l.A <= l.B && l.B <= l.C && int64(l.C) <= l.Len
	}
	return int64(max(l.A, l.B, l.C)) <= l.Len
}
