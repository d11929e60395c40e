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

// fillUp sets every field of v to a value other than zero, including text that JSON
// cannot hold.
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

// Every field of every event is read back unchanged.
func TestEveryFieldIsKept(t *testing.T) {
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
	for i, ev := range evs { // bytes and lines must fit together, or the reader skips the line as damaged
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
			t.Errorf("%d: got %+v\nwant %+v\n%+v", i, back, ev, report)
		}
	}
}

// If a log is cut at any byte, the reader returns the events of the complete lines and
// reports that the log is cut.
func TestALogCutAtAnyByteIsReadAsFarAsItGoes(t *testing.T) {
	whole := written(t, story()...).Bytes()
	head := bytes.IndexByte(whole, '\n') + 1
	for n := head; n <= len(whole); n++ {
		evs, report := read(t, bytes.NewReader(whole[:n]))
		if lines := bytes.Count(whole[:n], []byte("\n")); len(evs) != lines-1 || report.Cut != (whole[n-1] != '\n') || report.Damaged > 0 {
			t.Fatalf("cut at %d: %d events of %d lines, %+v", n, len(evs), lines, report)
		}
	}
}

// tail is a file that still grows. Reading ends at its current end.
type tail struct{ bytes.Buffer }

func TestALogThatGrowsIsFollowed(t *testing.T) {
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
			t.Fatalf("%v, %v", ev, err)
		}
	}
	if n != len(story()) {
		t.Errorf("%d events of %d", n, len(story()))
	}
}

const header = `{"log":"linger","schema":1,"program":"linger","version":"1","vantage":"client","secrets":"masked"}` + "\n"

func TestWhatIsNotUnderstoodIsSkippedAndReported(t *testing.T) {
	for name, c := range map[string]struct {
		line, why string
		unknown   bool
	}{
		"not JSON":          {"GET / HTTP/1.1\r", "not JSON", false},
		"an unknown event":  {`{"event":"weather","data":{}}`, `no event is named "weather"`, true},
		"no event":          {`{"type":"exchange"}`, "no event", false},
		"a wrong shape":     {`{"event":"dialing","data":[]}`, "not JSON", false},
		"half of one":       {`{"event":"dialing","data":{"at":1,"conn"`, "not JSON", false},
		"one and a half":    {`{"event":"ended","data":{"at":1}}{`, "not JSON", false},
		"out of range":      {`{"event":"ended","data":{"at":99999999999999999999}}`, "out of range", false},
		"a far connection":  {`{"event":"dialing","data":{"conn":99999999}}`, "Conn 99999999 in line 3", false},
		"a far exchange":    {`{"event":"request-sent","data":{"conn":1,"exchange":99999999}}`, "Exchange 99999999 in line 3", false},
		"below one":         {`{"event":"dialing","data":{"conn":-1}}`, "Conn -1", false},
		"bytes beyond":      {`{"event":"received","data":{"conn":1,"len":2,"data":"abc"}}`, "3 bytes of 2", false},
		"a line beyond":     {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["content",0,4]]}}`, "a line of 4 bytes", false},
		"a line before":     {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["content",-1,4]]}}`, "a line of 4 bytes", false},
		"cuts beyond":       {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["field-line",0,3,9]]}}`, "a line of 3 bytes", false},
		"an unknown kind":   {`{"event":"received","data":{"conn":1,"len":3,"data":"abc","lines":[["poem",0,3]]}}`, "poem", false},
		"an unknown reason": {`{"event":"exchange-done","data":{"conn":1,"exchange":1,"reason":"whim"}}`, "whim", false},
		"base64":            {`{"event":"received","data":{"conn":1,"len":3,"data":{"base64":"%%"}}}`, "base64", false},
		"nested":            {`{"event":"ended","x":` + strings.Repeat("[", 1000) + `}`, "not JSON", false},
	} {
		t.Run(name, func(t *testing.T) {
			evs, report := read(t, strings.NewReader(header+`{"event":"ended","data":{"at":7}}`+"\n"+c.line+"\n\n"+`{"event":"ended","data":{"at":8}}`+"\n"))
			if len(evs) != 2 || evs[1] != (session.Ended{At: 8}) {
				t.Errorf("what stands around it was not read: %v", evs)
			}
			if len(report.First) != 1 || report.First[0].Line != 3 || !strings.Contains(report.First[0].Why, c.why) {
				t.Errorf("reported %+v, want %q in line 3", report.First, c.why)
			}
			if (report.Unknown == 1) != c.unknown || (report.Damaged == 1) == c.unknown {
				t.Errorf("%d unknown, %d damaged", report.Unknown, report.Damaged)
			}
		})
	}
}

func TestALogOfALaterSchemaIsReadAsFarAsItIsUnderstood(t *testing.T) {
	evs, report := read(t, strings.NewReader(strings.Replace(header, `"schema":1`, `"schema":9,"mood":{"good":[true,null,-1.5e3,"\ud83d\ude00"]}`, 1)+
		`{"event":"ended","since":1,"data":{"at":7,"colour":"red","more":{"x":[1]}},"mood":"good"}`+"\n"))
	if len(evs) != 1 || evs[0] != (session.Ended{At: 7}) || report.Newer != 9 || report.Damaged+report.Unknown > 0 {
		t.Errorf("%v, %+v", evs, report)
	}
}

func TestAFileThatIsNoLog(t *testing.T) {
	for _, text := range []string{"HTTP/1.1 200 OK\r\n", "{}\n", `{"log":"other","schema":1}` + "\n", `{"log":"linger"}` + "\n", "\n", "null\n"} {
		if _, err := log.NewReader(strings.NewReader(text)).Next(); !errors.Is(err, log.ErrNotLog) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := log.NewReader(strings.NewReader("")).Next(); !errors.Is(err, io.EOF) {
		t.Errorf("nothing: %v", err)
	}
}

func TestEscapesAreRead(t *testing.T) {
	evs, report := read(t, strings.NewReader(header+`{"event":"declined","data":{"why":"\u0041\/\b\f\ud83d\ude00\ud83d \u00e9 \"\\"}}`+"\n"+`{"event":"declined","data":{"why":null,"at":2}}`+"\n"))
	if len(evs) != 2 || evs[0] != (session.Declined{Why: "A/\b\f\U0001f600\ufffd é \"\\"}) || evs[1] != (session.Declined{At: 2}) {
		t.Errorf("%+v, %+v", evs, report)
	}
}

func TestALineThatIsTooLongIsSkipped(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(header+`{"event":"declined","data":{"why":"`), io.LimitReader(letters{}, 65<<20), strings.NewReader("\"}}\n"+`{"event":"ended","data":{"at":8}}`+"\n"))
	evs, report := read(t, endless)
	if len(evs) != 1 || report.Damaged != 1 || !strings.Contains(report.First[0].Why, "longer than 64 MiB") {
		t.Errorf("%d events, %+v", len(evs), report)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// FuzzReader checks that hostile logs cause no panic, and that a record is not larger
// than its log.
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
				t.Errorf("%s is read back as %+v, %+v", once, back, report)
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
