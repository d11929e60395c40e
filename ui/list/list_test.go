package list

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/observe"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
	"linger/wire"
)

const ms = time.Millisecond

func th() *theme.Theme { return theme.New(true, colorprofile.TrueColor, false) }

func of(p *play.Play, w, h int) *Model {
	m := New(th())
	m.SetSize(w, h)
	m.SetFocus(true)
	m.SetNow(p.Now, Head{p.Rec.Newest(), "●", "open, idle", "idle", m.th.OK})
	m.Sync(p.Rec)
	return m
}

// odd returns a session whose rows have every kind of text.
func odd() *play.Play {
	p := play.New("http://h").Connect(ms)
	p.Exchange("OPTIONS", "/a/rather/long/path/that/does/not/fit", 4*ms, play.Head("HTTP/1.1 204 No Content"))
	p.Exchange("GET", "/missing", 4*ms, play.Head("HTTP/1.1 404 Not Found", "Content-Length: 0"))
	p.Exchange("GET", "/broken", 12345*ms, play.Head("HTTP/1.1 500 Oops", "Content-Length: 3", "Content-Length: 3")+"abc")
	p.Exchange("GET", "/\x1b[2J", 4*ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 1234567")+fmt.Sprintf("%1234567d", 0))
	p.Send(play.Request("GET", "/cut")).Wait(4 * ms).Read("HTTP/1.1 200 OK\r\nContent-Length: 512\r\n\r\n" + fmt.Sprintf("%300d", 0))
	p.ServerReset()
	p.Connect(ms).Send(play.Request("GET", "/lost")).Wait(ms)
	p.ServerClosed()
	p.Tell(session.Dialing{At: p.Now, Conn: 3}).Tell(session.DialFailed{At: p.Now, Conn: 3, Kind: session.DialRefused})
	return p
}

// moved returns a session that also connected to a second and a third origin.
func moved() *play.Play {
	p := play.New("http://127.0.0.1:8321").Connect(ms).Exchange("GET", "/", ms, play.Head("HTTP/1.1 302 Found", "Location: https://shop.example/", "Content-Length: 0"))
	p.Wait(2 * time.Second).End(observe.End{By: session.ByClient, How: session.HowFIN})
	p.To("https://shop.example").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
	p.Wait(2 * time.Second).End(observe.End{By: session.ByClient, How: session.HowCloseNotify})
	return p.To("https://a-very-long-name.of-a-server.example:8443").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
}

func TestRows(t *testing.T) {
	for _, s := range []struct {
		name string
		play *play.Play
	}{{"idle", play.Idle()}, {"closed", play.Closed()}, {"fresh", play.Fresh()}, {"odd", odd()}, {"moved", moved()}} {
		for _, size := range [][2]int{{38, 12}, {54, 28}, {78, 16}} {
			m := of(s.play, size[0], size[1])
			name := fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1])
			golden.Check(t, name, m.Rows())
			if size[0] == 54 {
				golden.Tokens(t, name+"-tokens", theme.New(true, colorprofile.TrueColor, false), m.Rows())
			}
		}
	}
}

