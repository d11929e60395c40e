package composer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/theme"
	"linger/wire"
)

var (
	dark   = theme.New(true, colorprofile.TrueColor, false)
	origin = session.Target{Host: "127.0.0.1", Port: "8321"}
)

func model(w, h int) *Model {
	m := New(dark, origin.Request("GET", "/chunked"))
	m.SetSize(w, h)
	return m
}

// press presses the keys with the given Bubble Tea names. It types an argument that
// begins with ' as text. It returns the command from the last key.
func press(t *testing.T, m *Model, keys ...string) (c session.Command) {
	t.Helper()
	for _, k := range keys {
		if s, ok := strings.CutPrefix(k, "'"); ok {
			for _, r := range s {
				c, _ = m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		c, _ = m.Update(key(t, k))
	}
	return c
}

func key(t *testing.T, name string) tea.KeyPressMsg {
	t.Helper()
	special := map[string]rune{"enter": tea.KeyEnter, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "esc": tea.KeyEscape}
	var k tea.KeyPressMsg
	rest := name
	for {
		mod, after, ok := strings.Cut(rest, "+")
		if !ok || after == "" {
			break
		}
		k.Mod |= map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "shift": tea.ModShift, "alt": tea.ModAlt}[mod]
		rest = after
	}
	switch c, ok := special[rest]; {
	case ok:
		k.Code = c
	case rest == "space":
		k.Code, k.Text = tea.KeySpace, " "
	default:
		k.Code = []rune(rest)[0]
		if k.Mod == 0 {
			k.Text = rest
		}
	}
	if k.String() != name {
		t.Fatalf("the test presses %q, but Bubble Tea calls that key %q", name, k.String())
	}
	return k
}

// rows always draws the pane again, because tests change the fields of the model
// directly.
func rows(m *Model) []string {
	m.drawn = ""
	return strings.Split(m.View(), "\n")
}

func bytesOf(t *testing.T, m *Model) string {
	t.Helper()
	b, err := m.draft.goesOut()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestView(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 18}, {200, 38}} {
		w, h := size[0], size[1]
		name := func(s string) string { return fmt.Sprintf("%s-%dx%d", s, w, h) }
		m := model(w, h)
		press(t, m, "shift+tab", "shift+tab") // from the target to the presets
		press(t, m, "2", "down", "down", "down", "down", "down")
		golden.Check(t, name("head"), append(rows(m), m.Row(w, 11)))
		press(t, m, "ctrl+r")
		golden.Check(t, name("raw"), append(rows(m), m.Row(w, 11)))
		press(t, m, "tab", "d")
		golden.Check(t, name("malformed"), append(rows(m), m.Row(w, 11)))
		press(t, m, "shift+tab")
		press(t, m, "shift+tab")
		golden.Check(t, name("presets"), append(rows(m), m.Row(w, 11)))
	}
}

func TestViewIsExactlyItsSize(t *testing.T) {
	plain := model(0, 0)
	long := model(0, 0)
	long.Update(tea.PasteMsg{Content: "curl http://h/" + strings.Repeat("你好", 300) + " -H 'X-" + strings.Repeat("y", 200) + ": 1' -d '" + strings.Repeat("z\n", 50) + "'"})
	side := model(0, 0)
	press(t, side, "up", "shift+tab")
	raw := model(0, 0)
	press(t, raw, "up", "shift+tab", "e", "end", "'"+strings.Repeat("你", 400))
	asking := model(0, 0)
	press(t, asking, "ctrl+n", "'12 every 5s")
	for name, m := range map[string]*Model{"plain": plain, "long": long, "presets": side, "raw": raw, "asking": asking} {
		for w := 20; w <= 240; w += 11 {
			for h := 6; h <= 70; h += 7 {
				m.SetSize(w, h)
				if !m.draft.raw && !m.side {
					m.goTo((w + h) % m.parts())
				}
				golden.Size(t, rows(m), w, h)
			}
			golden.Size(t, []string{m.Row(w, 11)}, w, 1)
			if t.Failed() {
				t.Fatalf("the %s view has the wrong size", name)
			}
		}
	}
}

