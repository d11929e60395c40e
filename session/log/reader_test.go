package log_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// fillUp sets each field of v to a value other than zero; some strings are invalid UTF-8.
// It returns n plus the number of values that it set.
func fillUp(v reflect.Value, n int) int {
	n++
	switch v.Kind() {
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return n
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n = fillUp(v.Field(i), n)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		n = fillUp(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			n = fillUp(v.Index(i), n)
		}
	case reflect.String:
		v.SetString([...]string{"plain", "caf\u00e9\r\n\t\"\\", "\xff\xfe", "\x1b[31m\u009b\u202e", "\u2028"}[n%5])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		v.SetUint(1)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(n))
	}
	return n
}

// A log preserves each field of each event.
func TestEachFieldIsReadBack(t *testing.T) {
	var evs []session.Event
	for _, ev := range story() {
		v := reflect.ValueOf(ev)
		if v.Kind() == reflect.Pointer {
			fillUp(v.Elem(), len(evs))
			evs = append(evs, ev)
			continue
		}
		full := reflect.New(v.Type())
		fillUp(full.Elem(), len(evs))
		evs = append(evs, full.Elem().Interface().(session.Event))
	}
	for i, ev := range evs { // bytes and lines must fit together; otherwise, the Reader skips the line as damaged
		switch ev := ev.(type) {
		case *session.RequestStarted:
			ev.Off, ev.Len, ev.Lines = 100, 100, ev.Lines[:1]
		case *session.RequestData:
			ev.Off, ev.Len, ev.Lines = 100, 100, ev.Lines[:1]
		case *session.Received:
			ev.Off, ev.Len, ev.Lines = 100, 100, ev.Lines[:1]
		}
		back, report := read(t, written(t, ev))
		if len(back) != 1 || !reflect.DeepEqual(back[0], ev) {
			t.Errorf("event %d: read %+v\nwant %+v\nreport %+v", i, back, ev, report)
		}
	}
}

// Wherever a log is truncated, the Reader returns the events of the complete lines and
// reports an incomplete line.
func TestTruncatedLog(t *testing.T) {
	whole := written(t, story()...).Bytes()
	head := bytes.IndexByte(whole, '\n') + 1
	for n := head; n <= len(whole); n++ {
		evs, report := read(t, bytes.NewReader(whole[:n]))
		if lines := bytes.Count(whole[:n], []byte("\n")); len(evs) != lines-1 || report.Cut != (whole[n-1] != '\n') || report.Damaged > 0 {
			t.Fatalf("log cut at byte %d: read %d events (report %+v), want %d", n, len(evs), report, lines-1)
		}
	}
}

// A tail is a file to which another program is still writing. Reads return io.EOF at its
// current end.
type tail struct{ bytes.Buffer }

func TestReaderFollowsGrowingLog(t *testing.T) {
	whole := written(t, story()...).Bytes()
	var file tail
	r := log.NewReader(&file)
	n := 0
	for _, b := range whole {
		file.WriteByte(b)
		ev, err := r.Next()
		switch {
		case err == nil && ev != nil && b == '\n':
			n++
		case !errors.Is(err, io.EOF):
			t.Fatalf("Next = %v, %v; want an event after a complete line, and io.EOF otherwise", ev, err)
		}
	}
	if n != len(story()) {
		t.Errorf("read %d events, want %d", n, len(story()))
	}
}

const header = `{"log":"linger","schema":1,"program":"linger","version":"1","vantage":"client","secrets":"masked"}` + "\n"

func TestInvalidLinesAreSkippedAndReported(t *testing.T) {
	for name, c := range map[string]struct {
		line, why string
		unknown   bool
	}{
		"not JSON":          {"GET / HTTP/1.1\r", "not JSON", false},
		"unknown event":     {`{"event":"weather","data":{}}`, `unknown event "weather"`, true},
		"no event":          {`{"type":"exchange"}`, "not an event", false},
		"data is a list":    {`{"event":"dialing","data":[]}`, "not JSON", false},
		"half an event":     {`{"event":"dialing","data":{"at":1,"conn"`, "not JSON", false},
		"one and a half":    {`{"event":"ended","data":{"at":1}}{`, "not JSON", false},
		"out of range":      {`{"event":"ended","data":{"at":99999999999999999999}}`, "out of range", false},
		"high connection":   {`{"event":"dialing","data":{"conn":99999999}}`, "Conn 99999999 is out of range", false},
		"high exchange":     {`{"event":"request-sent","data":{"conn":1,"exchange":99999999}}`, "Exchange 99999999 is out of range", false},
		"negative number":   {`{"event":"dialing","data":{"conn":-1}}`, "Conn -1", false},
		"data too long":     {`{"event":"received","data":{"conn":1,"len":2,"data":"abc"}}`, "3 bytes of data do not fit the length 2", false},
		"line too long":     {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["content",0,4]]}}`, "a line of 4 bytes", false},
		"negative offset":   {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["content",-1,4]]}}`, "a line of 4 bytes", false},
		"position too high": {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["field-line",0,3,9]]}}`, "a line of 3 bytes", false},
		"unknown kind":      {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["poem",0,3]]}}`, "poem", false},
		"unknown reason":    {`{"event":"exchange-done","data":{"conn":1,"exchange":1,"reason":"whim"}}`, "whim", false},
		"base64":            {`{"event":"received","data":{"conn":1,"len":3,"data":{"base64":"%%"}}}`, "base64", false},
		"deeply nested":     {`{"event":"ended","x":` + strings.Repeat("[", 1000) + `}`, "not JSON", false},
	} {
		t.Run(name, func(t *testing.T) {
			evs, report := read(t, strings.NewReader(header+`{"event":"ended","data":{"at":7}}`+"\n"+c.line+"\n\n"+`{"event":"ended","data":{"at":8}}`+"\n"))
			if len(evs) != 2 || evs[1] != (session.Ended{At: 8}) {
				t.Errorf("events = %v, want those of the lines before and after", evs)
			}
			if len(report.First) != 1 || report.First[0].Line != 3 || !strings.Contains(report.First[0].Why, c.why) {
				t.Errorf("reported problems %+v, want %q in line 3", report.First, c.why)
			}
			if (report.Unknown == 1) != c.unknown || (report.Damaged == 1) == c.unknown {
				t.Errorf("report counts %d unknown and %d damaged lines, want one line, unknown: %v", report.Unknown, report.Damaged, c.unknown)
			}
		})
	}
}