// If there is too little room for a number, the list abbreviates or omits it. No row ends
// inside a number.
func TestNoNumberIsCut(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	for i, n := range []int{9, 999, 12_345, 123_456} {
		p.Exchange("GET", "/chunks", time.Duration(i)*10*time.Second+ms, play.Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")+strings.Repeat("1\r\na\r\n", n)+"0\r\n\r\n")
	}
	p.Send(play.Request("GET", "/cut")).Wait(100 * time.Second).Read(play.Head("HTTP/1.1 200 OK", "Content-Length: 123456789") + strings.Repeat("x", 1_234_567))
	p.ServerReset()
	for w := 36; w < 100; w++ {
		for _, row := range of(p, w, 30).Rows() {
			before, _, cut := strings.Cut(ansi.Strip(row), "…")
			if cut && strings.ContainsAny(before[len(before)-1:], "0123456789") {
				t.Errorf("width %d: a number is cut: %q", w, row)
			}
		}
	}
	golden.Check(t, "counts-54x14", of(p, 54, 14).Rows())
}

func TestSizes(t *testing.T) {
	awaiting := func(d time.Duration) *play.Play {
		return play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(d)
	}
	for _, p := range []*play.Play{play.Idle(), odd(), play.New("http://h"), awaiting(10 * time.Minute), awaiting(59*time.Minute + 59*time.Second),
		awaiting(1000 * time.Hour), awaiting(1_000_000 * time.Hour), awaiting(1_000_000 * time.Hour).Read(play.Hint("timeout=5"))} {
		checkSizes(t, of(p, 54, 28))
	}
	gaps := play.Gaps() // the status of exchange 3 is unknown
	checkSizes(t, of(&play.Play{Rec: gaps.Rec, Now: gaps.Now}, 54, 28))
}

// checkSizes checks the size of the list in terminals of many sizes.
func checkSizes(t *testing.T, m *Model) {
	t.Helper()
	for w := 18; w <= 120; w++ {
		for h := 1; h <= 30; h += 3 {
			m.SetSize(w, h)
			golden.Size(t, m.Rows(), w, h)
		}
	}
}

func TestSelection(t *testing.T) {
	p := play.Idle()
	m := of(p, 54, 28)
	at := func(conn, ex int, follow bool) {
		t.Helper()
		if c, e := m.Selected(); c != conn || e != ex || m.Following() != follow {
			t.Errorf("selected are connection %d and exchange %d, following %t; want %d and %d, following %t", c, e, m.Following(), conn, ex, follow)
		}
	}
	at(2, 6, true)
	m.Move(-1)
	at(2, 5, false)
	m.Move(-3)
	at(2, 0, false)
	m.Move(-1)
	at(1, 2, false)
	m.First()
	at(1, 0, false)
	m.Move(-1)
	at(1, 0, false)
	m.Page(9)
	at(2, 6, false) // the user has selected the last row, so the list does not follow
	m.Last()
	at(2, 6, true)
	m.Move(1)
	at(2, 6, true) // the cursor is on the last row
	m.Go(1, 2)
	at(1, 2, false)
	m.Sync(p.ClosedOnTime().Rec)
	at(1, 2, false) // new exchanges do not change the selection
	m.Last()
	at(2, 6, true) // not the heading of the ended connection
	m.Sync(p.Rec)
	at(2, 6, true)
	m.Sync(p.Connect(ms).Rec)
	at(3, 0, true) // the list follows
	m.Go(2, 6)
	m.Click(3)
	at(1, 1, false)
}

func TestFilter(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  []int
	}{
		{"", []int{1, 2, 3, 4, 5, 6}},
		{"status:2xx", []int{1, 2, 3, 4, 5, 6}},
		{"status:5xx", nil},
		{"method:head", []int{2}},
		{"framing:chunked", []int{4, 6}},
		{"framing:none", []int{2}},
		{"framing:length", []int{1, 3, 5}},
		{"finding:*", []int{5}},
		{"finding:bare-lf", []int{5}},
		{"finding:warning", []int{5}},
		{"conn:2 -method:HEAD chunk", []int{4, 6}},
		{"-finding:* conn:2", []int{3, 4, 6}},
		{"/TRAIL", []int{4}},
		{"http://x", nil},
	} {
		m := of(play.Idle(), 54, 28)
		m.Filter(tt.query)
		var got []int
		for _, r := range m.x.rows {
			if r.ex > 0 {
				got = append(got, int(r.ex))
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("the filter %q selected %v, want %v", tt.query, got, tt.want)
		}
		golden.Size(t, m.Rows(), 54, 28)
	}
}

// An index that grows with the record has the same rows as a new index.
func TestIndexGrows(t *testing.T) {
	for _, query := range []string{"", "finding:*", "finding:closed-early", "status:404"} {
		m := New(th())
		m.SetSize(54, 20)
		m.Filter(query)
		r := &record.Record{}
		for i, ev := range busy(400, 90) {
			r.Apply(ev)
			if i%7 == 0 {
				m.Sync(r)
			}
		}
		m.Sync(r)
		fresh := New(th())
		fresh.SetSize(54, 20)
		fresh.Filter(query)
		fresh.Sync(r)
		if fmt.Sprint(m.x.rows) != fmt.Sprint(fresh.x.rows) {
			t.Errorf("%q: the index has %d rows after growing, want %d as in a new index", query, len(m.x.rows), len(fresh.x.rows))
		}
	}
}

// busy returns a session of n exchanges, with the given number of exchanges on each
// connection.
func busy(n, each int) (evs []session.Event) {
	at, conn := time.Duration(0), 0
	for i := range n {
		if i%each == 0 {
			conn++
			evs = append(evs, session.Dialing{At: at, Conn: conn}, session.Connected{At: at, Conn: conn})
		}
		id := i + 1
		at += ms
		f := wire.Facts{Status: 200, Version: wire.Version{Major: 1, Minor: 1}, Length: 26, Complete: true, Answers: true}
		if i%9 == 0 {
			f.Status = 404
		}
		evs = append(evs, &session.RequestStarted{At: at, Conn: conn, Exchange: id, Method: "GET", Target: "/countdown", Proto: "HTTP/1.1"},
			&session.RequestSent{At: at, Conn: conn, Exchange: id},
			&session.ResponseHead{At: at, Conn: conn, Exchange: id, Facts: f},
			&session.ExchangeDone{At: at, Conn: conn, Exchange: id, Facts: f})
		if i%50 == 0 {
			evs = append(evs, session.Found{At: at, Conn: conn, Exchange: id, Finding: wire.Finding{Code: wire.CodeBareLF}})
		}
		if id%each == 0 && conn%2 == 0 {
			evs = append(evs, session.Found{At: at, Conn: conn, Finding: wire.Finding{Code: session.CodeClosedEarly, Offset: -1}})
		}
		if id%each == 0 {
			evs = append(evs, session.Closed{At: at, Conn: conn, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle}})
		}
	}
	return evs
}

