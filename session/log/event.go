package log

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"linger/session"
)

// events holds the name of each event type in the log, with a value of the type. A test
// fails if a type is missing.
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
	{"side-ended", session.SideEnded{}},
	{"passed", session.Passed{}},
	{"missed", session.Missed{}},
	{"resent", session.Resent{}},
	{"kept-alive", session.KeptAlive{}},
	{"unfollowed", session.Unfollowed{}},
	{"captured-at", session.CapturedAt{}},
	{"interfered", session.Interfered{}},
	{"marked", session.Marked{}},
	{"working", session.Working{}},
	{"declined", session.Declined{}},
	{"checked", session.Checked{}},
	{"closed", session.Closed{}},
	{"ended", session.Ended{}},
}

// EventNames returns the names of all event types in a log.
func EventNames() (names []string) {
	for _, e := range events {
		names = append(names, e.name)
	}
	return names
}

// A kind defines how the log represents one type of event.
type kind struct {
	begin   string // `{"event":"received","data":`
	plan    *plan
	pointer bool
}

var (
	byType = map[reflect.Type]*kind{}
	byName = map[string]*kind{}
)

func init() {
	for _, e := range events {
		t := reflect.TypeOf(e.zero)
		k := &kind{begin: `{"event":` + strconv.Quote(e.name) + `,"data":`, pointer: t.Kind() == reflect.Pointer}
		byType[t], byName[e.name] = k, k
		if k.pointer {
			t = t.Elem()
		}
		k.plan = planOf(t)
	}
}

// appendEvent appends the line of ev to b, including the line end. masked holds the
// positions of its masked secrets.
func appendEvent(b []byte, ev session.Event, masked []mask) ([]byte, error) {
	v := reflect.ValueOf(ev)
	k := byType[v.Type()]
	if k == nil {
		return b, fmt.Errorf("cannot write an event of type %T: it has no name in the log", ev)
	}
	if k.pointer {
		v = v.Elem()
	}
	b = appendValue(append(b, k.begin...), v, k.plan)
	if len(masked) > 0 {
		b = appendMasks(b, masked)
	}
	return append(b, "}\n"...), nil
}

// An unknownError is the error for an event that this version of linger does not know.
// Its value is the name of the event.
type unknownError string

func (e unknownError) Error() string { return "unknown event " + strconv.Quote(string(e)) }

// event reads a line and returns its event. The error is an unknownError if this version
// of linger does not know the event.
func (p *parser) event() (ev session.Event, err error) {
	var name string
	err = p.members(func(key []byte) error {
		switch string(key) {
		case "event":
			s, err := p.string()
			name = p.intern(s)
			return err
		case "data":
			k := byName[name]
			if k == nil {
				return unknownError(name)
			}
			ev, err = p.data(k)
			return err
		}
		return p.skip(0)
	})
	switch {
	case err != nil:
		return nil, err
	case p.peek() != 0:
		return nil, errJSON
	case ev == nil:
		return nil, fmt.Errorf("not an event: %q", clip(p.b))
	}
	return ev, nil
}

func (p *parser) data(k *kind) (session.Event, error) {
	v := reflect.New(k.plan.typ)
	if err := p.value(v.Elem(), k.plan); err != nil {
		return nil, err
	}
	if k.pointer {
		return v.Interface().(session.Event), nil
	}
	return v.Elem().Interface().(session.Event), nil
}

// clip returns at most the first 40 bytes of a line, for an error message.
func clip(b []byte) []byte { return b[:min(len(b), 40)] }

// At returns the time of ev, measured from the start of the session.
func At(ev session.Event) time.Duration {
	v := reflect.Indirect(reflect.ValueOf(ev))
	return time.Duration(v.Field(0).Int()) // a test checks that At is the first field of each event type
}
