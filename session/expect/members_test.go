package expect

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/record"
	"linger/wire"
)

// scalars adds the members of a decoded JSON object to all, except lists. The keys of all
// are the paths of the members.
func scalars(all map[string]string, prefix string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, v := range v {
			scalars(all, prefix+"."+name, v)
		}
	case string:
		all[prefix[1:]] = v
	case json.Number:
		all[prefix[1:]] = v.String()
	case bool:
		all[prefix[1:]] = "false"
		if v {
			all[prefix[1:]] = "true"
		}
	}
}

// membersOf returns the members of a JSON line that are not lists, as they are printed.
func membersOf(t *testing.T, line any) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteLine(&b, line); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	scalars(all, "", v)
	return all
}

// compare checks that lookup returns the value of each member of a JSON line, and no
// value for the members in table that the line lacks. It adds the members of the line to
// seen.
func compare[S any](t *testing.T, line map[string]string, lookup Lookup, table members[S], seen map[string]bool) {
	t.Helper()
	for name, want := range line {
		seen[name] = true
		v, err := lookup(name)
		if got := v.word(); err != nil || got != want {
			t.Errorf("the value of %s is %q, error %v; want %q as in the line", name, got, err, want)
		}
		if strings.HasSuffix(name, "_us") != (v.Unit == time.Microsecond) {
			t.Errorf("the value of %s has the unit %v; want microseconds only for names that end in _us", name, v.Unit)
		}
	}
	for name, x := range table {
		if _, ok := line[name]; !ok && x.about == "" {
			if v, err := lookup(name); !errors.Is(err, errNone) {
				t.Errorf("the value of %s is %q, error %v; want none, because the line lacks it", name, v.word(), err)
			}
		}
	}
}

// For every exchange and every end of every practice scenario, complete or not, a name
// has the value of the member of the JSON line. If the line lacks the member, the name
// has no value.
func TestNamesHaveTheValuesOfTheLines(t *testing.T) {
	if testing.Short() {
		t.Skip("plays all scenarios")
	}
	ofExchange, ofEnd := map[string]bool{}, map[string]bool{}
	for _, sc := range practice.Scenarios() {
		synctest.Test(t, func(t *testing.T) {
			r := new(record.Record)
			m := export.Lines{Record: r, Sentence: worded, Refused: worded}
			for i, ev := range livetest.Scenario(t, sc.Path) {
				r.Apply(ev)
				if n := len(r.Exchanges); n > 0 && !r.Exchanges[n-1].Done && i < 100 {
					e := r.Exchanges[n-1]
					compare(t, membersOf(t, m.Exchange(e)), Exchange(r, e), exchangeMembers, ofExchange)
				}
			}
			for _, e := range r.Exchanges {
				compare(t, membersOf(t, m.Exchange(e)), Exchange(r, e), exchangeMembers, ofExchange)
			}
			for _, c := range r.Conns {
				if c.State == record.Ended {
					compare(t, membersOf(t, m.Closed(c)), oneEnd{r, c, Texts{worded, worded}}.lookup, endMembers, ofEnd)
				}
			}
		})
	}
	// Members that no scenario of a client shows.
	for _, name := range []string{"barred_by", "resumed_at", "tunnel"} {
		ofExchange[name] = true
	}
	for _, name := range []string{"refused", "round_trip_us", "retransmissions"} {
		ofEnd[name] = true
	}
	for name, x := range exchangeMembers {
		if x.about == "" && !ofExchange[name] {
			t.Errorf("no exchange line has %s", name)
		}
	}
	for name, x := range endMembers {
		if x.about == "" && !ofEnd[name] {
			t.Errorf("no close line has %s", name)
		}
	}
}