func hundredThousand() *record.Record {
	r := &record.Record{}
	for _, ev := range busy(100_000, 1000) {
		r.Apply(ev)
	}
	return r
}

func BenchmarkRows(b *testing.B) {
	m := New(th())
	m.SetSize(56, 38)
	m.Sync(hundredThousand())
	b.ReportAllocs()
	for b.Loop() {
		m.Refresh()
		m.Rows()
	}
}

func BenchmarkKeyAndRows(b *testing.B) {
	m := New(th())
	m.SetSize(56, 38)
	m.Sync(hundredThousand())
	b.ReportAllocs()
	for b.Loop() {
		m.Move(-1)
		m.Refresh()
		m.Rows()
	}
}

func BenchmarkSync(b *testing.B) {
	m := New(th())
	m.SetSize(56, 38)
	r := hundredThousand()
	m.Sync(r)
	b.ReportAllocs()
	for b.Loop() {
		m.Sync(r)
	}
}

func BenchmarkFilter(b *testing.B) {
	m := New(th())
	m.SetSize(56, 38)
	m.Sync(hundredThousand())
	for b.Loop() {
		m.Filter("status:404")
	}
}

func TestListShowsFindingsAboutAConnection(t *testing.T) {
	p := play.Idle().Wait(1200 * ms).ServerClosed()
	rows := of(p, 54, 28).Rows()
	screen := ansi.Strip(strings.Join(rows, "\n"))
	for _, want := range []string{"connection 2  ! server closed (FIN)", "! 1  connection 2: closed 2.0 s before"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the list lacks %q:\n%s", want, screen)
		}
	}
}

// early returns [play.Idle] with an early close of its second connection, and a third
// connection with an exchange.
func early() *play.Play {
	p := play.Idle().Wait(1200 * ms).ServerClosed()
	p.Connect(ms)
	return p.Exchange("GET", "/last", ms, play.Hint("timeout=5"))
}

func TestFilterShowsHeadingsOfConnectionsWithFindings(t *testing.T) {
	for _, tt := range []struct{ query, want, fact string }{
		{"finding:*", "[{2 -2} {2 -1} {2 5}]", "finding:*: 1 of 7"},
		{"finding:closed-early", "[{2 -2} {2 -1}]", "finding:close…: 0 of 7, 1 connection"},
		{"closed-early conn:2", "[{2 -2} {2 -1}]", "closed-early …: 0 of 7, 1 connection"},
		{"finding:warning conn:1", "[]", "finding:warning conn:1: 0 of 7"},
		{"finding:* method:GET", "[{2 -2} {2 -1} {2 5}]", "finding:* method:GET: 1 of 7"},
		{"-finding:* conn:3", "[{3 -2} {3 -1} {3 7}]", "-finding:* conn:3: 1 of 7"},
	} {
		m := of(early(), 54, 28)
		m.Filter(tt.query)
		if got := fmt.Sprint(m.x.rows); got != tt.want || m.Fact() != tt.fact {
			t.Errorf("the filter %q selected the rows %s, Fact = %q; want %s and %q", tt.query, got, m.Fact(), tt.want, tt.fact)
		}
		golden.Size(t, m.Rows(), 54, 28)
	}
	m := of(early(), 54, 12)
	m.Filter("finding:closed-early")
	golden.Check(t, "filtered-54x12", m.Rows())
}

