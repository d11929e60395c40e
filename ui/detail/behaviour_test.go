package detail

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/charmbracelet/x/ansi"
	"github.com/klauspost/compress/zstd"

	"linger/session"
	"linger/ui/internal/play"
)

func shownBy(m *Model) string { return ansi.Strip(m.View()) }

func wantIn(t *testing.T, why, screen string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(screen, w) {
			t.Errorf("%s: the page lacks %q:\n%s", why, w, screen)
		}
	}
}

func wantNot(t *testing.T, why, screen string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(screen, w) {
			t.Errorf("%s: the page contains %q:\n%s", why, w, screen)
		}
	}
}

func TestEnterShowsTheBytesOfARow(t *testing.T) {
	m := showing(idle(), 2, 6, Why, 78, 40)
	m.Update(Down{})
	for range 20 {
		if strings.Contains(cursorRow(m), "Keep-Alive: timeout") {
			break
		}
		m.Update(Down{})
	}
	m.Update(Enter{})
	if m.Tab() != Wire {
		t.Fatalf("enter opened the tab %v, want Wire", m.Tab())
	}
	wantIn(t, "the cursor is on the field line", cursorRow(m), "Keep-Alive: timeout=5, max=97", "hint")
}

// A page that was scrolled to its end stays at its end when the height changes.
func TestPageStaysAtItsEnd(t *testing.T) {
	m := showing(idle(), 2, 6, Wire, 78, 12)
	shownBy(m)
	m.Update(Bottom{})
	for _, h := range []int{12, 7, 20} {
		m.SetSize(78, h)
		wantIn(t, fmt.Sprintf("%d rows", h), shownBy(m), "end of message")
		if !m.AtEnd() {
			t.Errorf("%d rows: AtEnd is false, want true after scrolling to the end", h)
		}
	}
	m.Update(Top{})
	m.SetSize(78, 7)
	if m.AtEnd() {
		t.Error("AtEnd is true on the first rows")
	}
	m.SetSize(78, 60) // all rows are visible
	shownBy(m)
	m.SetSize(78, 7)
	if m.AtEnd() {
		t.Error("AtEnd is true although the page was not scrolled to its end")
	}
	m.SetSize(78, 60)
	m.Update(Bottom{})
	m.SetSize(78, 7)
	if wantIn(t, "7 rows after 60", shownBy(m), "end of message"); !m.AtEnd() {
		t.Error("AtEnd is false after the height changed from 60 to 7 rows, want true")
	}
}

// cursorRow returns the row with the cursor.
func cursorRow(m *Model) string {
	for _, l := range strings.Split(shownBy(m), "\n") {
		if strings.HasPrefix(l, dark.Glyphs.Cursor) {
			return l
		}
	}
	return ""
}

func TestNextFindingWrapsAround(t *testing.T) {
	m := showing(smuggled(), 1, 1, Why, 118, 40)
	for _, want := range []string{"Transfer-Encoding: chunked", "Keep-Alive: timeout=5", "Transfer-Encoding: chunked"} {
		m.Update(NextFinding{})
		wantIn(t, "the bytes of the finding", cursorRow(m), want)
	}
}