// This test covers the members that no scenario shows.
func TestRareMembers(t *testing.T) {
	var r record.Record
	for _, ev := range []session.Event{
		session.Started{Target: "http://a", Wall: time.Unix(1e9, 0)},
		session.Dialing{Conn: 1}, session.Connected{Conn: 1},
		&session.RequestStarted{Conn: 1, Exchange: 1, Method: "CONNECT", Proto: "HTTP/1.1", Tunnel: true},
		&session.ExchangeDone{Conn: 1, Exchange: 1, Facts: resumed(), Reason: wire.ReasonHTTP11Default, Barred: 3},
		session.PathMeasured{Conn: 1, RoundTrip: 1500 * time.Nanosecond, Retrans: 2},
		session.Closed{Conn: 1, Ending: session.Ending{Refusal: session.RefusalHandshake}},
	} {
		r.Apply(ev)
	}
	m := export.Lines{Record: &r, Sentence: worded, Refused: worded}
	line := membersOf(t, m.Exchange(r.Exchanges[0]))
	compare(t, line, Exchange(&r, r.Exchanges[0]), exchangeMembers, map[string]bool{})
	if line["tunnel"] != "true" || line["resumed_at"] != "7" || line["barred_by"] != "3" {
		t.Errorf("the exchange line is %v; want tunnel, resumed_at 7 and barred_by 3", line)
	}
	line = membersOf(t, m.Closed(r.Conns[0]))
	compare(t, line, oneEnd{&r, r.Conns[0], Texts{worded, worded}}.lookup, endMembers, map[string]bool{})
	if line["refused"] != "a word" || line["round_trip_us"] != "1.5" || line["retransmissions"] != "2" {
		t.Errorf("the close line is %v; want refused, round_trip_us 1.5 and 2 retransmissions", line)
	}
}

func resumed() wire.Facts {
	f := answer(200)
	f.Resumed, f.Off = true, 7
	return f
}

// In this test, a connection carries four exchanges. The second begins after 2 s of idle
// time, the third before the response to the second, and the fourth is lost.
func TestDescribedNamesHaveValues(t *testing.T) {
	const sec = time.Second
	asks := answer(200)
	asks.Request.KeepAlive, asks.Close, asks.Length = true, true, 26
	asks.Hint.Present, asks.Hint.Timeout, asks.Hint.Max = true, 5, -1
	closes := answer(204)
	closes.Request.Close, closes.KeepAlive = true, true
	exchange := func(id int, at, answered time.Duration, f wire.Facts) []session.Event {
		return []session.Event{
			&session.RequestStarted{At: at, Conn: 1, Exchange: id, Method: "GET", Target: "/a?b=1", Proto: "HTTP/1.1"},
			&session.Received{At: answered, Conn: 1, Exchange: id, Off: int64(id) * 10, Len: 10},
			&session.ResponseHead{At: answered, Conn: 1, Exchange: id, Off: int64(id) * 10, End: int64(id)*10 + 10, Facts: f},
			&session.ExchangeDone{At: answered, Conn: 1, Exchange: id, Facts: f, Reason: wire.ReasonHTTP11Default},
		}
	}
	lost := wire.Facts{Length: -1}
	events := slices.Concat(
		[]session.Event{session.Started{Target: "http://a", Wall: time.Unix(1e9, 0)}, session.Dialing{Conn: 1},
			session.Connected{At: sec, Conn: 1, TCPAlive: 15 * sec}},
		exchange(1, 2*sec, 3*sec, asks),
		[]session.Event{session.Found{At: 3 * sec, Conn: 1, Exchange: 1, Finding: wire.Finding{Code: wire.CodeBareLF, More: 2}}},
		exchange(2, 5*sec, 6*sec, closes)[:1], exchange(3, 5500*time.Millisecond, 7*sec, closes)[:1],
		exchange(2, 5*sec, 6*sec, closes)[1:], exchange(3, 5500*time.Millisecond, 7*sec, closes)[1:],
		[]session.Event{
			&session.RequestStarted{At: 9 * sec, Conn: 1, Exchange: 4, Method: "GET", Target: "/end", Proto: "HTTP/1.1"},
			session.Found{At: 14 * sec, Conn: 1, Finding: wire.Finding{Code: session.CodeClosedEarly}},
			&session.ExchangeDone{At: 14 * sec, Conn: 1, Exchange: 4, Facts: lost, Retry: session.RetrySafe},
			session.Closed{At: 14 * sec, Conn: 1, Exchanges: 4, Ending: session.Ending{By: session.ByServer, How: session.HowCloseNotify, Phase: session.PhaseIdle,
				Idle: 5200 * time.Millisecond, Age: 13 * sec, HasAdvertised: true, Advertised: 5 * sec, Lost: []int{4}}},
		})
	var r record.Record
	for _, ev := range events {
		r.Apply(ev)
	}
	holds := func(parse func(string) (Condition, error), lookup Lookup, who string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			met := true
			if s, ok := strings.CutPrefix(want, "not "); ok {
				want, met = s, false
			}
			c, err := parse(want)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Judge(lookup); got.Met != met || c.Met(lookup) != met {
				t.Errorf("%s, %s: Judge returned %+v, want Met = %t", who, want, got, met)
			}
		}
	}
	for i, wants := range [][]string{
		{"request.path=/a", "request.keep_alive=true", "request.close=false", "response.keep_alive=false", "response.close=true", "response.content_length=26",
			"keep_alive.present=true", "keep_alive.timeout>=5s", "not keep_alive.max>=0", "answered=true", "reused=false", "pipelined=false", "alone=true", "not idle_us>=0", "age_us=1s",
			"findings.bare-lf=3", "findings.closed-early=0", "response.status=200|204"},
		{"reused=true", "pipelined=false", "alone=false", "idle_us=2s", "age_us=4s", "request.close=true", "response.keep_alive=true", "keep_alive.present=false", "not response.content_length>=0"},
		{"reused=true", "pipelined=true", "alone=false", "not idle_us>=-1h", "findings.bare-lf=0"},
		{"answered=false", "retry=safe", "not response.close=false", "not keep_alive.present=false", "idle_us=2s"},
	} {
		holds(ParseExchange, Exchange(&r, r.Exchanges[i]), "exchange", wants...)
	}
	holds(ParseEnd, End(&r, r.Conns[0]), "end", "by=server", "how=fin|close-notify", "how!=reset|error", "not how!=fin|close-notify", "age_us=13s", "timeliness=on-time", "tcp_keepalive_us=15s",
		"last.request.path=/end", "last.answered=false", "not last.response.status=200", "findings.closed-early=1", "findings.bare-lf=0", "not text=a", "not refused=a")
	holds(ParseRecord, Record(&r, Texts{worded, worded}), "session", "close.age_us=13s", "close.last.request.path=/end", "close.findings.closed-early=1", "findings.closed-early=1", "findings.bare-lf=3",
		"close.text=a word", "answered=false", "response.content_length=26", "status.204=2")
}

