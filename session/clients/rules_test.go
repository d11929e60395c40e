package clients

import (
	"testing"
	"time"

	"linger/wire"
)

const s = time.Second

// refused means no reuse; anything means that the behaviour is unknown.
const (
	refused  = time.Duration(-1)
	anything = time.Duration(-2)
)

// vectors were derived from the source code of four clients.
var vectors = []struct {
	name                           string
	values                         []string
	firefox, node, undici, client5 time.Duration
}{
	{"both", []string{"timeout=5, max=100"}, 5 * s, 4 * s, 3 * s, 5 * s},
	{"max first", []string{"max=100, timeout=5"}, 5 * s, nodeOwn, 3 * s, 5 * s},
	{"spaces around the equals sign", []string{"timeout = 5"}, firefoxOwn, nodeOwn, undiciOwn, anything},
	{"capital", []string{"Timeout=5"}, 5 * s, nodeOwn, undiciOwn, 5 * s},
	{"quoted", []string{`timeout="5"`}, refused, nodeOwn, undiciOwn, anything},
	{"zero", []string{"timeout=0"}, refused, refused, refused, anything},
	{"one", []string{"timeout=1"}, 1 * s, refused, refused, 1 * s},
	{"two", []string{"timeout=2"}, 2 * s, 1 * s, refused, 2 * s},
	{"with a unit", []string{"timeout=5s"}, 5 * s, 4 * s, 3 * s, client5Own},
	{"semicolon", []string{"timeout=5; max=10"}, 5 * s, 4 * s, 3 * s, anything},
	{"bare number", []string{"300"}, firefoxOwn, nodeOwn, undiciOwn, client5Own},
	{"colon", []string{"timeout: 5"}, firefoxOwn, nodeOwn, undiciOwn, client5Own},
	{"name alone", []string{"max"}, firefoxOwn, nodeOwn, undiciOwn, client5Own},
	{"negative", []string{"timeout=-1"}, (1<<32 - 1) * s, nodeOwn, undiciOwn, anything},
	{"very large", []string{"timeout=99999999999"}, anything, 5 * s, undiciCap, anything},
	{"empty element", []string{"timeout=15,,max=100"}, 15 * s, 5 * s, 13 * s, 15 * s},
	{"empty value", []string{""}, firefoxOwn, nodeOwn, undiciOwn, client5Own},
	{"two field lines", []string{"timeout=5", "timeout=60"}, 5 * s, 4 * s, 3 * s, 5 * s},
	{"no field", nil, firefoxOwn, nodeOwn, undiciOwn, client5Own},
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		for _, option := range [][]string{{"keep-alive"}, nil} {
			r := Response{KeepAlive: v.values, Connection: option, Version: wire.Version{Major: 1, Minor: 1}, Reason: wire.ReasonHTTP11Default}
			want := map[string]time.Duration{"Firefox": v.firefox, "Node Agent": v.node, "undici": v.undici, "HttpClient 5": v.client5,
				"Go net/http": goOwn, "curl": curlOwn, "Chrome": chromeOwn}
			for _, c := range All() {
				if w, ok := want[c.Name]; ok {
					check(t, v.name+": "+c.Name, c.Ask(r), w)
				}
			}
		}
	}
}

func check(t *testing.T, what string, got Verdict, want time.Duration) {
	t.Helper()
	switch {
	case want == anything:
		if got.Sure {
			t.Errorf("%s: Ask() = %+v, want a verdict that is not sure", what, got)
		}
	case want == refused:
		if got.Reuse || !got.Sure {
			t.Errorf("%s: Ask() = %+v, want no reuse", what, got)
		}
	case !got.Reuse || got.Limit != want || !got.Sure:
		t.Errorf("%s: Ask() = %+v, want reuse for %v", what, got, want)
	}
	if got.Why == "" {
		t.Errorf("%s: the verdict has no reason, want one", what)
	}
}

func TestTwoClientsCountMax(t *testing.T) {
	r := Response{KeepAlive: []string{"timeout=5; max=10"}, Connection: []string{"keep-alive"}, Reason: wire.ReasonHTTP11Default}
	want := map[string]int64{"Firefox": 10, "Java (JDK)": jdkUses}
	for _, c := range All() {
		w, ok := want[c.Name]
		if !ok {
			w = uncounted
		}
		if got := c.Ask(r).Uses; got != w {
			t.Errorf("%s allows %d uses, want %d", c.Name, got, w)
		}
	}
}