func TestChunksAreShownOnDemand(t *testing.T) {
	body := strings.Repeat("10\r\n0123456789abcdef\r\n", 300)
	p := one(asked("GET", "/many"), answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")+body+"0\r\n\r\n")
	m := showing(p, 1, 1, Wire, 118, 60)
	wantIn(t, "first chunks", shownBy(m), "content 0–15", "content 16–31", "… 298 more chunks", "last-chunk", "idle from here")
	for range 60 {
		m.Update(Down{})
		if strings.Contains(cursorRow(m), "more chunks") {
			break
		}
	}
	m.Update(Enter{})
	wantIn(t, "all chunks", shownBy(m), "content 32–47", "content 48–63")
	m.Update(Bottom{})
	wantIn(t, "last chunks", shownBy(m), "content 4784–4799", "last-chunk")
}

func TestSecretsAreHiddenUntilRequested(t *testing.T) {
	hidden := []string{"aGVsbG86", "id=12345", "topsecret"}
	m := showing(smuggled(), 1, 1, Why, 118, 60)
	for range ofExchange {
		for range 3 {
			wantNot(t, m.Tab().String(), shownBy(m), hidden...)
			label, copied := m.Copy()
			wantNot(t, "copied: "+label, copied, hidden...)
			m.Update(ToggleHex{})
		}
		m.Update(NextTab{})
	}
	m.Update(ToggleSecrets{})
	m.choose(Request)
	wantIn(t, "shown on request", shownBy(m), "aGVsbG86", "id=12345")
	m.choose(Wire)
	wantIn(t, "on the wire as well", shownBy(m), "aGVsbG86", "topsecret")
}

func TestHexHidesSecrets(t *testing.T) {
	m := showing(smuggled(), 1, 1, Wire, 118, 70)
	m.Update(ToggleHex{})
	wantNot(t, "the hex of topsecret", shownBy(m), "74 6f 70")
	wantIn(t, "stars instead", shownBy(m), "** ** **")
	m.Update(ToggleSecrets{})
	wantIn(t, "bytes on request", shownBy(m), "74 6f 70")
}

func TestFoldedSecretsAreHidden(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nSet-Cookie: a=1;\r\n b=foldedsecret\r\nContent-Length: 0\r\n\r\n")
	m := showing(p, 1, 1, Wire, 118, 60)
	wantNot(t, "the Wire tab, with a folded line", shownBy(m), "foldedsecret")
	m.choose(Response)
	wantNot(t, "the Response tab, with the lines joined", shownBy(m), "foldedsecret")
}

func TestCopy(t *testing.T) {
	for _, tt := range []struct {
		name  string
		play  *play.Play
		conn  int
		ex    int
		tab   Tab
		label string
		text  string
	}{
		{"the sentence of a close", closed(), 2, 0, Life, "status sentence", "server closed (FIN) after 5.003 s idle: 3 ms after the advertised 5 s"},
		{"curl", idle(), 2, 6, Request, "a curl command", "http://127.0.0.1:8321/chunked"},
		{"content", idle(), 2, 6, Body, "the content", "Then \x1b[2J a trap"},
		{"raw", idle(), 2, 6, Wire, "bytes, both directions", "\r\n10\r\nThen \x1b[2J a trap\r\n"},
		{"head", idle(), 2, 6, Response, "the response's header section", "Keep-Alive: timeout=5, max=97\n"},
		{"page", idle(), 2, 6, Why, "the Why tab", "✓ The connection stays open"},
	} {
		m := showing(tt.play, tt.conn, tt.ex, tt.tab, 78, 30)
		label, text := m.Copy()
		if label != tt.label || !strings.Contains(text, tt.text) {
			t.Errorf("%s: Copy = %q, %q; want the label %q and a text that contains %q", tt.name, label, text, tt.label, tt.text)
		}
	}
}

func TestRaceComesFirstInTheRaceZone(t *testing.T) {
	p := racing()
	m := showing(p, 1, 2, Why, 62, 30)
	m.SetNow(p.Now - time.Second)
	wantNot(t, "a second earlier", shownBy(m), "If you send now")
	m.SetNow(p.Now)
	wantIn(t, "in the race zone", shownBy(m), "If you send now", "they cross", "3.8 s: 5 s − 182 ms − 1 s")
	m.SetNow(p.Now + time.Second)
	wantIn(t, "overdue", shownBy(m), "The advertised time is over")
	m.Show(p.Rec, 1, 1)
	wantNot(t, "an older exchange", shownBy(m), "If you send now")
}

func TestTimeAloneDoesNotRebuildAPage(t *testing.T) {
	p := idle()
	m := showing(p, 2, 6, Why, 62, 30)
	m.View()
	before := m.view
	m.SetNow(p.Now + 100*time.Millisecond)
	m.View()
	if m.view != before {
		t.Error("the page was built again after the time changed, although it does not depend on the time")
	}
}

// packed returns body with a content coding applied.
func packed(t *testing.T, coding, body string) string {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch coding {
	case "gzip":
		w := gzip.NewWriter(&b)
		_, err = w.Write([]byte(body))
		w.Close()
	case "deflate":
		w := zlib.NewWriter(&b)
		_, err = w.Write([]byte(body))
		w.Close()
	case "br":
		w := brotli.NewWriter(&b)
		_, err = w.Write([]byte(body))
		w.Close()
	case "zstd":
		w, e := zstd.NewWriter(&b)
		if e != nil {
			t.Fatal(e)
		}
		_, err = w.Write([]byte(body))
		w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func coded(coding, body string) *play.Play {
	return one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Encoding: "+coding, fmt.Sprintf("Content-Length: %d", len(body)))+body)
}

func TestContentCodingsAreRemoved(t *testing.T) {
	text := strings.Repeat("hello there\n", 50)
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		body := packed(t, coding, text)
		m := showing(coded(coding, body), 1, 1, Body, 78, 20)
		wantIn(t, coding, shownBy(m), "hello there", coding+" removed: 600 bytes")
		m = showing(coded(coding, body[:len(body)-6]), 1, 1, Body, 78, 20)
		wantIn(t, coding+", incomplete", shownBy(m), "cannot decode")
		m = showing(coded(coding, "no such coding"), 1, 1, Body, 78, 20)
		wantIn(t, coding+", other data", shownBy(m), "cannot decode", "no such coding")
	}
	both := packed(t, "gzip", packed(t, "br", text))
	wantIn(t, "two codings", shownBy(showing(coded("br, gzip", both), 1, 1, Body, 78, 20)), "gzip and br removed", "hello there")
	wantIn(t, "unknown", shownBy(showing(coded("rot13", "uryyb"), 1, 1, Body, 78, 20)), "rot13: unknown content coding", "uryyb")
}

func TestDecompressionBombIsCut(t *testing.T) {
	for _, coding := range []string{"gzip", "br", "zstd"} {
		body := packed(t, coding, strings.Repeat("\x00", 8<<20))
		m := showing(coded(coding, body), 1, 1, Body, 78, 20)
		wantIn(t, coding, shownBy(m), "decoding stops at 4.2 MB")
		m.Update(Bottom{})
		exact(t, coding, m.View(), 78, 20)
	}
}

func TestJSONIsIndented(t *testing.T) {
	body := `{"a":[1,2,{"b\"":"x, y: [z]"}],"e":{},"n":[ ],"t":true,"u":"\u00e9\u001b"}`
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(body)))+body)
	m := showing(p, 1, 1, Body, 62, 30)
	wantIn(t, "one value on each row", shownBy(m), " {  ", "   \"a\": [ ", "     1, ", "     {  ", "       \"b\\\"\": \"x, y: [z]\" ", "     }  ", "   ], ",
		"   \"e\": {}, ", "   \"n\": [], ", "   \"t\": true, ", `"u": "\u00e9\u001b" `, "JSON")
	label, _ := m.Copy()
	if label != "the content, JSON" {
		t.Errorf("the label of the copied text is %q, want %q", label, "the content, JSON")
	}
	m.Update(ToggleHex{})
	wantIn(t, "hex", shownBy(m), "7b 22 61 22")
}