func TestEditingFields(t *testing.T) {
	const head = "GET /chunked HTTP/1.1\r\nHost: 127.0.0.1:8321\r\nUser-Agent: linger\r\nAccept: */*\r\n"
	for _, c := range []struct {
		name string
		keys []string
		want string
	}{
		{"nothing", nil, head + "Connection: keep-alive\r\n\r\n"},
		{"a longer target", []string{"'?a b"}, strings.Replace(head, "/chunked", "/chunked?a b", 1) + "Connection: keep-alive\r\n\r\n"},
		{"another method", []string{"up", "ctrl+u", "'POST"}, strings.Replace(head, "GET", "POST", 1) + "Connection: keep-alive\r\n\r\n"},
		{"version, with space", []string{"down", "space"}, strings.Replace(head, "1.1", "1.0", 1) + "Connection: keep-alive\r\n\r\n"},
		{"a field switched off", []string{"down", "down", "down", "down", "down", "space"}, head + "\r\n"},
		{"a field switched off and on", []string{"down", "down", "down", "down", "down", "space", "space"}, head + "Connection: keep-alive\r\n\r\n"},
		{"space is text once typing has begun", []string{"down", "down", "down", "down", "down", "'x", "space", "'y"}, head + "Connection: keep-alivex y\r\n\r\n"},
		{"an offered field", []string{"down", "down", "down", "down", "down", "down", "space"}, head + "Connection: keep-alive\r\nExpect: 100-continue\r\n\r\n"},
		{"a new field", []string{"up", "shift+tab", "shift+tab", "up", "'X-A:1"}, head + "Connection: keep-alive\r\nX-A: 1\r\n\r\n"},
		{"a new field, with tab", []string{"up", "shift+tab", "shift+tab", "up", "'X-A", "tab", "'1"}, head + "Connection: keep-alive\r\nX-A: 1\r\n\r\n"},
		{"a new field, abandoned", []string{"up", "shift+tab", "shift+tab", "up", "'X", "backspace", "up"}, head + "Connection: keep-alive\r\n\r\n"},
		{"another name", []string{"down", "down", "home", "left", "'2"}, strings.Replace(head, "Host:", "Host2:", 1) + "Connection: keep-alive\r\n\r\n"},
		{"length of typed content", []string{"up", "shift+tab", "shift+tab", "'hello"}, head + "Connection: keep-alive\r\nContent-Length: 5\r\n\r\nhello"},
		{"content of two lines", []string{"up", "shift+tab", "shift+tab", "'a", "ctrl+j", "'b"}, head + "Connection: keep-alive\r\nContent-Length: 3\r\n\r\na\nb"},
		{"content removed", []string{"up", "shift+tab", "shift+tab", "'hello", "ctrl+u"}, head + "Connection: keep-alive\r\n\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := model(120, 30)
			press(t, m, c.keys...)
			if got := bytesOf(t, m); got != c.want {
				t.Errorf("the request is\n%q, want\n%q", got, c.want)
			}
		})
	}
}

func TestMalformedRequestsNeedConfirmation(t *testing.T) {
	m := model(120, 30)
	c, ok := press(t, m, "enter").(session.Send)
	if !ok || c.Request.Target != "/chunked" || !c.Reconnect {
		t.Fatalf("enter returned %+v, want a Send of /chunked that may reconnect", c)
	}
	for _, p := range presets {
		m := model(120, 30)
		press(t, m, "up", "shift+tab", p.key)
		c := press(t, m, "enter")
		if p.group != groupMalformed {
			if c == nil {
				t.Errorf("%s: linger asked, want the request to be sent at once", p.name)
			}
			continue
		}
		if c != nil || !m.Asking() {
			t.Errorf("%s: linger did not ask before it sent a malformed request", p.name)
		}
		if c := press(t, m, "x"); c != nil || m.Asking() {
			t.Errorf("%s: a key other than enter sent the request or left the question open", p.name)
		}
		press(t, m, "backspace", "enter")
		if !m.Escape() || m.Asking() {
			t.Errorf("%s: esc did not cancel the question", p.name)
		}
		press(t, m, "enter")
		if c := press(t, m, "enter"); c == nil {
			t.Errorf("%s: enter did not confirm the request", p.name)
		}
	}
}

