package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"linger/session"
)

// ErrNotLog is the error for a file that is no session log.
var ErrNotLog = errors.New("not a linger session log")

// events has every kind of event under the name that stands in the log.
var events = []struct {
	name string
	zero session.Event
}{
	{"started", session.Started{}},
	{"dialing", session.Dialing{}},
	{"dial-step", session.DialStep{}},
	{"waiting", session.Waiting{}},
	{"connected", session.Connected{}},
	{"dial-failed", session.DialFailed{}},
	{"request-started", &session.RequestStarted{}},
	{"request-data", &session.RequestData{}},
	{"request-sent", &session.RequestSent{}},
	{"received", &session.Received{}},
	{"response-head", &session.ResponseHead{}},
	{"exchange-done", &session.ExchangeDone{}},
	{"found", session.Found{}},
	{"budget-changed", &session.BudgetChanged{}},
	{"overdue", session.Overdue{}},
	{"half-closed", session.HalfClosed{}},
	{"path-measured", session.PathMeasured{}},
	{"measured", session.Measured{}},
	{"working", session.Working{}},
	{"declined", session.Declined{}},
	{"checked", session.Checked{}},
	{"closed", session.Closed{}},
	{"ended", session.Ended{}},
}

func nameOf(ev session.Event) (string, bool) {
	t := reflect.TypeOf(ev)
	for _, e := range events {
		if reflect.TypeOf(e.zero) == t {
			return e.name, true
		}
	}
	return "", false
}

// decode returns the event of that name; not ok when there is no such name.
func decode(name string, data []byte) (ev session.Event, ok bool, err error) {
	for _, e := range events {
		if e.name != name {
			continue
		}
		t := reflect.TypeOf(e.zero)
		if t.Kind() == reflect.Pointer {
			v := reflect.New(t.Elem())
			err = json.Unmarshal(data, v.Interface())
			return v.Interface().(session.Event), true, err
		}
		v := reflect.New(t)
		err = json.Unmarshal(data, v.Interface())
		return v.Elem().Interface().(session.Event), true, err
	}
	return nil, false, nil
}

// line is how an event stands in the log.
type line struct {
	Event string          `json:"event"`
	Data  json.RawMessage `json:"data"`
}

// A LogWriter writes a session log, one line an event, each in one call of
// Write: a program that is killed loses at most the line being written.
type LogWriter struct{ w io.Writer }

// NewLogWriter writes to w.
func NewLogWriter(w io.Writer) *LogWriter { return &LogWriter{w} }

// Write appends one event.
func (l *LogWriter) Write(ev session.Event) error {
	name, ok := nameOf(ev)
	if !ok {
		return fmt.Errorf("event %T has no name in the log", ev)
	}
	data, err := json.Marshal(ev)
	if err != nil {
		return err
	}
	row, err := json.Marshal(line{name, data})
	if err != nil {
		return err
	}
	_, err = l.w.Write(append(row, '\n'))
	return err
}

// A LogReader reads a session log. Lines may be of any length.
type LogReader struct {
	r *bufio.Reader
	n int
}

// NewLogReader reads from r.
func NewLogReader(r io.Reader) *LogReader { return &LogReader{r: bufio.NewReader(r)} }

// Next returns the next event; [io.EOF] after the last. A last line without its end
// was cut short by a crash and counts as the end; anything else that is no
// event is [ErrNotLog] with the number of its line.
func (l *LogReader) Next() (session.Event, error) {
	row, err := l.r.ReadBytes('\n')
	if err == io.EOF && l.n > 0 {
		return nil, io.EOF
	}
	if err != nil && (err != io.EOF || len(bytes.TrimSpace(row)) == 0) {
		return nil, err
	}
	l.n++
	var raw line
	if err := json.Unmarshal(row, &raw); err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrNotLog, l.n, err)
	}
	ev, ok, bad := decode(raw.Event, raw.Data)
	switch {
	case !ok:
		return nil, fmt.Errorf("%w: line %d: no event is named %q", ErrNotLog, l.n, raw.Event)
	case bad != nil:
		return nil, fmt.Errorf("%w: line %d: %w", ErrNotLog, l.n, bad)
	}
	return ev, nil
}
