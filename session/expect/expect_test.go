package expect

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

func TestConditions(t *testing.T) {
	seen := func(name string) (Value, error) {
		switch name {
		case "range":
			return Value{Word: "warn", Text: "measured 2.60 to 4.70 s", Number: true, Low: 2.6, High: 4.7, Unit: time.Second}, nil
		case "at-least":
			return Value{Word: "pass", Text: "measured > 60 s", Number: true, Low: 60, High: 60, AtLeast: true, Beyond: true, Unit: time.Second}, nil
		case "count":
			return Value{Word: "3", Text: "it is 3", Number: true, Low: 3, High: 3}, nil
		case "word":
			return Value{Word: "server", Text: "it is server"}, nil
		}
		return Value{}, errors.New("unknown name " + name)
	}
	for want, met := range map[string]bool{
		"range>=2.6s": true, "range>=2600ms": true, "range>2.6": false, "range<=4.7": true, "range<4.7": false, "range=warn": true, "range!=warn": false, "range=3": false, "range!=3": true,
		"at-least>=60s": true, "at-least>60s": true, "at-least<=2m": false, "at-least=60": false,
		"count==3": true, "count!=3": false, "count>=3": true, "count<3": false, "count=three": false, "count>=1s": false,
		"word=server": true, "word!=client": true, "word=5": false, "word>=5": false,
		"nothing=0": false,
	} {
		c, err := Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Judge(seen); got.Met != met || got.Want != want || got.Text == "" {
			t.Errorf("%s: Judge returned %+v, want Met = %t", want, got, met)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for s, want := range map[string]string{
		"exchanges": "is not a condition", ">=5": "is not a condition", "=5": "is not a condition",
		"close.by>server": "compares numbers and durations", "a<=NaN": "not a number", "a>Inf": "not a number",
	} {
		if _, err := Parse(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) returned the error %v, want one with %q", s, err, want)
		}
	}
}

// The record in this test holds a 200, a 502 and a lost request.
func TestRecord(t *testing.T) {
	var r record.Record
	for _, ev := range []session.Event{
		&session.Started{Target: "http://a"},
		&session.Dialing{Conn: 1}, &session.Connected{Conn: 1},
		&session.RequestStarted{Conn: 1, Exchange: 1, Method: "GET"},
		&session.ResponseHead{Conn: 1, Exchange: 1, End: 10, Facts: answer(200)},
		&session.ExchangeDone{Conn: 1, Exchange: 1, Facts: answer(200)},
		&session.RequestStarted{Conn: 1, Exchange: 2, Method: "GET"},
		&session.ResponseHead{Conn: 1, Exchange: 2, Off: 10, End: 20, Facts: answer(502)},
		&session.ExchangeDone{Conn: 1, Exchange: 2, Facts: answer(502)},
		&session.RequestStarted{Conn: 1, Exchange: 3, Method: "GET"},
		session.Closed{Conn: 1, Exchanges: 3, Ending: session.Ending{Lost: []int{3}}},
	} {
		r.Apply(ev)
	}
	for want, met := range map[string]bool{
		"exchanges==2": true, "connections=1": true, "lost==0": false, "lost=1": true, "status.5xx==0": false, "status.502=1": true, "status.404=0": true, "status.2xx>=1": true,
		"close.exchanges=3": true, "close.nothing=1": false, "nothing=1": false, "errors=0": true,
	} {
		c, err := Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Judge(Record(&r, Texts{Sentence: worded, Refused: worded})); got.Met != met {
			t.Errorf("%s: Judge returned %+v, want Met = %t", want, got, met)
		}
	}
}

func worded(*session.Ending) string { return "a word" }

func answer(status int) wire.Facts { return wire.Facts{Status: status, Complete: true, Length: -1} }