func TestNestedBracketsUseLittleMemory(t *testing.T) {
	body := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(body)))+body)
	m := showing(p, 1, 1, Body, 62, 30)
	m.Update(Bottom{})
	exact(t, "nested", m.View(), 62, 30)
}

func TestLongLinesWrapWithoutLoss(t *testing.T) {
	body := strings.Repeat("0123456789", 30) + "\r\n\tend 你好"
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(body)))+body)
	m := showing(p, 1, 1, Body, 62, 30)
	got := strings.Join(strings.Fields(shownBy(m)), "")
	wantIn(t, "wrapped rows, joined", got, strings.Repeat("0123456789", 30)+"end你好")
}

func TestWireShowsUncapturedBytes(t *testing.T) {
	b := play.Gaps()
	content := shownBy(showing(b.Play, 1, 2, Wire, 78, 30))
	wantIn(t, "a part of the content", content, "106 ┆ 800 bytes passed, not captured", "906 ▏ xxx")
	wantIn(t, "a response", shownBy(showing(b.Play, 1, 3, Wire, 78, 30)), "┆ 1,840 bytes passed, not captured")
}

// A gap at the end of a message is shown once.
func TestGapAtTheEndIsShownOnce(t *testing.T) {
	b := play.Watch(session.VantageCapture, "http://10.0.3.7:3000", "orders.pcap").Open(1)
	b.Ask(1, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").Answer(1, play.Head("HTTP/1.1 200 OK", "Content-Length: 900")+strings.Repeat("x", 100)).Gap(1, 800)
	screen := shownBy(showing(b.Play, 1, 1, Wire, 78, 30))
	if n := strings.Count(screen, "800 bytes passed, not captured"); n != 1 {
		t.Errorf("the gap is shown %d times, want 1:\n%s", n, screen)
	}
}
