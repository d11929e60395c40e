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
			t.Errorf("the rule of %s is incomplete: %+v", r.Code, r)
		}
		if seen[r.Code] {
			t.Errorf("%s is registered twice", r.Code)
		}
		seen[r.Code] = true
		if got, ok := session.Lookup(r.Code); !ok || got != r || session.SeverityOf(r.Code) != r.Severity {
			t.Errorf("Lookup does not find %s", r.Code)
		}
	}
	if _, ok := session.Lookup("nothing"); ok || session.SeverityOf("nothing") != wire.SeverityNote {
		t.Error("Lookup finds a code that is not registered")
	}
}

func TestWhenAWriteWasHandedOver(t *testing.T) {
	const called = time.Second
	for name, tt := range map[string]struct {
		took time.Duration
		n    int
		want time.Duration
	}{
		"a few bytes":                  {80 * time.Microsecond, 90, called},
		"a few bytes that had to wait": {2 * time.Millisecond, 90, called + 2*time.Millisecond},
		"many":                         {80 * time.Microsecond, 1 << 20, called + 80*time.Microsecond},
	} {
		if got := handed(called, called+tt.took, tt.n); got != tt.want {
			t.Errorf("%s: handed over at %v, want %v", name, got, tt.want)
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
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	if _, _, err := session.ParseTarget("http://h/a b?c d"); err == nil || err.Error() != `not a URL linger can open: "http://h/a b?c d" contains a space; write http://h/a%20b?c%20d` {
		t.Errorf("a space: %v", err)
	}
	if _, _, err := session.ParseTarget("http://a b/\x1b"); err == nil {
		t.Error("a control character is accepted")
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
		"another setting":  {wire.RequestMessage{Content: []byte("abc"), Fields: []wire.HeaderField{length}}, "[{content-length 9 }]"},
		"left out":         {wire.RequestMessage{Content: []byte("abc"), Unframed: true}, "[]"},
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
			t.Errorf("%s: got %s, want %s", rule, got, want)
		}
	}
}

func TestFamiliesTakeTurns(t *testing.T) {
	var in []netip.Addr
	for _, s := range []string{"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"} {
		in = append(in, netip.MustParseAddr(s))
	}
	if got := fmt.Sprint(interleave(in)); got != "[2001:db8::1 192.0.2.1 2001:db8::2 2001:db8::3]" {
		t.Error(got)
	}
}

func piece(off, n int64, data string) *session.Received {
	return &session.Received{Conn: 1, Exchange: 1, Off: off, Len: n, Data: []byte(data), Reads: 1,
		Lines: []wire.Line{{Len: n, Kind: wire.KindContent}}}
}

// For a slow consumer, the queue merges runs of content and nothing else.
func TestTheQueueMergesContent(t *testing.T) {
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
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestTheQueueHandsOutBoundedBatches(t *testing.T) {
	q := newQueue()
	for i := range 3 * joinedPage {
		addAll(q, []session.Event{session.Overdue{Conn: i}})
	}
	next := 0
	for q.n > 0 {
		evs, err := q.take(context.Background())
		if err != nil || len(evs) > joinedPage || len(evs) < smallestPage && q.n > 0 {
			t.Fatalf("got %d events (%v), want %d to %d", len(evs), err, smallestPage, joinedPage)
		}
		for _, ev := range evs {
			if ev != session.Event(session.Overdue{Conn: next}) {
				t.Fatalf("got %v, want number %d", ev, next)
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
		t.Error("there are no events, and ctx has ended")
	}
}

// The queue passes on a large number of events unchanged as a page. It collects a small
// number on its own pages.
func TestTheQueueHandsOnWholePages(t *testing.T) {
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

// The queue copies a small number of events, so that the loop can reuse its slice.
func TestQueueCopiesFewEvents(t *testing.T) {
	for n, taken := range map[int]bool{2: false, wholePage: true} {
		q := newQueue()
		evs := make([]session.Event, n)
		for i := range evs {
			evs[i] = session.Overdue{Conn: i + 1}
		}
		if got := q.add(evs, 0, true); got != taken {
			t.Errorf("%d events: taken %t, want %t", n, got, taken)
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
				t.Errorf("event %d of %d is %v", i, n, ev)
			}
		}
	}
}

// The pieces of a pipeline together are the bytes of its requests, whatever their sizes.
func TestAPipelineIsWrittenInPieces(t *testing.T) {
	target := session.Target{Host: "h"}
	long := target.Request("PUT", "/long")
	long.Content = []byte(strings.Repeat("0123456789", maxPiece/8))
	c := session.Pipeline{Requests: []wire.RequestMessage{target.Request("GET", "/a"), long, target.Request("GET", "/b"), target.Request("GET", "/b")}}
	var want []byte
	for _, m := range c.Requests {
		want = wire.AppendRequest(want, m)
	}
	for _, taken := range []int{1, 7, 100, maxPiece} { // bytes of a piece that the kernel accepts
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
			t.Errorf("%d at a time: got %d bytes, want %d", taken, len(got), len(want))
		}
	}
}

// Equal requests are prepared once. A request that differs in one byte is prepared again
// and does not change the first.
func TestTheSameRequestIsPreparedOnce(t *testing.T) {
	target := session.Target{Host: "h"}
	var r preparer
	a, b := r.prepare(target.Request("GET", "/a")), r.prepare(target.Request("GET", "/a"))
	c := r.prepare(target.Request("GET", "/c"))
	if a != b || a == c {
		t.Errorf("%p, %p and %p", a, b, c)
	}
	if !strings.HasPrefix(string(a.Data), "GET /a ") || !strings.HasPrefix(string(c.Data), "GET /c ") {
		t.Errorf("got %q and %q", a.Data, c.Data)
	}
	long := target.Request("PUT", "/long")
	long.Content = make([]byte, longRequest+1)
	if p := r.prepare(long); len(p.Data) <= longRequest || r.last != c {
		t.Error("long content is cached for the next request")
	}
}
