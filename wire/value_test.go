package wire

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHint(t *testing.T) {
	for _, c := range []struct {
		values       []string
		want         []Param
		timeout, max int64
	}{
		{[]string{"timeout=5, max=99, trace=abc"}, []Param{{"timeout", "5"}, {"max", "99"}, {"trace", "abc"}}, 5, 99},
		{[]string{`Timeout = "15" ,, x="a, \"b\""`}, []Param{{"Timeout", "15"}, {"x", `a, "b"`}}, 15, -1},
		{[]string{"timeout=5", "timeout=60, max=3"}, []Param{{"timeout", "5"}, {"timeout", "60"}, {"max", "3"}}, 5, 3},
		{[]string{"timeout=soon, max=-1"}, []Param{{"timeout", "soon"}, {"max", "-1"}}, -1, -1},
		{[]string{"300"}, []Param{{"300", ""}}, -1, -1},
		{[]string{"timeout=5; max=10"}, []Param{{"timeout", "5; max=10"}}, -1, -1},
		{[]string{"", " , "}, nil, -1, -1},
		{nil, nil, -1, -1},
	} {
		got := ParseHint(c.values)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("ParseHint(%q) differs (-want +got):\n%s", c.values, d)
		}
		if n := Timeout(got); n != c.timeout {
			t.Errorf("%q: Timeout() = %d, want %d", c.values, n, c.timeout)
		}
		if n := Max(got); n != c.max {
			t.Errorf("%q: Max() = %d, want %d", c.values, n, c.max)
		}
	}
}

// TestHintPlain checks that the fast path for hints gives the same result as the general
// path.
func TestHintPlain(t *testing.T) {
	for _, v := range []string{"timeout=5", "timeout=5, max=99", "timeout=, max=1", "timeout=5,max=9", "timeout=5, max=9 ",
		"timeout=000000000000000000005", "timeout=5, max=9999999999999999999", "timeout=5, maximum=3", "timeout=5 "} {
		short, long := NewDecoder(Limits{}), NewDecoder(Limits{})
		short.interpret(RoleKeepAlive, []byte(v), &Line{})
		long.hint([]byte(v), &Line{})
		if short.facts.Hint != long.facts.Hint {
			t.Errorf("%q: the fast path returns %+v, want %+v as the general path does", v, short.facts.Hint, long.facts.Hint)
		}
	}
}

func TestElements(t *testing.T) {
	for s, want := range map[string][]string{
		"a, b ,c":          {"a", "b", "c"},
		`"a,b", c`:         {`"a,b"`, "c"},
		`"a\",b", c`:       {`"a\",b"`, "c"},
		" ,, a,\t,":        {"a"},
		`"never closed, b`: {`"never closed`, "b"},
		`x", close, y"z`:   {`x", close, y"z`},
		`a"\", b`:          {`a"\"`, "b"},
		"\"a\x01, b\", c":  {"\"a\x01", `b"`, "c"},
		`"a" "b, c`:        {`"a" "b`, "c"},
		"":                 nil,
	} {
		var got []string
		for e := range elements([]byte(s)) {
			got = append(got, string(e))
		}
		if !slices.Equal(got, want) {
			t.Errorf("elements(%q) yields %q, want %q", s, got, want)
		}
	}
}