func TestPresetOfFindsEachPreset(t *testing.T) {
	m := model(120, 30)
	for i, p := range presets {
		press(t, m, "ctrl+t")
		m.side = true
		press(t, m, p.key)
		if got := presetOf(m.draft, m.base); got != i {
			t.Errorf("%s: presetOf = %d, want the index of the preset", p.name, got)
		}
		if m.draft.target != "/chunked" {
			t.Errorf("%s: the preset changed the request target", p.name)
		}
	}
}

func TestSendingMany(t *testing.T) {
	m := model(120, 30)
	if c, ok := press(t, m, "ctrl+n", "'20 every 2s", "enter").(session.Repeat); !ok || c.N != 20 || c.Every != 2e9 {
		t.Errorf("20 every 2s: the command is %+v, want a Repeat", c)
	}
	if c, ok := press(t, m, "ctrl+l", "'3", "enter").(session.Pipeline); !ok || len(c.Requests) != 3 || !c.Reconnect {
		t.Errorf("a pipeline of 3: the command is %+v, want a Pipeline that may reconnect", c)
	}
	asked := func(want string) {
		t.Helper()
		if got := ansi.Strip(m.Row(80, 9)); m.ask == nil || !strings.Contains(got, want) {
			t.Errorf("the question is %q, want it to contain %q", got, want)
		}
	}
	for _, wrong := range []string{"lots", "0", "10001", "3 every 2s"} { // the question stays open and says why the answer is invalid
		if c := press(t, m, "ctrl+l", "'"+wrong, "enter"); c != nil {
			t.Errorf("the invalid answer %s returned the command %+v, want none", wrong, c)
		}
		if wrong == "3 every 2s" {
			asked(" A pipeline needs only a number.")
		} else {
			asked(" A number from 1 to 10,000.")
		}
		press(t, m, "backspace")
		asked("1 to 10,000, written before")
		m.Escape()
	}
	press(t, m, "ctrl+n")
	asked("times, 1 to 100,000")
	press(t, m, "'100001", "enter")
	asked(`A number from 1 to 100,000, such as 10 or "10 every 2s".`)
	if c, ok := press(t, m, "backspace", "enter").(session.Repeat); !ok || c.N != 10_000 {
		t.Errorf("the corrected answer returned %+v, want a Repeat of 10,000", c)
	}
	press(t, m, "ctrl+r")
	if c := press(t, m, "ctrl+n", "'3", "enter"); c != nil {
		t.Errorf("raw bytes, 3 times: the command is %+v, want none", c)
	}
	asked("Raw bytes are sent once")
	m.Escape()
	if c, ok := press(t, m, "ctrl+l", "'3", "enter").(session.SendRaw); !ok || strings.Count(string(c.Data), "GET ") != 3 {
		t.Errorf("raw bytes, 3 in one write: the command is %+v, want a SendRaw with three requests", c)
	}
	press(t, m, "ctrl+n")
	if !m.Escape() || m.Escape() {
		t.Error("the first esc did not cancel the question, or a question was still open at the second esc")
	}
}