func TestParseRefusesWhatCannotBeMet(t *testing.T) {
	for _, tt := range []struct {
		parse      func(string) (Condition, error)
		want, fail string
	}{
		{ParseExchange, "nothing=1", "unknown name"}, {ParseExchange, "by=server", "unknown name"}, {ParseExchange, "findings.nothing=1", `unknown finding "nothing"`},
		{ParseExchange, "response.status>=2s", "not a time"}, {ParseExchange, "reused", "not a condition"}, {ParseExchange, "exchanges=1", "unknown name"},
		{ParseEnd, "response.status=200", "unknown name"}, {ParseEnd, "last.nothing=1", "unknown name"}, {ParseEnd, "exchanges>=2s", "not a time"}, {ParseEnd, "by", "not a condition"},
		{ParseRecord, "status=200", "unknown name"}, {ParseRecord, "close.nothing=1", "unknown name"}, {ParseRecord, "lost>=2s", "not a time"}, {ParseRecord, "status.404>=2s", "not a time"},
		{ParseRecord, "lost", "not a condition"}, {ParseRecord, "close.last.by=server", "unknown name"},
	} {
		if _, err := tt.parse(tt.want); err == nil || !strings.Contains(err.Error(), tt.fail) {
			t.Errorf("parsing %q returned the error %v, want one with %q", tt.want, err, tt.fail)
		}
	}
}

// Times multiplies durations, but not numbers or words.
func TestTimes(t *testing.T) {
	seen := func(string) (Value, error) {
		return Value{Number: true, Low: 5, High: 5, Unit: time.Second}, nil
	}
	for want, met := range map[string]bool{"a>=5s": false, "a>=2500ms": true, "a>=5": true, "a=5|x": true} {
		c, err := Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Times(2).Met(seen); got != met {
			t.Errorf("with its duration doubled, Met of %s = %t, want %t", want, got, met)
		}
	}
}

// Every name that is not a member of a line has a description.
func TestDescribedNames(t *testing.T) {
	for _, n := range slices.Concat(ExchangeNames(), EndNames()) {
		if _, err := ParseRecord(n[0] + "=1"); err != nil || n[1] == "" {
			t.Errorf("the name %q has the description %q, and ParseRecord returned %v; want a description and no error", n[0], n[1], err)
		}
	}
}
