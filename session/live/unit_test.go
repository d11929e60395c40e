package live

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func TestRulesAreComplete(t *testing.T) {
	seen := map[wire.Code]bool{}
	for _, r := range session.Rules() {
		if r.Severity == 0 || r.Text == "" || r.Why == "" || r.Do == "" || r.Ref == "" {
			t.Errorf("the rule for %s has an empty field: %+v", r.Code, r)
		}
		if seen[r.Code] {
			t.Errorf("%s is registered twice", r.Code)
		}
		seen[r.Code] = true
		if got, ok := session.Lookup(r.Code); !ok || got != r || session.SeverityOf(r.Code) != r.Severity {
			t.Errorf("Lookup or SeverityOf does not return the registered rule for %s", r.Code)
		}
	}
	if _, ok := session.Lookup("nothing"); ok || session.SeverityOf("nothing") != wire.SeverityNote {
		t.Error("Lookup or SeverityOf found the code \"nothing\", want no rule and a note")
	}
}

func TestTimeOfWrite(t *testing.T) {
	const called = time.Second
	for name, tt := range map[string]struct {
		took time.Duration
		n    int
		want time.Duration
	}{
		"a few bytes":                {80 * time.Microsecond, 90, called},
		"a few bytes in a long call": {2 * time.Millisecond, 90, called + 2*time.Millisecond},
		"many bytes":                 {80 * time.Microsecond, 1 << 20, called + 80*time.Microsecond},
	} {
		if got := handed(called, called+tt.took, tt.n); got != tt.want {
			t.Errorf("%s: time of the write = %v, want %v", name, got, tt.want)
		}
	}
}

func TestParseTarget(t *testing.T) {
	for in, want := range map[string]string{
		"http://shop.example/a?b#c":        "http://shop.example shop.example:80 /a?b",
		"HTTPS://shop.example":             "https://shop.example shop.example:443 /",
		"https://shop.example:8443/x%20y":  "https://shop.example:8443 shop.example:8443 /x%20y",
		"localhost:8080":                   "http://localhost:8080 localhost:8080 /",
		":8080/x":                          "http://localhost:8080 localhost:8080 /x",
		"8080":                             "http://localhost:8080 localhost:8080 /",
		"http:/localhost/a":                "http://localhost localhost:80 /a",
		"shop.example?q":                   "http://shop.example shop.example:80 /?q",
		"http://[::1]:8080/":               "http://[::1]:8080 [::1]:8080 /",
		"http://[::1]/":                    "http://[::1] [::1]:80 /",
		"http://[fe80::1%25eth0]:1/":       "http://[fe80::1%25eth0]:1 [fe80::1%eth0]:1 /",
		"http://[fe80::1%25eth0]/":         "http://[fe80::1%25eth0] [fe80::1%eth0]:80 /",
		"http://[fe80::1%eth0]:1/a%20b":    "http://[fe80::1%25eth0]:1 [fe80::1%eth0]:1 /a%20b",
		"[fe80::1%eth0]:1":                 "http://[fe80::1%25eth0]:1 [fe80::1%eth0]:1 /",
		"http://h/[a%20b]":                 "http://h h:80 /[a%20b]",
		"http://user:secret@shop.example/": "not a URL linger can open: a URL with a password in it",
		"ftp://x/":                         `not a URL linger can open: "ftp://x/": the scheme is ftp, not http or https`,
		"http://":                          `not a URL linger can open: "http://": no host`,
		"http://x:0/":                      `not a URL linger can open: "http://x:0/": port 0 is not between 1 and 65535`,
		"http://x:70000/":                  `not a URL linger can open: "http://x:70000/": port 70000 is not between 1 and 65535`,
	} {
		target, path, err := session.ParseTarget(in)
		got := fmt.Sprint(target, " ", target.Address(), " ", path)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParseTarget(%s) = %s, want %s", in, got, want)
		}
	}
	if _, _, err := session.ParseTarget("http://h/a b?c d"); err == nil || err.Error() != `not a URL linger can open: "http://h/a b?c d" contains a space; write http://h/a%20b?c%20d` {
		t.Errorf("ParseTarget of a URL with a space: %v, want an error with the corrected URL", err)
	}
	if _, _, err := session.ParseTarget("http://a b/\x1b"); err == nil {
		t.Error("ParseTarget accepts a control character, want an error")
	}
}