func TestRaw(t *testing.T) {
	m := model(120, 30)
	before := bytesOf(t, m)
	press(t, m, "ctrl+r")
	if got := bytesOf(t, m); got != before {
		t.Errorf("raw mode changed the bytes to %q", got)
	}
	press(t, m, "end", "left", "left", "left", "left", `'\x00\t`)
	if got := bytesOf(t, m); !strings.HasPrefix(got, "GET /chunked HTTP/1.1\x00\t\r\n") {
		t.Errorf("typed escapes gave the bytes %q", got)
	}
	press(t, m, `'\q`)
	if c := press(t, m, "enter"); c != nil || !strings.Contains(m.remark, `nknown escape \q`) {
		t.Errorf("an unknown escape returned the command %+v and the remark %q, want an error", c, m.remark)
	}
	press(t, m, "backspace", "backspace", "ctrl+j")
	if got := bytesOf(t, m); !strings.HasPrefix(got, "GET /chunked HTTP/1.1\x00\t\r\n\r\nHost") {
		t.Errorf("ctrl+j gave the bytes %q, want a CRLF", got)
	}
	press(t, m, "ctrl+r")
	if !m.draft.raw || m.remark == "" {
		t.Error("bytes that fields cannot express became fields, or there is no remark")
	}
	if c, ok := press(t, m, "enter", "enter").(session.SendRaw); !ok || !c.Reconnect {
		t.Errorf("pressing enter twice returned %+v, want a SendRaw that may reconnect", c)
	}
	m = model(120, 30)
	press(t, m, "ctrl+r", "ctrl+r")
	if got := bytesOf(t, m); m.draft.raw || got != before {
		t.Errorf("after leaving raw mode the bytes are %q, want the original ones", got)
	}
}

func TestPasting(t *testing.T) {
	m := model(120, 30)
	m.Show(&record.Record{Start: session.Started{Target: "http://127.0.0.1:8321"}})
	m.Update(tea.PasteMsg{Content: "curl 'http://other/x' \\\r  -H 'A: b' \\\r  --data-raw '{\"a\":1}'\r"})
	got := bytesOf(t, m)
	if !strings.HasPrefix(got, "POST /x HTTP/1.1\r\nHost: other\r\n") || !strings.HasSuffix(got, "Content-Length: 7\r\n\r\n{\"a\":1}") {
		t.Errorf("the pasted curl command gave %q", got)
	}
	if !strings.Contains(m.remark, "http://other") {
		t.Errorf("the remark %q does not mention the other origin", m.remark)
	}
	m.Update(tea.PasteMsg{Content: "curl $(id)"})
	if !strings.Contains(m.remark, "substitution") || bytesOf(t, m) != got {
		t.Errorf("an unreadable command must give a remark and keep the request; the remark is %q", m.remark)
	}
	m.Update(tea.PasteMsg{Content: "PUT /y HTTP/1.0\nHost: h\n\nbody"})
	if got := bytesOf(t, m); got != "PUT /y HTTP/1.0\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody" {
		t.Errorf("the pasted request gave %q", got)
	}
	m.goTo(1)
	m.Update(tea.PasteMsg{Content: "?two\nlines\n"})
	if m.draft.target != "/y?two lines" {
		t.Errorf("the target after pasting is %q, want a space for the line break and none at the end", m.draft.target)
	}
	press(t, m, "ctrl+r", "ctrl+k")
	m.Update(tea.PasteMsg{Content: "GET /\x1b HTTP/1.1\nHost: h\n\n"})
	if !strings.HasPrefix(m.draft.bytes, "GET /\\x1b HTTP/1.1\\r\\n\nHost: h\\r\\n\n\\r\\n") {
		t.Errorf("raw mode after pasting contains %q", m.draft.bytes)
	}
}