// A filter with the words of a log message selects the connections whose end makes other
// programs log these words.
func TestFilterFindsLogMessages(t *testing.T) {
	p := early().Send(play.Request("GET", "/pay")).Wait(ms).ServerClosed()
	for query, want := range map[string]string{
		"socket hang up": "[{3 -2} {3 -1}]", "log:ECONNRESET": "[{3 -2} {3 -1}]", "upstream prematurely": "[{3 -2} {3 -1}]", "log:EPIPE": "[]",
	} {
		m := of(p, 54, 28)
		m.Filter(query)
		if got := fmt.Sprint(m.x.rows); got != want {
			t.Errorf("the filter %q selected the rows %s, want %s", query, got, want)
		}
	}
}

func TestNextFindingIncludesConnections(t *testing.T) {
	m := of(early(), 54, 28)
	if c, e := m.NewestFinding(); c != 2 || e != 0 {
		t.Errorf("NewestFinding = %d, %d; want 2, 0", c, e)
	}
	for _, want := range [][2]int{{2, 0}, {2, 5}, {2, 0}} {
		m.Go(m.NextFinding())
		if c, e := m.Selected(); c != want[0] || e != want[1] {
			t.Errorf("NextFinding = %d, %d; want %v", c, e, want)
		}
	}
	if c, _ := of(play.Fresh(), 54, 28).NextFinding(); c != 0 {
		t.Error("NextFinding found a finding in a list without findings")
	}
}

func TestIncompleteResponseShowsReceivedBytes(t *testing.T) {
	p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/big")).Wait(ms)
	p.Read("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + strings.Repeat("x", 20000))
	if screen := ansi.Strip(strings.Join(of(p, 54, 28).Rows(), "\n")); !strings.Contains(screen, "▇ 20 kB") {
		t.Errorf("the row does not show the received bytes:\n%s", screen)
	}
}

func TestEndOfAConnectionTakesPrecedenceOverItsTime(t *testing.T) {
	screen := ansi.Strip(strings.Join(of(play.Closed(), 44, 20).Rows(), "\n"))
	if !strings.Contains(screen, "connection 2  ○ server FIN  5.003 s idle") {
		t.Errorf("the list does not show how the connection ended:\n%s", screen)
	}
}

// If the word before a colon is not a key, the list searches for it as free text, and
// says that the key is unknown.
func TestUnknownKeys(t *testing.T) {
	m := of(play.Idle(), 54, 28)
	for query, want := range map[string]string{
		"foo:bar": "foo", "-Foo:bar": "Foo", "status:200 sTatus:2xx": "", "http://h": "", "/a:b": "", ":x": "", "127.0.0.1:80": "", "reason:x": "", "state:": "state",
	} {
		m.Filter(query)
		if got := m.Unknown(); got != want {
			t.Errorf("the filter %s: Unknown = %q, want %q", query, got, want)
		}
	}
	m.Filter("foo:bar")
	all := strings.Join(strings.Fields(ansi.Strip(strings.Join(m.Rows(), " "))), " ")
	if !strings.Contains(all, "foo: unknown key; available: "+Keys.Names()) {
		t.Errorf("the list does not name the keys of the filter:\n%s", all)
	}
	m.Filter("x")
	m.SetSize(30, 2)
	m.Rows()
}

// An unsolicited response has no method. The word "unsolicited" begins in the column of
// the method and is not cut.
func TestWordUnsolicitedIsNotCut(t *testing.T) {
	p := play.Idle()
	p.Tell(&session.Received{At: p.Now, Conn: 2, Exchange: 7, Off: 9000, Len: 10, Data: []byte("HTTP/1.1 4")})
	if rows := ansi.Strip(strings.Join(of(p, 54, 28).Rows(), "\n")); !strings.Contains(rows, "7  unsolicited ") {
		t.Errorf("the list does not show the whole word \"unsolicited\":\n%s", rows)
	}
}

// If a target does not fit, its query is dropped before its path is cut.
func TestQueryIsDroppedBeforeThePathIsCut(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/countdown?timeout=20", ms, play.Hint("timeout=5"))
	for w, want := range map[int]string{54: "GET  /countdown  ", 78: "GET  /countdown?timeout=20 "} {
		if rows := ansi.Strip(strings.Join(of(p, w, 12).Rows(), "\n")); !strings.Contains(rows, want) {
			t.Errorf("width %d: the list lacks %q:\n%s", w, want, rows)
		}
	}
}