func TestFramed(t *testing.T) {
	length := wire.HeaderField{Name: "content-length", Value: "9"}
	for name, c := range map[string]struct {
		m    wire.RequestMessage
		want string
	}{
		"nothing to frame": {wire.RequestMessage{}, "[]"},
		"length":           {wire.RequestMessage{Content: []byte("abc")}, "[{Content-Length 3 }]"},
		"chunked":          {wire.RequestMessage{Chunked: true}, "[{Transfer-Encoding chunked }]"},
		"length was set":   {wire.RequestMessage{Content: []byte("abc"), Fields: []wire.HeaderField{length}}, "[{content-length 9 }]"},
		"unframed":         {wire.RequestMessage{Content: []byte("abc"), Unframed: true}, "[]"},
	} {
		if got := fmt.Sprint(session.Framed(c.m).Fields); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestRedirectRules(t *testing.T) {
	for rule, want := range map[string]string{
		"a:1:b:2":              "b:2",
		"::b:":                 "b:1",
		":::2":                 "a:2",
		"a:2:b:3":              "a:1",
		"A:1:[::1]:":           "[::1]:1",
		"::[fe80::1%25eth0]:9": "[fe80::1%eth0]:9",
		"::[fe80::1%eth0]:9":   "[fe80::1%eth0]:9",
		"not even rule":        "a:1",
	} {
		n := &Network{ConnectTo: []string{rule}}
		if got := n.Address(session.Target{Host: "a", Port: "1"}); got != want {
			t.Errorf("rule %s: address = %s, want %s", rule, got, want)
		}
	}
}

func TestInterleaveAlternatesFamilies(t *testing.T) {
	var in []netip.Addr
	for _, s := range []string{"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"} {
		in = append(in, netip.MustParseAddr(s))
	}
	if got := fmt.Sprint(interleave(in)); got != "[2001:db8::1 192.0.2.1 2001:db8::2 2001:db8::3]" {
		t.Errorf("interleave returned %s, want IPv4 after the first IPv6 address", got)
	}
}

func piece(off, n int64, data string) *session.Received {
	return &session.Received{Conn: 1, Exchange: 1, Off: off, Len: n, Data: []byte(data), Reads: 1,
		Lines: []wire.Line{{Len: n, Kind: wire.KindContent}}}
}

// If the consumer is slow, the queue merges consecutive events of content, but no other
// events.
func TestQueueMergesContent(t *testing.T) {
	q := newQueue()
	for range mergeAfter {
		addAll(q, []session.Event{session.Overdue{}})
	}
	addAll(q, []session.Event{piece(0, 3, "abc"), piece(3, 3, "def"), piece(6, 10, ""), piece(16, 10, "")})
	addAll(q, []session.Event{session.Overdue{}, piece(26, 1, "x"), &session.ExchangeDone{}, &session.ExchangeDone{}})
	var evs []session.Event
	for q.n > 0 {
		batch, err := q.take(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		evs = append(evs, batch...)
	}
	var told []string
	for _, ev := range evs[mergeAfter:] {
		r, ok := ev.(*session.Received)
		if !ok {
			told = append(told, fmt.Sprintf("%T", ev))
			continue
		}
		told = append(told, fmt.Sprintf("%d+%d %q %d reads %d lines", r.Off, r.Len, r.Data, r.Reads, len(r.Lines)))
	}
	want := `0+26 "abcdef" 4 reads 1 lines, session.Overdue, 26+1 "x" 1 reads 1 lines, *session.ExchangeDone, *session.ExchangeDone`
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("got events %s\nwant %s", got, want)
	}
}

func TestQueueReturnsBoundedBatches(t *testing.T) {
	q := newQueue()
	for i := range 3 * joinedPage {
		addAll(q, []session.Event{session.Overdue{Conn: i}})
	}
	next := 0
	for q.n > 0 {
		evs, err := q.take(context.Background())
		if err != nil || len(evs) > joinedPage || len(evs) < smallestPage && q.n > 0 {
			t.Fatalf("take returned %d events (%v), want %d to %d", len(evs), err, smallestPage, joinedPage)
		}
		for _, ev := range evs {
			if ev != session.Event(session.Overdue{Conn: next}) {
				t.Fatalf("got event %v, want number %d", ev, next)
			}
			next++
		}
	}
	if next != 3*joinedPage {
		t.Errorf("got %d events, want %d", next, 3*joinedPage)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := q.take(ctx); err == nil {
		t.Error("take with an ended ctx returned no error")
	}
}

// A batch of wholePage events is passed on without a copy. Smaller batches are collected
// on a page.
func TestQueuePassesOnLargeBatches(t *testing.T) {
	q := newQueue()
	page := make([]session.Event, wholePage)
	for i := range page {
		page[i] = session.Overdue{}
	}
	addAll(q, []session.Event{session.Overdue{}})
	addAll(q, page)
	addAll(q, []session.Event{session.Overdue{}, session.Overdue{}})
	for _, want := range []int{1, wholePage, 2} {
		evs, err := q.take(context.Background())
		if err != nil || len(evs) != want {
			t.Errorf("got %d events (%v), want %d", len(evs), err, want)
		}
	}
}

// The queue copies a small batch of events, so that the loop can reuse its slice.
func TestQueueCopiesSmallBatches(t *testing.T) {
	for n, taken := range map[int]bool{2: false, wholePage: true} {
		q := newQueue()
		evs := make([]session.Event, n)
		for i := range evs {
			evs[i] = session.Overdue{Conn: i + 1}
		}
		if got := q.add(evs, 0, true); got != taken {
			t.Errorf("add of %d events: taken %t, want %t", n, got, taken)
		}
		if !taken {
			clear(evs)
		}
		out, err := q.take(context.Background())
		if err != nil || len(out) != n {
			t.Fatalf("got %d events (%v), want %d", len(out), err, n)
		}
		for i, ev := range out {
			if ev != session.Event(session.Overdue{Conn: i + 1}) {
				t.Errorf("event %d of %d is %v, want number %d", i, n, ev, i+1)
			}
		}
	}
}

// The pieces of a pipeline contain the bytes of its requests in order, whatever the sizes
// of the pieces.
func TestPipelineIsWrittenInPieces(t *testing.T) {
	target := session.Target{Host: "h"}
	long := target.Request("PUT", "/long")
	long.Content = []byte(strings.Repeat("0123456789", maxPiece/8))
	c := session.Pipeline{Requests: []wire.RequestMessage{target.Request("GET", "/a"), long, target.Request("GET", "/b"), target.Request("GET", "/b")}}
	var want []byte
	for _, m := range c.Requests {
		want = wire.AppendRequest(want, m)
	}
	for _, taken := range []int{1, 7, 100, maxPiece} { // number of bytes of a piece that the kernel accepts
		o := new(preparer).pipelineOrder(c)
		var got, buf, p []byte
		for o.off < o.size {
			p, buf, _ = o.piece(o.next(0), buf)
			p = p[:min(taken, len(p))]
			got = append(got, p...)
			o.wroteBytes(0, len(p))
			for o.sent < len(o.requests) && o.end+len(o.requests[o.sent].Data) <= o.off {
				o.end += len(o.requests[o.sent].Data)
				o.sent++
			}
		}
		if string(got) != string(want) {
			t.Errorf("in pieces of %d bytes: got %d bytes, want the %d bytes of the requests", taken, len(got), len(want))
		}
	}
}

// A request with the same bytes is prepared once. A request that differs in one byte is
// prepared anew and does not change the first one.
func TestSameRequestIsPreparedOnce(t *testing.T) {
	target := session.Target{Host: "h"}
	var r preparer
	a, b := r.prepare(target.Request("GET", "/a")), r.prepare(target.Request("GET", "/a"))
	c := r.prepare(target.Request("GET", "/c"))
	if a != b || a == c {
		t.Errorf("got %p, %p and %p, want the first two equal and the third different", a, b, c)
	}
	if !strings.HasPrefix(string(a.Data), "GET /a ") || !strings.HasPrefix(string(c.Data), "GET /c ") {
		t.Errorf("got %q and %q, want requests for /a and /c", a.Data, c.Data)
	}
	long := target.Request("PUT", "/long")
	long.Content = make([]byte, longRequest+1)
	if p := r.prepare(long); len(p.Data) <= longRequest || r.last != c {
		t.Error("the preparer cached a request with long content")
	}
}