func TestHistory(t *testing.T) {
	m := model(120, 30)
	press(t, m, "ctrl+p")
	if m.remark == "" {
		t.Error("ctrl+p with an empty history gave no remark")
	}
	press(t, m, "enter", "'1", "enter", "'2", "enter", "enter", "'3")
	if len(m.history) != 3 {
		t.Fatalf("the history has %d requests, want 3", len(m.history))
	}
	for i, want := range []string{"/chunked12", "/chunked1", "/chunked", "/chunked123", "/chunked12"} {
		press(t, m, "ctrl+p")
		if m.draft.target != want {
			t.Errorf("after %d steps back the target is %s, want %s", i+1, m.draft.target, want)
		}
	}
	if got := m.fact(); got != "3 of 3 in history" {
		t.Errorf("the position in the history is %q, want 3 of 3", got)
	}
	press(t, m, "'x", "enter")
	if m.past != 0 || len(m.history) != 4 {
		t.Errorf("after a changed request was sent, the position is %d and the history has %d requests; want 0 and 4", m.past, len(m.history))
	}
}

func TestRetry(t *testing.T) {
	for _, c := range []struct {
		retry session.Retry
		asked bool
	}{{session.RetrySafe, false}, {session.RetryNotSafe, true}} {
		r := &record.Record{}
		raw := []byte("PUT / HTTP/1.1\r\n\r\n")
		r.Apply(session.Connected{Conn: 1})
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Method: "PUT", Data: raw, Len: int64(len(raw)), Lines: []wire.Line{{Len: int64(len(raw)), Kind: wire.KindLost}}})
		r.Apply(&session.ExchangeDone{Conn: 1, Exchange: 1, Retry: c.retry, Reason: wire.ReasonTruncated})
		m := model(120, 30)
		m.Show(r)
		m.side = true
		got := press(t, m, "l")
		if m.Asking() != c.asked {
			t.Errorf("a lost request, retry %s: linger asked: %t, want %t", c.retry, m.Asking(), c.asked)
		}
		if c.asked {
			if row := m.Row(120, 11); !strings.Contains(row, "may already have been processed") {
				t.Errorf("the question does not say that the request may have been processed: %s", ansi.Strip(row))
			}
			got = press(t, m, "enter")
		}
		if s, ok := got.(session.SendRaw); !ok || string(s.Data) != string(raw) {
			t.Errorf("a lost request, retry %s: the command is %+v, want a SendRaw of the same bytes", c.retry, got)
		}
	}
	m := model(120, 30)
	m.side = true
	if c := press(t, m, "l"); c != nil || m.remark == "" {
		t.Errorf("without a lost request, l returned %+v and the remark %q; want only a remark", c, m.remark)
	}
	for k, want := range map[string]session.Command{"h": session.HalfClose{}, "r": session.Reset{}, "n": session.Reconnect{}} {
		if got := press(t, m, k); got != want {
			t.Errorf("the key %s returned the command %+v, want %+v", k, got, want)
		}
	}
}

func TestSendingSlowly(t *testing.T) {
	for _, raw := range []bool{false, true} {
		for k, want := range map[string]func(size int) session.Pace{
			"s": func(int) session.Pace { return session.Pace{Each: 1, Pause: 20 * time.Millisecond} },
			"t": func(size int) session.Pace { return session.Pace{Split: size / 2, Pause: 2 * time.Second} },
		} {
			m := model(120, 30)
			if raw {
				press(t, m, "ctrl+r")
			}
			size := len(bytesOf(t, m))
			var got session.Pace
			m.side = true
			switch c := press(t, m, k).(type) {
			case session.Send:
				got = c.Pace
			case session.SendRaw:
				got = c.Pace
			default:
				t.Fatalf("the key %s returned a %T, want a command that sends", k, c)
			}
			if got != want(size) {
				t.Errorf("raw %t, key %s: the pace is %+v, want %+v", raw, k, got, want(size))
			}
		}
	}
}

func TestNext(t *testing.T) {
	m := model(120, 30)
	press(t, m, "'/x")
	r, ok := m.Next()
	if !ok || r.Target != "/chunked/x" {
		t.Errorf("Next = %+v, %t; want the target /chunked/x", r, ok)
	}
	m.draft.lines[0].on = false
	r, _ = m.Next()
	m.SetNext(r)
	if m.draft.find("Host") < 0 {
		t.Error("SetNext with the same request removed a line that is switched off")
	}
	r.Method = "HEAD"
	m.SetNext(r)
	if m.draft.method != "HEAD" {
		t.Error("SetNext did not replace the draft with another request")
	}
	press(t, m, "ctrl+r")
	m.SetNext(origin.Request("GET", "/other"))
	if _, ok := m.Next(); ok || !m.draft.raw {
		t.Error("SetNext replaced raw bytes")
	}
}