func TestUnquote(t *testing.T) {
	for s, want := range map[string]string{`"a"`: "a", `"a\"b\\"`: `a"b\`, `""`: "", "a": "a", `"a`: `"a`, `"a"b"`: `"a"b"`, `"`: `"`} {
		if got := Unquote(s); got != want {
			t.Errorf("Unquote(%s) = %s, want %s", s, got, want)
		}
	}
}

func TestText(t *testing.T) {
	for s, want := range map[string]string{"plain": "plain", "caf\xc3\xa9": "café", "caf\xe9": "café", "\xff\x80": "ÿ\u0080", "": ""} {
		if got := Text([]byte(s)); got != want {
			t.Errorf("Text(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for s, want := range map[string]struct {
		n        int64
		ok, fits bool
	}{
		"0": {0, true, true}, "0005": {5, true, true}, "9223372036854775807": {1<<63 - 1, true, true},
		"9223372036854775808": {ok: true}, "18446744073709551621": {ok: true}, "99999999999999999999999": {ok: true},
		"": {}, "5 ": {}, "+5": {}, "-5": {}, "0x5": {}, "5_0": {},
	} {
		n, ok, fits := decimal([]byte(s))
		if ok != want.ok || ok && fits != want.fits || ok && fits && n != want.n {
			t.Errorf("decimal(%q) = %d, %t, %t; want %+v", s, n, ok, fits, want)
		}
	}
}

func TestControls(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			b := []byte("\xff~ !\x80~\xfe~")
			b[at] = byte(c)
			first := -1
			for i, x := range b {
				if x < 0x20 || x == 0x7f {
					first = i
					break
				}
			}
			end, _ := plainValue(append(b, "\r\n......"...), 0)
			if c == '\t' {
				continue
			}
			want := first
			if first < 0 {
				want = 8
			}
			if end != want {
				t.Errorf("the value in %q ends at %d, want %d", b, end, want)
			}
		}
	}
}

func TestFields(t *testing.T) {
	raw := "HTTP/1.1 200 OK\r\nA: 1\r\nB:\r\nhello\r\nC: x\r\n  y\r\n\t\r\n z\r\nA : \xe9\r\n\r\n"
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET"})
	d.Feed([]byte(raw))
	want := []Field{{"A", "1", 17, 1, 1}, {"B", "", 23, 2, 0}, {"C", "x y z", 34, 4, 5}, {"A", "é", 52, 8, 1}}
	got := slices.Collect(Fields([]byte(raw), 0, d.Lines()))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Fields differs (-want +got):\n%s", d)
	}
	if got := slices.Collect(Fields([]byte(raw)[:23], 0, d.Lines())); len(got) != 1 {
		t.Errorf("from the first 23 bytes, Fields yields %v, want one field", got)
	}
	if got := slices.Collect(Fields([]byte(raw)[20:], 20, d.Lines())); len(got) != 3 || got[0].Name != "B" {
		t.Errorf("from offset 20 on, Fields yields %v, want three fields from B on", got)
	}
}

func TestJSON(t *testing.T) {
	in := struct {
		Lines    []Line
		Facts    Facts
		Reason   Reason
		Framing  Framing
		Severity Severity
	}{
		Lines:  []Line{{Off: 3, Len: 4, A: 1, B: 2, C: 3, Kind: KindFieldLine, Role: RoleKeepAlive, Flags: FlagBareLF | FlagFolded}, {Kind: KindChunks}},
		Reason: ReasonHTTP10KeepAlive, Framing: FramingCloseDelimited, Severity: SeverityWarning,
	}
	in.Facts.forget(7)
	in.Facts.Version = Version{1, 1}
	in.Facts.Request = Request{Method: "GET", Version: Version{1, 0}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	out := in
	out.Lines, out.Facts = nil, Facts{}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(in, out); d != "" {
		t.Errorf("decoding %s differs from the original (-want +got):\n%s", b, d)
	}
	var k Kind
	if err := json.Unmarshal([]byte(`"nonsense"`), &k); err == nil {
		t.Error(`Unmarshal("nonsense") returned no error for a Kind, want one`)
	}
}

// TestNames compares the tables of names with the enumerations.
func TestNames(t *testing.T) {
	for k := KindRequestLine; k <= KindProxyHeader; k++ {
		if k.String() == "" || kindWords[k] == "" {
			t.Errorf("kind %d lacks a name or a label", k)
		}
	}
	if len(kindNames) != int(KindProxyHeader)+1 || len(roleNames) != int(RoleRetryAfter)+1 || len(purposes) != len(roleNames) ||
		len(framingNames) != int(FramingInvalid)+1 || len(reasonNames) != int(ReasonHTTP11Default)+1 || len(stages) != int(over)+1 {
		t.Error("a table of names differs in length from its enumeration")
	}
	if s := Kind(200).String(); s != "200" {
		t.Errorf("Kind(200).String() = %q, want \"200\"", s)
	}
}

func TestAppendRequest(t *testing.T) {
	for want, m := range map[string]RequestMessage{
		"GET / HTTP/1.1\r\nHost: x\r\nE:\r\nX:y \r\n\r\n": {Method: "GET", Target: "/", Proto: "HTTP/1.1", Fields: []HeaderField{{Name: "Host", Value: "x"}, {Name: "E"}, {Name: "X", Value: "y", Line: "X:y "}}},
		"GET /\r\n\r\n": {Method: "GET", Target: "/"},
		"P * HTTP/9\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n": {Method: "P", Target: "*", Proto: "HTTP/9", Content: []byte("abcde"),
			Chunked: true, ChunkSize: 3, Trailers: []HeaderField{{Name: "T", Value: "1"}}},
		"P / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc": {Method: "P", Target: "/", Proto: "HTTP/1.1",
			Fields: []HeaderField{{Name: "Content-Length", Value: "9"}}, Content: []byte("abc")},
	} {
		if got := string(AppendRequest(nil, m)); got != want {
			t.Errorf("AppendRequest() = %q, want %q", got, want)
		}
	}
}

func TestDecodeRequest(t *testing.T) {
	raw := []byte("PUT /a HTTP/1.0\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.1\r\n\r\n")
	r, lines, _ := DecodeRequest(raw, 100)
	want := Request{Method: "PUT", Version: Version{1, 0}, Close: true, Upgrade: true, Protocols: "h2c", Expect: true}
	if r != want {
		t.Errorf("DecodeRequest() = %+v, want %+v", r, want)
	}
	if last := lines[len(lines)-1]; lines[0].Off != 100 || last.Kind != KindUnsolicited || last.End() != 100+int64(len(raw)) {
		t.Errorf("the lines are %+v; want them from 100 to %d, the last one unsolicited", lines, 100+len(raw))
	}
	var methods []string
	for r := range DecodeRequests(raw, 0) {
		methods = append(methods, r.Request.Method)
	}
	if !slices.Equal(methods, []string{"PUT", "GET"}) {
		t.Errorf("DecodeRequests yields the methods %q, want PUT and GET", methods)
	}
}

// TestRulesAndTraits checks that traits and rules have the same order.
func TestRulesAndTraits(t *testing.T) {
	for i, r := range framingRules {
		if r.applies != 1<<i {
			t.Errorf("framing rule %d tests trait %#x, want %#x", i, r.applies, 1<<i)
		}
	}
	var all trait
	for _, r := range persistenceRules {
		all |= r.ends
	}
	if all != endings {
		t.Errorf("the persistence rules test the traits %#x, want %#x", all, endings)
	}
}