func TestJDK(t *testing.T) {
	for _, tc := range []struct {
		connection, hint string
		reuse            bool
		limit            time.Duration
		uses             int64
	}{
		{"keep-alive", "timeout=7, max=3", true, 7 * s, 3},
		{"Keep-Alive", "timeout=7", true, 7 * s, jdkUses},
		{"keep-alive", "timeout=7, max=1", false, 0, uncounted},
		{"keep-alive, Upgrade", "timeout=7", false, 0, uncounted},
		{"", "timeout=7", true, jdkOwn, jdkUses},
	} {
		r := Response{KeepAlive: []string{tc.hint}, Version: wire.Version{Major: 1, Minor: 1}, Reason: wire.ReasonHTTP11Default}
		if tc.connection != "" {
			r.Connection = []string{tc.connection}
		}
		if v := jdk(r); v.Reuse != tc.reuse || v.Limit != tc.limit || v.Uses != tc.uses {
			t.Errorf("Connection %q, Keep-Alive %q: verdict %+v; want reuse %t for %v, %d uses", tc.connection, tc.hint, v, tc.reuse, tc.limit, tc.uses)
		}
	}
}

func TestConnectionOptions(t *testing.T) {
	v11, v10 := wire.Version{Major: 1, Minor: 1}, wire.Version{Major: 1}
	for _, tc := range []struct {
		name   string
		r      Response
		reuses map[string]bool // clients whose verdict differs from that of the rest
		rest   bool
	}{
		{"close", Response{Connection: []string{"close"}, Version: v11, Reason: wire.ReasonResponseClose}, nil, false},
		{"the first option wins in Chrome", Response{Connection: []string{"keep-alive", "Close"}, Version: v11, Reason: wire.ReasonResponseClose},
			map[string]bool{"Chrome": true}, false},
		{"HTTP/1.0", Response{Version: v10, Reason: wire.ReasonHTTP10Default}, nil, false},
		{"HTTP/1.0 with keep-alive", Response{Connection: []string{"Keep-Alive"}, Version: v10, Reason: wire.ReasonHTTP10KeepAlive},
			map[string]bool{"nginx": false, "Apache": false}, true},
		{"browsers and Node read Proxy-Connection", Response{ProxyConnection: []string{"keep-alive"}, Version: v10, Reason: wire.ReasonHTTP10Default},
			map[string]bool{"Chrome": true, "Firefox": true, "Node Agent": true, "undici": true}, false},
		{"browsers and Node obey Proxy-Connection: close", Response{ProxyConnection: []string{"close"}, Version: v11, Reason: wire.ReasonHTTP11Default},
			map[string]bool{"Chrome": false, "Firefox": false, "Node Agent": false, "undici": false}, true},
		{"close-delimited", Response{Connection: []string{"keep-alive"}, Version: v11, Reason: wire.ReasonCloseDelimited}, nil, false},
		{"truncated", Response{Version: v11, Reason: wire.ReasonTruncated}, nil, false},
		{"tunnel", Response{Version: v11, Reason: wire.ReasonTunnel}, nil, false},
		{"the request says close", Response{Version: v11, Reason: wire.ReasonRequestClose}, nil, false},
		{"the request is HTTP/1.0", Response{Version: v11, Reason: wire.ReasonHTTP10Request}, nil, false},
	} {
		for _, c := range All() {
			want, ok := tc.reuses[c.Name]
			if !ok {
				want = tc.rest
			}
			if got := c.Ask(tc.r); got.Reuse != want {
				t.Errorf("%s: %s has reuse %t (%s), want %t", tc.name, c.Name, got.Reuse, got.Why, want)
			}
		}
	}
	for _, c := range All() {
		if v := c.Ask(Response{Version: v11, Reason: wire.ReasonFramingError}); v.Reuse || v.Sure {
			t.Errorf("%s: for invalid framing, the verdict is %+v; want no reuse, not sure", c.Name, v)
		}
	}
}

func TestAgain(t *testing.T) {
	for _, tc := range []struct {
		a                Again
		get, put, posted bool
	}{
		{AgainAny, true, true, true},
		{AgainIdempotent, true, true, false},
		{AgainSafe, true, false, false},
		{AgainNever, false, false, false},
	} {
		if g, p, o := tc.a.Sends("GET"), tc.a.Sends("PUT"), tc.a.Sends("POST"); g != tc.get || p != tc.put || o != tc.posted {
			t.Errorf("%v: Sends is %t for GET, %t for PUT, %t for POST; want %t, %t, %t", tc.a, g, p, o, tc.get, tc.put, tc.posted)
		}
	}
}

// The short forms are those of the screen, and differ.
func TestAgainIsShort(t *testing.T) {
	for a, want := range map[Again]string{AgainNever: "no", AgainSafe: "GET", AgainIdempotent: "idem", AgainAny: "any"} {
		if got := a.String(); got != want {
			t.Errorf("Again(%d) = %q, want %q", a, got, want)
		}
	}
}