func TestSecretsAreHidden(t *testing.T) {
	m := model(120, 40)
	m.Update(tea.PasteMsg{Content: "curl http://h/ -u me:secret -b 'sid=12345'"})
	if got := ansi.Strip(m.View()); strings.Contains(got, "Basic") || strings.Contains(got, "12345") {
		t.Errorf("a secret is on the screen:\n%s", got)
	}
	m.ShowSecrets(true)
	if got := ansi.Strip(m.View()); strings.Count(got, "sid=12345") != 2 {
		t.Errorf("after ShowSecrets(true) the secret is not shown twice:\n%s", got)
	}
}

// A request that the user canceled is not in the history.
func TestCanceledRequestIsNotInTheHistory(t *testing.T) {
	m := model(120, 30)
	malformed := func() {
		press(t, m, "ctrl+r", `'\x00`, "enter")
	}
	malformed()
	if m.pending == nil || len(m.history) != 0 {
		t.Errorf("before the confirmation, the pending command is %v and the history has %d requests; want a command and an empty history", m.pending, len(m.history))
	}
	press(t, m, "down")
	if len(m.history) != 0 {
		t.Error("the canceled request is in the history")
	}
	if c := press(t, m, "enter", "enter"); c == nil || len(m.history) != 1 {
		t.Errorf("the confirmation returned %v and the history has %d requests; want a command and one request", c, len(m.history))
	}
}

// Raw mode also hides secret values, including their folded lines, and does not change
// the bytes.
func TestSecretsAreHiddenInRawMode(t *testing.T) {
	m := model(120, 30)
	m.Update(tea.PasteMsg{Content: "curl -H 'Authorization: Bearer topsecrettoken' -H 'Cookie: a=b; c=d' http://127.0.0.1:8321/"})
	press(t, m, "ctrl+r")
	for _, move := range []string{"down", "down", "down", "down", "down", "end", "home", "up", "left", "right", "up"} {
		all := ansi.Strip(strings.Join(rows(m), "\n"))
		if strings.Contains(all, "topsecret") || strings.Contains(all, "a=b") || !strings.Contains(all, "**** (21 bytes)") {
			t.Fatalf("before %s, the view shows a secret or lacks its mask:\n%s", move, all)
		}
		press(t, m, move)
	}
	if b, err := m.draft.goesOut(); err != nil || !strings.Contains(string(b), "Bearer topsecrettoken\r\n") {
		t.Errorf("the bytes are %q (error %v), want the secret unchanged", b, err)
	}
	m.SetNext(origin.Request("GET", "/")) // opens the composer again
	if all := strings.Join(rows(m), "\n"); strings.Contains(all, "topsecret") {
		t.Error("the secret is visible when the composer is opened again")
	}
	m.ShowSecrets(true)
	if all := strings.Join(rows(m), "\n"); !strings.Contains(all, "topsecret") {
		t.Error("the secret is not visible after ShowSecrets(true)")
	}
}