func TestUnknownMembersOfLaterSchemaAreSkipped(t *testing.T) {
	evs, report := read(t, strings.NewReader(strings.Replace(header, `"schema":1`, `"schema":9,"mood":{"good":[true,null,-1.5e3,"\ud83d\ude00"]}`, 1)+
		`{"event":"ended","since":1,"data":{"at":7,"colour":"red","more":{"x":[1]}},"mood":"good"}`+"\n"))
	if len(evs) != 1 || evs[0] != (session.Ended{At: 7}) || report.Newer != 9 || report.Damaged+report.Unknown > 0 {
		t.Errorf("events = %v (%+v), want one Ended, schema 9 and nothing skipped", evs, report)
	}
}

func TestFileWithoutHeaderIsNotALog(t *testing.T) {
	for _, text := range []string{"HTTP/1.1 200 OK\r\n", "{}\n", `{"log":"other","schema":1}` + "\n", `{"log":"linger"}` + "\n", "\n", "null\n"} {
		if _, err := log.NewReader(strings.NewReader(text)).Next(); !errors.Is(err, log.ErrNotLog) {
			t.Errorf("Next of %q: error %v, want ErrNotLog", text, err)
		}
	}
	if _, err := log.NewReader(strings.NewReader("")).Next(); !errors.Is(err, io.EOF) {
		t.Errorf("Next of an empty file: error %v, want io.EOF", err)
	}
}

func TestEscapesAreRead(t *testing.T) {
	evs, report := read(t, strings.NewReader(header+`{"event":"declined","data":{"why":"\u0041\/\b\f\ud83d\ude00\ud83d \u00e9 \"\\"}}`+"\n"+`{"event":"declined","data":{"why":null,"at":2}}`+"\n"))
	if len(evs) != 2 || evs[0] != (session.Declined{Why: "A/\b\f\U0001f600\ufffd é \"\\"}) || evs[1] != (session.Declined{At: 2}) {
		t.Errorf("events = %+v (%+v), want two Declined with unescaped texts", evs, report)
	}
}

func TestTooLongLineIsSkipped(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(header+`{"event":"declined","data":{"why":"`), io.LimitReader(letters{}, 65<<20), strings.NewReader("\"}}\n"+`{"event":"ended","data":{"at":8}}`+"\n"))
	evs, report := read(t, endless)
	if len(evs) != 1 || report.Damaged != 1 || !strings.Contains(report.First[0].Why, "longer than 64 MiB") {
		t.Errorf("read %d events (%+v), want 1, and a line that is too long", len(evs), report)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// FuzzReader checks that hostile logs cause no panic in the Reader or the record. It also
// checks that events read from such a log stay the same when they are written and read
// again.
func FuzzReader(f *testing.F) {
	f.Add(written(f, story()...).Bytes())
	f.Add([]byte(header + `{"event":"received","data":{"conn":1,"exchange":3,"off":5,"len":3,"data":"abc","lines":[["field-line",-1,3,1,2,3,"connection",4]]}}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := log.NewReader(bytes.NewReader(data))
		rec := &record.Record{}
		for {
			ev, err := r.Next()
			if err != nil {
				break
			}
			rec.Apply(ev)
			once := written(t, ev).String()
			back, report := read(t, strings.NewReader(once))
			if len(back) != 1 || written(t, back[0]).String() != once {
				t.Errorf("wrote %s\nread %+v (%+v), want the same event", once, back, report)
			}
		}
		for _, e := range rec.Exchanges {
			for range e.RequestFields() {
				break
			}
			for _, h := range e.Heads {
				for range e.Fields(h) {
					break
				}
			}
			for range e.TrailerFields() {
				break
			}
			e.ReasonPhrase()
			e.Location()
			e.Response.Lines()
			e.Response.Between(0, 1<<40)
		}
	})
}