func TestMasks(t *testing.T) {
	for raw, want := range map[string]string{
		`GET / HTTP/1.1\r\nCookie: a=b\r\n\r\n`:         `GET / HTTP/1.1\r\nCookie: **** (3 bytes)\r\n\r\n`,
		`Cookie: a\r\n` + "\n" + ` b\n` + "\n" + `X: 1`: `Cookie: **** (1 byte)\r\n` + "\n" + ` **** (1 byte)\n` + "\n" + `X: 1`,
		`Cook\x69e: a\x00b\r\n`:                         `Cook\x69e: **** (3 bytes)\r\n`,
		`Cookie:\r\nX: a`:                               `Cookie:\r\nX: a`,
		`authorization : q`:                             `authorization : **** (1 byte)`,
		`Cookie: a\`:                                    `Cookie: **** (2 bytes)`,
	} {
		m := model(80, 20)
		m.draft.raw, m.draft.bytes, m.fresh = true, raw, true
		var got []string
		off := 0
		for l := range strings.SplitSeq(raw, "\n") {
			got = append(got, masked(raw, off, off+len(l), m.rawMasks()))
			off += len(l) + 1
		}
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("%q is shown as %q, want %q", raw, s, want)
		}
	}
}

// No text from outside the program reaches the terminal as a control sequence.
func TestHostileText(t *testing.T) {
	const evil = "\x1b]0;x\a\x1b[2J\u202e\u009b31m\x00\xff"
	m := model(120, 40)
	m.SetNext(wire.RequestMessage{Method: evil, Target: "/" + evil, Proto: "HTTP/1.1" + evil, Content: []byte(evil),
		Fields: []wire.HeaderField{{Name: "X" + evil, Value: evil}, {Name: "Host", Value: evil}}})
	check := func(what string) {
		t.Helper()
		for row := range m.parts() {
			if !m.draft.raw {
				m.goTo(row)
			}
			for _, r := range ansi.Strip(strings.Join(rows(m), "\n") + m.Row(120, 11)) {
				if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e || r == 0xfffd {
					t.Fatalf("%s: the control character %U is on the screen", what, r)
				}
			}
			if m.draft.raw {
				return
			}
		}
	}
	check("fields")
	press(t, m, "ctrl+r")
	check("raw")
	m.Update(tea.PasteMsg{Content: evil})
	check("pasted")
	m.edited(editorResult{id: m.editing, text: evil})
	check("edited")
	m.Update(tea.PasteMsg{Content: "curl " + evil})
	check("curl")
}

func TestViewIsDrawnAgainAfterEachChange(t *testing.T) {
	m := model(120, 30)
	before := m.View()
	differs := func(what string) {
		t.Helper()
		if m.View() == before {
			t.Errorf("%s did not change the view", what)
		}
		before = m.View()
	}
	press(t, m, "x")
	differs("a key")
	m.SetSize(100, 30)
	differs("the size")
	m.SetTheme(theme.New(false, colorprofile.TrueColor, false))
	differs("the theme")
	m.SetNext(origin.Request("GET", "/other"))
	differs("the next request")
	m.Sent(origin.Request("GET", "/sent"))
	differs("history")
	r := &record.Record{}
	m.Show(r)
	before = m.View()
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Method: "GET"})
	r.Apply(&session.ExchangeDone{Conn: 1, Exchange: 1, Retry: session.RetrySafe})
	m.Show(r)
	differs("a lost request")
}

func TestNoColour(t *testing.T) {
	m := model(120, 30)
	m.SetTheme(theme.New(true, colorprofile.ASCII, true))
	if got := m.View() + m.Row(120, 11); strings.Contains(got, "38;") {
		t.Error("the view has a colour, want none")
	}
}

func BenchmarkView(b *testing.B) {
	m := model(200, 40)
	b.ReportAllocs()
	for b.Loop() {
		m.drawn = ""
		m.Refresh()
		_ = m.View()
	}
}

func FuzzRawView(f *testing.F) {
	one := "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	f.Add([]byte(one + one + one))
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0\r\n\r\nrest"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m := model(100, 24)
		m.draft.raw, m.draft.bytes = true, Escape(b)
		golden.Size(t, rows(m), 100, 24)
		for _, row := range m.outgoing(b, 98) {
			golden.Size(t, []string{row}, 98, 1)
		}
		press(t, m, "ctrl+r")
		golden.Size(t, rows(m), 100, 24)
	})
}

func TestWholeCutsAtTheEndOfAClause(t *testing.T) {
	words := "calculated by linger, for the content; a value that you type is sent as is"
	for w, want := range map[int]string{80: words, 60: "calculated by linger, for the content", 30: "calculated by linger", 4: "calculated by linger"} {
		if got := whole(words, w); got != want {
			t.Errorf("whole(%q, %d) = %q, want %q", words, w, got, want)
		}
	}
}

func TestPresetsSayHowManyAreHidden(t *testing.T) {
	m := model(80, 18)
	press(t, m, "shift+tab", "shift+tab")
	if last := ansi.Strip(rows(m)[17]); !strings.Contains(last, "ctrl+g: the request · ↓ 8 more") {
		t.Errorf("the last row is %q, want it to say that more choices follow", last)
	}
	press(t, m, "end", "up", "up", "up", "up", "up", "up", "up")
	if last := ansi.Strip(rows(m)[17]); !strings.Contains(last, "↑ 7, ↓ 1 more") {
		t.Errorf("the last row is %q, want it to say what is above and below", last)
	}
	m = model(120, 22)
	if last := ansi.Strip(rows(m)[21]); !strings.Contains(last, "ctrl+g chooses here · ↓ 4 more") {
		t.Errorf("the last row is %q, want it to say that more choices follow", last)
	}
	m = model(120, 30)
	if last := ansi.Strip(rows(m)[29]); strings.Contains(last, "more") {
		t.Errorf("the last row is %q, want no text about more choices", last)
	}
}

// ctrl+g moves the cursor to the presets, where one key chooses a preset. Another ctrl+g
// moves it back.
func TestPresetsAreReachedWithOneKey(t *testing.T) {
	m := model(120, 30)
	press(t, m, "ctrl+g", "2")
	if m.draft.method != "HEAD" {
		t.Errorf("after ctrl+g and 2 the method is %s, want HEAD", m.draft.method)
	}
	press(t, m, "ctrl+g", "ctrl+g")
	if m.side {
		t.Error("a second ctrl+g did not move the cursor back")
	}
}

// begun returns a composer whose first request comes partly from the command line.
func begun(w, h int) *Model {
	base := origin.Request("GET", "/")
	base.Fields[2].Value = "text/html"
	base.Fields = append(base.Fields, wire.HeaderField{Name: "X-Trace", Value: "1"})
	m := New(dark, base)
	m.SetSize(w, h)
	r := &record.Record{}
	r.Apply(session.Started{Target: origin.String()})
	m.Show(r)
	return m
}

func TestFieldsOfTheCommandLineAreNotMarkedByLinger(t *testing.T) {
	all := ansi.Strip(strings.Join(rows(begun(80, 18)), "\n"))
	for want, n := range map[string]int{"default": 2, "command line": 2, "text/html  ": 1, "asks for Keep-Alive": 1} {
		if strings.Count(all, want) != n {
			t.Errorf("the view must show %q %d times:\n%s", want, n, all)
		}
	}
}

// The note about a pasted command is never cut.
func TestNotesAreNotCut(t *testing.T) {
	for _, w := range []int{40, 80, 120} {
		m := begun(w, 18)
		m.Update(tea.PasteMsg{Content: "curl -L --http2 -F a=b https://elsewhere.example:8443/x"})
		left := w
		if w >= wide {
			left -= sideWidth
		}
		all := ""
		for _, row := range rows(m) {
			all += ansi.Cut(ansi.Strip(row), 0, left) + " "
		}
		all = strings.Join(strings.Fields(strings.NewReplacer("│", " ", "─", " ").Replace(all)), " ")
		for _, want := range []string{"Host field still says", "-L was left out. The key L follows a Location.", "linger does not support HTTP/2."} {
			if !strings.Contains(all, want) {
				t.Errorf("width %d: the view lacks %q:\n%s", w, want, all)
			}
		}
		press(t, m, "down")
		if all := strings.Join(rows(m), " "); strings.Contains(all, "Host field still says") {
			t.Error("the note is still shown after a key")
		}
	}
}
